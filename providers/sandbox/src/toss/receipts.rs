//! Cash receipts: `POST /v1/cash-receipts`, `POST /v1/cash-receipts/{receiptKey}/cancel` and the list of a day. Toss neither
//! notices a second receipt for an order nor compares the number with the kind. Whether a payment's cancel takes back a
//! receipt that was asked for here is not documented: here it does not. Not here: receipts that a buyer asks for in the window.

use std::collections::HashMap;

use axum::extract::Query;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::App;
use super::auth_idempotency::Call;
use super::errors::{self, Answer};
use crate::shared::faults::{FaultKind, Operation};
use crate::shared::fields::{Fields, bad};
use crate::shared::time::{kst, kst_day};

const ORDER_ID_MAX: usize = 64;
const ORDER_NAME_MAX: usize = 100;
const KIND_MAX: usize = 10;
/// The documented limit of `registrationNumber`, which is the same number when an account is issued.
const NUMBER_MAX: usize = 30;
/// Digits of a number of the tax office.
const ISSUE_NUMBER_DIGITS: usize = 9;
const ROWS_DEFAULT: usize = 100;
/// The number of the merchant.
const BUSINESS: &str = "1234567890";

/// A receipt, or the cancel of one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Receipt {
    key: String,
    /// The receipt that a cancel takes back.
    of: Option<String>,
    order_id: String,
    order_name: String,
    kind: String,
    /// All but the first three and the last three digits are stars.
    number: String,
    amount: i64,
    tax_free: i64,
    status: Status,
    issue_number: String,
    at: DateTime<Utc>,
    idempotency_key: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Status {
    /// The tax office says one or two days later. A request shows it; the list shows what came of it.
    InProgress,
    Completed,
    Failed,
}

impl Receipt {
    fn shown(&self, first: bool) -> Value {
        let status = match self.status {
            Status::InProgress if first => "IN_PROGRESS",
            Status::InProgress | Status::Completed => "COMPLETED",
            Status::Failed => "FAILED",
        };
        let failed = self.status == Status::Failed;
        let failure = failed.then(|| {
            let error = errors::NTS_ERROR;
            json!({"code": error.code, "message": error.message})
        });
        json!({
            "receiptKey": self.key, "orderId": self.order_id, "orderName": self.order_name, "type": self.kind,
            "issueNumber": (!failed).then_some(&self.issue_number),
            "receiptUrl": format!("https://dashboard-sandbox.tosspayments.com/receipt/mids/si_sandbox/{}", self.key),
            "businessNumber": BUSINESS,
            "transactionType": if self.of.is_some() { "CANCEL" } else { "CONFIRM" },
            "amount": self.amount, "taxFreeAmount": self.tax_free, "issueStatus": status, "failure": failure,
            "customerIdentityNumber": self.number, "requestedAt": kst(self.at),
        })
    }

    pub(super) fn view(&self) -> Value {
        json!({
            "receipt_key": self.key, "of": self.of, "order_id": self.order_id, "type": self.kind, "amount": self.amount,
            "tax_free": self.tax_free, "failed": self.status == Status::Failed, "idempotency_key": self.idempotency_key,
        })
    }
}

pub(super) fn issue(app: &App, call: &Call) -> Answer {
    let fields = Fields::of_request(&call.headers, &call.body)?;
    let amount = fields.required_won("amount")?;
    let tax_free = fields.whole("taxFreeAmount")?.unwrap_or(0);
    let kind = fields.required_text("type", KIND_MAX)?;
    if !["소득공제", "지출증빙"].contains(&kind.as_str()) {
        bad("type", "must be 소득공제 or 지출증빙")?;
    }
    if amount <= 0 || !(0..=amount).contains(&tax_free) {
        bad(
            "amount",
            "must be more than 0, and not less than taxFreeAmount",
        )?;
    }
    let number = fields.required_text("customerIdentityNumber", NUMBER_MAX)?;
    let (key, issue_number) = names(app);
    let asked = Receipt {
        key,
        of: None,
        order_id: fields.required_text("orderId", ORDER_ID_MAX)?,
        order_name: fields.required_text("orderName", ORDER_NAME_MAX)?,
        kind,
        number: masked(&number),
        amount,
        tax_free,
        status: status(app),
        issue_number,
        at: app.now(),
        idempotency_key: call.idempotency_key().map(str::to_owned),
    };
    Ok(kept(app, asked))
}

