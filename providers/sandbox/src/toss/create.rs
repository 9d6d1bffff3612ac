//! Opens payment windows (`POST /v1/payments`) and issues virtual accounts without one (`POST /v1/virtual-accounts`).

use chrono::{DateTime, Utc};

use super::auth_idempotency::Call;
use super::errors::{self, Answer};
use super::events::{shown, status_changed};
use super::fields::{self, CUSTOMER_MAX, absolute_url, common};
use super::lookup::record;
use super::method::{Method, NAME_MAX};
use super::payment::{MERCHANT_ID, Payment, Status, VirtualAccount};
use super::{App, Books, banks, easy_pay};
use crate::shared::fields::Fields;
use crate::shared::rng::Rng;
use crate::shared::time::kst_compact;

pub(crate) fn window(app: &App, call: &Call) -> Answer {
    open(
        app,
        MERCHANT_ID,
        &Fields::of_request(&call.headers, &call.body)?,
    )
}

/// Opens a window of a merchant: status READY, nothing chosen, half an hour to authenticate.
pub(crate) fn open(app: &App, merchant: &'static str, fields: &Fields) -> Answer {
    let now = app.now();
    let method = fields::method(fields)?;
    let mut payment = common(fields, method, now)?;
    payment.merchant = merchant.into();
    payment.success_url = Some(absolute_url(fields, "successUrl")?);
    payment.fail_url = Some(absolute_url(fields, "failUrl")?);
    payment.easy_pay = easy_pay::of_window(fields)?;
    if let Some(bank) = fields.text("bank", NAME_MAX)? {
        let code = banks::issuing(&bank).ok_or(errors::INVALID_BANK)?;
        payment.bank = code.into();
    }
    payment.metadata = fields::metadata(fields)?;
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
    let fields = Fields::of_request(&call.headers, &call.body)?;
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
