//! A bank account whose movements are reported by two feeds on one address: a signed one, and PayAction.

pub(crate) mod feed;
mod payaction;
mod state;

use std::sync::Arc;

use axum::Router;
use axum::routing::post;
use chrono::{DateTime, Utc};
use serde_json::Value;

use self::state::App;
pub(crate) use self::state::{Bank, Settings};
use crate::shared::faults::{Kind, Operation};
use crate::shared::simulator::{Feed, ProviderState};

/// Minutes between the first tries of the signed feed.
const RETRY_MINUTES: [u32; 4] = [1, 4, 16, 64];
/// PayAction sends three times more and then gives up; its intervals are not documented.
const PAYACTION_RETRY_MINUTES: [u32; 3] = [1, 4, 16];

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
    type Settings = Settings;

    /// A bank only sends.
    fn can(_: Kind, operation: Operation) -> bool {
        operation == Operation::Webhook
    }

    fn view(&self, _: DateTime<Utc>) -> Value {
        self.view()
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
