//! The buyer's window, `https://m.pay.naver.com/payments/{reserveId}` at the real provider: it shows the amount to
//! pay and sends the browser back to `returnUrl`. Nothing in that address is signed.

mod choices;

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

pub(crate) use self::choices::choose;
use super::payment::{Payment, Stage, Way};
use super::state::App;
use crate::shared::pages::{escape, grouped, html};

/// `GET …/payments/{reserveId}`.
pub(crate) async fn window(
    State(app): State<Arc<App>>,
    Path(reserve_id): Path<String>,
) -> Response {
    let now = app.now();
    let books = app.books();
    match books.own.reserved(&reserve_id) {
        None => unknown(),
        Some(payment) if payment.stage != Stage::Reserved => over(),
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
    let wish = &payment.wish;
    let others = match wish.product_count {
        1 => String::new(),
        count => format!(" × {count}"),
    };
    let mut page = format!(
        "<dl><dt>상품 · Product</dt><dd>{}{others}</dd><dt>금액 · Amount</dt><dd>{}원</dd></dl>\
         <form method=\"post\"><p><label>결제수단 · Means <select name=\"means\">",
        escape(&wish.product_name),
        grouped(wish.total),
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

fn over() -> Response {
    html(
        StatusCode::CONFLICT,
        "끝난 결제창입니다",
        "<p>이 결제창은 더 이상 사용할 수 없습니다. · This window is over.</p>",
    )
}

fn unknown() -> Response {
    html(
        StatusCode::NOT_FOUND,
        "결제를 찾을 수 없습니다",
        "<p>There is no such payment or button.</p>",
    )
}
