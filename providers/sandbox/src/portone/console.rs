//! PortOne's console: cancels by an operator, the settings of the channel. Beside it what others do: a card company takes money
//! back or disputes a payment, a PG ends a cancel. One thing exists only in a simulator: the order to refuse the next calls.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::App;
use super::cancel::{self, REASON_MAX, Wish};
use super::errors;
use super::events::note;
use super::payment::{CancelStatus, Dispute};
use crate::shared::console::{OperatorCancel, operation, order};
use crate::shared::fields::{Checked, Fields, bad};
use crate::shared::named::Named as _;
use crate::shared::{pages, webhooks};

const KEY_MAX: usize = 255;
/// Longest name of an operation or a code.
const NAME_MAX: usize = 80;
const MESSAGE_MAX: usize = 500;

/// `POST …/console/cancel {paymentKey, amount?, reason?}`: the gateway is not asked.
pub(super) async fn cancel(State(app): State<Arc<App>>, body: Bytes) -> Checked<Response> {
    by_others(&app, &body, "CONSOLE", "콘솔 취소")
}

/// `POST …/console/chargeback {paymentKey, amount?, reason?}`.
pub(super) async fn charge_back(State(app): State<Arc<App>>, body: Bytes) -> Checked<Response> {
    by_others(&app, &body, "CHARGEBACK", "차지백")
}

fn by_others(
    app: &Arc<App>,
    body: &[u8],
    trigger: &'static str,
    reason: &str,
) -> Checked<Response> {
    let asked = OperatorCancel::parse(body, KEY_MAX, REASON_MAX)?;
    let now = app.now();
    let answer = {
        let mut books = app.books();
        let payment = books.payments.get(&asked.payment_key);
        let tax_free = payment.map_or(0, |it| {
            let amount = asked.amount.unwrap_or_else(|| it.cancellable());
            cancel::tax_free_share(it, amount)
        });
        let wish = Wish {
            reason: asked.reason.unwrap_or_else(|| reason.to_owned()),
            amount: asked.amount,
            tax_free,
            balance: None,
            trigger,
            idempotency_key: None,
        };
        cancel::perform(&mut books, &asked.payment_key, wish, false, now)
    };
    webhooks::dispatch(app);
    Ok(match answer {
        Ok(done) => pages::json(StatusCode::OK, &done),
        Err(refusal) => pages::json(StatusCode::BAD_REQUEST, &refusal.body()),
    })
}

/// `POST …/console/dispute {paymentKey, resolved?}`: a dispute begins; `resolved` ends the last one.
pub(super) async fn dispute(State(app): State<Arc<App>>, body: Bytes) -> Checked<Response> {
    let fields = Fields::parse(&body)?;
    fields.only(&["paymentKey", "resolved"])?;
    let id = fields.required_text("paymentKey", KEY_MAX)?;
    let ends = fields.flag("resolved")?.unwrap_or(false);
    let now = app.now();
    let shown: Option<Value> = {
        let mut books = app.books();
        let channel = books.channel;
        let told = books.payments.get_mut(&id).map(|payment| {
            match payment.disputes.last_mut().filter(|_| ends) {
                Some(last) => last.resolved_at = Some(now),
                None => payment.disputes.push(Dispute {
                    created_at: now,
                    resolved_at: None,
                }),
            }
            payment.json(&app, channel)
        });
        let kind = if ends {
            "Transaction.DisputeResolved"
        } else {
            "Transaction.DisputeCreated"
        };
        note(&mut books, &id, kind, None, now);
        told
    };
    webhooks::dispatch(&app);
    shown.map_or_else(
        || bad("paymentKey", "is not a known payment"),
        |shown| Ok(pages::json(StatusCode::OK, &shown)),
    )
}

/// `POST …/console/channel {manual?, live?, slow_cancels?}`. What was opened before keeps its kind.
pub(super) async fn channel(State(app): State<Arc<App>>, body: Bytes) -> Checked<Response> {
    let fields = Fields::parse(&body)?;
    fields.only(&["manual", "live", "slow_cancels"])?;
    let mut books = app.books();
    let channel = &mut books.own.channel;
    channel.manual = fields.flag("manual")?.unwrap_or(channel.manual);
    channel.live = fields.flag("live")?.unwrap_or(channel.live);
    channel.slow_cancels = fields.flag("slow_cancels")?.unwrap_or(channel.slow_cancels);
    let shown = json!({
        "manual": channel.manual, "live": channel.live, "slow_cancels": channel.slow_cancels,
    });
    Ok(pages::json(StatusCode::OK, &shown))
}

/// `POST …/console/finish {paymentKey, status}`: a cancel that was only requested ends as `SUCCEEDED` or `FAILED`.
pub(super) async fn finish(State(app): State<Arc<App>>, body: Bytes) -> Checked<Response> {
    let fields = Fields::parse(&body)?;
    fields.only(&["paymentKey", "status"])?;
    let id = fields.required_text("paymentKey", KEY_MAX)?;
    let status = CancelStatus::named(&fields.required_text("status", NAME_MAX)?);
    let ended = status.filter(|it| *it != CancelStatus::Requested);
    let Some(status) = ended else {
        return bad("status", "must be SUCCEEDED or FAILED");
    };
    let shown = cancel::finish(&mut app.books(), &id, status, app.now());
    webhooks::dispatch(&app);
    shown.map_or_else(
        || bad("paymentKey", "has no cancel that was only requested"),
        |shown| Ok(pages::json(StatusCode::OK, &shown)),
    )
}

/// `POST …/console/answer {operation, code, message?, times?}`: the next calls of this operation are refused with this
/// type and have no effect.
pub(super) async fn answer(State(app): State<Arc<App>>, body: Bytes) -> Checked<Response> {
    let fields = Fields::parse(&body)?;
    fields.only(&["operation", "code", "message", "times"])?;
    let operation = operation(&fields, NAME_MAX)?;
    let name = fields.required_text("code", NAME_MAX)?;
    let Some(error) = errors::by_kind(&name) else {
        return bad("code", "is not a documented type of an error");
    };
    let said = fields.text("message", MESSAGE_MAX)?;
    let answer = (operation, (error, said));
    order(&mut app.books().forced, &fields, answer)
}
