//! Sends money back. What became of it is judged from Kakao Pay's list. Kakao Pay has no idempotency keys, so a cancel is
//! recognised and guarded instead:
//!
//! * It carries the refund's id in `payload`, which the documents show beside the cancel in a look-up.
//! * It carries the balance that was expected when the refund was recorded. A balance only falls, so it has that
//!   value once, and at most one cancel of the payment can ever start there. That value is never read again. If the
//!   guard were refreshed before each request, a refund that seemed lost could be carried out twice.
//!
//! Real answers were seen without payloads. A cancel without one that starts at the expected balance and takes
//! exactly our amount is counted as ours. It could have been made by hand in Kakao Pay's console at that very moment.
//! But then ours was refused and can never be carried out any more: in both cases the buyer got the due amount once.
//! A cancel with another payload is somebody else's.

use domain::{
    canary,
    money::Won,
    payment::{CancelLine, CancelStanding, Snapshot, Standing},
};

use super::{
    KakaoPay,
    call::{Answered, exchange},
    codes,
    lookup::is_tid,
    map::{self, Listed, PaymentDetail, doubt},
    wire,
};
use crate::{
    codes::Meaning,
    error::{ProviderError, declined, misconfigured},
    provider::{RefundOrder, is_reason_of},
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
        match outcome(&before, refund) {
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
        let (tax_free, vat) = tax_parts(&before, refund);
        let body = wire::Cancel {
            cid: &self.cid,
            tid: &refund.payment_key,
            cancel_amount: refund.amount,
            cancel_tax_free_amount: tax_free,
            cancel_vat_amount: vat,
            cancel_available_amount: guard(&before, refund),
            payload: refund.reason_cut(PAYLOAD_CHARS_MAX),
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
                    Ok(after) => match outcome(&after, refund) {
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
    async fn ask_for(&self, refund: &RefundOrder) -> Result<PaymentDetail, ProviderError> {
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

/// The outcome of a refund.
pub(super) enum Outcome {
    /// Carried out, by the cancel of this name.
    Done(String),
    /// Not carried out so far: the balance is still the one it expects.
    Open,
    /// Not carried out, and it never can be: others moved the balance past it.
    Never,
    /// The list is not conclusive.
    Unclear,
}

/// The balance at which a cancel may begin: the frozen one, whatever the current balance is.
fn guard(asked: &PaymentDetail, refund: &RefundOrder) -> Won {
    canary!(GuardReadAgain, balance_of(asked), refund.expected_balance)
}

fn balance_of(asked: &PaymentDetail) -> Won {
    let snapshot = &asked.snapshot;
    snapshot.amount.minus_or_zero(snapshot.cancelled)
}

pub(super) fn outcome(asked: &PaymentDetail, refund: &RefundOrder) -> Outcome {
    let balance = balance_of(asked);
    let ours = |payload: &str| is_reason_of(refund.id, payload);
    let named = asked
        .cancels
        .iter()
        .find(|cancel| cancel.payload.as_deref().is_some_and(ours));
    if let Some(named) = named {
        let fits = named.amount.is_none_or(|amount| amount == refund.amount);
        return if fits {
            Outcome::Done(named.aid.clone())
        } else {
            Outcome::Unclear
        };
    }
    if balance == guard(asked, refund) {
        let agrees = asked.left.is_none_or(|left| left.total == balance);
        return if agrees {
            Outcome::Open
        } else {
            Outcome::Unclear
        };
    }
    match balances(asked) {
        Some(steps) => step_from(&steps, refund),
        None => by_balance_alone(asked, refund, balance),
    }
}

/// Each cancel with the balance it started from, if all amounts are known and add up.
fn balances(asked: &PaymentDetail) -> Option<Vec<(Won, Won, &Listed)>> {
    let mut balance = asked.snapshot.amount;
    let mut steps = Vec::new();
    for cancel in &asked.cancels {
        let amount = cancel.amount?;
        steps.push((balance, amount, cancel));
        balance = balance.minus(amount)?;
    }
    let rest = asked.snapshot.amount.minus(asked.snapshot.cancelled)?;
    (balance == rest).then_some(steps)
}

fn step_from(steps: &[(Won, Won, &Listed)], refund: &RefundOrder) -> Outcome {
    let step = steps
        .iter()
        .find(|(balance, ..)| *balance == refund.expected_balance);
    match step {
        Some((_, amount, cancel)) if *amount == refund.amount && cancel.payload.is_none() => {
            Outcome::Done(cancel.aid.clone())
        }
        Some(_) => Outcome::Never,
        None => Outcome::Unclear,
    }
}

/// Without the amounts of the cancels, only a balance that equals the one ours leaves is conclusive.
fn by_balance_alone(asked: &PaymentDetail, refund: &RefundOrder, balance: Won) -> Outcome {
    let nameless = |cancel: &&Listed| cancel.payload.is_none();
    let exact = refund.expected_balance.minus(refund.amount) == Some(balance);
    match asked.cancels.iter().rfind(nameless) {
        _ if !exact => Outcome::Unclear,
        Some(last) => Outcome::Done(last.aid.clone()),
        None if asked.cancels.is_empty() => Outcome::Done(String::new()),
        None => Outcome::Unclear,
    }
}

/// The tax-free part and the VAT to send. The last part takes the amounts Kakao Pay still holds. It rounds each of
/// its own splits, so parts never add up by themselves. No other part exceeds them.
fn tax_parts(asked: &PaymentDetail, refund: &RefundOrder) -> (Won, Won) {
    let held = |part: Option<Won>, ours: Won| {
        part.map_or(ours, |rest| {
            if refund.amount == refund.expected_balance {
                rest
            } else {
                ours.min(rest)
            }
        })
    };
    let tax_free = held(asked.left.and_then(|left| left.tax_free), refund.tax_free);
    let vat = held(asked.left.and_then(|left| left.vat), refund.vat);
    (tax_free, vat)
}
