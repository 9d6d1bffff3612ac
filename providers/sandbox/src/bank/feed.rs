//! A bank account whose movements are reported by a feed signed as Standard Webhooks 1.0.0. It cannot be queried, so
//! its notice is the only source.

pub(crate) mod notice;
mod request;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

pub(super) use self::notice::post;
use self::request::parse;
use super::state::App;
use crate::shared::faults::{Kind, Operation};
use crate::shared::fields::BadField;
use crate::shared::outbox::OutgoingWebhook;
use crate::shared::pages;
use crate::shared::rng::Rng;
use crate::shared::time::kst;
use crate::shared::webhooks;

/// Its place among the feeds of the bank.
const FEED: usize = 0;

/// `POST /sandbox/bank/deposits`: money arrives, and the feed notifies the gateway.
pub(crate) async fn deposit(State(app): State<Arc<App>>, body: Bytes) -> Response {
    let (movement_id, deposit) = match parse(&app, &body) {
        Ok(parsed) => parsed,
        Err(BadField { field, problem }) => {
            return crate::shared::pages::refuse(StatusCode::BAD_REQUEST, &field, problem);
        }
    };
    let letter = {
        let mut books = app.books();
        let movement_id =
            movement_id.unwrap_or_else(|| format!("mv_{}", books.rng.alphanumeric(20)));
        if books.deposits.contains_key(&movement_id) {
            return crate::shared::pages::refuse(
                StatusCode::CONFLICT,
                "movement_id",
                "is the name of another movement",
            );
        }
        let data = json!({
            "movement_id": movement_id,
            "account": deposit.account,
            "depositor_name": deposit.depositor_name,
            "amount": deposit.amount,
            "deposited_at": kst(deposit.deposited_at),
        });
        books.deposits.insert(movement_id, deposit);
        letter(&mut books.rng, app.now(), "deposit.received", &data)
    };
    let movement_id = letter.body["data"]["movement_id"].clone();
    let delivered = webhooks::first_try(&app, letter).await;
    if app.happens(Operation::Webhook, Kind::DepositReversed) {
        let id = movement_id.as_str().unwrap_or_default().to_owned();
        app.tracker.spawn(reverse_later(Arc::clone(&app), id));
    }
    pages::json(
        StatusCode::CREATED,
        &json!({"movement_id": movement_id, "delivered": delivered}),
    )
}

/// `POST /sandbox/bank/deposits/{movement_id}/reverse`: the bank takes the money back.
pub(crate) async fn reverse(
    State(app): State<Arc<App>>,
    Path(movement_id): Path<String>,
) -> Response {
    match mark_reversed(&app, &movement_id) {
        Ok(letter) => {
            let delivered = webhooks::first_try(&app, letter).await;
            pages::json(
                StatusCode::CREATED,
                &json!({"movement_id": movement_id, "delivered": delivered}),
            )
        }
        Err((status, problem)) => crate::shared::pages::refuse(status, "movement_id", problem),
    }
}

async fn reverse_later(app: Arc<App>, movement_id: String) {
    if webhooks::pause(&app, 1).await
        && let Ok(letter) = mark_reversed(&app, &movement_id)
    {
        webhooks::first_try(&app, letter).await;
    }
}

fn mark_reversed(
    app: &App,
    movement_id: &str,
) -> Result<OutgoingWebhook, (StatusCode, &'static str)> {
    let mut books = app.books();
    let deposit = books
        .deposits
        .get_mut(movement_id)
        .ok_or((StatusCode::NOT_FOUND, "is not a known movement"))?;
    if deposit.reversed {
        return Err((StatusCode::CONFLICT, "was reversed before"));
    }
    deposit.reversed = true;
    Ok(letter(
        &mut books.rng,
        app.now(),
        "deposit.reversed",
        &json!({"movement_id": movement_id}),
    ))
}

fn letter(rng: &mut Rng, now: DateTime<Utc>, event: &str, data: &Value) -> OutgoingWebhook {
    let timestamp = now.to_rfc3339_opts(SecondsFormat::Secs, true);
    let body = json!({"type": event, "timestamp": timestamp, "data": data});
    OutgoingWebhook {
        feed: FEED,
        id: format!("msg_{}", rng.alphanumeric(24)),
        body,
    }
}
