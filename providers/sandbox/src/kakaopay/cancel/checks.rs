//! Whether a cancel fits the payment.

use chrono::{DateTime, Months, Utc};

use super::super::errors::{self, Refusal};
use super::super::numbers::eleventh;
use super::super::payment::{Amounts, Method, Payment, Status};

/// Months after the approval in which a card and Kakao Pay money can be cancelled.
const CARD_MONTHS: u32 = 12;
const MONEY_MONTHS: u32 = 60;

pub(super) fn check_state(payment: &Payment, now: DateTime<Utc>) -> Result<(), Refusal> {
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
        return Err(Refusal::because(
            errors::CANCEL_NOT_ALLOWED,
            "the time for cancels is over",
        ));
    }
    Ok(())
}

pub(super) fn check_total(payment: &Payment, amount: i64) -> Result<(), Refusal> {
    if amount > payment.amount.total {
        return Err(errors::MORE_THAN_APPROVED.into());
    }
    if amount > payment.left().total {
        return Err(errors::MORE_THAN_LEFT.into());
    }
    if payment.amount.green_deposit > 0 && amount < payment.left().total {
        return Err(Refusal::because(
            errors::CANCEL_NOT_ALLOWED,
            "a payment with a cup deposit is cancelled whole",
        ));
    }
    Ok(())
}

/// The parts of a cancel, which must fit into the rest of each. A tax left out is an eleventh. It is cut to the rest,
/// unless the shop named the tax at `ready`: then it must match, or be named again.
pub(super) fn parts(
    payment: &Payment,
    amount: i64,
    tax_free: i64,
    vat: Option<i64>,
) -> Result<Amounts, Refusal> {
    let left = payment.left();
    let all = amount == left.total;
    let taxed_left = left.total - left.tax_free;
    if tax_free > left.tax_free || tax_free > amount || amount - tax_free > taxed_left {
        return Err(Refusal::because(
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
        return Err(Refusal::because(
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
