//! The refund that the policy allows for a payment now, with reasons in the words of the pinned policy.

pub(super) mod assess;
mod judge;
pub(super) mod quote;

pub use quote::{Asked, AskedAt, QuoteRefund};
