//! Sends money back, and finds out the outcome when Naver Pay answers anything but success.
//!
//! The refund's id is the idempotency key and is in the cancel's row of history (`merchantPayTransactionKey`), so it
//! is certain whether a cancel is ours. The expected rest, frozen when the refund was recorded, guards it even when
//! Naver has deleted the key.

use domain::{
    money::Won,
    payment::{CancelLine, CancelStanding, Snapshot, Standing},
};

use super::{
    ID, KEY_HEADER, NaverPay,
    call::{Answered, Rejection, Said, under_keys},
    codes,
    lookup::is_payment_id,
    map::{self, PaymentDetail, doubt},
    wire,
};
use crate::{
    codes::Meaning,
    error::{ProviderError, misconfigured},
    provider::{RefundOrder, is_reason_of},
};

/// The documented limit of `cancelReason`. A Hangul syllable takes three of them.
const REASON_BYTES_MAX: usize = 256;
/// The shop; the buyer has no way to cancel here.
const REQUESTER: &str = "2";

impl NaverPay {
    pub(super) async fn give_back(&self, refund: &RefundOrder) -> Result<Snapshot, ProviderError> {
        let (taxed, rest) = parts(refund).ok_or_else(|| {
            misconfigured(
                "REFUND_AMOUNT",
                "a refund is more than nothing, at most the balance it expects, and not less than its tax-free part",
            )
        })?;
        if !is_payment_id(&refund.payment_key) {
            return Err(misconfigured("PAYMENT_ID_MALFORMED", "not a payment id"));
        }
        let id = refund.id.to_string();
        let form = wire::Cancel {
            payment_id: &refund.payment_key,
            merchant_pay_transaction_key: id.clone(),
            cancel_amount: refund.amount,
            cancel_reason: cut(refund.reason_line(), REASON_BYTES_MAX),
            cancel_requester: REQUESTER,
            tax_scope_amount: taxed,
            tax_ex_scope_amount: refund.tax_free,
            do_compare_rest: "1",
            expected_rest_amount: rest,
        };
        let request = |key: &str| {
            let post = self.post(&["v1", "cancel"]).header(KEY_HEADER, key);
            post.form(&form)
        };
        match under_keys(&id, request, codes::on_cancel).await? {
            Answered::Said(said) => self.cancelled(said, refund, rest).await,
            Answered::Refused(refusal) => self.not_cancelled(refusal, refund).await,
        }
    }

    /// The answer is definite, but covers this cancel only. A replayed one is as old as its first version: the
    /// current list takes precedence.
    async fn cancelled(
        &self,
        said: Said,
        refund: &RefundOrder,
        rest: Won,
    ) -> Result<Snapshot, ProviderError> {
        let replayed = said.replayed;
        let told = said.read().and_then(|it| told(it, refund, rest));
        if (replayed || told.is_err())
            && let Ok(Some(asked)) = self.listed(&refund.payment_key).await
            && lists(&asked.snapshot, refund)?
        {
            return Ok(asked.snapshot);
        }
        told
    }

    async fn not_cancelled(
        &self,
        refusal: Rejection,
        refund: &RefundOrder,
    ) -> Result<Snapshot, ProviderError> {
        let meaning = codes::on_cancel(&refusal.code);
        if meaning != Meaning::Settled {
            return Err(refusal.error(meaning));
        }
        // Something happened to this payment before: our own cancel, whose answer was lost, or another one.
        let Ok(Some(asked)) = self.listed(&refund.payment_key).await else {
            return Err(refusal.error(Meaning::InDoubt));
        };
        if lists(&asked.snapshot, refund)? {
            return Ok(asked.snapshot);
        }
        let meaning = if explains(&refusal.code, &asked, refund) {
            Meaning::NothingMoved
        } else {
            Meaning::InDoubt
        };
        Err(refusal.error(meaning))
    }
}

/// The taxed part of the refund, and the rest it leaves of the payment.
fn parts(refund: &RefundOrder) -> Option<(Won, Won)> {
    let rest = refund.expected_balance.minus(refund.amount)?;
    let taxed = refund.amount.minus(refund.tax_free)?;
    (!refund.amount.is_zero()).then_some((taxed, rest))
}

/// As many whole characters as fit.
fn cut(mut text: String, bytes_max: usize) -> String {
    text.truncate(text.floor_char_boundary(bytes_max));
    text
}

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
        ..map::unapproved(refund.order.to_string(), &refund.payment_key, refund.paid)
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
pub(super) fn explains(code: &str, asked: &PaymentDetail, refund: &RefundOrder) -> bool {
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
