//! The buyer's window, `https://m.pay.naver.com/payments/{reserveId}` at the real provider: it shows the amount to
//! pay and sends the browser back to `returnUrl`. Nothing in that address is signed.

use std::fmt::Write;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::TimeDelta;

use super::params::Params;
use super::payment::{APPROVE_MINUTES, Payment, Stage, Way};
use super::{App, codes};
use crate::shared::named::Named as _;
use crate::shared::pages::{back, escape, grouped, html, no_payment, over};

/// Longest name of a payment method.
const NAME_MAX: usize = 10;

/// `GET …/payments/{reserveId}`.
pub(crate) async fn window(
    State(app): State<Arc<App>>,
    Path(reserve_id): Path<String>,
) -> Response {
    let now = app.now();
    let books = app.books();
    match books.own.reserved(&reserve_id) {
        None => no_payment(),
        Some(payment) if payment.stage != Stage::Reserved => over(None),
        Some(payment) if payment.window_is_over(now) => {
            let back = format!(
                "<p>결제 시간(30분)이 지났습니다. · The 30 minutes are over.</p>\
                 <form method=\"post\" action=\"{}/expire\"><button>상점으로 돌아가기 · Back to the shop</button></form>",
                escape(&reserve_id)
            );
            html(StatusCode::GONE, "네이버페이 결제 (모의)", &back)
        }
        Some(payment) => html(StatusCode::OK, "네이버페이 결제 (모의)", &form(payment)),
    }
}

fn form(payment: &Payment) -> String {
    let wanted = &payment.wanted;
    let others = match wanted.product_count {
        1 => String::new(),
        count => format!(" × {count}"),
    };
    let mut page = format!(
        "<dl><dt>상품 · Product</dt><dd>{}{others}</dd><dt>금액 · Amount</dt><dd>{}원</dd></dl>\
         <form method=\"post\"><p><label>결제수단 · Means <select name=\"means\">",
        escape(&wanted.product_name),
        grouped(wanted.total),
    );
    for (way, label) in [
        (Way::Card, "신용카드 · Card"),
        (Way::Bank, "계좌 · Bank account"),
        (Way::Points, "네이버페이 포인트·머니 · Points and money"),
        (
            Way::Mixed,
            "카드+포인트+상품권+즉시할인 · Card, points, gift card and discount",
        ),
    ] {
        let _infallible = write!(page, "<option value=\"{}\">{label}</option>", way.name());
    }
    page.push_str("</select></label></p>");
    let id = escape(&payment.reserve_id);
    for (choice, label) in [
        ("pay", "결제하기 · Pay"),
        ("decline", "결제 거절 · Decline"),
        ("close", "창 닫기 · Close"),
        (
            "expire",
            "창 시간 초과 · Wait until the window is over (30 min)",
        ),
        (
            "late",
            "인증 후 10분 넘게 기다리기 · Authenticate, come back after 10 min",
        ),
        (
            "short",
            "인증 후 승인 실패 · Authenticate, the approval then fails",
        ),
    ] {
        let _infallible = write!(
            page,
            "<button formaction=\"{id}/{choice}\">{label}</button> "
        );
    }
    page.push_str("</form>");
    page
}

/// `POST …/payments/{reserveId}/{choice}`: 303 to the merchant. A second press of "pay" has the same result.
pub(crate) async fn choose(
    State(app): State<Arc<App>>,
    Path((reserve_id, choice)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    let (now, way) = (app.now(), way(&body));
    let mut books = app.books();
    let books = &mut *books;
    let Some(payment) = books.own.reserved_mut(&reserve_id) else {
        return no_payment();
    };
    let authenticates = matches!(choice.as_str(), "pay" | "late" | "short");
    match payment.stage {
        Stage::Reserved => {}
        Stage::Authenticated { .. } if authenticates => return to_success(payment),
        Stage::Failed | Stage::Authenticated { .. } | Stage::Approved { .. } => return over(None),
    }
    if payment.window_is_over(now) || choice == "expire" {
        payment.stage = Stage::Failed;
        return to_failure(payment, "Fail", "paymentTimeExpire");
    }
    match choice.as_str() {
        "decline" => {
            payment.stage = Stage::Failed;
            return to_failure(payment, "Fail", codes::OWNER_AUTH_FAIL.name);
        }
        "close" => return to_failure(payment, "UserCancel", "userCancel"),
        _ if !authenticates => return no_payment(),
        _ => {}
    }
    payment.way = way;
    payment.stage = Stage::Authenticated { at: now };
    if choice == "late" {
        let at = now - TimeDelta::minutes(APPROVE_MINUTES) - TimeDelta::seconds(1);
        payment.stage = Stage::Authenticated { at };
    }
    payment.approval_fails = (choice == "short").then_some(codes::NOT_ENOUGH_ACCOUNT_BALANCE);
    let payment_id = books.own.number(&mut books.rng, now);
    books.own.name(&reserve_id, payment_id);
    books
        .own
        .reserved(&reserve_id)
        .map_or_else(no_payment, to_success)
}

/// The chosen means; a card unless the form says otherwise.
fn way(body: &[u8]) -> Way {
    let chosen = Params::of_form(body).and_then(|form| form.text("means", NAME_MAX).ok().flatten());
    chosen
        .and_then(|name| Way::named(&name))
        .unwrap_or(Way::Card)
}

fn to_success(payment: &Payment) -> Response {
    let payment_id = payment.number.as_deref().unwrap_or_default();
    let pairs = [("resultCode", "Success"), ("paymentId", payment_id)];
    back(&payment.wanted.return_url, &pairs).unwrap_or_else(no_payment)
}

/// A failure has no payment number.
fn to_failure(payment: &Payment, code: &str, message: &str) -> Response {
    let pairs = [
        ("resultCode", code),
        ("resultMessage", message),
        ("reserveId", &payment.reserve_id),
    ];
    back(&payment.wanted.return_url, &pairs).unwrap_or_else(no_payment)
}
