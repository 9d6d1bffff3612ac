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
mod fields;
mod lookup;
mod method;
mod pages;
mod payment;
mod receipts;
mod sdk;
mod settlements;
mod state;

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::routing::{MethodFilter, MethodRouter, get, on, post};
use chrono::{DateTime, Utc};
use serde_json::Value;

use self::auth_idempotency::{Act, Call, serve};
pub(crate) use self::state::Toss;
use crate::shared::faults::{FaultKind, FaultPlaces, Operation};
use crate::shared::settlements::withhold;
use crate::shared::simulator::{self, Feed, ProviderState};

/// Seven retries (webhook guide), then an e-mail to the merchant.
const RETRY_MINUTES: [u32; 7] = [1, 4, 16, 64, 256, 1024, 4096];

type App = simulator::Simulator<Toss>;
type Books = simulator::Books<Toss>;

/// The keys of the one merchant that the routes know.
pub(crate) struct Settings {
    /// A key that starts with `live_` disables `TossPayments-Test-Code`.
    pub(crate) secret_key: String,
    /// The public half of the pair.
    pub(crate) client_key: String,
}

impl ProviderState for Toss {
    const NAME: &'static str = "toss";
    const ROUTES: &'static [&'static str] = &[
        "/sandbox/toss/v1/… — Toss Payments core API",
        "/sandbox/toss/v2/standard — Toss's script, which opens a window from a page of the merchant",
        "POST /sandbox/toss/deposits {orderId, depositorName?, amount?} — pay into a virtual account",
        "POST /sandbox/toss/deposits/reverse {orderId} — the bank takes the deposit back",
        "POST /sandbox/toss/console/cancel {paymentKey, amount?, reason?} — cancel at the provider's own console",
        "POST /sandbox/toss/console/withhold {paymentKey, orderId, amount} — kept back from payouts by a dispute, or paid out again",
    ];
    const FEEDS: &'static [Feed<Self>] = &[Feed {
        retry_minutes: &RETRY_MINUTES,
        endless: false,
        // Whether another 2xx counts is not documented.
        any_2xx: false,
        post: |app, webhook, retried| Some(events::post(app, webhook, retried)),
    }];
    const PLACES: FaultPlaces = FaultPlaces {
        amounts: &["/totalAmount", "/amount"],
        states: &["/status", "/issueStatus"],
        left_out: None,
    };
    const TICKS: bool = true;
    type Settings = Settings;

    fn can(kind: FaultKind, _: Operation) -> bool {
        kind != FaultKind::FieldLeftOut
    }

    fn view(&self, _: DateTime<Utc>) -> Value {
        self.view()
    }

    fn resume(&mut self) {
        self.idempotency.retain(|_, slot| slot.answer.is_some());
    }

    /// Sends the EXPIRED webhook without a request.
    fn tick(app: &Arc<App>) {
        events::expire(app);
    }
}

pub(crate) fn routes() -> Router<Arc<App>> {
    let create = |act| api(MethodFilter::POST, Operation::Create, act);
    let confirm = api(MethodFilter::POST, Operation::Confirm, confirm::confirm);
    let look_up = |act| api(MethodFilter::GET, Operation::Lookup, act);
    let cancel = api(MethodFilter::POST, Operation::Cancel, cancel::by_api);
    let receipt = |act| api(MethodFilter::POST, Operation::Receipt, act);
    let payments = "/sandbox/toss/v1/payments";
    let receipts = "/sandbox/toss/v1/cash-receipts";
    Router::new()
        .route(payments, create(create::window))
        .route(&format!("{payments}/confirm"), confirm)
        .route(
            &format!("{payments}/{{payment_key}}"),
            look_up(lookup::by_key),
        )
        .route(
            &format!("{payments}/orders/{{order_id}}"),
            look_up(lookup::by_order),
        )
        .route(&format!("{payments}/{{payment_key}}/cancel"), cancel)
        .route(
            &format!("{payments}/{{payment_key}}/checkout"),
            get(pages::window),
        )
        .route(
            &format!("{payments}/{{payment_key}}/checkout/{{choice}}"),
            post(pages::choose),
        )
        .route("/sandbox/toss/v2/standard", get(sdk::script))
        .route("/sandbox/toss/v2/windows", post(sdk::open))
        .route(
            "/sandbox/toss/v1/virtual-accounts",
            create(create::virtual_account),
        )
        .route(
            "/sandbox/toss/v1/transactions",
            look_up(lookup::transactions),
        )
        .route("/sandbox/toss/v1/settlements", look_up(settlements::list))
        .route(
            receipts,
            receipt(receipts::issue).merge(look_up(receipts::list)),
        )
        .route(
            &format!("{receipts}/{{receipt_key}}/cancel"),
            receipt(receipts::cancel),
        )
        .route("/sandbox/toss/deposits", post(deposit::pay_in))
        .route("/sandbox/toss/deposits/reverse", post(deposit::reverse))
        .route("/sandbox/toss/console/cancel", post(cancel::by_operator))
        .route("/sandbox/toss/console/withhold", post(withhold))
        .route("/sandbox/toss/console/answer", post(console::answer))
        .route("/sandbox/toss/console/version", post(console::version))
}

fn api(method: MethodFilter, operation: Operation, act: Act) -> MethodRouter<Arc<App>> {
    let handler = move |State(app): State<Arc<App>>,
                        Path(path): Path<HashMap<String, String>>,
                        parts: Parts,
                        body: Bytes| {
        let call = Call {
            operation,
            method: parts.method,
            uri: parts.uri,
            path,
            headers: parts.headers,
            body,
        };
        serve(app, call, act)
    };
    on(method, handler)
}
