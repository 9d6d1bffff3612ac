//! Refunds that a person transfers: the account, the transfer, and a transfer that came back.

mod account;
mod payout;

use domain::{
    actor::Actor,
    books::{
        by_hand::BounceRefund,
        refunds::{ObserveRefund, RefundOutcome},
    },
    command::{Command, IdempotencyKey, Reply},
    failure::Why,
    id::RefundId,
    refund::{Refund, RefundState},
    refusal::Refusal,
};

use super::{
    FlowError, contradiction,
    refund::REASON_MAX,
    text::{EVIDENCE_MAX, check_text},
    views,
};
use crate::{access::Caller, app::App};
pub(super) use account::giving;
pub use account::{NewAccount, give_account};
pub use payout::{Payout, payout};

/// A person transferred the money of a refund that the provider cannot send.
pub async fn paid_by_hand(
    app: &App,
    caller: Caller,
    idempotency_key: Option<IdempotencyKey>,
    id: RefundId,
    evidence: String,
) -> Result<Reply<Refund>, FlowError> {
    check_text("evidence", &evidence, EVIDENCE_MAX)?;
    let outcome = RefundOutcome::Succeeded {
        cancel_key: Some(evidence.clone()),
    };
    let done = end(app, caller, idempotency_key, id, outcome).await?;
    // Somebody else said so before, with another transfer: this one must not be taken for booked.
    if done.answer.cancel_key.as_ref() == Some(&evidence) {
        Ok(done)
    } else {
        Err(not_open(&done.answer).into())
    }
}

/// Ends a refund that waits for a transfer without one: others gave the buyer the money, or the buyer does not want it
/// any more. Its credits come back, except those that go with the money that others gave.
pub async fn declined(
    app: &App,
    caller: Caller,
    idempotency_key: Option<IdempotencyKey>,
    id: RefundId,
    reason: String,
) -> Result<Reply<Refund>, FlowError> {
    check_text("reason", &reason, REASON_MAX)?;
    let outcome = RefundOutcome::Declined(Why::Note(reason.clone()));
    let done = end(app, caller, idempotency_key, id, outcome).await?;
    if done.answer.note.as_ref() == Some(&reason) {
        Ok(done)
    } else {
        Err(not_open(&done.answer).into())
    }
}

/// Books the end of a refund that a person handled. A refund that is with its provider is not a person's to end, and
/// never becomes so again. For every other state the books know which end may follow, and the answer under this
/// idempotency key.
async fn end(
    app: &App,
    caller: Caller,
    idempotency_key: Option<IdempotencyKey>,
    id: RefundId,
    outcome: RefundOutcome,
) -> Result<Reply<Refund>, FlowError> {
    let refund = views::refund(app, id).await?;
    if matches!(refund.state, RefundState::Requested | RefundState::Sent) {
        return Err(not_open(&refund).into());
    }
    let change = ObserveRefund {
        customer: refund.customer,
        refund: id,
        outcome,
    };
    app.submit(Command::new(change, Actor::Key(caller.key)).under_key(idempotency_key))
        .await
}

fn not_open(refund: &Refund) -> Refusal {
    Refusal::RefundNotOpen {
        refund: refund.id,
        state: refund.state,
    }
}

/// A person's transfer was refused by the bank, or came back. Or a refund that the provider sent has failed since; then
/// the provider is asked once more before a person pays it.
pub async fn bounced(
    app: &App,
    caller: Caller,
    idempotency_key: Option<IdempotencyKey>,
    id: RefundId,
    reason: String,
) -> Result<Reply<Refund>, FlowError> {
    check_text("reason", &reason, REASON_MAX)?;
    let refund = views::refund(app, id).await?;
    if refund.state == RefundState::Succeeded && refund.sent_at.is_some() {
        let payment = views::payment(app, refund.payment).await?;
        contradiction::look(app, &payment).await?;
    }
    let change = BounceRefund {
        customer: refund.customer,
        refund: id,
        note: reason,
    };
    app.submit(Command::new(change, Actor::Key(caller.key)).under_key(idempotency_key))
        .await
}
