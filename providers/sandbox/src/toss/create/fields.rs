//! The fields that a window and an account have in common.

use chrono::{DateTime, Utc};
use reqwest::Url;
use serde_json::Value;

use super::super::currency::Currency;
use super::super::errors::{self, Refusal};
use super::super::method::Method;
use super::super::payment::{MERCHANT_ID, Payment, Status};
use super::super::{banks, options};
use super::CUSTOMER_MAX;
use crate::shared::fields::{Checked, Fields, bad};

const ORDER_ID_MIN: usize = 6;
const ORDER_ID_MAX: usize = 64;
const ORDER_NAME_MAX: usize = 100;
/// No limit is documented; browsers and proxies carry this length.
const URL_MAX: usize = 2_000;
/// "계좌이체는 한 번에 1,000만 원 이하로만 결제하실 수 있어요."
const TRANSFER_WON_MAX: i64 = 10_000_000;

/// The shared part of a window and a directly issued account.
pub(super) fn common(
    fields: &Fields,
    method: Method,
    now: DateTime<Utc>,
) -> Result<Payment, Refusal> {
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
    options::cash_receipt(fields)?;
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
        due: options::due(fields, now)?,
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
    match Url::parse(&text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(text),
        _ => bad(name, "must be absolute, with http or https"),
    }
}
