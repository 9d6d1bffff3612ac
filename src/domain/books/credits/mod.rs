//! Spending and holding credits in the published order. Reversal, capture and release go to the same lots.

mod extend;
mod grace;
mod holds;
mod preview;
mod spends;
mod standing;

pub use extend::ExtendHold;
pub use holds::{CaptureHold, HoldCredits, ReleaseHold};
pub use preview::{Preview, preview_needs};
pub use spends::{ReverseSpend, SpendCredits};
pub use standing::{Standing, standing, standing_needs};
