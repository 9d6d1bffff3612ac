//! Settlements of providers, their rows, and the money that arrived for them.

use domain::{
    money::SignedWon,
    settlement::{Import, Line, Payout, Row, Settlement},
};

use super::{
    Reader, Stored,
    declare::{stored, table},
};
use crate::store::{StoreError, columns::Rows, table::Table};

stored! {
    /// No record: it says where rows came from.
    pub(crate) SETTLEMENT_IMPORTS = "settlement_imports", Refused: Import {
        key id: id,
        fixed provider: word,
        fixed origin: word,
        fixed file: text,
        fixed hash: text,
        changing added: int,
        changing known: int,
        fixed unread: int,
        fixed unread_rows: text,
        fixed imported_by: id,
        fixed imported_at: instant,
    }
}

table! {
    /// No record: it follows from its rows.
    pub(crate) SETTLEMENTS = "settlements", Refused {
        key id: id,
        fixed provider: word,
        fixed paid_out_on: text,
        changing lines: int,
        changing gross: int,
        changing fee: int,
        changing vat: int,
        changing net: int,
        changing payout_id: maybe_id,
        fixed added_at: instant,
    }
}

impl Stored for Settlement {
    fn table() -> &'static Table {
        &SETTLEMENTS
    }

    fn write(&self, row: &mut Rows) {
        row.shown(&self.id);
        row.text(self.provider.as_str());
        let day = self.paid_out_on.map(|day| day.to_string());
        row.text(day.as_deref().unwrap_or_default());
        row.int(self.rows);
        for amount in [self.gross, self.fee, self.vat, self.net] {
            row.int(amount.get());
        }
        row.maybe_shown(self.payout.as_ref());
        row.instant(self.added_at);
    }

    fn read(row: &mut Reader<'_>) -> Result<Self, StoreError> {
        let (id, provider, day) = (row.parsed()?, row.parsed()?, row.text()?);
        let paid_out_on = (!day.is_empty()).then(|| day.parse());
        Ok(Self {
            id,
            provider,
            paid_out_on: paid_out_on
                .transpose()
                .map_err(|_| row.damaged("not a day"))?,
            rows: row.int()?,
            gross: row.amount()?,
            fee: row.amount()?,
            vat: row.amount()?,
            net: row.amount()?,
            payout: row.maybe_parsed()?,
            added_at: row.instant()?,
        })
    }
}

table! {
    /// No record: it is what a provider reports.
    pub(crate) SETTLEMENT_ROWS = "settlement_rows", Refused {
        key id: id,
        fixed provider: word,
        changing settlement_id: id,
        fixed import_id: id,
        fixed row_key: text,
        fixed kind: word,
        changing payment_key: text,
        changing order_ref: text,
        changing gross: int,
        changing fee: int,
        changing vat: maybe_int,
        changing net: int,
        changing sold_on: id,
        changing paid_out_on: maybe_id,
        changing order_id: maybe_id,
        changing payment_id: maybe_id,
        changing refund_id: maybe_id,
        fixed added_at: instant,
    }
}

impl Stored for Row {
    fn table() -> &'static Table {
        &SETTLEMENT_ROWS
    }

    fn write(&self, row: &mut Rows) {
        let line = &self.line;
        row.shown(&self.id);
        row.text(self.provider.as_str());
        row.shown(&self.settlement);
        row.shown(&self.import);
        row.text(&line.key);
        row.text(line.kind.as_str());
        row.text(&line.payment_key);
        row.text(&line.order_ref);
        row.int(line.gross.get());
        row.int(line.fee.get());
        row.maybe_int(line.vat.map(SignedWon::get));
        row.int(line.net.get());
        row.shown(&line.sold_on);
        row.maybe_shown(line.paid_out_on.as_ref());
        row.maybe_shown(self.order.as_ref());
        row.maybe_shown(self.payment.as_ref());
        row.maybe_shown(self.refund.as_ref());
        row.instant(self.added_at);
    }

    fn read(row: &mut Reader<'_>) -> Result<Self, StoreError> {
        let (id, provider) = (row.parsed()?, row.parsed()?);
        let (settlement, import, key) = (row.parsed()?, row.parsed()?, row.text()?);
        let (kind, payment_key, order_ref) = (row.parsed()?, row.text()?, row.text()?);
        let line = Line {
            key,
            kind,
            payment_key,
            order_ref,
            gross: row.amount()?,
            fee: row.amount()?,
            vat: row.maybe_amount()?,
            net: row.amount()?,
            sold_on: row.parsed()?,
            paid_out_on: row.maybe_parsed()?,
        };
        Ok(Self {
            id,
            provider,
            settlement,
            import,
            line,
            order: row.maybe_parsed()?,
            payment: row.maybe_parsed()?,
            refund: row.maybe_parsed()?,
            added_at: row.instant()?,
        })
    }
}

stored! {
    /// No record: it is what a bank's statement shows.
    pub(crate) PAYOUTS = "payouts", Refused: Payout {
        key id: id,
        fixed provider: word,
        fixed import_id: id = import,
        fixed row_key: text = key,
        fixed day: id,
        fixed amount: amount,
        fixed added_at: instant,
    }
}
