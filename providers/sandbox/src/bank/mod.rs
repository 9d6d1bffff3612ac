//! A bank account whose movements are reported by two feeds on one address: a signed one, and PayAction.

pub(crate) mod feed;
mod payaction;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::post;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::shared::faults::{FaultKind, FaultPlaces, Operation};
use crate::shared::fields::{Checked, Fields, bad};
use crate::shared::pages;
use crate::shared::simulator::{self, Feed, ProviderState};
use crate::shared::time::kst;

/// Minutes between the first tries of the signed feed.
const RETRY_MINUTES: [u32; 4] = [1, 4, 16, 64];
/// PayAction sends three times more and then gives up; its intervals are not documented.
const PAYACTION_RETRY_MINUTES: [u32; 3] = [1, 4, 16];
/// Longer than any passbook text; banks cut at 10 to 20 characters.
const DEPOSITOR_NAME_MAX: usize = 100;
/// Times, and the names and numbers of accounts, movements and orders.
const NAME_MAX: usize = 64;

type App = simulator::Simulator<Bank>;
type Books = simulator::Books<Bank>;

/// The account, and the secrets of its two feeds.
pub(crate) struct Settings {
    /// `whsec_` and standard base64: the Standard Webhooks secret of the signed feed.
    pub(crate) webhook_secret: String,
    /// The value PayAction sends as `x-webhook-key`.
    pub(crate) payaction_key: String,
    /// The value PayAction sends as `x-mall-id`.
    pub(crate) payaction_mall_id: String,
    /// The number of the account that PayAction watches, when a deposit names none.
    pub(crate) account_number: String,
    /// The account a deposit lands on when it names none.
    pub(crate) account: String,
}

/// A movement on the bank account.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Deposit {
    account: String,
    depositor_name: String,
    amount: i64,
    deposited_at: DateTime<Utc>,
    reversed: bool,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Bank {
    /// By movement id.
    deposits: BTreeMap<String, Deposit>,
}

impl ProviderState for Bank {
    const NAME: &'static str = "bank";
    const ROUTES: &'static [&'static str] = &[
        "POST /sandbox/bank/deposits {depositor_name, amount, account?, deposited_at?, movement_id?}",
        "POST /sandbox/bank/deposits/{movement_id}/reverse",
        "POST /sandbox/bank/payaction/deposits {depositor_name, amount, deposited_at?, account_number?, order_number?, match_only?, withdrawn?} — told as PayAction tells it",
    ];
    const FEEDS: &'static [Feed<Self>] = &[
        Feed {
            retry_minutes: &RETRY_MINUTES,
            endless: true,
            any_2xx: true,
            post: feed::post,
        },
        Feed {
            retry_minutes: &PAYACTION_RETRY_MINUTES,
            endless: false,
            // It prescribes the answer's body as well, which is ignored here.
            any_2xx: false,
            post: |app, webhook, _| Some(payaction::post(app, webhook)),
        },
    ];
    const PLACES: FaultPlaces = FaultPlaces {
        amounts: &[],
        states: &[],
        left_out: None,
    };
    type Settings = Settings;

    /// A bank only sends.
    fn can(_: FaultKind, operation: Operation) -> bool {
        operation == Operation::Webhook
    }

    fn view(&self, _: DateTime<Utc>) -> Value {
        let deposits = self.deposits.iter().map(|(movement_id, it)| {
            json!({
                "movement_id": movement_id,
                "account": it.account,
                "depositor_name": it.depositor_name,
                "amount": it.amount,
                "deposited_at": kst(it.deposited_at),
                "reversed": it.reversed,
            })
        });
        json!({"deposits": deposits.collect::<Vec<_>>()})
    }
}

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/sandbox/bank/deposits", post(feed::deposit))
        .route(
            "/sandbox/bank/deposits/{movement_id}/reverse",
            post(feed::reverse),
        )
        .route("/sandbox/bank/payaction/deposits", post(payaction::deposit))
}

/// When the money moved: now, unless the request names a time.
fn deposited_at(app: &App, fields: &Fields) -> Checked<DateTime<Utc>> {
    let Some(text) = fields.text("deposited_at", NAME_MAX)? else {
        return Ok(app.now());
    };
    match DateTime::parse_from_rfc3339(&text) {
        Ok(at) => Ok(at.with_timezone(&Utc)),
        Err(_) => bad(
            "deposited_at",
            "must be RFC 3339, such as 2026-01-02T09:30:00+09:00",
        ),
    }
}

/// A movement that was booked, and whether the gateway accepted what was sent about it.
fn booked(movement_id: &str, delivered: bool) -> Response {
    let body = json!({"movement_id": movement_id, "delivered": delivered});
    pages::json(StatusCode::CREATED, &body)
}
