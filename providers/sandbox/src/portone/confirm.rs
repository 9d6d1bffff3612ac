//! `POST /payments/{paymentId}/confirm`: takes the money of an attempt that the buyer authenticated, or issues its account.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::errors::{self, Answer};
use super::events::note;
use super::gate::{Call, NAME_MAX};
use super::payment::{Account, Method, Payment, Stage, iso};
use super::{App, Books};
use crate::shared::rng::Rng;

const TOKEN_MAX: usize = 2048;
const CURRENCY_MAX: usize = 3;

pub(super) fn confirm(app: &App, call: &Call) -> Answer {
    let fields = call.fields(app)?;
    let token = fields.required_text("paymentToken", TOKEN_MAX)?;
    let now = app.now();
    let mut books = app.books();
    let id = call.payment_id();
    let payment = books.payments.get(id).ok_or(errors::PAYMENT_NOT_FOUND)?;
    if payment.taken.is_some() {
        return Err(errors::ALREADY_PAID.into());
    }
    let of_token =
        |it: &super::payment::Attempt| it.stage == Stage::Authenticated && it.token == token;
    let at = payment.attempts.iter().position(of_token);
    let at = at.ok_or(errors::INVALID_PAYMENT_TOKEN)?;
    let attempt = &payment.attempts[at];
    let differs = |given: Option<i64>, own| given.is_some_and(|given| given != own);
    let mismatch = differs(fields.whole("totalAmount")?, attempt.total)
        || differs(fields.whole("taxFreeAmount")?, attempt.tax_free)
        || fields
            .text("currency", CURRENCY_MAX)?
            .is_some_and(|it| it != "KRW")
        || fields.flag("isTest")?.is_some_and(|it| it == attempt.live)
        || fields
            .text("txId", NAME_MAX)?
            .is_some_and(|it| it != attempt.tx_id);
    if mismatch {
        return Err(errors::INFORMATION_MISMATCH.into());
    }
    take(&mut books, id, at, now);
    let tx = books.payments[id].attempts[at].tx_id.replace('-', "");
    Ok(json!({"pgTxId": format!("StdpayCARDINIpayTest{tx}"), "paidAt": iso(now)}))
}

/// The attempt succeeds: the money is taken, or the account issued.
pub(super) fn take(books: &mut Books, id: &str, at: usize, now: DateTime<Utc>) {
    let Books { own, rng, .. } = books;
    let Some(payment) = own.payments.get_mut(id) else {
        return;
    };
    let event = succeed(payment, at, rng, now);
    note(books, id, event, None, now);
}

fn succeed(payment: &mut Payment, at: usize, rng: &mut Rng, now: DateTime<Utc>) -> &'static str {
    payment.taken = Some(at);
    let attempt = payment.shown_mut();
    attempt.changed_at = now;
    if attempt.method == Method::VirtualAccount {
        attempt.stage = Stage::Issued;
        attempt.account = Some(Account {
            number: rng.digits(14),
            issued_at: now,
            due: now + TimeDelta::hours(attempt.valid_hours),
            depositor: None,
        });
        "Transaction.VirtualAccountIssued"
    } else {
        attempt.stage = Stage::Paid;
        attempt.paid_at = Some(now);
        payment.approvals += 1;
        "Transaction.Paid"
    }
}
