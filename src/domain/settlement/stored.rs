//! Settlements as they are stored: where rows came from, the rows, their payouts, and the money that arrived.

use chrono::{DateTime, NaiveDate, Utc};

use super::Line;
use crate::{
    actor::Actor,
    id::{
        OrderId, PaymentId, PayoutId, RefundId, SettlementId, SettlementImportId, SettlementRowId,
    },
    kind::{ProviderId, vocabulary},
    money::{SignedWon, Won},
};

vocabulary!(
    /// Where settlement rows came from.
    Origin, "origin of settlement rows" {
        /// The provider was asked.
        Api = "api",
        /// A file that a person imported.
        File = "file",
        /// The statement of the seller's account, that a person imported.
        Statement = "statement",
    }
);

/// A file that was imported, or an answer of a provider. One content is imported once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    pub id: SettlementImportId,
    pub provider: ProviderId,
    pub origin: Origin,
    /// The file's name, without its folders; empty for answers.
    pub file: String,
    /// SHA-256 of the content, in hex.
    pub hash: String,
    /// Rows that were not known before.
    pub added: i64,
    /// Rows that were.
    pub known: i64,
    /// Rows that could not be read.
    pub unread: i64,
    /// The first of those: each with its line, the field and the rule that it breaks.
    pub unread_rows: String,
    pub imported_by: Actor,
    pub imported_at: DateTime<Utc>,
}

/// A settlement row as it is stored, with what the books have of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub id: SettlementRowId,
    pub provider: ProviderId,
    pub settlement: SettlementId,
    /// The import that brought it first.
    pub import: SettlementImportId,
    pub line: Line,
    /// Filled in by comparisons.
    pub order: Option<OrderId>,
    pub payment: Option<PaymentId>,
    pub refund: Option<RefundId>,
    pub added_at: DateTime<Utc>,
}

/// What a provider pays out on one day, with the sums over its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    pub id: SettlementId,
    pub provider: ProviderId,
    /// The day of Seoul; `None` stands for all rows whose day the provider has not said.
    pub paid_out_on: Option<NaiveDate>,
    pub rows: i64,
    pub gross: SignedWon,
    pub fee: SignedWon,
    pub vat: SignedWon,
    pub net: SignedWon,
    /// The money that arrived for it.
    pub payout: Option<PayoutId>,
    pub added_at: DateTime<Utc>,
}

/// Money of a provider that arrived on the seller's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payout {
    pub id: PayoutId,
    pub provider: ProviderId,
    pub import: SettlementImportId,
    /// The statement's name of the movement.
    pub key: String,
    /// The day of Seoul.
    pub day: NaiveDate,
    pub amount: Won,
    pub added_at: DateTime<Utc>,
}