/// A cancel's key begins with `c_` (release notes of 2022-07-27).
pub(super) fn cancel(app: &App, call: &Call) -> Answer {
    let fields = Fields::of_request(&call.headers, &call.body)?;
    let amount = fields.won("amount")?;
    let books = app.books();
    let receipts = &books.receipts;
    let stands = |it: &&Receipt| it.status != Status::Failed;
    let known = receipts
        .iter()
        .filter(stands)
        .find(|it| it.key == call.part("receipt_key") && it.of.is_none())
        .cloned();
    let Some(known) = known else {
        return Err(errors::INVALID_REQUEST.into());
    };
    let cancels = receipts.iter().filter(stands);
    let cancels = cancels.filter(|it| it.of.as_deref() == Some(&known.key));
    let left = known.amount - cancels.map(|it| it.amount).sum::<i64>();
    drop(books);
    let amount = amount.unwrap_or(left);
    if amount <= 0 || amount > left {
        bad(
            "amount",
            "must be more than 0, and not more than what is left of the receipt",
        )?;
    }
    let (key, issue_number) = names(app);
    let asked = Receipt {
        key: format!("c_{key}"),
        of: Some(known.key.clone()),
        amount,
        tax_free: known.tax_free.min(amount),
        status: status(app),
        issue_number,
        at: app.now(),
        idempotency_key: call.idempotency_key().map(str::to_owned),
        ..known
    };
    Ok(kept(app, asked))
}

/// `GET /v1/cash-receipts?requestDate&cursor&limit`.
pub(super) fn list(app: &App, call: &Call) -> Answer {
    let query = Query::<HashMap<String, String>>::try_from_uri(&call.uri).unwrap_or_default();
    let day = query
        .get("requestDate")
        .and_then(|text| text.parse::<NaiveDate>().ok());
    let day = day.ok_or(errors::INVALID_DATE)?;
    let number = |name: &str| query.get(name).and_then(|text| text.parse::<usize>().ok());
    let (from, limit) = (
        number("cursor").unwrap_or(0),
        number("limit").unwrap_or(ROWS_DEFAULT),
    );
    let books = app.books();
    let of_day: Vec<&Receipt> = books
        .receipts
        .iter()
        .filter(|it| kst_day(it.at) == day)
        .collect();
    let rows: Vec<Value> = of_day
        .iter()
        .skip(from)
        .take(limit)
        .map(|it| it.shown(false))
        .collect();
    let next = from + rows.len();
    let has_next = next < of_day.len();
    Ok(json!({"hasNext": has_next, "lastCursor": has_next.then_some(next), "data": rows}))
}

/// Toss's name of it, and the tax office's.
fn names(app: &App) -> (String, String) {
    let mut books = app.books();
    let key = books.rng.alphanumeric(16);
    (key, books.rng.digits(ISSUE_NUMBER_DIGITS))
}

/// What becomes of a request, as faults have it.
fn status(app: &App) -> Status {
    if app.happens(Operation::Receipt, FaultKind::ReceiptRefused) {
        Status::Failed
    } else if app.happens(Operation::Receipt, FaultKind::ReceiptInProgress) {
        Status::InProgress
    } else {
        Status::Completed
    }
}

fn kept(app: &App, receipt: Receipt) -> Value {
    let shown = receipt.shown(true);
    app.books().receipts.push(receipt);
    shown
}

fn masked(number: &str) -> String {
    let last = number.chars().count().saturating_sub(3);
    let digits = number.chars().enumerate();
    let shown = digits.map(|(at, digit)| if at < 3 || at >= last { digit } else { '*' });
    shown.collect()
}
