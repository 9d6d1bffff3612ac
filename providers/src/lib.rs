//! The outside world of payment providers: what happened to money, asked for and understood.
//!
//! An adapter turns a provider's words into a [`domain::payment::Snapshot`] and our wishes into its
//! requests. It keeps no memory between calls, has no clock and no database, and never decides what
//! money means for credits. Sibling adapters have the same files: `mod` (the calls), `wire` (the
//! documents as documented), `map` (documents to snapshots), `webhook` (what its server sends).

pub mod bank;
mod cash_receipts;
pub mod codes;
pub mod error;
pub mod http;
pub mod kakaopay;
pub mod naverpay;
pub mod provider;
pub mod registry;
pub mod signature;
pub mod toss;
