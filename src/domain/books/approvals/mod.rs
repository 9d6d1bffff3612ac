//! Commands that are too large for one person. They are computed, taken back and stored as asked, and done once another
//! person has approved them.

mod approve;
mod ask;
mod reject;
mod undecided;

pub use reject::RejectApproval;
