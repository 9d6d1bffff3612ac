//! Look-ups that change nothing: one payment by its key or its order, and the list of transactions with its rows.

use std::collections::HashMap;

use axum::extract::Query;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::auth_idempotency::Call;
use super::errors::{self, Answer, ApiError};
use super::events::shown;
use super::method::Method;
use super::payment::{MERCHANT_ID, Payment, Status};
use super::{App, Books};
use crate::shared::faults::{FaultKind, Operation};
use crate::shared::fields::bad;
use crate::shared::lists::{Hidden, Members, listed};
use crate::shared::time::{kst, parse_kst};

const ROWS_DEFAULT: usize = 100;
const ROWS_MAX: usize = 5_000;

const MEMBERS: Members = Members {
    key: "transactionKey",
    payment_key: "paymentKey",
    order: "orderId",
    amount: "amount",
    state: "status",
    at: "transactionAt",
    time: kst,
};

/// `GET /v1/payments/{paymentKey}`: every payment of ours, including expired and aborted ones. The reference
/// documents only approved ones; a fault restricts it to those.
pub(crate) fn by_key(app: &App, call: &Call) -> Answer {
    let approved_alone = app.happens(Operation::Lookup, FaultKind::Unseen);
    let books = app.books();
    let payment = books.payment(call.part("payment_key"))?;
    if approved_alone && !payment.status.is_confirmed() {
        return Err(errors::NOT_FOUND_PAYMENT.into());
    }
    Ok(shown(app, &books, payment, app.now()))
}

/// `GET /v1/payments/orders/{orderId}`.
pub(crate) fn by_order(app: &App, call: &Call) -> Answer {
    let books = app.books();
    let payment = books
        .newest_of_order(call.part("order_id"))
        .ok_or(errors::NOT_FOUND_PAYMENT)?;
    Ok(shown(app, &books, payment, app.now()))
}

/// `GET /v1/transactions?startDate&endDate&startingAfter&limit`: a bare array. Dates are Korean and carry no offset.
pub(crate) fn transactions(app: &App, call: &Call) -> Answer {
    let query = Query::<HashMap<String, String>>::try_from_uri(&call.uri).unwrap_or_default();
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
    let hidden = Hidden::drawn(app, app.now());
    let within = |row: &&Transaction| {
        (start..=end).contains(&hidden.dated(row.at)) && row.at <= hidden.after
    };
    let newest = books.transactions.iter().rfind(within);
    let newest = newest.filter(|_| hidden.newest).map(|row| &row.key);
    let rows = books
        .transactions
        .iter()
        .skip(skipped)
        .filter(within)
        .filter(|row| newest != Some(&row.key))
        .take(limit);
    let rows = rows.filter_map(|row| {
        books
            .payments
            .get(&row.payment_key)
            .map(|payment| (hidden.dated(row.at), transaction(row, payment)))
    });
    let rows = rows.flat_map(|row| listed(app, &MEMBERS, row));
    Ok(Value::Array(rows.collect()))
}

fn position(rows: &[Transaction], transaction_key: &str) -> Result<usize, ApiError> {
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

/// One row of `GET /v1/transactions`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Transaction {
    pub(crate) key: String,
    pub(crate) payment_key: String,
    pub(crate) status: Status,
    pub(crate) at: DateTime<Utc>,
    /// Won; 0 when a virtual account is issued, negative when money goes back.
    pub(crate) amount: i64,
}

/// Gives the payment a new transaction key, and writes the row that `GET /v1/transactions` will show. The key has the
/// one of two forms that was seen with its method.
pub(crate) fn record(
    books: &mut Books,
    payment: &mut Payment,
    at: DateTime<Utc>,
    amount: i64,
) -> String {
    let transaction_key = if payment.method == Method::Card {
        format!("txrd_a{}", books.rng.ulid(at))
    } else {
        books.rng.hex32()
    };
    payment.last_transaction_key = Some(transaction_key.clone());
    books.transactions.push(Transaction {
        key: transaction_key.clone(),
        payment_key: payment.key.clone(),
        status: payment.status,
        at,
        amount,
    });
    transaction_key
}
