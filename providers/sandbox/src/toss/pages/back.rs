//! Where the buyer is led when the window closes.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use reqwest::Url;

use super::super::errors::REJECT_CARD_COMPANY;
use super::super::events::status_changed;
use super::super::payment::{Payment, Status};
use super::super::state::App;
use super::super::state::Books;
use super::form_value;
use crate::shared::pages::html;

/// The card company refused: the payment has failed for good. A test may choose the code and message.
pub(super) fn decline(app: &App, books: &mut Books, mut payment: Payment, body: &[u8]) -> Response {
    let code = form_value(body, "code").unwrap_or_else(|| REJECT_CARD_COMPANY.code.to_owned());
    let message =
        form_value(body, "message").unwrap_or_else(|| REJECT_CARD_COMPANY.message.to_owned());
    payment.status = Status::Aborted;
    payment.failure = Some((code, message));
    let response = declined(&payment);
    status_changed(app, books, &payment, app.now());
    books.put(payment);
    response
}

pub(super) fn declined(payment: &Payment) -> Response {
    let (code, message) = payment
        .failure
        .as_ref()
        .map_or(("", ""), |(code, message)| (code, message));
    to_failure(payment, code, message, true)
}

pub(super) fn to_success(payment: &Payment) -> Response {
    let amount = payment.currency.text(payment.amount);
    let pairs = [
        ("paymentKey", payment.key.as_str()),
        ("orderId", &payment.order_id),
        ("amount", &amount),
    ];
    back(payment.success_url.as_deref(), &pairs)
}

pub(super) fn to_failure(
    payment: &Payment,
    code: &str,
    message: &str,
    names_order: bool,
) -> Response {
    let mut pairs = vec![("code", code), ("message", message)];
    if names_order {
        pairs.push(("orderId", &payment.order_id));
    }
    back(payment.fail_url.as_deref(), &pairs)
}

/// The merchant's own query parameters stay first.
fn back(url: Option<&str>, pairs: &[(&str, &str)]) -> Response {
    match url.and_then(|url| Url::parse(url).ok()) {
        Some(mut url) => {
            url.query_pairs_mut().extend_pairs(pairs);
            Redirect::to(url.as_str()).into_response()
        }
        None => html(
            StatusCode::CONFLICT,
            "결제창이 없습니다",
            "<p>This payment was made without a window.</p>",
        ),
    }
}

pub(super) fn over(payment: &Payment) -> Response {
    let body = format!(
        "<p>이 결제창은 더 이상 사용할 수 없습니다. · This window is over: {}</p>",
        payment.status.name()
    );
    html(StatusCode::CONFLICT, "끝난 결제창입니다", &body)
}

pub(super) fn unknown() -> Response {
    html(
        StatusCode::NOT_FOUND,
        "결제를 찾을 수 없습니다",
        "<p>There is no such payment or button.</p>",
    )
}
