//! What the buttons of the window do.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::TimeDelta;
use reqwest::Url;

use super::super::codes;
use super::super::params::Params;
use super::super::payment::{APPROVE_MINUTES, Payment, Stage, Way};
use super::super::state::App;
use super::{over, unknown};

/// Longest name of a payment method.
const NAME_MAX: usize = 10;

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
        return unknown();
    };
    let authenticates = matches!(choice.as_str(), "pay" | "late" | "short");
    match payment.stage {
        Stage::Reserved => {}
        Stage::Authenticated { .. } if authenticates => return to_success(payment),
        Stage::Failed | Stage::Authenticated { .. } | Stage::Approved { .. } => return over(),
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
        _ if !authenticates => return unknown(),
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
        .map_or_else(unknown, to_success)
}

/// The chosen means; a card unless the form says otherwise.
pub(super) fn way(body: &[u8]) -> Way {
    let chosen = Params::of_form(body).and_then(|form| form.text("means", NAME_MAX).ok().flatten());
    Way::ALL
        .into_iter()
        .find(|way| Some(way.name()) == chosen.as_deref())
        .unwrap_or(Way::Card)
}

fn to_success(payment: &Payment) -> Response {
    let payment_id = payment.number.as_deref().unwrap_or_default();
    back(
        payment,
        &[("resultCode", "Success"), ("paymentId", payment_id)],
    )
}

/// A failure has no payment number.
fn to_failure(payment: &Payment, code: &str, message: &str) -> Response {
    let pairs = [
        ("resultCode", code),
        ("resultMessage", message),
        ("reserveId", &payment.reserve_id),
    ];
    back(payment, &pairs)
}

/// The merchant's own query parameters stay first.
pub(super) fn back(payment: &Payment, pairs: &[(&str, &str)]) -> Response {
    let Ok(mut url) = Url::parse(&payment.wish.return_url) else {
        return unknown();
    };
    url.query_pairs_mut().extend_pairs(pairs);
    Redirect::to(url.as_str()).into_response()
}
