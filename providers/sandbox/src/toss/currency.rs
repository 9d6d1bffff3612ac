//! The currencies of a payment. Amounts are whole numbers of a currency's smallest unit inside the simulator, and
//! decimal numbers outside.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::method::Method;
use crate::shared::fields::{Checked, Fields, bad};
use crate::shared::named::named;

named! {
    #[derive(Serialize, Deserialize)]
    Currency {
        Krw = "KRW",
        Usd = "USD",
    }
}

impl Currency {
    /// The currency of a window. Foreign easy pay takes only dollars, and no other method takes them.
    pub(crate) fn of_window(fields: &Fields, method: Method) -> Checked<Self> {
        let named = fields.text("currency", 3)?;
        match (method, named.as_deref()) {
            (Method::ForeignEasyPay, Some("USD")) => Ok(Self::Usd),
            (Method::ForeignEasyPay, _) => bad("currency", "must be USD"),
            (_, None | Some("KRW")) => Ok(Self::Krw),
            (_, Some(_)) => bad("currency", "must be KRW"),
        }
    }

    /// Digits after the point.
    const fn cents(self) -> usize {
        match self {
            Self::Krw => 0,
            Self::Usd => 2,
        }
    }

    /// An amount above zero, if it is there, in the smallest unit.
    pub(crate) fn amount(self, fields: &Fields, name: &str) -> Checked<Option<i64>> {
        let Some(written) = fields.raw(name).filter(|_| self.cents() > 0) else {
            return fields.won(name);
        };
        let number = match written {
            Value::Number(number) => self.smallest(&number.to_string()),
            _ => None,
        };
        let amount = number.filter(|amount| *amount > 0);
        amount.map_or_else(
            || bad(name, "must be an amount above zero, with cents at most"),
            |it| Ok(Some(it)),
        )
    }

    /// The rest of an amount, if it is there, in the smallest unit; it may be zero.
    pub(crate) fn balance(self, fields: &Fields, name: &str) -> Checked<Option<i64>> {
        match self {
            Self::Krw => fields.whole(name),
            Self::Usd => self.amount(fields, name),
        }
    }

    pub(crate) fn required(self, fields: &Fields, name: &str) -> Checked<i64> {
        self.amount(fields, name)?
            .map_or_else(|| bad(name, "is required"), Ok)
    }

    fn smallest(self, text: &str) -> Option<i64> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let missing = self.cents().checked_sub(fraction.len())?;
        format!("{whole}{fraction}{}", "0".repeat(missing))
            .parse()
            .ok()
    }

    /// As text: `19.99`.
    pub(crate) fn text(self, amount: i64) -> String {
        match self {
            Self::Krw => amount.to_string(),
            Self::Usd => {
                let sign = if amount < 0 { "-" } else { "" };
                let cents = amount.unsigned_abs();
                format!("{sign}{}.{:02}", cents / 100, cents % 100)
            }
        }
    }

    /// As the number in answers.
    pub(crate) fn shown(self, amount: i64) -> Value {
        serde_json::from_str(&self.text(amount)).unwrap_or(Value::Null)
    }
}
