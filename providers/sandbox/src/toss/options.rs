//! The optional fields of a window and of a virtual account.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::errors::{self, Refusal};
use super::method::Method;
use super::method::NAME_MAX;
use super::payment::{Due, VALID_HOURS_DEFAULT};
use crate::shared::fields::{Checked, Fields, bad};
use crate::shared::time::parse_kst;

/// 90 days.
const VALID_HOURS_MAX: i64 = 2_160;
const METADATA_PAIRS_MAX: usize = 5;
const METADATA_KEY_MAX: usize = 40;
const METADATA_VALUE_MAX: usize = 2_000;
const REGISTRATION_NUMBER_MAX: usize = 30;

/// The method of a window.
pub(crate) fn method(fields: &Fields) -> Checked<Method> {
    let name = fields.required_text("method", NAME_MAX)?;
    Method::parse(&name).map_or_else(|| bad("method", "is not a method the simulator knows"), Ok)
}

/// `validHours` or `dueDate`, not both. A live merchant was seen to send the hours as text.
pub(crate) fn due(fields: &Fields, now: DateTime<Utc>) -> Result<Due, Refusal> {
    let hours = match fields.raw("validHours") {
        Some(Value::String(text)) => Some(
            text.parse()
                .map_or_else(|_| bad("validHours", "must be a number"), Ok)?,
        ),
        _ => fields.whole("validHours")?,
    };
    match (hours, fields.text("dueDate", NAME_MAX)?) {
        (Some(_), Some(_)) => Ok(bad("validHours", "and dueDate exclude each other")?),
        (Some(hours @ 1..=VALID_HOURS_MAX), None) => Ok(Due::Hours(hours)),
        (Some(hours), None) if hours > VALID_HOURS_MAX => Err(errors::EXCEED_MAX_DUE_DATE.into()),
        (Some(_), None) => Ok(bad("validHours", "must be above zero")?),
        (None, Some(text)) => match parse_kst(&text) {
            Some(at) if at > now + TimeDelta::hours(VALID_HOURS_MAX) => {
                Err(errors::EXCEED_MAX_DUE_DATE.into())
            }
            Some(at) if at > now => Ok(Due::At(at)),
            _ => Err(errors::INVALID_DATE.into()),
        },
        (None, None) => Ok(Due::Hours(VALID_HOURS_DEFAULT)),
    }
}

pub(crate) fn cash_receipt(fields: &Fields) -> Result<(), Refusal> {
    if let Some(receipt) = fields.object("cashReceipt")? {
        let kind = receipt.required_text("type", NAME_MAX)?;
        if !["소득공제", "지출증빙", "미발행"].contains(&kind.as_str()) {
            return Err(errors::INVALID_REGISTRATION_NUMBER_TYPE.into());
        }
        receipt.text("registrationNumber", REGISTRATION_NUMBER_MAX)?;
    }
    Ok(())
}

/// At most five pairs; keys of 40 characters without brackets, values of 2,000.
pub(crate) fn metadata(fields: &Fields) -> Checked<Value> {
    let Some(pairs) = fields.object("metadata")? else {
        return Ok(Value::Null);
    };
    let fits = pairs.pairs().all(|(key, value)| {
        let value_fits = value
            .as_str()
            .is_some_and(|text| text.chars().count() <= METADATA_VALUE_MAX);
        key.chars().count() <= METADATA_KEY_MAX && !key.contains(['[', ']']) && value_fits
    });
    if !fits || pairs.pairs().count() > METADATA_PAIRS_MAX {
        return bad(
            "metadata",
            "must be at most 5 pairs of text, keys of 40 and values of 2000 characters",
        );
    }
    Ok(fields.raw("metadata").cloned().unwrap_or(Value::Null))
}
