//! The states of a refund: requested (credits leave the lot), submitted, and settled.

mod agreed;
pub(super) mod observe;
mod request;
mod settle;
mod short;

pub use observe::{ObserveRefund, RefundOutcome, SubmitRefund};
pub use request::{RefundRoute, RequestRefund};
