//! What a refused cancel proves, by itself and beside the list of what happened.

use domain::{
    money::Won,
    payment::{CancelLine, CancelStanding, Snapshot, Standing},
};

use super::super::{
    ID, codes,
    map::{self, Asked, doubt},
    wire,
};
use crate::{
    error::ProviderError,
    provider::{RefundOrder, is_reason_of},
};

/// The cancel as its own answer reports it. Others' cancels are in the total only.
pub(super) fn told(
    answer: wire::Cancelled,
    refund: &RefundOrder,
    rest: Won,
) -> Result<Snapshot, ProviderError> {
    let taken = map::sum(
        [
            answer.primary_pay_cancel_amount,
            answer.npoint_cancel_amount,
            answer.gift_card_cancel_amount,
            answer.discount_cancel_amount,
        ]
        .into_iter()
        .flatten(),
    );
    let agrees = answer.payment_id == refund.payment_key
        && taken == Some(refund.amount)
        && answer.total_rest_amount == rest;
    if !agrees {
        return Err(doubt("another cancel than it was asked for"));
    }
    let cancelled = refund
        .paid
        .minus(rest)
        .ok_or_else(|| doubt("more left than was paid"))?;
    let at = answer.cancel_ymdt.as_deref().and_then(map::instant);
    let line = CancelLine {
        key: answer.pay_hist_id.unwrap_or_default(),
        amount: refund.amount,
        reason: refund.id.to_string(),
        at,
        settled: CancelStanding::Done,
    };
    Ok(Snapshot {
        provider: ID,
        standing: Standing::Paid,
        cancelled,
        method: refund.method,
        cancels: vec![line],
        ..map::unapproved(refund.order, &refund.payment_key, refund.paid)
    })
}

/// Whether the cancel of this refund is among those listed.
pub(super) fn lists(snapshot: &Snapshot, refund: &RefundOrder) -> Result<bool, ProviderError> {
    let ours = |line: &&CancelLine| is_reason_of(refund.id, &line.reason);
    match snapshot.cancels.iter().find(ours) {
        None => Ok(false),
        Some(line) if line.amount == refund.amount => Ok(true),
        Some(_) => Err(doubt("another amount cancelled under this refund's id")),
    }
}

/// Whether the list explains the refusal without a cancel of ours. Naver Pay does not document how soon it lists a
/// cancel. Where the list shows no reason, the reason may be our own cancel that it does not show yet.
pub(super) fn explains(code: &str, asked: &Asked, refund: &RefundOrder) -> bool {
    let snapshot = &asked.snapshot;
    if snapshot.standing != Standing::Paid {
        return false;
    }
    let rest = snapshot.amount.minus_or_zero(snapshot.cancelled);
    match codes::known(code) {
        "AlreadyCanceled" => rest.is_zero(),
        "OverRemainAmount" => rest < refund.amount,
        "RestAmountDiff" => rest != refund.expected_balance,
        "TaxScopeAmtGreaterThanRemainError" => {
            let taxed = refund.amount.minus_or_zero(refund.tax_free);
            asked
                .tax_rest
                .is_some_and(|rest| rest.0 < taxed || rest.1 < refund.tax_free)
        }
        // Its message contains the reason, and no other is needed.
        "Fail" => true,
        // `CancelNotComplete`: Naver Pay is still processing it.
        _ => false,
    }
}
