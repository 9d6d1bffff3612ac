//! `POST …/v2/reserve`: opens a payment window. No money moves, and nothing needs cleaning up.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::auth_idempotency::forced;
use super::call::Call;
use super::codes::{self, Answer, ApiError};
use super::params::{Checked, Params, instant, invalid, missing};
use super::payment::{Payment, Reservation, Stage, TaxSplit, Way};
use super::{App, Books};
use crate::shared::fields::web_address;
use crate::shared::time::kst_compact;

const PAY_KEY_BYTES_MAX: usize = 64;
const USER_KEY_BYTES_MAX: usize = 50;
pub(crate) const TRANSACTION_KEY_BYTES_MAX: usize = 128;
const NAME_CHARS_MAX: usize = 128;
const RETURN_URL_BYTES_MAX: usize = 3_000;
const EXTRA_PARAMETER_BYTES_MAX: usize = 4_000;
/// Least amount of a payment, in won.
const WON_MIN: i64 = 10;
/// A later day of use is cut to this many days after the payment.
const USE_DAYS_MAX: i64 = 365;
const COUNT_MAX: i64 = 999_999;

pub(crate) fn reserve(app: &App, call: &Call, params: &Params) -> Answer {
    let wanted = wanted(params, app.now())?;
    forced(app, call.operation)?;
    Ok(json!({"reserveId": keep(app, wanted)}))
}

/// A reservation from a browser.
pub(crate) fn add(app: &App, params: &Params) -> Result<String, ApiError> {
    Ok(keep(app, wanted(params, app.now())?))
}

fn keep(app: &App, wanted: Reservation) -> String {
    let now = app.now();
    let mut books = app.books();
    let reserve_id = reserve_id(&mut books, now);
    books.own.add(Payment {
        reserve_id: reserve_id.clone(),
        number: None,
        wanted,
        reserved_at: now,
        stage: Stage::Reserved,
        way: Way::Card,
        approval_fails: None,
        history_id: String::new(),
        card_auth_no: String::new(),
        approvals: 0,
        cancels: Vec::new(),
    });
    reserve_id
}

fn wanted(params: &Params, now: DateTime<Utc>) -> Result<Reservation, ApiError> {
    // 1 would approve at once, in the window; this simulator offers only "authenticate, then approve".
    if params.text("modelVersion", 1)?.is_some_and(|it| it != "2") {
        invalid("modelVersion", "must be 2")?;
    }
    params.number("deliveryFee")?;
    params.text("purchaserName", 64)?;
    params.day("purchaserBirthday")?;
    items(params)?;
    let total = params.required_number("totalPayAmount")?;
    let product_count = params.required_number("productCount")?;
    let wanted = Reservation {
        merchant_pay_key: params.required_text("merchantPayKey", PAY_KEY_BYTES_MAX)?,
        merchant_user_key: params.text("merchantUserKey", USER_KEY_BYTES_MAX)?,
        merchant_pay_transaction_key: params
            .text("merchantPayTransactionKey", TRANSACTION_KEY_BYTES_MAX)?,
        product_name: params.required_chars("productName", NAME_CHARS_MAX)?,
        product_count,
        total,
        tax: tax(params)?,
        return_url: return_url(params)?,
        extra_deduction: params.flag("extraDeduction")?.unwrap_or(false),
        use_cfm_ymdt: use_day(params, now)?,
        extra_parameter: params.text("merchantExtraParameter", EXTRA_PARAMETER_BYTES_MAX)?,
        sub_merchant: sub_merchant(params)?,
    };
    if total < WON_MIN {
        invalid("totalPayAmount", "is below 10 won")?;
    }
    if product_count == 0 {
        invalid("productCount", "must be above zero")?;
    }
    if wanted.tax.total() != Some(total) {
        invalid("totalPayAmount", "is not the sum of its tax parts")?;
    }
    Ok(wanted)
}

