//! The parts of an amount: by means and by tax.

use serde::{Deserialize, Serialize};

/// Won by payment means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Parts {
    pub(crate) primary: i64,
    pub(crate) npoint: i64,
    pub(crate) gift_card: i64,
    pub(crate) discount: i64,
}

impl Parts {
    /// The amount the buyer paid: everything except the instant discount.
    pub(crate) fn apply(self) -> i64 {
        self.primary + self.npoint + self.gift_card
    }

    pub(crate) fn total(self) -> i64 {
        self.apply() + self.discount
    }

    pub(crate) fn minus(self, other: Self) -> Self {
        Self {
            primary: self.primary - other.primary,
            npoint: self.npoint - other.npoint,
            gift_card: self.gift_card - other.gift_card,
            discount: self.discount - other.discount,
        }
    }

    /// `amount` out of these, the primary means first. The order in which Naver Pay takes them is not documented.
    pub(crate) fn take(self, amount: i64) -> Self {
        let mut left = amount;
        let mut from = |part: i64| {
            let taken = part.min(left);
            left -= taken;
            taken
        };
        Self {
            primary: from(self.primary),
            npoint: from(self.npoint),
            gift_card: from(self.gift_card),
            discount: from(self.discount),
        }
    }
}

/// Won by their tax.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TaxSplit {
    pub(crate) taxable: i64,
    pub(crate) tax_free: i64,
    /// The deposit on a cup.
    pub(crate) deposit: i64,
}

impl TaxSplit {
    /// `None` when the sum is beyond any amount.
    pub(crate) fn total(self) -> Option<i64> {
        self.taxable
            .checked_add(self.tax_free)?
            .checked_add(self.deposit)
    }

    pub(crate) fn minus(self, other: Self) -> Self {
        Self {
            taxable: self.taxable - other.taxable,
            tax_free: self.tax_free - other.tax_free,
            deposit: self.deposit - other.deposit,
        }
    }

    pub(crate) fn fits_in(self, rest: Self) -> bool {
        self.taxable <= rest.taxable
            && self.tax_free <= rest.tax_free
            && self.deposit <= rest.deposit
    }
}
