//! PortOne V2, REST API of the OpenAPI document 1.16.0: registration of an amount, manual confirmation, look-up, list, cancel,
//! virtual accounts, the signed webhooks, PortOne's script with a PG's window behind it, and functions of PortOne's console.
//!
//! Not included: billing keys, scheduled and instant payments, escrow, promotions, cash receipts, identity verification,
//! settlement reports, foreign currencies, and the differences between PGs.

mod cancel;
mod channel;
mod confirm;
mod console;
mod deposit;
mod errors;
mod events;
mod gate;
mod lookup;
mod pages;
mod payment;
mod register;
mod sdk;
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

use self::gate::{Act, Call, serve};
pub(crate) use self::state::PortOne;
use crate::shared::faults::{FaultKind, FaultPlaces, Operation};
use crate::shared::simulator::{self, Feed, ProviderState};

/// Five retries (webhook guide), without their random part.
const RETRY_MINUTES: [u32; 5] = [1, 4, 16, 64, 256];

type App = simulator::Simulator<PortOne>;
type Books = simulator::Books<PortOne>;

/// One store.
pub(crate) struct Settings {
    pub(crate) api_secret: String,
    pub(crate) store_id: String,
    /// The only channel, whichever method.
    pub(crate) channel_key: String,
    /// `whsec_` and standard base64.
    pub(crate) webhook_secret: String,
}

impl ProviderState for PortOne {
    const NAME: &'static str = "portone";
    const ROUTES: &'static [&'static str] = &[
        "/sandbox/portone/payments/… — PortOne V2",
        "/sandbox/portone/v2/browser-sdk.js — PortOne's script, which opens a PG's window from a page of the merchant",
        "POST /sandbox/portone/deposits {orderId, depositorName?, amount?} — pay into a virtual account",
        "POST /sandbox/portone/console/cancel {paymentKey, amount?, reason?} — cancel at the provider's own console",
        "POST /sandbox/portone/console/chargeback {paymentKey, amount?, reason?} — a card company takes money back",
        "POST /sandbox/portone/console/dispute {paymentKey, resolved?} — a dispute begins, or ends",
        "POST /sandbox/portone/console/channel {manual?, live?, slow_cancels?} — the settings of the channel",
        "POST /sandbox/portone/console/finish {paymentKey, status} — a cancel that was only requested ends",
        "POST /sandbox/portone/console/answer {operation, code, message?, times?} — the next calls are refused",
    ];
    const FEEDS: &'static [Feed<Self>] = &[Feed {
        retry_minutes: &RETRY_MINUTES,
        endless: false,
        any_2xx: true,
        post: |app, webhook, _| events::post(app, webhook),
    }];
    const PLACES: FaultPlaces = FaultPlaces {
        amounts: &["/amount/total", "/cancellation/totalAmount"],
        states: &["/status", "/cancellation/status"],
        left_out: None,
    };
    type Settings = Settings;

    fn can(kind: FaultKind, _: Operation) -> bool {
        let of_another = matches!(
            kind,
            FaultKind::FieldLeftOut
                | FaultKind::Unseen
                | FaultKind::ListRowMissing
                | FaultKind::ListRowDoubled
                | FaultKind::ListRowMadeUp
                | FaultKind::ListShort
                | FaultKind::ListDayWrong
                | FaultKind::ListStateWrong
                | FaultKind::ListPaymentWrong
                | FaultKind::ChargedLess
                | FaultKind::CancelledLess
                | FaultKind::DepositReversed
                | FaultKind::ReceiptRefused
                | FaultKind::ReceiptInProgress
        );
        !of_another
    }

    fn view(&self, _: DateTime<Utc>) -> Value {
        self.view()
    }

    fn resume(&mut self) {
        self.idempotency.retain(|_, slot| slot.answer.is_some());
    }
}

pub(crate) fn routes() -> Router<Arc<App>> {
    let of = |operation, act| api(MethodFilter::POST, operation, act);
    let look_up = |act| api(MethodFilter::GET, Operation::Lookup, act);
    let payments = "/sandbox/portone/payments";
    let one = format!("{payments}/{{payment_id}}");
    Router::new()
        .route(payments, look_up(lookup::list))
        .route(&one, look_up(lookup::one))
        .route(
            &format!("{one}/pre-register"),
            of(Operation::Create, register::register),
        )
        .route(
            &format!("{one}/confirm"),
            of(Operation::Confirm, confirm::confirm),
        )
        .route(
            &format!("{one}/cancel"),
            of(Operation::Cancel, cancel::by_api),
        )
        .route(
            &format!("{one}/virtual-account/close"),
            of(Operation::Confirm, deposit::close),
        )
        .route("/sandbox/portone/v2/browser-sdk.js", get(sdk::script))
        .route("/sandbox/portone/v2/windows", post(sdk::open))
        .route("/sandbox/portone/windows/{tx_id}", get(pages::window))
        .route(
            "/sandbox/portone/windows/{tx_id}/{choice}",
            post(pages::choose),
        )
        .route("/sandbox/portone/deposits", post(deposit::pay_in))
        .route("/sandbox/portone/console/cancel", post(console::cancel))
        .route(
            "/sandbox/portone/console/chargeback",
            post(console::charge_back),
        )
        .route("/sandbox/portone/console/dispute", post(console::dispute))
        .route("/sandbox/portone/console/channel", post(console::channel))
        .route("/sandbox/portone/console/finish", post(console::finish))
        .route("/sandbox/portone/console/answer", post(console::answer))
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