/// How an amount divides by tax; the cup deposit may be left out.
pub(crate) fn tax(params: &Params) -> Checked<TaxSplit> {
    Ok(TaxSplit {
        taxable: params.required_number("taxScopeAmount")?,
        tax_free: params.required_number("taxExScopeAmount")?,
        deposit: params.number("environmentDepositAmount")?.unwrap_or(0),
    })
}

fn return_url(params: &Params) -> Checked<String> {
    let text = params.required_text("returnUrl", RETURN_URL_BYTES_MAX)?;
    match web_address(&text) {
        Some(_) => Ok(text),
        None => invalid("returnUrl", "must be absolute, with http or https"),
    }
}

/// A day before today is an error; a day beyond a year is cut silently.
fn use_day(params: &Params, now: DateTime<Utc>) -> Result<Option<String>, ApiError> {
    let Some(day) = params
        .text("useCfmYmdt", 8)
        .map_err(|_| codes::INVALID_USE_CFM_YMDT)?
    else {
        return Ok(None);
    };
    instant(&format!("{day}000000")).ok_or(codes::INVALID_USE_CFM_YMDT)?;
    if day.as_str() < &kst_compact(now)[..8] {
        return Err(codes::INVALID_USE_CFM_YMDT.into());
    }
    let latest = kst_compact(now + TimeDelta::days(USE_DAYS_MAX))[..8].to_owned();
    Ok(Some(day.min(latest)))
}

/// `yyyyMMdd` and padded base64, as in real ones. The base64 of letters and digits has no `+` and no `/`.
fn reserve_id(books: &mut Books, now: DateTime<Utc>) -> String {
    loop {
        let opaque = STANDARD.encode(books.rng.alphanumeric(28));
        let id = format!("{}{opaque}", &kst_compact(now)[..8]);
        if !books.own.knows_reserve_id(&id) {
            return id;
        }
    }
}

/// Without items the window does not open. The sum of the counts is not compared with `productCount`.
fn items(params: &Params) -> Checked<()> {
    let items = match params.raw("productItems") {
        None => return Err(missing("productItems")),
        Some(Value::Array(items)) => items,
        Some(_) => return invalid("productItems", "must be a list"),
    };
    if items.is_empty() {
        return Err(missing("productItems"));
    }
    for item in items {
        let Some(item) = Params::of_value(item) else {
            return invalid("productItems", "must be a list of objects");
        };
        check_item(&item)?;
    }
    Ok(())
}

fn check_item(item: &Params) -> Checked<()> {
    let upper = |byte: u8| byte.is_ascii_uppercase();
    item.required_letters("categoryType", 10, upper)?;
    item.required_letters("categoryId", 16, |byte| upper(byte) || byte == b'_')?;
    item.required_letters("uid", 100, |byte| {
        byte.is_ascii_alphanumeric() || b"/-_ ".contains(&byte)
    })?;
    item.required_chars("name", NAME_CHARS_MAX)?;
    if !(1..=COUNT_MAX).contains(&item.number("count")?.unwrap_or(1)) {
        invalid("count", "must be 1 to 999999")?;
    }
    item.text("payReferrer", 20)?;
    item.day("startDate")?;
    item.day("endDate")?;
    item.text("sellerId", 30)?;
    Ok(())
}

/// The shop behind a payment service; only its limits are checked.
fn sub_merchant(params: &Params) -> Checked<Value> {
    let Some(value) = params.raw("subMerchantInfo") else {
        return Ok(Value::Null);
    };
    let Some(fields) = Params::of_value(value) else {
        return invalid("subMerchantInfo", "must be an object");
    };
    for (name, bytes_max) in [
        ("subMerchantName", 100),
        ("subMerchantId", 40),
        ("subMerchantBusinessNo", 10),
        ("subMerchantPayId", 70),
        ("subMerchantTelephoneNo", 100),
        ("subMerchantCustomerServiceUrl", 3_000),
    ] {
        fields.text(name, bytes_max)?;
    }
    Ok(value.clone())
}
