//! The lines of a quote about the bonus.

use super::follow::gone;
use crate::{
    books::Books,
    id::PaymentId,
    lot::{Bucket, Lot},
    money::{Credits, Won},
    refund::{QuoteCode, QuoteLine},
};

impl Books<'_> {
    /// The lines of a quote about the bonus: it brings nothing back, and its unused rest goes.
    pub(in crate::books) fn bonus_lines(&self, id: PaymentId, credits: Credits) -> Vec<QuoteLine> {
        let (payment, bought) = (self.known_payment(id), self.lot_of(id));
        // As if the refund had been made.
        let after = bought
            .moved(Bucket::Remaining, Bucket::Refunded, credits)
            .unwrap_or(bought);
        let line = |lot: Lot| {
            let bonus_gone = gone(&payment, &after, lot.granted);
            let lot = Lot { bonus_gone, ..lot };
            let goes = lot.bonus_to_revoke();
            let used = lot.spent.plus(lot.held).unwrap_or(lot.granted);
            QuoteLine {
                lot: lot.id,
                kind: lot.kind,
                granted: lot.granted,
                not_refundable: lot.granted,
                debt_paid: lot.debt_paid,
                credits: Credits::ZERO,
                amount: Won::ZERO,
                revoked: goes,
                window_until: None,
                code: QuoteCode::Bonus,
                why: format!(
                    "a bonus of the purchase is never paid out: {used} of its {} credits are used, and {goes} unused ones go with the refund",
                    lot.granted
                ),
            }
        };
        self.bonus_of(id).into_iter().map(line).collect()
    }
}
