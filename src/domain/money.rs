//! Won and credits: whole, non-negative, bounded numbers that never wrap and never meet a float.
#![deny(
    clippy::arithmetic_side_effects,
    reason = "money never wraps: use the checked methods"
)]

use std::fmt;

use serde::{Deserialize, Serialize};

/// The largest amount of won, or of credits, that any single field may hold: one hundred trillion. It is far above any
/// sale. The sum of ten thousand such fields still fits `i64`, and a JSON reader with 53-bit numbers reads each one
/// exactly.
pub const AMOUNT_MAX: i64 = 100_000_000_000_000;

/// An amount that is negative or above [`AMOUNT_MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("amount {0} is outside 0..={AMOUNT_MAX}")]
pub struct OutOfRange(pub i64);

macro_rules! amount {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
        )]
        #[serde(try_from = "i64", into = "i64")]
        pub struct $name(i64);

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "integer", "minimum": 0, "maximum": AMOUNT_MAX })
            }
        }

        impl $name {
            pub const ZERO: Self = Self(0);
            pub const MAX: Self = Self(AMOUNT_MAX);

            /// # Errors
            /// [`OutOfRange`] when `amount` is negative or above [`AMOUNT_MAX`].
            pub const fn new(amount: i64) -> Result<Self, OutOfRange> {
                if amount < 0 || amount > AMOUNT_MAX {
                    Err(OutOfRange(amount))
                } else {
                    Ok(Self(amount))
                }
            }

            pub const fn get(self) -> i64 {
                self.0
            }

            pub const fn is_zero(self) -> bool {
                self.0 == 0
            }

            /// The sum, or `None` above [`AMOUNT_MAX`].
            #[must_use]
            pub fn plus(self, other: Self) -> Option<Self> {
                self.0.checked_add(other.0).and_then(|sum| Self::new(sum).ok())
            }

            /// The difference, or `None` when `other` is larger.
            #[must_use]
            pub fn minus(self, other: Self) -> Option<Self> {
                self.0.checked_sub(other.0).and_then(|rest| Self::new(rest).ok())
            }

            /// The difference, or zero when `other` is larger.
            #[must_use]
            pub fn minus_or_zero(self, other: Self) -> Self {
                self.minus(other).unwrap_or(Self::ZERO)
            }

            /// The product, or `None` above [`AMOUNT_MAX`].
            #[must_use]
            pub fn times(self, factor: i64) -> Option<Self> {
                self.0.checked_mul(factor).and_then(|product| Self::new(product).ok())
            }

            /// `floor(self × part / whole)`, computed in 128 bits. `None` when `whole` is zero or
            /// the result leaves the range.
            #[must_use]
            pub fn share_floor(self, part: i64, whole: i64) -> Option<Self> {
                let product = i128::from(self.0).checked_mul(i128::from(part))?;
                let share = product.checked_div_euclid(i128::from(whole))?;
                i64::try_from(share).ok().and_then(|share| Self::new(share).ok())
            }

            /// `ceil(self × part / whole)`, computed in 128 bits. `None` when `whole` is zero or
            /// the result leaves the range.
            #[must_use]
            pub fn share_ceil(self, part: i64, whole: i64) -> Option<Self> {
                let product = i128::from(self.0).checked_mul(i128::from(part))?;
                let up = product.checked_add(i128::from(whole).checked_sub(1)?)?;
                let share = up.checked_div_euclid(i128::from(whole))?;
                i64::try_from(share).ok().and_then(|share| Self::new(share).ok())
            }
        }

        impl TryFrom<i64> for $name {
            type Error = OutOfRange;
            fn try_from(amount: i64) -> Result<Self, OutOfRange> {
                Self::new(amount)
            }
        }

        impl From<$name> for i64 {
            fn from(amount: $name) -> i64 {
                amount.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

amount!(
    /// Korean won. The currency has no minor unit, so this is the exact amount.
    Won
);
amount!(
    /// Prepaid credits. They are whole.
    Credits
);

/// Won that are owed in one direction or the other: positive to the seller. Bounded like [`Won`].
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(try_from = "i64", into = "i64")]
pub struct SignedWon(i64);

impl schemars::JsonSchema for SignedWon {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "SignedWon".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": -AMOUNT_MAX, "maximum": AMOUNT_MAX })
    }
}

impl SignedWon {
    pub const ZERO: Self = Self(0);

    /// # Errors
    /// [`OutOfRange`] when it is further from zero than [`AMOUNT_MAX`].
    pub const fn new(amount: i64) -> Result<Self, OutOfRange> {
        if amount < -AMOUNT_MAX || amount > AMOUNT_MAX {
            Err(OutOfRange(amount))
        } else {
            Ok(Self(amount))
        }
    }

    pub const fn get(self) -> i64 {
        self.0
    }

    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Without its sign.
    pub fn size(self) -> Won {
        // Bounded, so that the opposite of every amount is one too.
        Won(self.0.saturating_abs())
    }

    /// The same in the other direction.
    #[must_use]
    pub const fn opposite(self) -> Self {
        Self(self.0.saturating_neg())
    }

    /// The difference, or `None` when it is out of range.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0
            .checked_sub(other.0)
            .and_then(|rest| Self::new(rest).ok())
    }

    /// The sum, or `None` when it is out of range.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0
            .checked_add(other.0)
            .and_then(|sum| Self::new(sum).ok())
    }
}

impl TryFrom<i64> for SignedWon {
    type Error = OutOfRange;
    fn try_from(amount: i64) -> Result<Self, OutOfRange> {
        Self::new(amount)
    }
}

impl From<SignedWon> for i64 {
    fn from(amount: SignedWon) -> i64 {
        amount.0
    }
}

impl From<Won> for SignedWon {
    fn from(amount: Won) -> Self {
        Self(amount.0)
    }
}

impl fmt::Display for SignedWon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// VAT contained in `total`, of which `tax_free` bears none: `(total − tax_free) / 11`, rounded
/// half up (PortOne's documented rule, which Toss's examples follow: 30,000 → 2,727).
pub fn vat_included(total: Won, tax_free: Won) -> Won {
    let taxed = total.minus_or_zero(tax_free);
    // Eleven is odd, so no amount is exactly on the half. A remainder of 6 or more is rounded up.
    let whole = taxed.get().div_euclid(11);
    let up = i64::from(taxed.get().rem_euclid(11) > 5);
    whole
        .checked_add(up)
        .and_then(|vat| Won::new(vat).ok())
        .unwrap_or(taxed)
}

#[cfg(test)]
#[path = "money_tests.rs"]
mod tests;
