//! `POST …/v1/cancel`: money goes back, wholly or in part, and is never charged again.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::approve::PAYMENT_ID_BYTES_MAX;
use super::call::Call;
use super::codes::{self, Answer, ApiError, Code};
use super::params::{Params, invalid};
use super::payment::{Cancel, Payment, Stage, TaxSplit};
use super::reserve::{TRANSACTION_KEY_BYTES_MAX, tax};
use super::{App, Books};
use crate::shared::console::take;
use crate::shared::time::{kst_compact, kst_day};

pub(crate) const REASON_BYTES_MAX: usize = 256;
/// How long Naver Pay takes to finish a cancel that it answered with `CancelNotComplete`. The documents say "soon".
const FINISHES_AFTER_MINUTES: i64 = 5;
/// The day of payment is day 0; the last day of a cancel has this number.
const CANCEL_DAYS: i64 = 1_095;

/// The fields of a cancel request.
pub(crate) struct CancelWish {
    pub(crate) merchant_pay_transaction_key: Option<String>,
    pub(crate) amount: i64,
    pub(crate) tax: TaxSplit,
    pub(crate) reason: String,
    pub(crate) requester: String,
    /// The amount left after this cancel, if Naver Pay shall compare it.
    pub(crate) expected_rest: Option<i64>,
    pub(crate) idempotency_key: Option<String>,
}

pub(crate) fn by_api(app: &App, call: &Call, params: &Params) -> Answer {
    let payment_id = params.required_text("paymentId", PAYMENT_ID_BYTES_MAX)?;
    let wanted = CancelWish {
        merchant_pay_transaction_key: params
            .text("merchantPayTransactionKey", TRANSACTION_KEY_BYTES_MAX)?,
        amount: params.required_number("cancelAmount")?,
        reason: params.required_text("cancelReason", REASON_BYTES_MAX)?,
        requester: params.required_letters("cancelRequester", 1, |byte| b"12".contains(&byte))?,
        tax: tax(params)?,
        expected_rest: match params.number("doCompareRest")? {
            None | Some(0) => None,
            Some(1) => Some(params.required_number("expectedRestAmount")?),
            Some(_) => return Ok(invalid("doCompareRest", "must be 0 or 1")?),
        },
        idempotency_key: call.idempotency_key().map(str::to_owned),
    };
    if wanted.amount == 0 {
        invalid("cancelAmount", "must be above zero")?;
    }
    let now = app.now();
    let mut books = app.books();
    let forced = take(&mut books.own.forced, call.operation);
    perform(&mut books, &payment_id, wanted, now, forced)
}

/// `forced` is the failure ordered by hand. It comes after every check, like one of the card company.
pub(crate) fn perform(
    books: &mut Books,
    payment_id: &str,
    wanted: CancelWish,
    now: DateTime<Utc>,
    forced: Option<Code>,
) -> Answer {
    let history_id = books.own.number(&mut books.rng, now);
    let payment = books
        .own
        .paid_mut(payment_id)
        .ok_or(codes::INVALID_PAYMENT_ID)?;
    if let Some(at) = payment.unfinished(now) {
        return resend(payment, at, &wanted, now);
    }
    check(payment, &wanted, now)?;
    let mut cancel = Cancel {
        history_id,
        whole: payment.rest() == payment.paid() && wanted.amount == payment.wanted.total,
        parts: payment.rest().take(wanted.amount),
        tax: wanted.tax,
        merchant_pay_transaction_key: wanted.merchant_pay_transaction_key,
        reason: wanted.reason,
        requester: wanted.requester,
        done_at: now,
        failed: false,
        idempotency_key: wanted.idempotency_key,
    };
    match forced {
        None => {
            payment.cancels.push(cancel);
            Ok(body(payment, payment.cancels.len() - 1, now))
        }
        Some(code) if code == codes::CANCEL_NOT_COMPLETE => {
            cancel.done_at = now + TimeDelta::minutes(FINISHES_AFTER_MINUTES);
            payment.cancels.push(cancel);
            let body = body(payment, payment.cancels.len() - 1, now);
            Err(ApiError {
                body,
                ..ApiError::from(code)
            })
        }
        Some(code) => {
            // The institution behind Naver Pay failed: the attempt stays in the history, and no money moved.
            if code == codes::FAULT_CHECK_ONGOING || code == codes::FAIL {
                cancel.failed = true;
                payment.cancels.push(cancel);
            }
            Err(code.into())
        }
    }
}

