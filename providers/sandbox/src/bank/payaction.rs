//! PayAction, which watches the bank account and posts each movement (webhook B) and the order it matched (webhook
//! A). Its match is no proof: the service also matches partly and by hand. It signs nothing and cannot be queried.

mod notice;
mod request;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

pub(super) use self::notice::post;
use self::notice::{hash, trace_id};
use self::request::{Asked, parse};
use super::state::App;
use super::state::{Books, Deposit};
use crate::shared::fields::BadField;
use crate::shared::outbox::OutgoingWebhook;
use crate::shared::pages;
use crate::shared::time::kst;
use crate::shared::webhooks;

/// Its place among the feeds of the bank.
const FEED: usize = 1;
/// The balance of the account before the first movement.
const BALANCE: i64 = 111_000_000;

/// `POST /sandbox/bank/payaction/deposits`: money moves, and PayAction notifies the gateway.
pub(crate) async fn deposit(State(app): State<Arc<App>>, body: Bytes) -> Response {
    let asked = match parse(&app, &body) {
        Ok(asked) => asked,
        Err(BadField { field, problem }) => {
            return crate::shared::pages::refuse(StatusCode::BAD_REQUEST, &field, problem);
        }
    };
    let (movement_id, letters) = book(&app, &asked);
    let mut delivered = true;
    for letter in letters {
        delivered &= webhooks::first_try(&app, letter).await;
    }
    pages::json(
        StatusCode::CREATED,
        &json!({"movement_id": movement_id, "delivered": delivered}),
    )
}

/// The movement in the books, and the webhooks about it.
fn book(app: &App, asked: &Asked) -> (String, Vec<OutgoingWebhook>) {
    let mut books = app.books();
    let ours = &app.settings.account_number;
    let account_number = asked.account_number.as_ref().unwrap_or(ours);
    let kind = if asked.withdrawn {
        "withdrawn"
    } else {
        "deposited"
    };
    let balance = balance(&books);
    let balance = if asked.withdrawn {
        balance - asked.amount
    } else {
        balance + asked.amount
    };
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
