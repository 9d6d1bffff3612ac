//! `POST /payments/{paymentId}/cancel`, and the same made by others: at PortOne's console, and by a card company.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::errors::{self, Answer, ApiError};
use super::events::note;
use super::gate::Call;
use super::payment::{Cancel, CancelStatus, Method, Payment, Stage};
use super::{App, Books};
use crate::shared::fields::{Fields, bad};

/// Longer than any PG takes.
pub(super) const REASON_MAX: usize = 500;
const NAME_MAX: usize = 100;

/// The fields of a cancel.
pub(super) struct Wish {
    pub(super) reason: String,
    pub(super) amount: Option<i64>,
    pub(super) tax_free: i64,
    pub(super) balance: Option<i64>,
    pub(super) trigger: &'static str,
    pub(super) idempotency_key: Option<String>,
}

pub(super) fn by_api(app: &App, call: &Call) -> Answer {
    let fields = call.fields(app)?;
    let wish = Wish {
        reason: fields.required_text("reason", REASON_MAX)?,
        amount: fields.won("amount")?,
        tax_free: fields.whole("taxFreeAmount")?.unwrap_or(0),
        balance: fields.whole("currentCancellableAmount")?,
        trigger: "API",
        idempotency_key: call.idempotency_key().map(str::to_owned),
    };
    if let Some(requester) = fields.text("requester", NAME_MAX)?
        && !["CUSTOMER", "ADMIN"].contains(&requester.as_str())
    {
        bad("requester", "must be CUSTOMER or ADMIN")?;
    }
    let mut books = app.books();
    let payment = books.payments.get(call.payment_id());
    let payment = payment.ok_or(errors::PAYMENT_NOT_FOUND)?;
    if payment.shown().method == Method::VirtualAccount && payment.shown().stage == Stage::Paid {
        check_account(&fields)?;
    }
    let slow = books.channel.slow_cancels;
    perform(&mut books, call.payment_id(), wish, slow, app.now())
}

/// The account that a virtual account's refund goes to.
fn check_account(fields: &Fields) -> Result<(), ApiError> {
    let Some(account) = fields.object("refundAccount")? else {
        return Ok(bad("refundAccount", "is required for a virtual account")?);
    };
    for name in ["bank", "number", "holderName"] {
        account.required_text(name, NAME_MAX)?;
    }
    Ok(())
}

/// Cancels, or has it requested at a PG that answers later.
pub(super) fn perform(
    books: &mut Books,
    id: &str,
    wish: Wish,
    slow: bool,
    now: DateTime<Utc>,
) -> Answer {
    let cancel_id = uuid(books);
    let payment = books.own.payments.get_mut(id);
    let payment = payment.ok_or(errors::PAYMENT_NOT_FOUND)?;
    let amount = check(payment, &wish)?;
    let cancel = Cancel {
        id: cancel_id,
        status: if slow {
            CancelStatus::Requested
        } else {
            CancelStatus::Succeeded
        },
        amount,
        tax_free: wish.tax_free,
        reason: wish.reason,
        at: now,
        trigger: wish.trigger.to_owned(),
        idempotency_key: wish.idempotency_key,
    };
    let answer = json!({"cancellation": cancel.json()});
    let cancel_id = cancel.id.clone();
    payment.cancels.push(cancel);
    let event = event(payment, slow);
    note(books, id, event, Some(cancel_id), now);
    Ok(answer)
}

/// What the webhook about the last cancel is called.
pub(super) fn event(payment: &Payment, slow: bool) -> &'static str {
    if slow {
        "Transaction.CancelPending"
    } else if payment.status() == "CANCELLED" {
        "Transaction.Cancelled"
    } else {
        "Transaction.PartialCancelled"
    }
}

/// The amount of the cancel. The order of these checks is not documented.
fn check(payment: &Payment, wish: &Wish) -> Result<i64, ApiError> {
    if payment.shown().stage != Stage::Paid {
        return Err(errors::PAYMENT_NOT_PAID.into());
    }
    let cancellable = payment.cancellable();
    if cancellable == 0 {
        return Err(errors::PAYMENT_ALREADY_CANCELLED.into());
    }
    if wish.balance.is_some_and(|balance| balance != cancellable) {
        return Err(errors::BALANCE_DIFFERS.into());
    }
    let amount = wish.amount.unwrap_or(cancellable);
    if amount > cancellable {
        return Err(errors::AMOUNT_EXCEEDS.into());
    }
    if wish.tax_free > amount {
        return Err(errors::PARTS_EXCEED.into());
    }
    let tax_free = payment.cancellable_tax_free();
    if wish.tax_free > tax_free {
        return Err(errors::TAX_FREE_EXCEEDS.into());
    }
    if amount - wish.tax_free > cancellable - tax_free {
        return Err(errors::TAXED_EXCEEDS.into());
    }
    Ok(amount)
}

/// A name in the form of PortOne's own.
pub(super) fn uuid(books: &mut Books) -> String {
    let hex = books.rng.hex32().to_lowercase();
    let parts = [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ];
    parts.join("-")
}

/// The share of an operator's cancel that is tax-free: the taxed part goes first.
pub(super) fn tax_free_share(payment: &Payment, amount: i64) -> i64 {
    let taxed = payment.cancellable() - payment.cancellable_tax_free();
    (amount - taxed).max(0)
}

/// Ends the cancels that were only requested.
pub(super) fn finish(
    books: &mut Books,
    id: &str,
    status: CancelStatus,
    now: DateTime<Utc>,
) -> Option<Value> {
    let payment = books.own.payments.get_mut(id)?;
    let waiting = |it: &&mut Cancel| it.status == CancelStatus::Requested;
    let cancel = payment.cancels.iter_mut().find(waiting)?;
    cancel.status = status;
    cancel.at = now;
    let (cancel_id, shown) = (cancel.id.clone(), cancel.json());
    if status == CancelStatus::Succeeded {
        let event = event(payment, false);
        note(books, id, event, Some(cancel_id), now);
    }
    Some(shown)
}