/// While a cancel is unfinished, only the same cancel again is accepted, and it finishes it.
fn resend(payment: &mut Payment, at: usize, wanted: &CancelWish, now: DateTime<Utc>) -> Answer {
    let earlier = &mut payment.cancels[at];
    let same = earlier.parts.total() == wanted.amount
        && earlier.merchant_pay_transaction_key == wanted.merchant_pay_transaction_key;
    if !same {
        return Err(codes::PRE_CANCEL_NOT_COMPLETE.into());
    }
    earlier.done_at = now;
    Ok(body(payment, at, now))
}

/// Checks in the order that was measured, where it was: "nothing left" comes before the comparison of the rest.
fn check(payment: &Payment, wanted: &CancelWish, now: DateTime<Utc>) -> Result<(), ApiError> {
    let Stage::Approved { at } = payment.stage else {
        return Err(codes::INVALID_PAYMENT_ID.into());
    };
    let rest = payment.rest().total();
    if rest == 0 {
        return Err(codes::ALREADY_CANCELED.into());
    }
    if (kst_day(now) - kst_day(at)).num_days() > CANCEL_DAYS {
        return Err(codes::CANCEL_DEADLINE_EXPIRED.into());
    }
    if wanted.tax.total() != Some(wanted.amount) {
        return Err(codes::TAX_SCOPE_AMOUNT_ERROR.into());
    }
    if wanted.amount > rest {
        return Err(codes::OVER_REMAIN_AMOUNT.into());
    }
    if !wanted.tax.fits_in(payment.tax_rest()) {
        return Err(codes::TAX_SCOPE_AMT_GREATER_THAN_REMAIN.into());
    }
    let after = rest - wanted.amount;
    if wanted
        .expected_rest
        .is_some_and(|expected| expected != after)
    {
        let code = codes::REST_AMOUNT_DIFF;
        return Err(ApiError {
            message: Some(format!("{} (잔여 금액: {rest}원)", code.message)),
            ..ApiError::from(code)
        });
    }
    Ok(())
}

/// The answer to a cancel. While it is unfinished it has no history number.
fn body(payment: &Payment, at: usize, now: DateTime<Utc>) -> Value {
    let cancel = &payment.cancels[at];
    let (rest, tax_rest) = (payment.rest(), payment.tax_rest());
    let history_id = if now < cancel.done_at {
        ""
    } else {
        &cancel.history_id
    };
    json!({
        "paymentId": payment.number,
        "payHistId": history_id,
        "primaryPayMeans": payment.way.primary_means(),
        "primaryPayCancelAmount": cancel.parts.primary,
        "primaryPayRestAmount": rest.primary,
        "npointCancelAmount": cancel.parts.npoint,
        "npointRestAmount": rest.npoint,
        "giftCardCancelAmount": cancel.parts.gift_card,
        "giftCardRestAmount": rest.gift_card,
        "discountCancelAmount": cancel.parts.discount,
        "discountRestAmount": rest.discount,
        "taxScopeAmount": cancel.tax.taxable,
        "taxExScopeAmount": cancel.tax.tax_free,
        "taxScopeRestAmount": tax_rest.taxable,
        "taxExScopeRestAmount": tax_rest.tax_free,
        "environmentDepositAmount": cancel.tax.deposit,
        "environmentDepositRestAmount": tax_rest.deposit,
        "cancelYmdt": kst_compact(now),
        "totalRestAmount": rest.total(),
        "applyRestAmount": rest.apply(),
    })
}
