//! Money that comes into a virtual account and goes out again, as the test history of the developer centre allows.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, Utc};

use super::events::{deposit_callback, shown, status_changed};
use super::lookup::record;
use super::payment::{Payment, Status};
use super::{App, Books};
use crate::shared::faults::{FaultKind, Operation};
use crate::shared::fields::{BadField, Checked, Fields};
use crate::shared::{pages, webhooks};

const ORDER_ID_MAX: usize = 64;
const DEPOSITOR_MAX: usize = 100;

type BadRequest = (StatusCode, BadField);

/// `POST /sandbox/toss/deposits {orderId, depositorName?, amount?}`. The bank accepts only the exact amount, in one
/// transfer.
pub(super) async fn pay_in(
    State(app): State<Arc<App>>,
    body: Bytes,
) -> Result<Response, BadRequest> {
    let payment = accept(&app, parse(&body)?)?;
    let answer = finish(&app, &payment);
    if app.happens(Operation::Webhook, FaultKind::DepositReversed) {
        app.tracker
            .spawn(reverse_later(Arc::clone(&app), payment.order_id));
    }
    Ok(answer)
}

/// `POST /sandbox/toss/deposits/reverse {orderId}`: the bank reports that the deposit failed after all.
pub(super) async fn reverse(
    State(app): State<Arc<App>>,
    body: Bytes,
) -> Result<Response, BadRequest> {
    let payment = take_back(&app, &parse(&body)?.order_id)?;
    Ok(finish(&app, &payment))
}

struct DepositRequest {
    order_id: String,
    depositor: Option<String>,
    amount: Option<i64>,
}

fn parse(body: &[u8]) -> Result<DepositRequest, BadRequest> {
    parsed(body).map_err(|bad| (StatusCode::BAD_REQUEST, bad))
}

fn parsed(body: &[u8]) -> Checked<DepositRequest> {
    let fields = Fields::parse(body)?;
    fields.only(&["orderId", "depositorName", "amount"])?;
    Ok(DepositRequest {
        order_id: fields.required_text("orderId", ORDER_ID_MAX)?,
        depositor: fields.text("depositorName", DEPOSITOR_MAX)?,
        amount: fields.won("amount")?,
    })
}

fn accept(app: &App, wanted: DepositRequest) -> Result<Payment, BadRequest> {
    let now = app.now();
    let mut books = app.books();
    let mut payment = with_account(&books, &wanted.order_id)?;
    let account = payment
        .virtual_account
        .as_mut()
        .filter(|_| payment.status == Status::WaitingForDeposit);
    let Some(account) = account else {
        return Err(conflict("orderId", "is not waiting for a deposit"));
    };
    if now >= account.due {
        return Err(conflict(
            "orderId",
            "has an account that takes no money any more",
        ));
    }
    if wanted.amount.is_some_and(|amount| amount != payment.amount) {
        return Err(conflict(
            "amount",
            "is refused by the bank: only the exact amount can be paid in",
        ));
    }
    account.depositor = Some(
        wanted
            .depositor
            .unwrap_or_else(|| payment.customer_name.clone()),
    );
    payment.status = Status::Done;
    payment.approved_at = Some(now);
    payment.approvals += 1;
    let amount = payment.amount;
    Ok(write(app, &mut books, payment, now, amount))
}

fn take_back(app: &App, order_id: &str) -> Result<Payment, BadRequest> {
    let now = app.now();
    let mut books = app.books();
    let mut payment = with_account(&books, order_id)?;
    if payment.status != Status::Done {
        return Err(conflict(
            "orderId",
            "has no deposit that could be taken back",
        ));
    }
    payment.status = Status::WaitingForDeposit;
    payment.approved_at = None;
    if let Some(account) = payment.virtual_account.as_mut() {
        account.depositor = None;
    }
    let amount = -payment.amount;
    Ok(write(app, &mut books, payment, now, amount))
}

/// Both webhooks are sent, as when a merchant has registered both.
fn write(
    app: &App,
    books: &mut Books,
    mut payment: Payment,
    now: DateTime<Utc>,
    amount: i64,
) -> Payment {
    record(books, &mut payment, now, amount);
    deposit_callback(books, &payment, now);
    status_changed(app, books, &payment, now);
    books.put(payment.clone());
    payment
}

async fn reverse_later(app: Arc<App>, order_id: String) {
    if webhooks::pause(&app, 1).await && take_back(&app, &order_id).is_ok() {
        webhooks::dispatch(&app);
    }
}

/// The newest payment of the order that has an account.
fn with_account(books: &Books, order_id: &str) -> Result<Payment, BadRequest> {
    let keys = books
        .orders
        .get(order_id)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let payments = keys.iter().rev().filter_map(|key| books.payments.get(key));
    let found = payments
        .into_iter()
        .find(|payment| payment.virtual_account.is_some())
        .cloned();
    found.ok_or_else(|| {
        (
            StatusCode::NOT_FOUND,
            BadField::new("orderId", "has no virtual account"),
        )
    })
}

fn finish(app: &Arc<App>, payment: &Payment) -> Response {
    webhooks::dispatch(app);
    let payment = shown(app, &app.books(), payment, app.now());
    pages::json(StatusCode::OK, &payment)
}

fn conflict(field: &str, problem: &'static str) -> BadRequest {
    (StatusCode::CONFLICT, BadField::new(field, problem))
}
