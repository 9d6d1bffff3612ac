//! Differences between providers' lists and the books.

use domain::{
    money::Won,
    reconcile::{Discrepancy, Found},
};

use super::{Reader, Stored, declare::table};
use crate::store::{StoreError, columns::Rows, table::Table};

table! {
    /// No record: what closes one is a line of the audit log.
    pub(crate) DISCREPANCIES = "discrepancies", Refused {
        key id: id,
        fixed provider: word,
        fixed day: id,
        fixed source: word,
        fixed kind: word,
        fixed movement: word,
        fixed row_key: text,
        fixed payment_key: text,
        fixed order_ref: text,
        fixed order_id: maybe_id,
        fixed payment_id: maybe_id,
        fixed refund_id: maybe_id,
        changing their_amount: maybe_amount,
        changing our_amount: maybe_amount,
        changing state: word,
        changing run_id: id,
        fixed found_at: instant,
        changing seen_at: instant,
        changing closed_at: maybe_instant,
        changing closed_by: maybe_id,
        changing reason: maybe_text,
    }
}

impl Stored for Discrepancy {
    fn table() -> &'static Table {
        &DISCREPANCIES
    }

    fn write(&self, row: &mut Rows) {
        let found = &self.found;
        row.shown(&self.id);
        row.text(self.provider.as_str());
        row.shown(&self.day);
        row.text(self.source.as_str());
        row.text(found.kind.as_str());
        row.text(found.movement.as_str());
        row.text(&found.row_key);
        row.text(&found.payment_key);
        row.text(&found.order_ref);
        row.maybe_shown(found.order.as_ref());
        row.maybe_shown(found.payment.as_ref());
        row.maybe_shown(found.refund.as_ref());
        row.maybe_int(found.theirs.map(Won::get));
        row.maybe_int(found.ours.map(Won::get));
        row.text(self.state.as_str());
        row.shown(&self.run);
        row.instant(self.found_at);
        row.instant(self.seen_at);
        row.maybe_instant(self.closed_at);
        row.maybe_shown(self.closed_by.as_ref());
        row.maybe_text(self.reason.as_deref());
    }

    fn read(row: &mut Reader<'_>) -> Result<Self, StoreError> {
        let (id, provider, day) = (row.parsed()?, row.parsed()?, row.parsed()?);
        let source = row.parsed()?;
        let found = Found {
            kind: row.parsed()?,
            movement: row.parsed()?,
            row_key: row.text()?,
            payment_key: row.text()?,
            order_ref: row.text()?,
            order: row.maybe_parsed()?,
            payment: row.maybe_parsed()?,
            refund: row.maybe_parsed()?,
            theirs: row.maybe_amount()?,
            ours: row.maybe_amount()?,
        };
        Ok(Self {
            id,
            provider,
            day,
            source,
            found,
            state: row.parsed()?,
            run: row.parsed()?,
            found_at: row.instant()?,
            seen_at: row.instant()?,
            closed_at: row.maybe_instant()?,
            closed_by: row.maybe_parsed()?,
            reason: row.maybe_text()?,
        })
    }
}
