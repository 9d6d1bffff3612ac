//! What a provider pays out of a day's sales: a row for each payment and each cancel from the day after it on, with a fee, and what
//! is wrong with it by a fault. Each provider writes the rows in its own form.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use chrono::{Days, NaiveDate};
use serde::Deserialize;
use serde_json::{Value, json};

use super::faults::{FaultKind, Operation};
use super::lists::another;
use super::simulator::{ProviderState, Simulator};
pub(crate) use super::sold::Sold;
use super::time::kst_day;

/// Before VAT: the rows of a real merchant show 2.1 % of 64,601 won as 1,356.
const FEE_PER_MILLE: i64 = 21;
/// Days until a sale is paid out, as those rows show.
const PAID_OUT_AFTER_DAYS: u64 = 4;
/// How many won a short row lacks, and how many are wrong in a fee or its VAT.
const SHORT_WON: i64 = 10;
const FEE_WON: i64 = 3;
/// By how many days a row's day is wrong.
const WRONG_DAYS: u64 = 2;

/// One row. What went back is negative throughout.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) sold: Sold,
    pub(crate) fee: i64,
    pub(crate) vat: i64,
    pub(crate) net: i64,
    pub(crate) sold_on: NaiveDate,
    pub(crate) paid_out_on: NaiveDate,
}

impl Line {
    fn of(sold: Sold) -> Self {
        let sign = sold.amount.signum();
        let fee = sold.amount.abs() * FEE_PER_MILLE / 1_000;
        // Half a won rounded up.
        let vat = (fee + 5) / 10;
        let sold_on = kst_day(sold.at);
        Self {
            fee: sign * fee,
            vat: sign * vat,
            net: sold.amount - sign * (fee + vat),
            sold_on,
            paid_out_on: sold_on + Days::new(PAID_OUT_AFTER_DAYS),
            sold,
        }
    }
}

/// The rows of sales from one Korean day to another, both inclusive, as far as they are settled: nothing of today is.
pub(crate) fn lines<S: ProviderState>(
    app: &Simulator<S>,
    sold: Vec<Sold>,
    (from, to): (NaiveDate, NaiveDate),
) -> Vec<Line> {
    let today = kst_day(app.now());
    let withheld = app.books().withheld.clone();
    let moved = sold.into_iter().chain(withheld);
    let moved = moved.filter(|it| it.amount != 0);
    let lines = moved.map(Line::of);
    let settled = lines.filter(|line| line.sold_on < today && (from..=to).contains(&line.sold_on));
    let with_faults = settled.flat_map(|line| shown(app, line));
    with_faults.collect()
}

/// A row as it is shown: as it is, not at all, twice, with another beside it, or with something wrong.
fn shown<S: ProviderState>(app: &Simulator<S>, mut line: Line) -> Vec<Line> {
    let happens = |kind| app.happens(Operation::Lookup, kind);
    if line.sold.amount < 0 && happens(FaultKind::SettlementCancelMissing) {
        return Vec::new();
    }
    if happens(FaultKind::SettlementRowMissing) {
        return Vec::new();
    }
    let sign = line.sold.amount.signum();
    if happens(FaultKind::SettlementShort) {
        line.sold.amount -= sign * SHORT_WON;
        line.net -= sign * SHORT_WON;
    }
    if happens(FaultKind::SettlementFeeWrong) {
        line.net -= sign * FEE_WON;
    }
    if happens(FaultKind::SettlementFeeHigh) {
        line.net -= line.fee + line.vat;
        line.fee *= 2;
        line.vat *= 2;
    }
    if happens(FaultKind::SettlementVatWrong) {
        line.vat += sign * FEE_WON;
        line.net -= sign * FEE_WON;
    }
    if happens(FaultKind::SettlementDayWrong) {
        line.sold_on = line.sold_on - Days::new(WRONG_DAYS);
    }
    if happens(FaultKind::SettlementPaymentWrong) {
        line.sold.payment_key.push('X');
    }
    let mut all = vec![line.clone()];
    if happens(FaultKind::SettlementRowDoubled) {
        let mut again = line.clone();
        again.sold.key.push('2');
        all.push(again);
    }
    if happens(FaultKind::SettlementRowMadeUp) {
        all.push(made_up(line));
    }
    all
}

/// The same of a payment and an order that nobody made.
fn made_up(mut line: Line) -> Line {
    line.sold.key.push('X');
    line.sold.payment_key.push('X');
    line.sold.order_id = another(&line.sold.order_id);
    line
}

/// A file of text as a provider's console gives it, with the mark by which spreadsheets know UTF-8.
pub(crate) fn file(heads: &str, rows: impl Iterator<Item = String>) -> Response {
    let mut text = format!("\u{feff}{heads}\r\n");
    for row in rows {
        text.push_str(&row);
        text.push_str("\r\n");
    }
    let form = [(header::CONTENT_TYPE, "text/csv; charset=utf-8")];
    (StatusCode::OK, form, text).into_response()
}

/// `POST …/console/withhold {paymentKey, orderId, amount}`: what a card company took back by a dispute is kept back from the payouts, or
/// paid out again where the amount is positive. The payment itself stays as it is, so its look-ups show nothing of it.
pub(crate) async fn withhold<S: ProviderState>(
    State(app): State<Arc<Simulator<S>>>,
    Json(asked): Json<Withheld>,
) -> Json<Value> {
    let mut books = app.books();
    let key = format!("D{:04}", books.withheld.len() + 1);
    books.withheld.push(Sold {
        key,
        payment_key: asked.payment_key,
        order_id: asked.order_id,
        amount: asked.amount,
        at: app.now(),
    });
    Json(json!({}))
}

/// What is kept back, as a negative amount, or paid out again.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Withheld {
    payment_key: String,
    order_id: String,
    amount: i64,
}

/// The Korean day that a query names as `date`.
#[derive(Debug, Deserialize)]
pub(crate) struct OfDay {
    pub(crate) date: NaiveDate,
}
