//! Acts that wait for a second person.

use domain::approval::Approval;

use super::{Reader, Stored};
use crate::store::{
    StoreError,
    columns::Rows,
    table::{ColumnType, OnConflict, Table},
};

pub(crate) static APPROVALS: Table = Table::new(
    "approvals",
    "id",
    OnConflict::Replaced(&[
        "customer_id",
        "act",
        "subject",
        "amount",
        "asked_by",
        "asked_at",
        "expires_at",
    ]),
    &[
        ("id", ColumnType::Text),
        ("customer_id", ColumnType::Text),
        ("act", ColumnType::Text),
        ("subject", ColumnType::Text),
        ("amount", ColumnType::Int),
        ("asked_by", ColumnType::Text),
        ("asked_at", ColumnType::Int),
        ("expires_at", ColumnType::Int),
        ("request", ColumnType::Text),
        ("state", ColumnType::Text),
        ("decided_by", ColumnType::Text),
        ("decided_at", ColumnType::Int),
        ("reason", ColumnType::Text),
        ("outcome", ColumnType::Text),
    ],
)
.journaled('n', true, &[]);

impl Stored for Approval {
    fn table() -> &'static Table {
        &APPROVALS
    }

    fn write(&self, row: &mut Rows) {
        row.shown(&self.id);
        row.text(self.customer.as_str());
        row.text(self.act.as_str());
        row.text(&self.subject);
        row.int(self.amount);
        row.text(&self.asked_by);
        row.instant(self.asked_at);
        row.instant(self.expires_at);
        row.maybe_json(Some(&self.request));
        row.text(self.decision.as_str());
        row.maybe_text(self.decided_by.as_deref());
        row.maybe_instant(self.decided_at);
        row.maybe_text(self.reason.as_deref());
        row.maybe_text(self.outcome.as_deref());
    }

    fn read(row: &mut Reader<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed()?,
            customer: row.parsed()?,
            act: row.parsed()?,
            subject: row.text()?,
            amount: row.int()?,
            asked_by: row.text()?,
            asked_at: row.instant()?,
            expires_at: row.instant()?,
            request: row.json()?,
            decision: row.parsed()?,
            decided_by: row.maybe_text()?,
            decided_at: row.maybe_instant()?,
            reason: row.maybe_text()?,
            outcome: row.maybe_text()?,
        })
    }
}
