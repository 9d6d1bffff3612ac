//! `POST /online/v1/payment/cancel`, and a cancel by an operator at the provider's own console. The call is not
//! idempotent: two equal partial cancels both succeed while the balance lasts.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Months, Utc};

use super::App;
use super::answers::cancelled;
use super::approve::PAYLOAD_MAX;
use super::errors::{self, Answer, ApiError};
use super::gate::respond;
use super::numbers::{eleventh, required_whole, whole};
use super::payment::{Amounts, Cancel, Method, Origin, Payment, Status, TID_CHARS, name};
use crate::shared::console::OperatorCancel;
use crate::shared::fields::{Checked, Fields, bad};

/// Months after the approval in which a card and Kakao Pay money can be cancelled.
const CARD_MONTHS: u32 = 12;
const MONEY_MONTHS: u32 = 60;

/// The fields of a cancel request, in won.
enum CancelRequest {
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
    let wanted = CancelRequest::Api {
        amount,
        tax_free: required_whole(fields, "cancel_tax_free_amount")?,
        vat: whole(fields, "cancel_vat_amount")?,
        available: whole(fields, "cancel_available_amount")?,
    };
    perform(app, &tid, &wanted, fields.text("payload", PAYLOAD_MAX)?)
}

/// `POST /sandbox/kakaopay/console/cancel {paymentKey, amount?, reason?}`: the gateway is neither asked nor notified.
pub(super) async fn by_operator(State(app): State<Arc<App>>, body: Bytes) -> Checked<Response> {
    let asked = OperatorCancel::parse(&body, TID_CHARS, PAYLOAD_MAX)?;
    let wanted = CancelRequest::Console {
        amount: asked.amount,
    };
    let answer = perform(&app, &asked.payment_key, &wanted, asked.reason);
    Ok(respond(answer))
}

fn perform(app: &App, tid: &str, wanted: &CancelRequest, payload: Option<String>) -> Answer {
    let now = app.now();
    let mut guard = app.books();
    let books = &mut *guard;
    let aid = name(&mut books.rng, 'A', now);
    let payment = books.own.by_tid(tid).ok_or(errors::UNKNOWN_TID)?;
    check_state(payment, now)?;
    let (amount, origin) = match *wanted {
        CancelRequest::Api {
            amount,
            tax_free,
            vat,
            available,
        } => {
            check_total(payment, amount)?;
            if available.is_some_and(|expected| expected != payment.left().total) {
                // The refusal is documented; its code is not.
                return Err(ApiError::because(
                    errors::WRONG_AMOUNTS,
                    "cancel_available_amount is not what is left",
                ));
            }
            (parts(payment, amount, tax_free, vat)?, Origin::Api)
        }
        CancelRequest::Console { amount } => {
            let left = payment.left();
            let amount = amount.unwrap_or(left.total);
            check_total(payment, amount)?;
            let tax_free = (amount - (left.total - left.tax_free)).max(0);
            let vat = if amount == left.total {
                left.vat
            } else {
                eleventh(amount - tax_free).min(left.vat)
            };
            let amounts = parts(payment, amount, tax_free, Some(vat))?;
            (amounts, Origin::Console)
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

fn check_state(payment: &Payment, now: DateTime<Utc>) -> Result<(), ApiError> {
    let approval = match payment.status {
        Status::Success | Status::PartCancelled => payment.approval.as_ref(),
        Status::Ready
        | Status::Opened
        | Status::Authenticated
        | Status::Quit
        | Status::AuthFailed
        | Status::Failed
        | Status::Cancelled => None,
    };
    let approval = approval.ok_or(errors::CANCEL_NOT_ALLOWED)?;
    let months = match payment.method() {
        Some(Method::Card) => CARD_MONTHS,
        Some(Method::Money) | None => MONEY_MONTHS,
    };
    if approval
        .at
        .checked_add_months(Months::new(months))
        .is_some_and(|end| now > end)
    {
        return Err(ApiError::because(
            errors::CANCEL_NOT_ALLOWED,
            "the time for cancels is over",
        ));
    }
    Ok(())
}

fn check_total(payment: &Payment, amount: i64) -> Result<(), ApiError> {
    if amount > payment.amount.total {
        return Err(errors::MORE_THAN_APPROVED.into());
    }
    if amount > payment.left().total {
        return Err(errors::MORE_THAN_LEFT.into());
    }
    if payment.amount.green_deposit > 0 && amount < payment.left().total {
        return Err(ApiError::because(
            errors::CANCEL_NOT_ALLOWED,
            "a payment with a cup deposit is cancelled whole",
        ));
    }
    Ok(())
}

/// The parts of a cancel, which must fit into the rest of each. A tax left out is an eleventh. It is cut to the rest,
/// unless the shop named the tax at `ready`: then it must match, or be named again.
fn parts(
    payment: &Payment,
    amount: i64,
    tax_free: i64,
    vat: Option<i64>,
) -> Result<Amounts, ApiError> {
    let left = payment.left();
    let all = amount == left.total;
    let taxed_left = left.total - left.tax_free;
    if tax_free > left.tax_free || tax_free > amount || amount - tax_free > taxed_left {
        return Err(ApiError::because(
            errors::WRONG_AMOUNTS,
            "cancel_tax_free_amount does not fit what is left",
        ));
    }
    let computed = eleventh(amount - tax_free);
    let vat = match vat {
        Some(named) => named,
        None if payment.names_vat => computed,
        None if all => left.vat,
        None => computed.min(left.vat),
    };
    if vat > left.vat || vat > amount - tax_free || (all && vat != left.vat) {
        return Err(ApiError::because(
            errors::WRONG_AMOUNTS,
            "cancel_vat_amount does not fit what is left",
        ));
    }
    Ok(Amounts {
        total: amount,
        tax_free,
        vat,
        green_deposit: if all { left.green_deposit } else { 0 },
    })
}
