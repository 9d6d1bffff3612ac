//! Sends money back. What became of it is judged from Kakao Pay's list (see `outcome`).

use domain::payment::{CancelLine, CancelStanding, Snapshot, Standing};

use super::{
    KakaoPay,
    call::{Answered, exchange},
    codes,
    lookup::is_tid,
    map::{self, Asked, doubt},
    outcome::{self, Outcome},
    wire,
};
use crate::{
    codes::Meaning,
    error::{ProviderError, declined, misconfigured},
    provider::RefundOrder,
};

/// The documented limit of `payload`.
const PAYLOAD_CHARS_MAX: usize = 200;

impl KakaoPay {
    pub(super) async fn give_back(&self, refund: &RefundOrder) -> Result<Snapshot, ProviderError> {
        if refund.amount.is_zero() || refund.amount > refund.expected_balance {
            return Err(misconfigured(
                "REFUND_AMOUNT",
                "a refund is more than nothing and at most the balance it expects",
            ));
        }
        let before = self.ask_for(refund).await?;
        match outcome::outcome(&before, refund) {
            Outcome::Done(aid) => return Ok(marked(before.snapshot, &aid, refund)),
            Outcome::Open => {}
            Outcome::Never => {
                return Err(declined(
                    "BALANCE_CHANGED",
                    "others moved the balance past the one this refund expects",
                ));
            }
            Outcome::Unclear => return Err(doubt("cancels that cannot be told apart")),
        }
        let (tax_free, vat) = outcome::tax_parts(&before, refund);
        let body = wire::Cancel {
            cid: &self.cid,
            tid: &refund.payment_key,
            cancel_amount: refund.amount,
            cancel_tax_free_amount: tax_free,
            cancel_vat_amount: vat,
            cancel_available_amount: outcome::guard(&before, refund),
            payload: refund
                .reason_line()
                .chars()
                .take(PAYLOAD_CHARS_MAX)
                .collect(),
        };
        let refusal = match exchange::<wire::Cancelled>(self.post("cancel", &body)).await? {
            Answered::Said(cancelled) => {
                self.check_meant(&refund.payment_key, &cancelled.tid, &cancelled.cid)?;
                return map::cancelled(cancelled, refund);
            }
            Answered::Broken(why) => return Err(ProviderError::InDoubt(why)),
            Answered::Refused(refusal) => refusal,
        };
        let meaning = codes::on_cancel(&refusal);
        match meaning {
            Meaning::InDoubt | Meaning::RetryLater | Meaning::Misconfigured => {
                Err(refusal.error(meaning))
            }
            // A refusal is believed only after a look-up: an earlier request of ours may have succeeded.
            Meaning::NothingMoved | Meaning::TooLate | Meaning::Settled => {
                match self.ask_for(refund).await {
                    Ok(after) => match outcome::outcome(&after, refund) {
                        Outcome::Done(aid) => Ok(marked(after.snapshot, &aid, refund)),
                        Outcome::Open | Outcome::Never => Err(refusal.error(Meaning::NothingMoved)),
                        Outcome::Unclear => Err(refusal.error(Meaning::InDoubt)),
                    },
                    Err(_) => Err(refusal.error(Meaning::InDoubt)),
                }
            }
        }
    }

    /// The current state of the payment a refund belongs to. A payment other than the expected one is not refunded.
    async fn ask_for(&self, refund: &RefundOrder) -> Result<Asked, ProviderError> {
        if !is_tid(&refund.payment_key) {
            return Err(misconfigured("TID_MALFORMED", "not a payment's name"));
        }
        let asked = self.ask(&refund.payment_key).await?;
        let snapshot = &asked.snapshot;
        if snapshot.standing != Standing::Paid
            || snapshot.order_ref != refund.order.to_string()
            || snapshot.amount != refund.paid
        {
            return Err(doubt(
                "another state, order or amount than of the payment to refund",
            ));
        }
        Ok(asked)
    }
}

/// The snapshot with this refund's cancel marked as ours, whether or not Kakao Pay repeated the payload.
fn marked(mut snapshot: Snapshot, aid: &str, refund: &RefundOrder) -> Snapshot {
    let line = snapshot.cancels.iter_mut().find(|line| line.key == aid);
    match line {
        Some(line) => line.reason = refund.reason_line(),
        None => snapshot.cancels.push(CancelLine {
            key: aid.to_owned(),
            amount: refund.amount,
            reason: refund.reason_line(),
            at: None,
            settled: CancelStanding::Done,
        }),
    }
    snapshot
}
