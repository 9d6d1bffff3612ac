//! `POST /v1/payments/confirm`: the step that takes the money, or issues the account of a virtual-account payment.

use super::App;
use super::auth_idempotency::Call;
use super::create::{issue, order_is_taken};
use super::errors::{self, Answer, TossError};
use super::events::{shown, status_changed};
use super::fields::order_id;
use super::lookup::record;
use super::method::Method;
use super::payment::{Payment, Status};
use crate::shared::faults::{FaultKind, Operation};
use crate::shared::fields::{Fields, bad};

pub(crate) const PAYMENT_KEY_MAX: usize = 200;
/// Least amounts of a card and of an account transfer, in won.
const CARD_WON_MIN: i64 = 100;
const TRANSFER_WON_MIN: i64 = 200;
/// How many won less a faulty confirmation charges.
const CHARGED_LESS_WON: i64 = 10;

pub(crate) fn confirm(app: &App, call: &Call) -> Answer {
    let fields = Fields::of_request(&call.headers, &call.body)?;
    let payment_key = fields.required_text("paymentKey", PAYMENT_KEY_MAX)?;
    let order_id = order_id(&fields)?;
    let now = app.now();
    let mut books = app.books();
    let mut payment = books.payment(&payment_key)?.clone();
    let amount = payment.currency.required(&fields, "amount")?;
    if payment.order_id != order_id {
        bad("orderId", "is not the order of this payment")?;
    }
    check_status(payment.status)?;
    if payment.amount != amount {
        bad("amount", "is not the amount of this payment")?;
    }
    if order_is_taken(&books, &order_id) {
        return Err(errors::DUPLICATED_ORDER_ID.into());
    }
    let refused = below_minimum(&payment);
    if let Some(error) = refused {
        payment.status = Status::Aborted;
        payment.failure = Some((error.code.to_owned(), error.message.to_owned()));
    } else if payment.method == Method::VirtualAccount {
        issue(&mut books, &mut payment, now);
    } else {
        if app.happens(Operation::Confirm, FaultKind::ChargedLess) {
            payment.amount = (payment.amount - CHARGED_LESS_WON).max(1);
        }
        let amount = payment.amount;
        payment.status = Status::Done;
        payment.approved_at = Some(now);
        payment.approvals += 1;
        record(&mut books, &mut payment, now, amount);
    }
    status_changed(app, &mut books, &payment, now);
    let answer = shown(app, &books, &payment, now);
    books.put(payment);
    refused.map_or(Ok(answer), |error| Err(error.into()))
}

/// Only an authenticated payment whose ten minutes are running can be confirmed.
fn check_status(status: Status) -> Result<(), TossError> {
    match status {
        Status::InProgress => Ok(()),
        Status::Ready | Status::Expired | Status::Aborted => Err(errors::NOT_FOUND_PAYMENT_SESSION),
        Status::WaitingForDeposit | Status::Done | Status::Canceled | Status::PartialCanceled => {
            Err(errors::ALREADY_PROCESSED_PAYMENT)
        }
    }
}

fn below_minimum(payment: &Payment) -> Option<TossError> {
    let least = match payment.method {
        Method::Card => CARD_WON_MIN,
        Method::Transfer => TRANSFER_WON_MIN,
        _ => 0,
    };
    (payment.amount < least).then_some(errors::BELOW_MINIMUM_AMOUNT)
}
