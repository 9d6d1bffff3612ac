//! The fields of a window and of a virtual account.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::banks;
use super::currency::Currency;
use super::errors::{self, ApiError};
use super::method::{Method, NAME_MAX};
use super::payment::{Due, MERCHANT_ID, Payment, Status, VALID_HOURS_DEFAULT};
use crate::shared::fields::{Checked, Fields, bad, web_address};
use crate::shared::named::Named as _;
use crate::shared::time::parse_kst;

pub(super) const CUSTOMER_MAX: usize = 100;
const ORDER_ID_MIN: usize = 6;
const ORDER_ID_MAX: usize = 64;
const ORDER_NAME_MAX: usize = 100;
/// No limit is documented; browsers and proxies carry this length.
const URL_MAX: usize = 2_000;
/// "계좌이체는 한 번에 1,000만 원 이하로만 결제하실 수 있어요."
const TRANSFER_WON_MAX: i64 = 10_000_000;
/// 90 days.
const VALID_HOURS_MAX: i64 = 2_160;
const METADATA_PAIRS_MAX: usize = 5;
const METADATA_KEY_MAX: usize = 40;
const METADATA_VALUE_MAX: usize = 2_000;
const REGISTRATION_NUMBER_MAX: usize = 30;

/// The shared part of a window and a directly issued account.
pub(super) fn common(
    fields: &Fields,
    method: Method,
    now: DateTime<Utc>,
) -> Result<Payment, ApiError> {
    let currency = Currency::of_window(fields, method)?;
    let amount = currency.required(fields, "amount")?;
    if method == Method::Transfer && amount > TRANSFER_WON_MAX {
        return Err(errors::EXCEEDS_TRANSFER_AMOUNT_MAXIMUM.into());
    }
    let tax_free = fields.whole("taxFreeAmount")?.unwrap_or(0);
    if tax_free > amount {
        bad("taxFreeAmount", "is more than the amount")?;
    }
    fields.text("customerEmail", CUSTOMER_MAX)?;
    if let Some(phone) = fields.text("customerMobilePhone", 15)?
        && (phone.len() < 8 || !phone.bytes().all(|byte| byte.is_ascii_digit()))
    {
        bad("customerMobilePhone", "must be 8 to 15 digits")?;
    }
    cash_receipt(fields)?;
    Ok(Payment {
        merchant: MERCHANT_ID.into(),
        key: String::new(),
        order_id: order_id(fields)?,
        order_name: fields.required_text("orderName", ORDER_NAME_MAX)?,
        method,
        easy_pay: None,
        currency,
        amount,
        tax_free,
        cultural: fields.flag("cultureExpense")?.unwrap_or(false),
        escrow: fields.flag("useEscrow")?.unwrap_or(false),
        customer_name: "김토스".to_owned(),
        status: Status::Ready,
        requested_at: now,
        authenticated_at: None,
        approved_at: None,
        success_url: None,
        fail_url: None,
        secret: String::new(),
        last_transaction_key: None,
        bank: banks::ISSUING_DEFAULT.into(),
        due: due(fields, now)?,
        virtual_account: None,
        failure: None,
        metadata: Value::Null,
        cancels: Vec::new(),
        approvals: 0,
    })
}

/// 6 to 64 letters, digits, `-` and `_`: the rule on which all documents agree.
pub(crate) fn order_id(fields: &Fields) -> Checked<String> {
    let order_id = fields.required_text("orderId", ORDER_ID_MAX)?;
    let plain = order_id
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    if !plain || order_id.len() < ORDER_ID_MIN {
        return bad("orderId", "must be 6 to 64 letters, digits, - and _");
    }
    Ok(order_id)
}

pub(super) fn absolute_url(fields: &Fields, name: &str) -> Checked<String> {
    let text = fields.required_text(name, URL_MAX)?;
    match web_address(&text) {
        Some(_) => Ok(text),
        None => bad(name, "must be absolute, with http or https"),
    }
}

/// The method of a window.
pub(crate) fn method(fields: &Fields) -> Checked<Method> {
    let name = fields.required_text("method", NAME_MAX)?;
    Method::named(&name).map_or_else(|| bad("method", "is not a method the simulator knows"), Ok)
}

/// `validHours` or `dueDate`, not both. A live merchant was seen to send the hours as text.
fn due(fields: &Fields, now: DateTime<Utc>) -> Result<Due, ApiError> {
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

fn cash_receipt(fields: &Fields) -> Result<(), ApiError> {
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
