//! The refund that the policy allows for a payment now, with reasons in the words of the pinned policy.

pub(super) mod assess;
mod foresee;
mod judge;
pub(super) mod quote;

pub use foresee::{Foreseen, Foresight};
pub use quote::{Asked, AskedAt, QuoteRefund};
