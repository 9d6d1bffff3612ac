//! Whether a line adds up: what is paid out is the amount less the fee and its VAT, all in one direction, and the VAT is a tenth of
//! the fee (Value-Added Tax Act art. 30). And whether the fee is one that was agreed.
#![deny(
    clippy::arithmetic_side_effects,
    reason = "money never wraps: use the checked methods"
)]

use super::{FeeMax, Line, SettlementKind};
use crate::{
    canary,
    money::{SignedWon, Won},
    reconcile::DiscrepancyKind,
};

/// A line that does not add up, or that is charged more than was agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrong {
    pub kind: DiscrepancyKind,
    /// Won as the line has them, without a sign: what is paid out, the VAT, or the fee.
    pub theirs: Won,
    /// Won as they should be.
    pub ours: Won,
}

/// A tenth of a fee, half a won rounded up: the published examples of Toss round so (1,356 → 136, 2,045 → 205).
pub fn expected_vat(fee: Won) -> Won {
    let tenth = fee.share_floor(1, 10).unwrap_or_default();
    let up = i64::from(fee.get().rem_euclid(10) >= 5);
    Won::new(up)
        .ok()
        .and_then(|up| tenth.plus(up))
        .unwrap_or(tenth)
}

/// Whether a VAT is a tenth of a fee, rounded to a whole won in either direction: providers do not say in which.
fn is_a_tenth(vat: Won, fee: Won) -> bool {
    let Some(tenfold) = vat.times(10) else {
        return false;
    };
    let apart = tenfold.minus(fee).or_else(|| fee.minus(tenfold));
    apart.is_some_and(|apart| apart.get() < 10)
}

impl Line {
    /// What does not add up in it, the sum before the VAT, or a fee above the agreed one; `None` where all is right.
    pub fn wrong(&self, agreed: Option<&FeeMax>) -> Option<Wrong> {
        self.off().or_else(|| self.above(agreed?))
    }

    /// A fee of a payment that is above the agreed one.
    fn above(&self, agreed: &FeeMax) -> Option<Wrong> {
        let most = match self.vat {
            Some(_) => agreed.of(self.gross.size()),
            None => agreed.with_vat_of(self.gross.size()),
        };
        let is_above = self.kind == SettlementKind::Payment && self.fee.size() > most;
        canary!(AnyFeeAgreed, false, is_above).then(|| Wrong {
            kind: DiscrepancyKind::Fee,
            theirs: self.fee.size(),
            ours: most,
        })
    }

    fn off(&self) -> Option<Wrong> {
        let vat = self.vat.unwrap_or_default();
        let expected = self
            .gross
            .minus(self.fee)
            .and_then(|rest| rest.minus(vat))
            .unwrap_or_default();
        let fee = Wrong {
            kind: DiscrepancyKind::Fee,
            theirs: self.net.size(),
            ours: expected.size(),
        };
        let in_one_direction = match self.kind {
            SettlementKind::Payment => [self.gross, self.fee, vat]
                .iter()
                .all(|amount| !amount.is_negative()),
            SettlementKind::Cancel => [self.gross, self.fee, vat]
                .iter()
                .all(|amount| amount.is_negative() || amount.is_zero()),
        };
        let adds_up = canary!(FeesUnchecked, true, expected == self.net);
        if !in_one_direction || !adds_up {
            return Some(fee);
        }
        let told = self.vat.map(SignedWon::size);
        let vat = told.filter(|vat| !is_a_tenth(*vat, self.fee.size()))?;
        Some(Wrong {
            kind: DiscrepancyKind::Vat,
            theirs: vat,
            ours: expected_vat(self.fee.size()),
        })
    }
}
