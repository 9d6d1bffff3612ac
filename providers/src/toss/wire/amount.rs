//! Amounts as Toss writes them: numbers of a currency, with a fraction where it has one.

use std::fmt;

use domain::money::Won;
use serde::{Deserialize, Deserializer, de};

use super::KRW;

/// A number of a report, as exact won: written as a number or, in the official example of fees, as text.
pub(crate) fn signed(value: &serde_json::Value) -> Option<i64> {
    match value {
        serde_json::Value::Number(number) => whole(number),
        serde_json::Value::String(text) => whole(&serde_json::from_str(text).ok()?),
        serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Array(_)
        | serde_json::Value::Object(_) => None,
    }
}

/// An amount in the payment's own currency, which may have cents. Toss's numbers may be written as floats (`5000.0`).
#[derive(Clone)]
pub(crate) struct Amount {
    /// Without its fraction.
    units: Won,
    written: serde_json::Number,
}

impl Amount {
    /// As won: exact, or none.
    pub(crate) fn won(&self) -> Option<Won> {
        whole(&self.written).map(|_| self.units)
    }

    /// The amount as far as the books can hold it. Won are exact or none. In another currency, in which nothing is
    /// sold, the whole units represent the amount: the currency is stored beside them.
    pub(crate) fn of(&self, currency: &str) -> Option<Won> {
        if currency == KRW {
            self.won()
        } else {
            Some(self.units)
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.written.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let written = serde_json::Number::deserialize(from)?;
        let units = units(&written).and_then(|units| Won::new(units).ok());
        let units = units.ok_or_else(|| de::Error::custom(NotAnAmount))?;
        Ok(Self { units, written })
    }
}

struct NotAnAmount;

impl fmt::Display for NotAnAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an amount within range")
    }
}

/// The number without its fraction, where it is written as digits. `-0.5` is no amount.
fn units(number: &serde_json::Number) -> Option<i64> {
    number.as_i64().or_else(|| {
        let text = number.to_string();
        let (whole, fraction) = text.split_once('.')?;
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
        (digits(whole) && digits(fraction))
            .then(|| whole.parse().ok())
            .flatten()
    })
}

/// The number as written, when its fraction is nothing but zeros. Goes through text, because a
/// float must not touch money.
fn whole(number: &serde_json::Number) -> Option<i64> {
    number.as_i64().or_else(|| {
        let text = number.to_string();
        let (whole, fraction) = text.split_once('.')?;
        fraction
            .bytes()
            .all(|digit| digit == b'0')
            .then(|| whole.parse().ok())
            .flatten()
    })
}
