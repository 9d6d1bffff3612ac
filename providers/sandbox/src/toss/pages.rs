//! The buyer's window: it shows the amount to pay and sends the browser back to the merchant.

use std::fmt::Write;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use reqwest::Url;

use super::currency::Currency;
use super::easy_pay::{self, EasyPay};
use super::errors::REJECT_CARD_COMPANY;
use super::events::{expire, status_changed};
use super::method::Method;
use super::payment::{Payment, Status};
use super::{App, Books, banks};
use crate::shared::pages::{self, escape, grouped, html, no_payment};
use crate::shared::webhooks;

/// Codes and texts with which the browser comes back to `failUrl`.
const CLOSED: (&str, &str) = (
    "PAY_PROCESS_CANCELED",
    "사용자에 의해 결제가 취소되었습니다.",
);

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
        return no_payment();
    };
    match (choice, payment.status) {
        ("pay", Status::Ready) => pay(app, &mut books, payment, body),
        ("pay", Status::InProgress) => to_success(&payment),
        ("decline", Status::Ready) => decline(app, &mut books, payment, body),
        ("decline", Status::Aborted) => declined(&payment),
        // The order id may be missing when the buyer closed the window; here it always is.
        ("close", Status::Ready) => to_failure(&payment, CLOSED.0, CLOSED.1, false),
        ("pay" | "decline" | "close", _) => over(&payment),
        _ => no_payment(),
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

/// The card company refused: the payment has failed for good. A test may choose the code and message.
fn decline(app: &App, books: &mut Books, mut payment: Payment, body: &[u8]) -> Response {
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

fn declined(payment: &Payment) -> Response {
    let (code, message) = payment
        .failure
        .as_ref()
        .map_or(("", ""), |(code, message)| (code, message));
    to_failure(payment, code, message, true)
}

fn to_success(payment: &Payment) -> Response {
    let amount = payment.currency.text(payment.amount);
    let pairs = [
        ("paymentKey", payment.key.as_str()),
        ("orderId", &payment.order_id),
        ("amount", &amount),
    ];
    back(payment.success_url.as_deref(), &pairs)
}

fn to_failure(payment: &Payment, code: &str, message: &str, names_order: bool) -> Response {
    let mut pairs = vec![("code", code), ("message", message)];
    if names_order {
        pairs.push(("orderId", &payment.order_id));
    }
    back(payment.fail_url.as_deref(), &pairs)
}

fn over(payment: &Payment) -> Response {
    pages::over(Some(payment.status.name()))
}

/// The buyer comes back to the merchant, where there was a window.
fn back(url: Option<&str>, pairs: &[(&str, &str)]) -> Response {
    url.and_then(|url| pages::back(url, pairs))
        .unwrap_or_else(|| {
            let body = "<p>This payment was made without a window.</p>";
            html(StatusCode::CONFLICT, "결제창이 없습니다", body)
        })
}

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
        None => no_payment(),
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
