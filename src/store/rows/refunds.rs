//! Quotes and refunds: money that goes back.

use domain::{
    money::{Credits, Won},
    refund::{Quote, Refund},
};

use super::{Reader, Stored};
use crate::store::{
    StoreError,
    columns::Rows,
    table::{ColumnType, OnConflict, Table},
};

pub(crate) static QUOTES: Table = Table::new(
    "quotes",
    "id",
    OnConflict::Refused,
    &[
        ("id", ColumnType::Text),
        ("payment_id", ColumnType::Text),
        ("customer_id", ColumnType::Text),
        ("amount", ColumnType::Int),
        ("credits", ColumnType::Int),
        ("basis", ColumnType::Text),
        ("lines", ColumnType::Text),
        ("policy", ColumnType::Text),
        ("policy_hash", ColumnType::Text),
        ("quoted_at", ColumnType::Int),
        ("expires_at", ColumnType::Int),
        ("asked_at", ColumnType::Int),
        ("wanted", ColumnType::Int),
        ("beyond", ColumnType::Text),
    ],
)
.journaled('q', false, &[]);

impl Stored for Quote {
    fn table() -> &'static Table {
        &QUOTES
    }

    fn write(&self, row: &mut Rows) {
        row.shown(&self.id);
        row.shown(&self.payment_id);
        row.text(self.customer_id.as_str());
        row.int(self.amount.get());
        row.int(self.credits.get());
        row.text(self.basis.as_str());
        row.json(&self.lines);
        row.text(&self.policy);
        row.text(&self.policy_hash);
        row.instant(self.quoted_at);
        row.instant(self.expires_at);
        row.instant(self.asked_at);
        row.maybe_int(self.wanted.map(Credits::get));
        row.maybe_shown(self.beyond.as_ref());
    }

    fn read(row: &mut Reader<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed()?,
            payment_id: row.parsed()?,
            customer_id: row.parsed()?,
            amount: row.amount()?,
            credits: row.amount()?,
            basis: row.parsed()?,
            lines: row.json()?,
            policy: row.text()?,
            policy_hash: row.text()?,
            quoted_at: row.instant()?,
            expires_at: row.instant()?,
            asked_at: row.instant()?,
            wanted: row.maybe_amount()?,
            beyond: row.maybe_parsed()?,
        })
    }
}

pub(crate) static REFUNDS: Table = Table::new(
    "refunds",
    "id",
    OnConflict::Replaced(&[
        "payment_id",
        "customer_id",
        "quote_id",
        "lot_id",
        "amount",
        "credits",
        "basis",
        "reason",
        "expected_balance",
        "requested_by",
        "requested_at",
        "due_at",
    ]),
    &[
        ("id", ColumnType::Text),
        ("payment_id", ColumnType::Text),
        ("customer_id", ColumnType::Text),
        ("provider", ColumnType::Text),
        ("quote_id", ColumnType::Text),
        ("lot_id", ColumnType::Text),
        ("amount", ColumnType::Int),
        ("tax_free", ColumnType::Int),
        ("vat", ColumnType::Int),
        ("credits", ColumnType::Int),
        ("basis", ColumnType::Text),
        ("reason", ColumnType::Text),
        ("account", ColumnType::Text),
        ("expected_balance", ColumnType::Int),
        ("state", ColumnType::Text),
        ("note", ColumnType::Text),
        ("cancel_key", ColumnType::Text),
        ("requested_by", ColumnType::Text),
        ("requested_at", ColumnType::Int),
        ("sent_at", ColumnType::Int),
        ("settled_at", ColumnType::Int),
        ("due_at", ColumnType::Int),
        ("settled_amount", ColumnType::Int),
    ],
)
.journaled('r', true, &[]);

impl Stored for Refund {
    fn table() -> &'static Table {
        &REFUNDS
    }

    fn write(&self, row: &mut Rows) {
        row.shown(&self.id);
        row.shown(&self.payment);
        row.text(self.customer.as_str());
        row.text(self.provider.as_str());
        row.shown(&self.quote);
        row.shown(&self.lot);
        row.int(self.amount.get());
        row.int(self.tax_free.get());
        row.int(self.vat.get());
        row.int(self.credits.get());
        row.text(self.basis.as_str());
        row.text(&self.reason);
        row.maybe_json(self.account.as_ref());
        row.int(self.expected_balance.get());
        row.text(self.state.as_str());
        row.maybe_text(self.note.as_deref());
        row.maybe_text(self.cancel_key.as_deref());
        row.text(&self.requested_by);
        row.instant(self.requested_at);
        row.maybe_instant(self.sent_at);
        row.maybe_instant(self.settled_at);
        row.instant(self.due_at);
        row.maybe_int(self.settled_amount.map(Won::get));
    }

    fn read(row: &mut Reader<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed()?,
            payment: row.parsed()?,
            customer: row.parsed()?,
            provider: row.parsed()?,
            quote: row.parsed()?,
            lot: row.parsed()?,
            amount: row.amount()?,
            tax_free: row.amount()?,
            vat: row.amount()?,
            credits: row.amount()?,
            basis: row.parsed()?,
            reason: row.text()?,
            account: row.maybe_json()?,
            expected_balance: row.amount()?,
            state: row.parsed()?,
            note: row.maybe_text()?,
            cancel_key: row.maybe_text()?,
            requested_by: row.text()?,
            requested_at: row.instant()?,
            sent_at: row.maybe_instant()?,
            settled_at: row.maybe_instant()?,
            due_at: row.instant()?,
            settled_amount: row.maybe_amount()?,
        })
    }
}
