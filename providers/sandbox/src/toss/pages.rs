//! The buyer's window: it shows the amount to pay and sends the browser back to the merchant.

mod back;
mod html;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use reqwest::Url;

use self::back::{decline, declined, over, to_failure, to_success, unknown};
use self::html::CLOSED;
pub(crate) use self::html::window;
use super::banks;
use super::easy_pay;
use super::events::expire;
use super::method::Method;
use super::payment::{Payment, Status};
use super::state::App;
use super::state::Books;
use crate::shared::pages::html;
use crate::shared::webhooks;

/// `POST …/checkout/{pay|decline|close}`: 303 to the merchant. A second press of the same button has the same result.
pub(crate) async fn choose(
    State(app): State<Arc<App>>,
    Path((payment_key, choice)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    expire(&app);
    let response = act(&app, &payment_key, &choice, &body);
    webhooks::dispatch(&app);
    response
}

fn act(app: &App, payment_key: &str, choice: &str, body: &[u8]) -> Response {
    let mut books = app.books();
    let Some(payment) = books.payments.get(payment_key).cloned() else {
        return unknown();
    };
    match (choice, payment.status) {
        ("pay", Status::Ready) => pay(app, &mut books, payment, body),
        ("pay", Status::InProgress) => to_success(&payment),
        ("decline", Status::Ready) => decline(app, &mut books, payment, body),
        ("decline", Status::Aborted) => declined(&payment),
        // The order id may be missing when the buyer closed the window; here it always is.
        ("close", Status::Ready) => to_failure(&payment, CLOSED.0, CLOSED.1, false),
        ("pay" | "decline" | "close", _) => over(&payment),
        _ => unknown(),
    }
}

/// Authenticated: the ten minutes to confirm begin. No webhook reports it.
fn pay(app: &App, books: &mut Books, mut payment: Payment, body: &[u8]) -> Response {
    if let Some(bank) = form_value(body, "bank") {
        let Some(bank) = banks::issuing(&bank) else {
            return html(
                StatusCode::BAD_REQUEST,
                "은행을 확인해 주세요",
                "<p>This bank issues no virtual accounts.</p>",
            );
        };
        payment.bank = bank.into();
    }
    if payment.method == Method::Card {
        let value = |name: &str| form_value(body, name);
        match easy_pay::chosen(payment.easy_pay.take(), payment.amount, value) {
            Ok(chosen) => payment.easy_pay = chosen,
            Err(wrong) => {
                let body = format!("<p>{wrong}</p>");
                return html(StatusCode::BAD_REQUEST, "간편결제를 확인해 주세요", &body);
            }
        }
    }
    payment.status = Status::InProgress;
    payment.authenticated_at = Some(app.now());
    let response = to_success(&payment);
    books.put(payment);
    response
}

/// One value of an `application/x-www-form-urlencoded` body, which has the syntax of a query.
fn form_value(body: &[u8], name: &str) -> Option<String> {
    let query = std::str::from_utf8(body).ok()?;
    let url = Url::parse(&format!("form:?{query}")).ok()?;
    url.query_pairs()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}
