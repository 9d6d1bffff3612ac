//! What became of a refund, judged from what Kakao Pay lists. It has no idempotency keys, so a cancel
//! is recognised and guarded instead:
//!
//! * It carries the refund's id in `payload`, which is documented to stand beside the cancel when asked.
//! * It carries the balance that was expected when the refund was written down. A balance only falls,
//!   so it stands at that figure once, and at most one cancel in the life of the payment can start
//!   there. That figure is never read again; a guard that is refreshed before each sending lets a
//!   refund that was thought lost be carried out twice.
//!
//! Real answers were seen without payloads. A cancel without one that starts at the expected balance
//! and takes exactly our amount is counted as ours. It could have been made by hand in Kakao Pay's
//! console in that very instant, but then ours was refused and can never be carried out any more: in
//! both cases the buyer got what was promised, once. A payload that is not ours is another's.

use domain::{
    canary::{Canary, is_armed},
    money::Won,
};

use super::map::{Asked, Listed};
use crate::provider::{RefundOrder, is_reason_of};

/// What became of a refund.
pub(super) enum Outcome {
    /// Carried out, by the cancel of this name.
    Done(String),
    /// Not carried out so far: the balance is still the one it expects.
    Open,
    /// Not carried out, and it never can be: others moved the balance past it.
    Never,
    /// What is listed does not tell.
    Unclear,
}

/// The balance at which a cancel may begin: the frozen one, whatever it is by now.
pub(super) fn guard(asked: &Asked, refund: &RefundOrder) -> Won {
    if is_armed(Canary::GuardReadAgain) {
        return balance_of(asked);
    }
    refund.expected_balance
}

fn balance_of(asked: &Asked) -> Won {
    let snapshot = &asked.snapshot;
    snapshot.amount.minus_or_zero(snapshot.cancelled)
}

pub(super) fn outcome(asked: &Asked, refund: &RefundOrder) -> Outcome {
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
fn balances(asked: &Asked) -> Option<Vec<(Won, Won, &Listed)>> {
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

/// Without the amounts of the cancels, only a balance that is exactly what ours leaves tells something.
fn by_balance_alone(asked: &Asked, refund: &RefundOrder, balance: Won) -> Outcome {
    let nameless = |cancel: &&Listed| cancel.payload.is_none();
    let exact = refund.expected_balance.minus(refund.amount) == Some(balance);
    match asked.cancels.iter().rfind(nameless) {
        _ if !exact => Outcome::Unclear,
        Some(last) => Outcome::Done(last.aid.clone()),
        None if asked.cancels.is_empty() => Outcome::Done(String::new()),
        None => Outcome::Unclear,
    }
}

/// The tax-free part and the VAT to send. The last part takes what Kakao Pay still holds, because it
/// rounds each of its own splits and parts never add up by themselves; no other part passes it.
pub(super) fn tax_parts(asked: &Asked, refund: &RefundOrder) -> (Won, Won) {
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
