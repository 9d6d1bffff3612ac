//! Lots, and the spends and holds that take from them.

use domain::{
    lot::Lot,
    spend::{Hold, Spend},
};

use super::{Reader, Stored};
use crate::store::{
    StoreError,
    columns::Rows,
    table::{ColumnType, OnConflict, Table},
};

pub(crate) static LOTS: Table = Table::new(
    "lots",
    "id",
    OnConflict::Replaced(&[
        "customer_id",
        "kind",
        "payment_id",
        "bonus_of",
        "reason",
        "policy",
        "policy_hash",
        "granted",
        "acquired_at",
        "expires_at",
    ]),
    &[
        ("id", ColumnType::Text),
        ("customer_id", ColumnType::Text),
        ("kind", ColumnType::Text),
        ("payment_id", ColumnType::Text),
        ("reason", ColumnType::Text),
        ("policy", ColumnType::Text),
        ("policy_hash", ColumnType::Text),
        ("granted", ColumnType::Int),
        ("remaining", ColumnType::Int),
        ("held", ColumnType::Int),
        ("spent", ColumnType::Int),
        ("refunded", ColumnType::Int),
        ("expired", ColumnType::Int),
        ("revoked", ColumnType::Int),
        ("acquired_at", ColumnType::Int),
        ("expires_at", ColumnType::Int),
        ("debt_paid", ColumnType::Int),
        ("rank", ColumnType::Int),
        ("bonus_of", ColumnType::Text),
        ("bonus_gone", ColumnType::Int),
    ],
)
.journaled(
    'l',
    false,
    &[
        "remaining",
        "held",
        "spent",
        "refunded",
        "expired",
        "revoked",
        "debt_paid",
        "rank",
        "bonus_gone",
    ],
);

impl Stored for Lot {
    fn table() -> &'static Table {
        &LOTS
    }

    fn write(&self, row: &mut Rows) {
        row.shown(&self.id);
        row.text(self.customer.as_str());
        row.text(self.kind.as_str());
        row.maybe_shown(self.payment.as_ref());
        row.maybe_text(self.reason.as_deref());
        row.text(&self.policy);
        row.text(&self.policy_hash);
        row.int(self.granted.get());
        row.int(self.remaining.get());
        row.int(self.held.get());
        row.int(self.spent.get());
        row.int(self.refunded.get());
        row.int(self.expired.get());
        row.int(self.revoked.get());
        row.instant(self.acquired_at);
        row.instant(self.expires_at);
        row.int(self.debt_paid.get());
        row.int(self.kind.rank());
        row.maybe_shown(self.bonus_of.as_ref());
        row.int(self.bonus_gone.get());
    }

    fn read(row: &mut Reader<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed()?,
            customer: row.parsed()?,
            kind: row.parsed()?,
            payment: row.maybe_parsed()?,
            reason: row.maybe_text()?,
            policy: row.text()?,
            policy_hash: row.text()?,
            granted: row.amount()?,
            remaining: row.amount()?,
            held: row.amount()?,
            spent: row.amount()?,
            refunded: row.amount()?,
            expired: row.amount()?,
            revoked: row.amount()?,
            acquired_at: row.instant()?,
            expires_at: row.instant()?,
            debt_paid: row.amount()?,
            bonus_of: {
                // The rank follows from the kind.
                row.int()?;
                row.maybe_parsed()?
            },
            bonus_gone: row.amount()?,
        })
    }
}

pub(crate) static SPENDS: Table = Table::new(
    "spends",
    "id",
    OnConflict::Replaced(&[
        "customer_id",
        "credits",
        "meter",
        "reference",
        "hold_id",
        "spent_at",
    ]),
    &[
        ("id", ColumnType::Text),
        ("customer_id", ColumnType::Text),
        ("credits", ColumnType::Int),
        ("meter", ColumnType::Text),
        ("reference", ColumnType::Text),
        ("parts", ColumnType::Text),
        ("hold_id", ColumnType::Text),
        ("spent_at", ColumnType::Int),
        ("reversed_at", ColumnType::Int),
    ],
)
.journaled('s', false, &["parts", "reversed_at"]);

impl Stored for Spend {
    fn table() -> &'static Table {
        &SPENDS
    }

    fn write(&self, row: &mut Rows) {
        row.shown(&self.id);
        row.text(self.customer_id.as_str());
        row.int(self.credits.get());
        row.text(&self.meter);
        row.text(&self.reference);
        row.json(&self.parts);
        row.maybe_shown(self.hold.as_ref());
        row.instant(self.at);
        row.maybe_instant(self.reversed_at);
    }

    fn read(row: &mut Reader<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed()?,
            customer_id: row.parsed()?,
            credits: row.amount()?,
            meter: row.text()?,
            reference: row.text()?,
            parts: row.json()?,
            hold: row.maybe_parsed()?,
            at: row.instant()?,
            reversed_at: row.maybe_instant()?,
        })
    }
}

pub(crate) static HOLDS: Table = Table::new(
    "holds",
    "id",
    OnConflict::Replaced(&[
        "customer_id",
        "credits",
        "meter",
        "reference",
        "opened_at",
        "expires_at",
    ]),
    &[
        ("id", ColumnType::Text),
        ("customer_id", ColumnType::Text),
        ("credits", ColumnType::Int),
        ("captured", ColumnType::Int),
        ("state", ColumnType::Text),
        ("meter", ColumnType::Text),
        ("reference", ColumnType::Text),
        ("parts", ColumnType::Text),
        ("spend_id", ColumnType::Text),
        ("opened_at", ColumnType::Int),
        ("expires_at", ColumnType::Int),
        ("closed_at", ColumnType::Int),
    ],
)
.journaled('h', true, &[]);

impl Stored for Hold {
    fn table() -> &'static Table {
        &HOLDS
    }

    fn write(&self, row: &mut Rows) {
        row.shown(&self.id);
        row.text(self.customer_id.as_str());
        row.int(self.credits.get());
        row.int(self.captured.get());
        row.text(self.state.as_str());
        row.text(&self.meter);
        row.text(&self.reference);
        row.json(&self.parts);
        row.maybe_shown(self.spend.as_ref());
        row.instant(self.opened_at);
        row.instant(self.expires_at);
        row.maybe_instant(self.closed_at);
    }

    fn read(row: &mut Reader<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed()?,
            customer_id: row.parsed()?,
            credits: row.amount()?,
            captured: row.amount()?,
            state: row.parsed()?,
            meter: row.text()?,
            reference: row.text()?,
            parts: row.json()?,
            spend: row.maybe_parsed()?,
            opened_at: row.instant()?,
            expires_at: row.instant()?,
            closed_at: row.maybe_instant()?,
        })
    }
}
