//! The buyer's wallet page: it shows the amount to pay and sends the browser back to the shop. Only a paid one
//! returns `pg_token`.

mod actions;

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

pub(super) use self::actions::choose;
use self::actions::{approved, back};
use super::payment::{Method, Payment, Status};
use super::state::App;
use crate::shared::pages::{escape, grouped, html};

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
        return unknown();
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

fn find<'a>(
    payments: &'a mut super::payment::Payments,
    device: &str,
    window: &str,
) -> Option<&'a mut Payment> {
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
    let body = format!(
        "<p>이 결제창은 더 이상 사용할 수 없습니다. · This window is over: {}</p>",
        payment.status.name()
    );
    html(StatusCode::CONFLICT, "끝난 결제창입니다", &body)
}

fn unknown() -> Response {
    html(
        StatusCode::NOT_FOUND,
        "결제를 찾을 수 없습니다",
        "<p>There is no such payment or button.</p>",
    )
}
