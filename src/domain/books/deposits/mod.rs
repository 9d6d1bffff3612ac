//! Webhooks stored, deposits matched: by normalised name and amount, never guessed.

mod by_person;
mod classify;
mod receive;
mod report;

pub use by_person::{MatchDeposit, ReturnDeposit};
pub use receive::{HintOrder, ReceiveWebhook, Then};
