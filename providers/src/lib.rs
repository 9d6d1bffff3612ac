//! Payment providers: requests about money, and the interpretation of their answers.
//!
//! An adapter maps a provider's words to a [`domain::payment::Snapshot`] and our requests to its requests. It keeps
//! no memory between calls, has no clock and no database, and never decides the effect of money on credits. Sibling
//! adapters have the same files: `begin`, `confirm`, `lookup`, `refund` (one call each), `webhook` (the calls of its
//! server), `wire` (the documents as documented), `map` (documents to snapshots), `codes`, `config` (its settings). The
//! list of all providers is in [`settings`].

pub mod bank;
pub mod codes;
pub mod error;
pub mod http;
pub mod kakaopay;
pub mod naverpay;
pub mod portone;
pub mod provider;
pub mod receivers;
pub mod registry;
pub mod settings;
pub mod settlements;
pub mod signature;
pub mod toss;
mod values;
