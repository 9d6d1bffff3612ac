//! Spending and holding credits in the published order. Reversal, capture and release go to the same lots.

mod holds;
mod spends;

pub use holds::{CaptureHold, HoldCredits, ReleaseHold};
pub use spends::{ReverseSpend, SpendCredits};
