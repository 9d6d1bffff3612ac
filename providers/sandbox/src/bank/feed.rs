//! A bank account whose movements are reported by a feed signed as Standard Webhooks 1.0.0. It cannot be queried, so
//! its notice is the only source.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::{App, DEPOSITOR_NAME_MAX, Deposit, NAME_MAX, booked, deposited_at};
use crate::shared::faults::{FaultKind, Operation};
use crate::shared::fields::{BadField, Checked, Fields};
use crate::shared::outbox::{OutgoingWebhook, Post};
use crate::shared::rng::Rng;
use crate::shared::standard_webhooks::{sign, signing_key};
use crate::shared::time::kst;
use crate::shared::webhooks;

/// Its place among the feeds of the bank.
const FEED: usize = 0;
/// Standard Webhooks recommends 15 to 30 seconds.
const TIMEOUT: Duration = Duration::from_secs(20);

type BadRequest = (StatusCode, BadField);

/// `POST /sandbox/bank/deposits`: money arrives, and the feed notifies the gateway.
pub(crate) async fn deposit(
    State(app): State<Arc<App>>,
    body: Bytes,
) -> Result<Response, BadRequest> {
    let bad_request = |bad| (StatusCode::BAD_REQUEST, bad);
    let (movement_id, deposit) = parse(&app, &body).map_err(bad_request)?;
    let (movement_id, letter) = book(&app, movement_id, deposit)?;
    let delivered = webhooks::first_try(&app, letter).await;
    let answer = booked(&movement_id, delivered);
    if app.happens(Operation::Webhook, FaultKind::DepositReversed) {
        app.tracker
            .spawn(reverse_later(Arc::clone(&app), movement_id));
    }
    Ok(answer)
}

fn parse(app: &App, body: &[u8]) -> Checked<(Option<String>, Deposit)> {
    let fields = Fields::parse(body)?;
    fields.only(&[
        "depositor_name",
        "amount",
        "account",
        "deposited_at",
        "movement_id",
    ])?;
    let deposited_at = deposited_at(app, &fields)?;
    let movement_id = fields.text("movement_id", NAME_MAX)?;
    let deposit = Deposit {
        account: fields
            .text("account", NAME_MAX)?
            .unwrap_or_else(|| app.settings.account.clone()),
        depositor_name: fields.required_text("depositor_name", DEPOSITOR_NAME_MAX)?,
        amount: fields.required_won("amount")?,
        deposited_at,
        reversed: false,
    };
    Ok((movement_id, deposit))
}

/// The movement in the books, with its name, and the webhook about it.
fn book(
    app: &App,
    movement_id: Option<String>,
    deposit: Deposit,
) -> Result<(String, OutgoingWebhook), BadRequest> {
    let mut books = app.books();
    let movement_id = movement_id.unwrap_or_else(|| format!("mv_{}", books.rng.alphanumeric(20)));
    if books.deposits.contains_key(&movement_id) {
        return Err(about_movement(
            StatusCode::CONFLICT,
            "is the name of another movement",
        ));
    }
    let data = json!({
        "movement_id": movement_id,
        "account": deposit.account,
        "depositor_name": deposit.depositor_name,
        "amount": deposit.amount,
        "deposited_at": kst(deposit.deposited_at),
    });
    books.deposits.insert(movement_id.clone(), deposit);
    let letter = letter(&mut books.rng, app.now(), "deposit.received", &data);
    Ok((movement_id, letter))
}

/// `POST /sandbox/bank/deposits/{movement_id}/reverse`: the bank takes the money back.
pub(crate) async fn reverse(
    State(app): State<Arc<App>>,
    Path(movement_id): Path<String>,
) -> Result<Response, BadRequest> {
    let letter = mark_reversed(&app, &movement_id)?;
    let delivered = webhooks::first_try(&app, letter).await;
    Ok(booked(&movement_id, delivered))
}

async fn reverse_later(app: Arc<App>, movement_id: String) {
    if webhooks::pause(&app, 1).await
        && let Ok(letter) = mark_reversed(&app, &movement_id)
    {
        webhooks::first_try(&app, letter).await;
    }
}

fn mark_reversed(app: &App, movement_id: &str) -> Result<OutgoingWebhook, BadRequest> {
    let mut books = app.books();
    let deposit = books.deposits.get_mut(movement_id);
    let deposit =
        deposit.ok_or_else(|| about_movement(StatusCode::NOT_FOUND, "is not a known movement"))?;
    if deposit.reversed {
        return Err(about_movement(StatusCode::CONFLICT, "was reversed before"));
    }
    deposit.reversed = true;
    let data = json!({"movement_id": movement_id});
    Ok(letter(&mut books.rng, app.now(), "deposit.reversed", &data))
}

fn about_movement(status: StatusCode, problem: &'static str) -> BadRequest {
    (status, BadField::new("movement_id", problem))
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

/// One try of a webhook. `None` when the secret cannot sign.
pub(super) fn post(app: &App, webhook: &OutgoingWebhook, _: usize) -> Option<Post> {
    let body = webhooks::damaged(app, webhook.body.clone());
    let timestamp = app.now().timestamp();
    let mut key = signing_key(&app.settings.webhook_secret)?;
    if webhooks::forged(app) {
        key.reverse();
        key.push(0x5a);
    }
    let signature = sign(&key, &webhook.id, timestamp, &body);
    let headers = vec![
        ("webhook-id", webhook.id.clone()),
        ("webhook-timestamp", timestamp.to_string()),
        ("webhook-signature", signature),
    ];
    Some(app.post(headers, body, TIMEOUT))
}
