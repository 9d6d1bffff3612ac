//! The states of a refund: requested (credits leave the lot), submitted, and settled.

mod agreed;
mod decline;
pub(super) mod holder;
mod loaded;
mod new_refund;
pub(super) mod observe;
mod request;
mod settle;
mod short;
mod submit;
mod taxes;

pub use observe::{ObserveRefund, RefundOutcome};
pub use request::{RefundRoute, RequestRefund};
pub use submit::SubmitRefund;
