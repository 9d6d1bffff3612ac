//! Look-ups that change nothing: one payment by its key or its order, and the list of transactions.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::errors::{self, Answer, Refusal};
use super::events::shown;
use super::payment::{MERCHANT_ID, Payment};
use super::state::App;
use super::state::Transaction;
use crate::shared::faults::{Kind, Operation};
use crate::shared::fields::bad;
use crate::shared::time::{kst, parse_kst};

const ROWS_DEFAULT: usize = 100;
const ROWS_MAX: usize = 5_000;

/// `GET /v1/payments/{paymentKey}`: every payment of ours, including expired and aborted ones. The reference
/// documents only approved ones; a fault restricts it to those.
pub(crate) fn by_key(app: &App, payment_key: &str) -> Answer {
    let approved_alone = app.happens(Operation::Lookup, Kind::Unseen);
    let books = app.books();
    let payment = books.payment(payment_key)?;
    if approved_alone && !payment.status.is_confirmed() {
        return Err(errors::NOT_FOUND_PAYMENT.into());
    }
    Ok(shown(app, &books, payment, app.now()))
}

/// `GET /v1/payments/orders/{orderId}`.
pub(crate) fn by_order(app: &App, order_id: &str) -> Answer {
    let books = app.books();
    let payment = books
        .newest_of_order(order_id)
        .ok_or(errors::NOT_FOUND_PAYMENT)?;
    Ok(shown(app, &books, payment, app.now()))
}

/// `GET /v1/transactions?startDate&endDate&startingAfter&limit`: a bare array. Dates are Korean and carry no offset.
pub(crate) fn transactions(app: &App, query: &HashMap<String, String>) -> Answer {
    let date = |name: &str| {
        query
            .get(name)
            .and_then(|text| parse_kst(text))
            .ok_or(errors::INVALID_DATE)
    };
    let (start, end) = (date("startDate")?, date("endDate")?);
    let limit = match query.get("limit").map(|text| text.parse()) {
        None => ROWS_DEFAULT,
        Some(Ok(limit @ 1..=ROWS_MAX)) => limit,
        Some(_) => return Ok(bad("limit", "must be 1 to 5000")?),
    };
    let books = app.books();
    let skipped = match query.get("startingAfter") {
        None => 0,
        Some(key) => 1 + position(&books.transactions, key)?,
    };
    let rows = books
        .transactions
        .iter()
        .skip(skipped)
        .filter(|row| (start..=end).contains(&row.at))
        .take(limit);
    let rows = rows.filter_map(|row| {
        books
            .payments
            .get(&row.payment_key)
            .map(|payment| transaction(row, payment))
    });
    Ok(Value::Array(rows.collect()))
}

fn position(rows: &[Transaction], transaction_key: &str) -> Result<usize, Refusal> {
    let found = rows.iter().position(|row| row.key == transaction_key);
    Ok(found.map_or_else(
        || bad("startingAfter", "is not a known transaction key"),
        Ok,
    )?)
}

fn transaction(row: &Transaction, payment: &Payment) -> Value {
    json!({
        "mId": MERCHANT_ID,
        "transactionKey": row.key,
        "paymentKey": row.payment_key,
        "orderId": payment.order_id,
        "method": payment.method_name(),
        "customerKey": null,
        "useEscrow": payment.escrow,
        "receiptUrl": payment.receipt_url(),
        "status": row.status.name(),
        "transactionAt": kst(row.at),
        "currency": payment.currency.name(),
        "amount": payment.currency.shown(row.amount),
    })
}
