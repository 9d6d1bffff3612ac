//! Acts that wait for a second person.

use domain::approval::Approval;

use super::{Reader, Stored};
use crate::store::{
    StoreError,
    columns::Rows,
    table::{Kind, Same, Table},
};

pub(crate) static APPROVALS: Table = Table::new(
    "approvals",
    "id",
    Same::Replaced(&[
        "customer_id",
        "act",
        "subject",
        "amount",
        "asked_by",
        "asked_at",
        "expires_at",
    ]),
    &[
        ("id", Kind::Text),
        ("customer_id", Kind::Text),
        ("act", Kind::Text),
        ("subject", Kind::Text),
        ("amount", Kind::Int),
        ("asked_by", Kind::Text),
        ("asked_at", Kind::Int),
        ("expires_at", Kind::Int),
        ("request", Kind::Text),
        ("state", Kind::Text),
        ("decided_by", Kind::Text),
        ("decided_at", Kind::Int),
        ("reason", Kind::Text),
        ("outcome", Kind::Text),
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
