//! Sends money back, and finds out the outcome when Naver Pay answers anything but success.
//!
//! The refund's id is the idempotency key and is in the cancel's row of history (`merchantPayTransactionKey`), so it
//! is certain whether a cancel is ours. The expected rest, frozen when the refund was recorded, guards it even when
//! Naver has deleted the key.

mod refused;

use domain::{money::Won, payment::Snapshot};

use self::refused::{explains, lists, told};
use super::{
    KEY_HEADER, NaverPay,
    call::{Answered, Refusal, Said, under_keys},
    codes,
    lookup::is_payment_id,
    misconfigured, wire,
};
use crate::{codes::Meaning, error::ProviderError, provider::RefundOrder};

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
        refusal: Refusal,
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
