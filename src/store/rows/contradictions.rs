//! What providers say and the books cannot follow.

use domain::contradiction::Contradiction;

use super::{Reader, Stored};
use crate::store::{
    StoreError,
    columns::Rows,
    table::{ColumnType, OnConflict, Table},
};

pub(crate) static CONTRADICTIONS: Table = Table::new(
    "contradictions",
    "id",
    OnConflict::Replaced(&[
        "customer_id",
        "order_id",
        "provider",
        "payment_key",
        "kind",
        "opened_at",
    ]),
    &[
        ("id", ColumnType::Text),
        ("customer_id", ColumnType::Text),
        ("order_id", ColumnType::Text),
        ("provider", ColumnType::Text),
        ("payment_key", ColumnType::Text),
        ("kind", ColumnType::Text),
        ("opened_at", ColumnType::Int),
        ("state", ColumnType::Text),
        ("note", ColumnType::Text),
        ("amount", ColumnType::Int),
        ("cancelled", ColumnType::Int),
        ("settled_at", ColumnType::Int),
        ("decided_by", ColumnType::Text),
        ("reason", ColumnType::Text),
        ("refund_id", ColumnType::Text),
        ("account", ColumnType::Text),
        ("refused", ColumnType::Text),
    ],
)
.journaled('x', true, &[]);

impl Stored for Contradiction {
    fn table() -> &'static Table {
        &CONTRADICTIONS
    }

    fn write(&self, row: &mut Rows) {
        row.shown(&self.id);
        row.text(self.customer.as_str());
        row.shown(&self.order);
        row.text(self.provider.as_str());
        row.text(&self.payment_key);
        row.text(self.kind.as_str());
        row.instant(self.opened_at);
        row.text(self.state.as_str());
        row.text(&self.note);
        row.int(self.amount.get());
        row.int(self.cancelled.get());
        row.maybe_instant(self.settled_at);
        row.maybe_text(self.decided_by.as_deref());
        row.maybe_text(self.reason.as_deref());
        row.maybe_shown(self.refund.as_ref());
        row.maybe_json(self.account.as_ref());
        row.maybe_text(self.refused.as_deref());
    }

    fn read(row: &mut Reader<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed()?,
            customer: row.parsed()?,
            order: row.parsed()?,
            provider: row.parsed()?,
            payment_key: row.text()?,
            kind: row.parsed()?,
            opened_at: row.instant()?,
            state: row.parsed()?,
            note: row.text()?,
            amount: row.amount()?,
            cancelled: row.amount()?,
            settled_at: row.maybe_instant()?,
            decided_by: row.maybe_text()?,
            reason: row.maybe_text()?,
            refund: row.maybe_parsed()?,
            account: row.maybe_json()?,
            refused: row.maybe_text()?,
        })
    }
}
