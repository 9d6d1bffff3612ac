//! Spending and holding credits in the published order. Reversal, capture and release go to the same lots.

mod capture;
mod choice;
mod hold;
mod parts;
mod release;
mod spends;

pub use capture::CaptureHold;
pub use hold::HoldCredits;
pub use release::ReleaseHold;
pub use spends::{ReverseSpend, SpendCredits};
