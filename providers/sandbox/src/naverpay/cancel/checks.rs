//! Whether a cancel fits the payment, and what is answered.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::super::codes::{self, Refusal};
use super::super::payment::{Payment, Stage};
use super::CancelWish;
use crate::shared::time::{kst_compact, kst_day};

/// The day of payment is day 0; the last day of a cancel has this number.
const CANCEL_DAYS: i64 = 1_095;

/// Checks in the order that was measured, where it was: "nothing left" comes before the comparison of the rest.
pub(super) fn check(
    payment: &Payment,
    wish: &CancelWish,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
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
    if wish.tax.total() != Some(wish.amount) {
        return Err(codes::TAX_SCOPE_AMOUNT_ERROR.into());
    }
    if wish.amount > rest {
        return Err(codes::OVER_REMAIN_AMOUNT.into());
    }
    if !wish.tax.fits_in(payment.tax_rest()) {
        return Err(codes::TAX_SCOPE_AMT_GREATER_THAN_REMAIN.into());
    }
    let after = rest - wish.amount;
    if wish.expected_rest.is_some_and(|expected| expected != after) {
        let code = codes::REST_AMOUNT_DIFF;
        return Err(Refusal {
            message: Some(format!("{} (잔여 금액: {rest}원)", code.message)),
            ..Refusal::from(code)
        });
    }
    Ok(())
}

/// The answer to a cancel. While it is unfinished it has no history number.
pub(super) fn body(payment: &Payment, at: usize, now: DateTime<Utc>) -> Value {
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
