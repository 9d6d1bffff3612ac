//! Webhooks stored, deposits matched: by normalised name and amount, never guessed.

mod classify;
mod decide;
mod hint;
mod match_again;
mod match_deposit;
mod receive;
mod report;
mod return_deposit;
mod reverse;
mod times;

pub use hint::HintOrder;
pub use match_deposit::MatchDeposit;
pub use receive::{ReceiveWebhook, Then};
pub use return_deposit::ReturnDeposit;
