//! The page of the window.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::super::banks;
use super::super::currency::Currency;
use super::super::easy_pay::{self, EasyPay};
use super::super::events::expire;
use super::super::method::Method;
use super::super::payment::{Payment, Status};
use super::super::state::App;
use super::{over, unknown};
use crate::shared::pages::{escape, grouped, html};

/// Codes and texts with which the browser comes back to `failUrl`.
pub(super) const CLOSED: (&str, &str) = (
    "PAY_PROCESS_CANCELED",
    "사용자에 의해 결제가 취소되었습니다.",
);

/// `GET …/checkout`.
pub(crate) async fn window(
    State(app): State<Arc<App>>,
    Path(payment_key): Path<String>,
) -> Response {
    expire(&app);
    let payment = app.books().payments.get(&payment_key).cloned();
    match payment {
        Some(payment) if payment.status == Status::Ready => {
            html(StatusCode::OK, "토스페이먼츠 결제 (모의)", &form(&payment))
        }
        Some(payment) => over(&payment),
        None => unknown(),
    }
}

fn form(payment: &Payment) -> String {
    let mut page = format!(
        "<dl><dt>주문 · Order</dt><dd>{}</dd><dt>금액 · Amount</dt><dd>{}</dd>\
         <dt>결제수단 · Method</dt><dd>{}</dd></dl><form method=\"post\" action=\"checkout/pay\">",
        escape(&payment.order_name),
        price(payment),
        escape(payment.method_name()),
    );
    if payment.method == Method::VirtualAccount {
        page.push_str("<label>입금 은행 · Bank <select name=\"bank\">");
        for (code, name) in banks::issuers() {
            let selected = if code == payment.bank {
                " selected"
            } else {
                ""
            };
            let _infallible = write!(page, "<option value=\"{code}\"{selected}>{name}</option>");
        }
        page.push_str("</select></label> ");
    }
    if payment.method == Method::Card {
        page.push_str(&easy_pay_choices(payment.easy_pay.as_ref()));
    }
    page.push_str(
        "<button>결제하기 · Pay</button></form> \
         <form method=\"post\" action=\"checkout/decline\"><button>결제 거절 · Decline</button></form> \
         <form method=\"post\" action=\"checkout/close\"><button>창 닫기 · Close</button></form>",
    );
    page
}

fn price(payment: &Payment) -> String {
    match payment.currency {
        Currency::Krw => format!("{}원", grouped(payment.amount)),
        Currency::Usd => format!("{} USD", payment.currency.text(payment.amount)),
    }
}

/// The card window offers easy pay too, unless it was opened on one service.
fn easy_pay_choices(opened_on: Option<&EasyPay>) -> String {
    let mut choices = String::new();
    if opened_on.is_none() {
        choices.push_str(
            "<label>간편결제 · Easy pay <select name=\"easyPay\"><option value=\"\">카드 · Card</option>",
        );
        for name in easy_pay::services() {
            let _infallible = write!(choices, "<option>{name}</option>");
        }
        choices.push_str("</select></label> ");
    }
    choices.push_str(
        "<label>간편결제 수단 · Its means <select name=\"means\"><option value=\"card\">카드 · Card</option>\
         <option value=\"money\">계좌·머니 · Money</option></select></label> \
         <label>포인트 · Points <input name=\"points\" inputmode=\"numeric\" size=\"8\"></label> ",
    );
    choices
}
