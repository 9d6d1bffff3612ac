//! Virtual accounts: money that comes in, and `POST /payments/{paymentId}/virtual-account/close`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use super::App;
use super::errors::{self, Answer};
use super::events::note;
use super::gate::{Call, of_our_store};
use super::payment::{Stage, iso};
use crate::shared::fields::{BadField, Fields};
use crate::shared::{pages, webhooks};

const ORDER_ID_MAX: usize = 64;
const DEPOSITOR_MAX: usize = 100;

type BadRequest = (StatusCode, BadField);

/// `POST /sandbox/portone/deposits {orderId, depositorName?, amount?}`. The bank accepts only the exact amount, in one
/// transfer.
pub(super) async fn pay_in(
    State(app): State<Arc<App>>,
    body: Bytes,
) -> Result<Response, BadRequest> {
    let bad_request = |bad| (StatusCode::BAD_REQUEST, bad);
    let fields = Fields::parse(&body).map_err(bad_request)?;
    fields
        .only(&["orderId", "depositorName", "amount"])
        .map_err(bad_request)?;
    let id = fields
        .required_text("orderId", ORDER_ID_MAX)
        .map_err(bad_request)?;
    let depositor = fields
        .text("depositorName", DEPOSITOR_MAX)
        .map_err(bad_request)?;
    let amount = fields.won("amount").map_err(bad_request)?;
    let answer = accept(&app, &id, depositor, amount)?;
    webhooks::dispatch(&app);
    Ok(answer)
}

fn accept(
    app: &App,
    id: &str,
    depositor: Option<String>,
    amount: Option<i64>,
) -> Result<Response, BadRequest> {
    let conflict = |field: &str, problem| (StatusCode::CONFLICT, BadField::new(field, problem));
    let now = app.now();
    let mut books = app.books();
    let channel = books.channel;
    let payment = books.payments.get_mut(id);
    let waiting = payment.filter(|it| it.shown().stage == Stage::Issued);
    let payment = waiting.ok_or_else(|| conflict("orderId", "is not waiting for a deposit"))?;
    let attempt = payment.shown_mut();
    if attempt.account.as_ref().is_none_or(|it| now >= it.due) {
        let problem = "has an account that takes no money any more";
        return Err(conflict("orderId", problem));
    }
    if amount.is_some_and(|amount| amount != attempt.total) {
        let problem = "is refused by the bank: only the exact amount can be paid in";
        return Err(conflict("amount", problem));
    }
    let named = depositor.or_else(|| attempt.customer.clone());
    if let Some(account) = attempt.account.as_mut() {
        account.depositor = named;
    }
    (attempt.stage, attempt.paid_at, attempt.changed_at) = (Stage::Paid, Some(now), now);
    payment.approvals += 1;
    let shown = payment.json(app, channel);
    note(&mut books, id, "Transaction.Paid", None, now);
    Ok(pages::json(StatusCode::OK, &shown))
}

pub(super) fn close(app: &App, call: &Call) -> Answer {
    of_our_store(app, call.query("storeId").as_deref())?;
    let now = app.now();
    let mut books = app.books();
    let id = call.payment_id();
    let payment = books.payments.get_mut(id);
    let payment = payment.ok_or(errors::PAYMENT_NOT_FOUND)?;
    let attempt = payment.shown_mut();
    if attempt.stage != Stage::Issued {
        return Err(errors::NOT_WAITING_FOR_DEPOSIT.into());
    }
    (attempt.stage, attempt.changed_at) = (Stage::Closed, now);
    note(&mut books, id, "Transaction.Cancelled", None, now);
    Ok(json!({"closedAt": iso(now)}))
}
