//! Balances, lots and entries as answers show them.

use domain::{
    id::{CustomerId, LotId, PaymentId, PostingId},
    kind::Kind,
    ledger::{Account, Act, Entry, Unit},
    lot::Lot,
    money::Credits,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::http::view::At;

/// A customer's credits at one instant.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Balance")]
pub(in crate::http) struct BalanceView {
    pub(super) customer_id: CustomerId,
    /// Spendable.
    pub(super) available: Credits,
    /// Set aside by holds.
    pub(super) held: Credits,
    /// Used, and the payment was taken back by others. Set off against any credits that come; while it is not zero,
    /// none are available.
    pub(super) debt: Credits,
    pub(super) at: At,
    /// When the next of the available credits expire.
    pub(super) next_expiry: Option<At>,
}

/// Credits minted together. `granted = remaining + held + spent + refunded + expired + revoked`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Lot")]
pub(in crate::http) struct LotView {
    id: LotId,
    customer_id: CustomerId,
    kind: Kind,
    payment_id: Option<PaymentId>,
    /// The purchase that these credits came with, and go with when it is refunded.
    bonus_of: Option<PaymentId>,
    /// Why it was granted, when it was not bought.
    reason: Option<String>,
    /// Version of the policy it is under.
    policy: String,
    /// SHA-256 of its document, in lower-case hex.
    policy_hash: String,
    granted: Credits,
    remaining: Credits,
    held: Credits,
    spent: Credits,
    refunded: Credits,
    expired: Credits,
    revoked: Credits,
    /// Of `spent`: what paid debts of the customer. It counts as used and is not refunded.
    debt_paid: Credits,
    acquired_at: At,
    /// Exclusive: at this instant it can no longer be spent.
    expires_at: At,
}

impl From<Lot> for LotView {
    fn from(lot: Lot) -> Self {
        Self {
            id: lot.id,
            customer_id: lot.customer,
            kind: lot.kind,
            payment_id: lot.payment,
            bonus_of: lot.bonus_of,
            reason: lot.reason,
            policy: lot.policy,
            policy_hash: lot.policy_hash,
            granted: lot.granted,
            remaining: lot.remaining,
            held: lot.held,
            spent: lot.spent,
            refunded: lot.refunded,
            expired: lot.expired,
            revoked: lot.revoked,
            debt_paid: lot.debt_paid,
            acquired_at: At(lot.acquired_at),
            expires_at: At(lot.expires_at),
        }
    }
}

/// One line of the append-only ledger: an amount that moves from one account to another.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Entry")]
pub(in crate::http) struct EntryView {
    /// 1, 2, 3 … without a gap, per customer.
    seq: i64,
    /// What one act moved has one posting.
    posting: PostingId,
    act: Act,
    from: Account,
    to: Account,
    unit: Unit,
    /// Credits or won, above zero.
    amount: i64,
    lot: Option<LotId>,
    /// What it belongs to: an order, payment, spend, hold or refund.
    reference: String,
    at: At,
    /// SHA-256 over this entry and the hash before it.
    hash: String,
}

impl From<Entry> for EntryView {
    fn from(entry: Entry) -> Self {
        Self {
            seq: entry.seq,
            posting: entry.posting,
            act: entry.act,
            from: entry.from,
            to: entry.to,
            unit: entry.unit,
            amount: entry.amount,
            lot: entry.lot,
            reference: entry.reference,
            at: At(entry.at),
            hash: entry.hash,
        }
    }
}
