//! `GET /v1/settlements?startDate&endDate&dateType&page&size`: a bare array of what is paid out. Toss answers test keys with an empty
//! one; the simulator reports under any key, or nobody could try it.

use std::collections::HashMap;

use axum::extract::Query;
use chrono::NaiveDate;
use serde_json::{Value, json};

use super::App;
use super::auth_idempotency::Call;
use super::errors::{self, Answer};
use super::payment::{MERCHANT_ID, Payment};
use crate::shared::fields::bad;
use crate::shared::settlements::{Line, Sold, lines};
use crate::shared::time::kst;

const SIZE_DEFAULT: usize = 100;
const SIZE_MAX: usize = 5_000;

pub(crate) fn list(app: &App, call: &Call) -> Answer {
    let query = Query::<HashMap<String, String>>::try_from_uri(&call.uri).unwrap_or_default();
    let day = |name: &str| {
        let text = query.get(name).and_then(|text| text.parse().ok());
        text.ok_or(errors::INVALID_DATE)
    };
    let days: (NaiveDate, NaiveDate) = (day("startDate")?, day("endDate")?);
    let by_payout = match query.get("dateType").map(String::as_str) {
        None | Some("soldDate") => false,
        Some("paidOutDate") => true,
        Some(_) => return Ok(bad("dateType", "must be soldDate or paidOutDate")?),
    };
    let number = |name: &str, default: usize, most: usize| match query.get(name) {
        None => Some(default),
        Some(text) => text.parse().ok().filter(|it| (1..=most).contains(it)),
    };
    let Some(page) = number("page", 1, usize::MAX) else {
        return Ok(bad("page", "must be 1 or more")?);
    };
    let Some(size) = number("size", SIZE_DEFAULT, SIZE_MAX) else {
        return Ok(bad("size", "must be 1 to 5000")?);
    };
    let (sold, payments) = sold(app);
    let all = if by_payout {
        let mut all = lines(app, sold, (NaiveDate::MIN, NaiveDate::MAX));
        all.retain(|line| (days.0..=days.1).contains(&line.paid_out_on));
        all
    } else {
        lines(app, sold, days)
    };
    let some = all.iter().skip((page - 1).saturating_mul(size)).take(size);
    let rows = some.map(|line| row(line, payments.get(&line.sold.payment_key)));
    Ok(Value::Array(rows.collect()))
}

/// Every movement, and the payments by their keys.
fn sold(app: &App) -> (Vec<Sold>, HashMap<String, Payment>) {
    let books = app.books();
    let mut payments = HashMap::new();
    let mut sold = Vec::new();
    for moved in &books.transactions {
        let Some(payment) = books.payments.get(&moved.payment_key) else {
            continue;
        };
        if !payment.is_ours() {
            continue;
        }
        payments.insert(payment.key.clone(), payment.clone());
        sold.push(Sold {
            key: moved.key.clone(),
            payment_key: payment.key.clone(),
            order_id: payment.order_id.clone(),
            amount: moved.amount,
            at: moved.at,
        });
    }
    (sold, payments)
}

fn row(line: &Line, payment: Option<&Payment>) -> Value {
    let fee = line.fee + line.vat;
    let currency = payment.map_or("KRW", |payment| payment.currency.name());
    json!({
        "mId": MERCHANT_ID,
        "paymentKey": line.sold.payment_key,
        "transactionKey": line.sold.key,
        "orderId": line.sold.order_id,
        "currency": currency,
        "method": payment.map(Payment::method_name),
        "amount": line.sold.amount,
        "interestFee": 0,
        "fee": fee,
        "fees": [{"type": "BASE", "fee": fee}],
        "supplyAmount": line.fee,
        "vat": line.vat,
        "payOutAmount": line.net,
        "approvedAt": kst(line.sold.at),
        "soldDate": line.sold_on.to_string(),
        "paidOutDate": line.paid_out_on.to_string(),
        "cancel": (line.sold.amount < 0).then(|| json!({})),
    })
}
