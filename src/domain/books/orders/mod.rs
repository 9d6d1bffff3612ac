//! Orders before they are paid: opened, sent to a provider, given up.

pub(super) mod end;
mod open;

pub use end::{CancelOrder, EndOverdueOrder, ExpireOrder, FailOrder};
pub use open::{AttachSession, BeginConfirmation, OpenOrder};
