//! Orders before they are paid: opened, sent to a provider, given up.

mod cancel;
pub(super) mod close;
mod confirm;
mod expire;
mod fail;
mod open;
mod session;

pub use cancel::CancelOrder;
pub use confirm::BeginConfirmation;
pub use expire::{EndOverdueOrder, ExpireOrder};
pub use fail::FailOrder;
pub use open::OpenOrder;
pub use session::AttachSession;
