//! A bank account whose movements are reported by a feed signed as Standard Webhooks 1.0.0. It cannot be queried, so
//! its notice is the only source.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, SecondsFormat, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::state::App;
use super::state::Deposit;
use crate::shared::faults::{Kind, Operation};
use crate::shared::fields::{BadField, Checked, Fields, bad};
use crate::shared::outbox::{OutgoingWebhook, Post};
use crate::shared::pages;
use crate::shared::rng::Rng;
use crate::shared::time::kst;
use crate::shared::webhooks;

/// Its place among the feeds of the bank.
const FEED: usize = 0;
/// Standard Webhooks recommends 15 to 30 seconds.
const TIMEOUT: Duration = Duration::from_secs(20);
/// Longer than any passbook text; banks cut at 10 to 20 characters.
const DEPOSITOR_NAME_MAX: usize = 100;
/// Names of accounts and movements.
const NAME_MAX: usize = 64;

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

fn parse(app: &App, body: &[u8]) -> Checked<(Option<String>, Deposit)> {
    let fields = Fields::parse(body)?;
    fields.only(&[
        "depositor_name",
        "amount",
        "account",
        "deposited_at",
        "movement_id",
    ])?;
    let deposited_at = match fields.text("deposited_at", NAME_MAX)? {
        None => app.now(),
        Some(text) => match DateTime::parse_from_rfc3339(&text) {
            Ok(at) => at.with_timezone(&Utc),
            Err(_) => {
                return bad(
                    "deposited_at",
                    "must be RFC 3339, such as 2026-01-02T09:30:00+09:00",
                );
            }
        },
    };
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

/// The bytes behind `whsec_…`; `None` if it is not that or empty.
pub(crate) fn signing_key(secret: &str) -> Option<Vec<u8>> {
    let key = STANDARD.decode(secret.strip_prefix("whsec_")?).ok()?;
    (!key.is_empty()).then_some(key)
}

/// `v1,` and the base64 HMAC-SHA256 of `{id}.{timestamp}.{body}` (Standard Webhooks 1.0.0).
pub(crate) fn sign(key: &[u8], id: &str, timestamp: i64, body: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        unreachable!("HMAC takes a key of any length");
    };
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
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
    let url = format!("{}/webhooks/bank", app.gateway_base);
    Some(Post {
        url,
        headers,
        body,
        timeout: TIMEOUT,
    })
}
