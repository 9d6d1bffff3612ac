//! Opens payment windows (`POST /v1/payments`) and issues virtual accounts without one (`POST /v1/virtual-accounts`).

use axum::http::HeaderMap;
use chrono::{DateTime, Utc};
use reqwest::Url;
use serde_json::Value;

use super::auth_idempotency::Call;
use super::currency::Currency;
use super::errors::{self, Answer, Refusal};
use super::events::{shown, status_changed};
use super::method::Method;
use super::method::NAME_MAX;
use super::payment::{MERCHANT_ID, Payment, Status, VirtualAccount};
use super::state::App;
use super::state::Books;
use super::state::record;
use super::{banks, easy_pay, options};
use crate::shared::fields::{Checked, Fields, bad};
use crate::shared::rng::Rng;
use crate::shared::time::kst_compact;

const ORDER_ID_MIN: usize = 6;
const ORDER_ID_MAX: usize = 64;
const ORDER_NAME_MAX: usize = 100;
const CUSTOMER_MAX: usize = 100;
/// No limit is documented; browsers and proxies carry this length.
const URL_MAX: usize = 2_000;
/// "계좌이체는 한 번에 1,000만 원 이하로만 결제하실 수 있어요."
const TRANSFER_WON_MAX: i64 = 10_000_000;

pub(crate) fn window(app: &App, call: &Call) -> Answer {
    open(app, MERCHANT_ID, &json_body(&call.headers, &call.body)?)
}

/// Opens a window of a merchant: status READY, nothing chosen, half an hour to authenticate.
pub(crate) fn open(app: &App, merchant: &'static str, fields: &Fields) -> Answer {
    let now = app.now();
    let method = options::method(fields)?;
    let mut payment = common(fields, method, now)?;
    payment.merchant = merchant.into();
    payment.success_url = Some(absolute_url(fields, "successUrl")?);
    payment.fail_url = Some(absolute_url(fields, "failUrl")?);
    payment.easy_pay = easy_pay::of_window(fields)?;
    if let Some(bank) = fields.text("bank", NAME_MAX)? {
        let code = banks::issuing(&bank).ok_or(errors::INVALID_BANK)?;
        payment.bank = code.into();
    }
    payment.metadata = options::metadata(fields)?;
    if let Some(name) = fields.text("customerName", CUSTOMER_MAX)? {
        payment.customer_name = name;
    }
    let mut books = app.books();
    payment.key = payment_key(&mut books, now);
    payment.secret = secret(&mut books.rng);
    let answer = shown(app, &books, &payment, now);
    books.put(payment);
    Ok(answer)
}

/// Issues an account at once: status `WAITING_FOR_DEPOSIT`.
pub(crate) fn virtual_account(app: &App, call: &Call) -> Answer {
    let fields = json_body(&call.headers, &call.body)?;
    let now = app.now();
    let mut payment = common(&fields, Method::VirtualAccount, now)?;
    payment.customer_name = fields.required_text("customerName", CUSTOMER_MAX)?;
    let bank = fields.required_text("bank", NAME_MAX)?;
    let code = banks::issuing(&bank).ok_or(errors::INVALID_BANK)?;
    payment.bank = code.into();
    let mut books = app.books();
    if order_is_taken(&books, &payment.order_id) {
        return Err(errors::DUPLICATED_ORDER_ID.into());
    }
    payment.key = payment_key(&mut books, now);
    payment.secret = secret(&mut books.rng);
    issue(&mut books, &mut payment, now);
    status_changed(app, &mut books, &payment, now);
    let answer = shown(app, &books, &payment, now);
    books.put(payment);
    Ok(answer)
}

/// Gives the payment its account. Numbers of the test environment begin with X.
pub(crate) fn issue(books: &mut Books, payment: &mut Payment, now: DateTime<Utc>) {
    payment.status = Status::WaitingForDeposit;
    payment.authenticated_at.get_or_insert(now);
    payment.virtual_account = Some(VirtualAccount {
        number: format!("X{}", books.rng.digits(13)),
        due: payment.due.instant(now),
        depositor: None,
    });
    record(books, payment, now, 0);
}

/// Whether a payment of this order id was approved or cancelled before.
pub(crate) fn order_is_taken(books: &Books, order_id: &str) -> bool {
    let keys = books
        .orders
        .get(order_id)
        .map(Vec::as_slice)
        .unwrap_or_default();
    keys.iter()
        .filter_map(|key| books.payments.get(key))
        .any(|payment| payment.status.is_confirmed())
}

/// The JSON body of an API request; the content type must say so.
pub(crate) fn json_body(headers: &HeaderMap, body: &[u8]) -> Checked<Fields> {
    let media = headers
        .get("content-type")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if !media.starts_with("application/json") {
        return bad("content-type", "must be application/json");
    }
    Fields::parse(body)
}

/// The shared part of a window and a directly issued account.
fn common(fields: &Fields, method: Method, now: DateTime<Utc>) -> Result<Payment, Refusal> {
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

fn absolute_url(fields: &Fields, name: &str) -> Checked<String> {
    let text = fields.required_text(name, URL_MAX)?;
    match Url::parse(&text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(text),
        _ => bad(name, "must be absolute, with http or https"),
    }
}

/// `{first five of mId}{yyyyMMddHHmmss}{5}`, one of the two shapes in real payloads.
fn payment_key(books: &mut Books, now: DateTime<Utc>) -> String {
    loop {
        let key = format!(
            "{}{}{}",
            &MERCHANT_ID[..5],
            kst_compact(now),
            books.rng.alphanumeric(5)
        );
        if !books.payments.contains_key(&key) {
            return key;
        }
    }
}

fn secret(rng: &mut Rng) -> String {
    format!("ps_{}", rng.alphanumeric(28))
}
