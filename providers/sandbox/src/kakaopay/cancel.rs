//! `POST /online/v1/payment/cancel`, and a cancel by an operator at the provider's own console. The call is not
//! idempotent: two equal partial cancels both succeed while the balance lasts.

mod checks;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use self::checks::{check_state, check_total, parts};
use super::answers::cancelled;
use super::approve::PAYLOAD_MAX;
use super::errors::{self, Answer, Refusal};
use super::gate::respond;
use super::numbers::{eleventh, required_whole, whole};
use super::payment::{Cancel, Origin, Status, TID_CHARS, name};
use super::state::App;
use crate::shared::fields::{BadField, Checked, Fields, bad};

/// The fields of a cancel request, in won.
enum Wish {
    Api {
        amount: i64,
        tax_free: i64,
        vat: Option<i64>,
        available: Option<i64>,
    },
    /// The whole rest unless an amount is named; the taxed part goes first.
    Console { amount: Option<i64> },
}

pub(super) fn by_api(app: &App, fields: &Fields) -> Answer {
    let tid = fields.required_text("tid", TID_CHARS)?;
    let amount = required_whole(fields, "cancel_amount")?;
    if amount == 0 {
        bad("cancel_amount", "must be above zero")?;
    }
    let wish = Wish::Api {
        amount,
        tax_free: required_whole(fields, "cancel_tax_free_amount")?,
        vat: whole(fields, "cancel_vat_amount")?,
        available: whole(fields, "cancel_available_amount")?,
    };
    perform(app, &tid, &wish, fields.text("payload", PAYLOAD_MAX)?)
}

/// `POST /sandbox/kakaopay/console/cancel {paymentKey, amount?, reason?}`: the gateway is neither asked nor notified.
pub(super) async fn by_operator(State(app): State<Arc<App>>, body: Bytes) -> Response {
    match parse_console(&body) {
        Ok((tid, wish, reason)) => respond(perform(&app, &tid, &wish, reason)),
        Err(BadField { field, problem }) => {
            crate::shared::pages::refuse(StatusCode::BAD_REQUEST, &field, problem)
        }
    }
}

fn parse_console(body: &[u8]) -> Checked<(String, Wish, Option<String>)> {
    let fields = Fields::parse(body)?;
    fields.only(&["paymentKey", "amount", "reason"])?;
    Ok((
        fields.required_text("paymentKey", TID_CHARS)?,
        Wish::Console {
            amount: fields.won("amount")?,
        },
        fields.text("reason", PAYLOAD_MAX)?,
    ))
}

fn perform(app: &App, tid: &str, wish: &Wish, payload: Option<String>) -> Answer {
    let now = app.now();
    let mut guard = app.books();
    let books = &mut *guard;
    let aid = name(&mut books.rng, 'A', now);
    let payment = books.own.by_tid(tid).ok_or(errors::UNKNOWN_TID)?;
    check_state(payment, now)?;
    let (amount, origin) = match *wish {
        Wish::Api {
            amount,
            tax_free,
            vat,
            available,
        } => {
            check_total(payment, amount)?;
            if available.is_some_and(|expected| expected != payment.left().total) {
                // The refusal is documented; its code is not.
                return Err(Refusal::because(
                    errors::WRONG_AMOUNTS,
                    "cancel_available_amount is not what is left",
                ));
            }
            (parts(payment, amount, tax_free, vat)?, Origin::Api)
        }
        Wish::Console { amount } => {
            let left = payment.left();
            let amount = amount.unwrap_or(left.total);
            check_total(payment, amount)?;
            let tax_free = (amount - (left.total - left.tax_free)).max(0);
            let all = amount == left.total;
            let vat = if all {
                left.vat
            } else {
                eleventh(amount - tax_free).min(left.vat)
            };
            (
                parts(payment, amount, tax_free, Some(vat))?,
                Origin::Console,
            )
        }
    };
    let cancel = Cancel {
        aid,
        at: now,
        amount,
        payload,
        origin,
    };
    payment.cancels.push(cancel.clone());
    payment.status = if payment.left().total == 0 {
        Status::Cancelled
    } else {
        Status::PartCancelled
    };
    Ok(cancelled(payment, &cancel, &app.settings.cid))
}
