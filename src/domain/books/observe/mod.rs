//! The meaning of a provider's snapshot. This is the one place where payments complete orders and mint lots, and where
//! money taken back by others takes credits with it.

mod observe_payment;
mod paid;
mod second;
mod unpaid;

pub use observe_payment::ObservePayment;
