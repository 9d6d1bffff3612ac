//! A person's decision about a contradiction: accepted, given back, or closed.

mod accept;
pub(super) mod check;
mod close;
mod refund;
mod reopen;

pub use accept::AcceptContradiction;
pub use close::CloseContradiction;
pub use refund::RefundContradiction;
pub use reopen::ReopenContradiction;
