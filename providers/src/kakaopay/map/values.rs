//! Single values of an answer.

use chrono::{DateTime, Utc};
use domain::{kind::Method, money::Won, payment::Tax};

use super::super::wire;
use crate::error::ProviderError;

/// Kakao Pay supports no other currency, and its answers have no field for it.
pub(super) const CURRENCY: &str = "KRW";

pub(super) fn method(word: Option<&str>) -> Method {
    match word {
        Some("CARD") => Method::Card,
        Some("MONEY") => Method::EasyPay,
        _ => Method::Other,
    }
}

pub(super) fn tax(amount: &wire::Amount) -> Option<Tax> {
    let vat = amount.vat?;
    let tax_free = amount.tax_free.unwrap_or(Won::ZERO);
    Some(Tax {
        supplied: amount.total.minus(tax_free)?.minus(vat)?,
        vat,
        tax_free,
    })
}

pub(super) fn text(object: Option<&serde_json::Value>, name: &str) -> Option<String> {
    match object?.get(name)? {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Kakao Pay writes `2024-07-30T20:50:27` and means Seoul's time.
pub(super) fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(&format!("{text}+09:00"))
        .or_else(|_| DateTime::parse_from_rfc3339(text))
        .ok()
        .map(|at| at.to_utc())
}

pub(crate) fn doubt(what: &str) -> ProviderError {
    ProviderError::InDoubt(format!("kakaopay reports {what}").into())
}
