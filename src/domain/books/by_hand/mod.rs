//! Refunds that a person transfers: the account they go to, and transfers that came back.

mod account;
mod bounce;

pub use account::GiveAccount;
pub use bounce::BounceRefund;
