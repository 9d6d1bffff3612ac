//! The buyer's wallet page: it shows the amount to pay and sends the browser back to the shop. Only a paid one
//! returns `pg_token`.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, Utc};

use super::App;
use super::payment::{Authentication, Course, Method, Payment, Payments, Status};
use crate::shared::pages::{self, escape, grouped, html, no_payment};
use crate::shared::rng::Rng;

/// The three addresses that `ready` returns.
const DEVICES: [&str; 3] = ["pc", "mobile-web", "mobile-app"];

/// `GET …/payment/{window}`: opening it is a step of its own. A page that is done or expired redirects at once.
pub(super) async fn window(
    State(app): State<Arc<App>>,
    Path((device, window)): Path<(String, String)>,
) -> Response {
    let now = app.now();
    let mut books = app.books();
    let Some(payment) = find(&mut books.own, &device, &window) else {
        return no_payment();
    };
    if payment.has_expired(now) {
        return back(&payment.fail_url, None);
    }
    match payment.status {
        Status::Ready | Status::Opened => {
            payment.status = Status::Opened;
            html(StatusCode::OK, "카카오페이 결제 (모의)", &form(payment))
        }
        Status::Authenticated => approved(payment),
        Status::Quit
        | Status::AuthFailed
        | Status::Failed
        | Status::Success
        | Status::PartCancelled
        | Status::Cancelled => over(payment),
    }
}

fn find<'a>(payments: &'a mut Payments, device: &str, window: &str) -> Option<&'a mut Payment> {
    DEVICES
        .contains(&device)
        .then(|| payments.by_window(window))?
}

fn form(payment: &Payment) -> String {
    let mut page = format!(
        "<dl><dt>상품 · Item</dt><dd>{} × {}</dd><dt>금액 · Amount</dt><dd>{}원</dd></dl>",
        escape(&payment.item_name),
        payment.quantity,
        grouped(payment.amount.total),
    );
    let mut button = |choice: &str, label: &str| {
        let window = &payment.window;
        let _infallible = write!(
            page,
            "<form method=\"post\" action=\"{window}/{choice}\"><button>{label}</button></form> "
        );
    };
    if offers(payment, Method::Money) {
        button("pay_money", "카카오페이머니로 결제 · Pay with money");
    }
    if offers(payment, Method::Card) {
        button("pay_card", "카드로 결제 · Pay with a card");
    }
    button("decline", "비밀번호 오류 · Decline");
    button("close", "결제 취소 · Close");
    button("late", "15분 초과 · Wait past the deadline");
    button(
        "pay_short",
        "잔액 부족 (승인 거절) · Pay without enough money",
    );
    button(
        "pay_unknown",
        "은행 결과 불명 (승인됨) · Pay, bank result unknown",
    );
    page
}

fn offers(payment: &Payment, method: Method) -> bool {
    payment.only_method.is_none_or(|only| only == method) && method.can_carry(payment.amount.total)
}

fn over(payment: &Payment) -> Response {
    pages::over(Some(payment.status.name()))
}

/// `POST …/payment/{window}/{choice}`: 303 to the shop. A second press of the same button has the same result.
pub(crate) async fn choose(
    State(app): State<Arc<App>>,
    Path((device, window, choice)): Path<(String, String, String)>,
) -> Response {
    let now = app.now();
    let mut guard = app.books();
    let books = &mut *guard;
    let Some(payment) = find(&mut books.own, &device, &window) else {
        return no_payment();
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
        _ => no_payment(),
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
    if matches!(payment.status, Status::Ready | Status::Opened) {
        payment.status = end;
    }
    match payment.status {
        Status::Quit if end == Status::Quit => back(&payment.cancel_url, None),
        status if status == end => back(&payment.fail_url, None),
        _ => over(payment),
    }
}

fn approved(payment: &Payment) -> Response {
    let token = payment
        .authentication
        .as_ref()
        .map(|it| it.pg_token.as_str());
    back(&payment.approval_url, token)
}

fn back(url: &str, pg_token: Option<&str>) -> Response {
    pg_token
        .and_then(|token| pages::back(url, &[("pg_token", token)]))
        .unwrap_or_else(|| Redirect::to(url).into_response())
}
