//! What the buttons of the window do.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, Utc};
use reqwest::Url;

use super::super::payment::{Authentication, Course, Method, Payment, Status};
use super::super::state::App;
use super::{find, offers, over, unknown};
use crate::shared::pages::html;
use crate::shared::rng::Rng;

/// `POST …/payment/{window}/{choice}`: 303 to the shop. A second press of the same button has the same result.
pub(crate) async fn choose(
    State(app): State<Arc<App>>,
    Path((device, window, choice)): Path<(String, String, String)>,
) -> Response {
    let now = app.now();
    let mut guard = app.books();
    let books = &mut *guard;
    let Some(payment) = find(&mut books.own, &device, &window) else {
        return unknown();
    };
    if payment.has_expired(now) {
        return back(&payment.fail_url, None);
    }
    act(&mut books.rng, payment, &choice, now)
}

fn act(rng: &mut Rng, payment: &mut Payment, choice: &str, now: DateTime<Utc>) -> Response {
    let usual = payment.only_method.unwrap_or(Method::Money);
    match choice {
        "pay" => pay(rng, payment, usual, Course::Smooth),
        "pay_money" => pay(rng, payment, Method::Money, Course::Smooth),
        "pay_card" => pay(rng, payment, Method::Card, Course::Smooth),
        "pay_short" => pay(rng, payment, usual, Course::ShortOfMoney),
        "pay_unknown" => pay(rng, payment, usual, Course::BankUnknown),
        "decline" => stop(payment, Status::AuthFailed),
        "close" => stop(payment, Status::Quit),
        "late" if payment.status.is_pending() => {
            payment.expires_at = now;
            back(&payment.fail_url, None)
        }
        "late" => over(payment),
        _ => unknown(),
    }
}

/// Authenticated: only the shop's approval will move money, and only this redirect notifies the shop.
fn pay(rng: &mut Rng, payment: &mut Payment, method: Method, course: Course) -> Response {
    match payment.status {
        Status::Authenticated => approved(payment),
        Status::Ready | Status::Opened if offers(payment, method) => {
            payment.status = Status::Authenticated;
            payment.authentication = Some(Authentication {
                method,
                pg_token: format!("{:016x}{:04x}", rng.next(), rng.below(1 << 16)),
                course,
            });
            approved(payment)
        }
        Status::Ready | Status::Opened => html(
            StatusCode::BAD_REQUEST,
            "결제수단을 확인해 주세요",
            "<p>This payment cannot be made that way.</p>",
        ),
        Status::Quit
        | Status::AuthFailed
        | Status::Failed
        | Status::Success
        | Status::PartCancelled
        | Status::Cancelled => over(payment),
    }
}

/// The buyer cancels (`QUIT_PAYMENT`, to `cancel_url`) or is not recognised (`FAIL_AUTH_PASSWORD`, to `fail_url`).
fn stop(payment: &mut Payment, end: Status) -> Response {
    let url = if end == Status::Quit {
        payment.cancel_url.clone()
    } else {
        payment.fail_url.clone()
    };
    if matches!(payment.status, Status::Ready | Status::Opened) {
        payment.status = end;
    }
    if payment.status == end {
        back(&url, None)
    } else {
        over(payment)
    }
}

pub(super) fn approved(payment: &Payment) -> Response {
    let token = payment
        .authentication
        .as_ref()
        .map(|it| it.pg_token.as_str());
    back(&payment.approval_url, token)
}

/// The shop's own query parameters stay first.
pub(super) fn back(url: &str, pg_token: Option<&str>) -> Response {
    match (Url::parse(url), pg_token) {
        (Ok(mut url), Some(token)) => {
            url.query_pairs_mut().append_pair("pg_token", token);
            Redirect::to(url.as_str()).into_response()
        }
        _ => Redirect::to(url).into_response(),
    }
}
