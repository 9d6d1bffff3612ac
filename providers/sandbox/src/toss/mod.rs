//! Toss Payments, core API versions 2022-11-16 and 2024-06-01: the server API, the buyer's window, the two payment
//! webhooks, and functions of the developer centre (deposits by hand, cancels by an operator).

mod auth_idempotency;
mod banks;
mod cancel;
mod confirm;
mod console;
mod create;
mod currency;
mod deposit;
mod easy_pay;
mod errors;
mod events;
mod idempotency;
mod lookup;
mod method;
mod options;
mod pages;
mod payment;
mod routes;
mod sdk;
mod state;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::Value;

pub(crate) use self::routes::routes;
use self::state::App;
pub(crate) use self::state::{Settings, Toss};
use crate::shared::faults::{Kind, Operation};
use crate::shared::simulator::{Feed, ProviderState};

/// Seven retries (webhook guide), then an e-mail to the merchant.
const RETRY_MINUTES: [u32; 7] = [1, 4, 16, 64, 256, 1024, 4096];

impl ProviderState for Toss {
    const NAME: &'static str = "toss";
    const ROUTES: &'static [&'static str] = &[
        "/sandbox/toss/v1/… — Toss Payments core API",
        "/sandbox/toss/v2/standard — Toss's script, which opens a window from a page of the merchant",
        "POST /sandbox/toss/deposits {orderId, depositorName?, amount?} — pay into a virtual account",
        "POST /sandbox/toss/deposits/reverse {orderId} — the bank takes the deposit back",
        "POST /sandbox/toss/console/cancel {paymentKey, amount?, reason?} — cancel at the provider's own console",
    ];
    const FEEDS: &'static [Feed<Self>] = &[Feed {
        retry_minutes: &RETRY_MINUTES,
        endless: false,
        // Whether another 2xx counts is not documented.
        any_2xx: false,
        post: |app, webhook, retried| Some(events::post(app, webhook, retried)),
    }];
    const TICKS: bool = true;
    type Settings = Settings;

    fn can(kind: Kind, _: Operation) -> bool {
        kind != Kind::FieldLeftOut
    }

    fn view(&self, _: DateTime<Utc>) -> Value {
        self.view()
    }

    fn resume(&mut self) {
        self.idempotency.retain(|_, slot| slot.is_answered());
    }

    /// Sends the EXPIRED webhook without a request.
    fn tick(app: &Arc<App>) {
        events::expire(app);
    }
}
