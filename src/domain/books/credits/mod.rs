//! Spending and holding credits in the published order. Reversal, capture and release go to the same lots.

mod extend;
mod grace;
mod holds;
mod preview;
mod spends;

pub use extend::ExtendHold;
pub use holds::{CaptureHold, HoldCredits, ReleaseHold};
pub use preview::{Preview, preview_needs};
pub use spends::{ReverseSpend, SpendCredits};
