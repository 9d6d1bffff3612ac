//! The amounts of a payment, and their taxes.

use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The six members of every amount object, without the two that are always 0 here. In won.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Amounts {
    pub(crate) total: i64,
    pub(crate) tax_free: i64,
    pub(crate) vat: i64,
    pub(crate) green_deposit: i64,
}

impl Amounts {
    pub(crate) fn json(self) -> Value {
        json!({
            "total": self.total, "tax_free": self.tax_free, "vat": self.vat, "point": 0, "discount": 0,
            "green_deposit": self.green_deposit,
        })
    }
}

impl Add for Amounts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            total: self.total + other.total,
            tax_free: self.tax_free + other.tax_free,
            vat: self.vat + other.vat,
            green_deposit: self.green_deposit + other.green_deposit,
        }
    }
}

impl Sub for Amounts {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            total: self.total - other.total,
            tax_free: self.tax_free - other.tax_free,
            vat: self.vat - other.vat,
            green_deposit: self.green_deposit - other.green_deposit,
        }
    }
}
