//! The refund that the policy allows for a payment now, with reasons in the words of the pinned policy.

pub(super) mod assess;
mod judge;
mod quote;
pub(super) mod request;
mod rest;
mod windows;

pub use quote::{Asked, AskedAt, QuoteRefund};
