//! PayAction, which watches the bank account and posts each movement (webhook B) and the order it matched (webhook
//! A). Its match is no proof: the service also matches partly and by hand. It signs nothing and cannot be queried.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{App, Books, DEPOSITOR_NAME_MAX, Deposit, NAME_MAX, booked, deposited_at};
use crate::shared::fields::{Checked, Fields, bad};
use crate::shared::outbox::{OutgoingWebhook, Post};
use crate::shared::time::kst;
use crate::shared::webhooks;

/// Its place among the feeds of the bank.
const FEED: usize = 1;
/// The balance of the account before the first movement.
const BALANCE: i64 = 111_000_000;
/// Not documented; the same as for Toss.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The fields of `POST /sandbox/bank/payaction/deposits`.
struct DepositRequest {
    depositor_name: String,
    amount: i64,
    at: DateTime<Utc>,
    account_number: Option<String>,
    order_number: Option<String>,
    /// Only webhook A is sent, as on the plan without bank data.
    match_only: bool,
    /// Money goes out instead.
    withdrawn: bool,
}

/// `POST /sandbox/bank/payaction/deposits`: money moves, and PayAction notifies the gateway.
pub(crate) async fn deposit(State(app): State<Arc<App>>, body: Bytes) -> Checked<Response> {
    let asked = parse(&app, &body)?;
    let (movement_id, letters) = book(&app, &asked);
    let mut delivered = true;
    for letter in letters {
        delivered &= webhooks::first_try(&app, letter).await;
    }
    Ok(booked(&movement_id, delivered))
}

/// The movement in the books, and the webhooks about it.
fn book(app: &App, asked: &DepositRequest) -> (String, Vec<OutgoingWebhook>) {
    let mut books = app.books();
    let ours = &app.settings.account_number;
    let account_number = asked.account_number.as_ref().unwrap_or(ours);
    let (kind, change) = if asked.withdrawn {
        ("withdrawn", -asked.amount)
    } else {
        ("deposited", asked.amount)
    };
    let balance = balance(&books) + change;
    let (at, now) = (kst(asked.at), kst(app.now()));
    let movement_id = hash(&format!(
        "{account_number}|{kind}|{at}|{}|{}|{balance}",
        asked.amount, asked.depositor_name
    ));
    let mut letters = Vec::new();
    if !asked.match_only {
        let body = json!({
            "transaction_type": kind,
            "bank_account_id": trace_id(app, &mut books),
            "bank_account_number": account_number,
            "bank_code": "003",
            "amount": asked.amount,
            "transaction_date": at,
            "transaction_name": asked.depositor_name,
            "balance": balance,
            "processing_date": now,
        });
        letters.push(letter(app, &mut books, body));
    }
    if let Some(order_number) = &asked.order_number {
        let body = json!({"order_number": order_number, "order_status": "매칭완료", "processing_date": now});
        letters.push(letter(app, &mut books, body));
    }
    if !asked.withdrawn && !asked.match_only && account_number == ours {
        let deposit = Deposit {
            account: app.settings.account.clone(),
            depositor_name: asked.depositor_name.clone(),
            amount: asked.amount,
            deposited_at: asked.at,
            reversed: false,
        };
        books.deposits.insert(movement_id.clone(), deposit);
    }
    (movement_id, letters)
}

/// The balance that all deposits so far left on the account. Withdrawals are not stored.
fn balance(books: &Books) -> i64 {
    let deposited = books.deposits.values().map(|deposit| deposit.amount);
    deposited.fold(BALANCE, i64::saturating_add)
}

fn letter(app: &App, books: &mut Books, body: Value) -> OutgoingWebhook {
    let id = trace_id(app, books);
    OutgoingWebhook {
        feed: FEED,
        id,
        body,
    }
}

fn parse(app: &App, body: &[u8]) -> Checked<DepositRequest> {
    let fields = Fields::parse(body)?;
    fields.only(&[
        "depositor_name",
        "amount",
        "deposited_at",
        "account_number",
        "order_number",
        "match_only",
        "withdrawn",
    ])?;
    let at = deposited_at(app, &fields)?;
    let order_number = fields.text("order_number", NAME_MAX)?;
    let match_only = fields.flag("match_only")?.unwrap_or(false);
    if match_only && order_number.is_none() {
        return bad("order_number", "is what a match is told of");
    }
    Ok(DepositRequest {
        depositor_name: fields.required_text("depositor_name", DEPOSITOR_NAME_MAX)?,
        amount: fields.required_won("amount")?,
        at,
        account_number: fields.text("account_number", NAME_MAX)?,
        order_number,
        match_only,
        withdrawn: fields.flag("withdrawn")?.unwrap_or(false),
    })
}

/// A name in the form of `1747808169270x797731416156850300`: milliseconds and eighteen digits.
fn trace_id(app: &App, books: &mut Books) -> String {
    format!("{}x{}", app.now().timestamp_millis(), books.rng.digits(18))
}

/// PayAction names no movement. Its integrators are advised to build a name like this.
fn hash(said: &str) -> String {
    let mut hex = String::new();
    for byte in Sha256::digest(said.as_bytes()) {
        let _infallible = write!(hex, "{byte:02x}");
    }
    hex
}

/// Every try of one webhook has the same trace id.
pub(crate) fn post(app: &App, webhook: &OutgoingWebhook) -> Post {
    let body = webhooks::damaged(app, webhook.body.clone());
    let mut key = app.settings.payaction_key.clone();
    if webhooks::forged(app) {
        key.push('x');
    }
    let headers = vec![
        ("x-webhook-key", key),
        ("x-mall-id", app.settings.payaction_mall_id.clone()),
        ("x-trace-id", webhook.id.clone()),
    ];
    app.post(headers, body, TIMEOUT)
}
