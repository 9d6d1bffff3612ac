//! The window of a PG behind PortOne: it shows the amount to pay and sends the browser back to `redirectUrl`, whatever
//! happened.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::confirm::take;
use super::events::note;
use super::payment::{Attempt, Payment, Stage};
use super::{App, Books};
use crate::shared::pages::{self, escape, grouped, html, no_payment};
use crate::shared::webhooks;

/// The code with which the browser comes back after a PG's refusal.
const OF_THE_PG: &str = "FAILURE_TYPE_PG";
/// The reason, and the PG's own code and message.
const DECLINED: (&str, &str, &str) = ("한도초과", "8032", "[8032] 카드사 한도초과");
const CLOSED: (&str, &str, &str) = (
    "사용자가 결제를 취소하셨습니다",
    "V801",
    "[결제포기] 사용자가 결제를 취소하셨습니다",
);

/// `GET …/windows/{txId}`.
pub(super) async fn window(State(app): State<Arc<App>>, Path(tx_id): Path<String>) -> Response {
    let books = app.books();
    match found(&books, &tx_id) {
        Some((payment, at))
            if payment.taken.is_none() && payment.attempts[at].stage == Stage::Open =>
        {
            let page = form(&payment.attempts[at]);
            html(StatusCode::OK, "포트원 결제 (모의)", &page)
        }
        Some((payment, _)) => pages::over(Some(payment.status())),
        None => no_payment(),
    }
}

fn found<'b>(books: &'b Books, tx_id: &str) -> Option<(&'b Payment, usize)> {
    let payment = books.payments.get(books.windows.get(tx_id)?)?;
    let at = payment.attempts.iter().position(|it| it.tx_id == tx_id)?;
    Some((payment, at))
}

fn form(attempt: &Attempt) -> String {
    let mut page = format!(
        "<dl><dt>상품 · Product</dt><dd>{}</dd><dt>금액 · Amount</dt><dd>{}원</dd></dl><form method=\"post\">",
        escape(&attempt.order_name),
        grouped(attempt.total),
    );
    let id = escape(&attempt.tx_id);
    for (choice, label) in [
        ("pay", "결제하기 · Pay"),
        ("decline", "결제 거절 · Decline"),
        ("close", "창 닫기 · Close"),
    ] {
        let _infallible = write!(
            page,
            "<button formaction=\"{id}/{choice}\">{label}</button> "
        );
    }
    page.push_str("</form>");
    page
}

/// `POST …/windows/{txId}/{pay|decline|close}`: 303 to the merchant. A second press of "pay" has the same result.
pub(super) async fn choose(
    State(app): State<Arc<App>>,
    Path((tx_id, choice)): Path<(String, String)>,
) -> Response {
    let response = act(&app, &tx_id, &choice);
    webhooks::dispatch(&app);
    response
}

fn act(app: &App, tx_id: &str, choice: &str) -> Response {
    let now = app.now();
    let mut books = app.books();
    let Some((payment, at)) = found(&books, tx_id) else {
        return no_payment();
    };
    let (id, stage) = (payment.id.clone(), payment.attempts[at].stage);
    if payment.taken.is_some_and(|taken| taken != at) {
        return pages::over(Some(payment.status()));
    }
    match (choice, stage) {
        ("pay", Stage::Open) => {
            let manual = books.channel.manual;
            if manual {
                set(&mut books, &id, at, Stage::Authenticated, None, now);
            } else {
                take(&mut books, &id, at, now);
            }
            to_success(&books.payments[&id].attempts[at], &id, manual)
        }
        ("pay", Stage::Authenticated) => to_success(&books.payments[&id].attempts[at], &id, true),
        ("decline" | "close", Stage::Open) => {
            let why = if choice == "close" { CLOSED } else { DECLINED };
            set(&mut books, &id, at, Stage::Failed, Some(why), now);
            note(&mut books, &id, "Transaction.Failed", None, now);
            to_failure(&books.payments[&id].attempts[at], &id)
        }
        ("pay" | "decline" | "close", _) => pages::over(Some(books.payments[&id].status())),
        _ => no_payment(),
    }
}

fn set(
    books: &mut Books,
    id: &str,
    at: usize,
    stage: Stage,
    why: Option<(&str, &str, &str)>,
    now: chrono::DateTime<chrono::Utc>,
) {
    let Some(attempt) = books
        .own
        .payments
        .get_mut(id)
        .and_then(|it| it.attempts.get_mut(at))
    else {
        return;
    };
    (attempt.stage, attempt.changed_at) = (stage, now);
    attempt.failure = why.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned()));
}

fn to_success(attempt: &Attempt, id: &str, manual: bool) -> Response {
    let mut pairs = vec![
        ("transactionType", "PAYMENT"),
        ("paymentId", id),
        ("txId", &attempt.tx_id),
    ];
    if manual {
        pairs.push(("paymentToken", &attempt.token));
    }
    pages::back(&attempt.redirect_url, &pairs).unwrap_or_else(no_payment)
}

fn to_failure(attempt: &Attempt, id: &str) -> Response {
    let (_, code, message) = attempt.failure.clone().unwrap_or_default();
    let pairs = [
        ("transactionType", "PAYMENT"),
        ("paymentId", id),
        ("txId", &attempt.tx_id),
        ("code", OF_THE_PG),
        ("message", &message),
        ("pgCode", &code),
        ("pgMessage", &message),
    ];
    pages::back(&attempt.redirect_url, &pairs).unwrap_or_else(no_payment)
}
