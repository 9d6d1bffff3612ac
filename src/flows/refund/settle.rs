//! Sending a refund, and finding its outcome.

use chrono::{DateTime, Utc};
use domain::{
    actor::Actor,
    books::refunds::{ObserveRefund, RefundOutcome, SubmitRefund},
    canary,
    command::Command,
    failure::Why,
    id::{JobId, RefundId},
    payment::{Payment, Snapshot, Standing},
    refund::{Refund, RefundState},
    refusal::Refusal,
};
use providers::{
    error::ProviderError,
    provider::{PaymentRef, Provider, RefundOrder},
};

use crate::{
    app::App,
    flows::{FlowError, Result, Settled, failure, refund::stuck_without_key, views},
};

/// Sends a refund, or finds its outcome. Safe to repeat, by anyone, at any time.
pub async fn settle(app: &App, id: RefundId, job: Option<JobId>) -> Result<Settled> {
    let refund = views::refund(app, id).await?;
    let payment = views::payment(app, refund.payment).await?;
    let provider = app.provider(&payment.provider)?;
    match refund.state {
        RefundState::Succeeded
        | RefundState::Declined
        | RefundState::ByHand
        | RefundState::Bounced => Ok(Settled::Done),
        RefundState::Requested => {
            if let Some(stuck) = stuck_without_key(refund.account.as_ref()) {
                return Ok(stuck);
            }
            if payment.dispute.is_some() {
                return Ok(held());
            }
            canary!(
                SentBeforeWritten,
                (),
                match submit(app, &payment, &refund).await {
                    // It was disputed since the payment was read.
                    Err(FlowError::Refused(Refusal::PaymentDisputed { .. })) => return Ok(held()),
                    submitted => submitted?,
                }
            );
            send(app, provider.as_ref(), &payment, &refund, job).await
        }
        RefundState::Sent => {
            // It was sent before, by this process or by one that has ended: ask first.
            let order = views::order(app, payment.order).await?;
            let key = Some(payment.payment_key.clone());
            let asked_at = app.now();
            let reference = PaymentRef {
                payment_key: key,
                ..crate::flows::payment::reference(&order, asked_at)
            };
            match provider.lookup(&reference).await {
                Ok(snapshot) if is_gone(&snapshot) => {
                    undone(app, &payment, &refund, snapshot, asked_at, job).await
                }
                Ok(snapshot) => match observed(app, &payment, id, snapshot, asked_at, job).await? {
                    // The dispute may give the same money back.
                    Settled::Later(_) if payment.dispute.is_some() => Ok(Settled::Later(
                        "the payment is disputed: looked up, and not sent again".into(),
                    )),
                    Settled::Later(_) => send(app, provider.as_ref(), &payment, &refund, job).await,
                    settled @ (Settled::Done | Settled::Ended | Settled::Stuck(_)) => Ok(settled),
                },
                Err(error) => kept_open(app, &payment, &refund, &error).await,
            }
        }
    }
}

/// Nothing is sent while the payment is disputed. The decision about the dispute queues the next attempt.
const fn held() -> Settled {
    Settled::Done
}

/// Stores that a refund is sent.
pub(super) async fn submit(app: &App, payment: &Payment, refund: &Refund) -> Result<()> {
    let change = SubmitRefund {
        customer: refund.customer.clone(),
        refund: refund.id,
    };
    app.apply(Command::new(change, by(payment))).await?;
    Ok(())
}

async fn send(
    app: &App,
    provider: &dyn Provider,
    payment: &Payment,
    refund: &Refund,
    job: Option<JobId>,
) -> Result<Settled> {
    if let Some(stuck) = stuck_without_key(refund.account.as_ref()) {
        return Ok(stuck);
    }
    crate::crash::point("refund.before_send");
    let asked_at = app.now();
    let answer = provider.refund(&order(app, payment, refund)).await;
    crate::crash::point("refund.after_send");
    canary!(SentBeforeWritten, submit(app, payment, refund).await?, ());
    match answer {
        Ok(snapshot) => observed(app, payment, refund.id, snapshot, asked_at, job).await,
        Err(no @ (ProviderError::Declined { .. } | ProviderError::TooLate { .. })) => {
            refused(app, payment, refund, &no, job).await
        }
        Err(error @ ProviderError::Misconfigured(_)) => {
            kept_open(app, payment, refund, &error).await
        }
        Err(error) => canary!(
            TimeoutIsRefusal,
            refused(app, payment, refund, &error, job).await,
            kept_open(app, payment, refund, &error).await
        ),
    }
}

/// The refund is not settled by this error. The provider's message is noted on the refund at once, where support reads
/// it: a fault may hide a final refusal, and a key or a contract needs a person. A missing answer is not noted.
async fn kept_open(
    app: &App,
    payment: &Payment,
    refund: &Refund,
    error: &ProviderError,
) -> Result<Settled> {
    let failure = error.failure();
    if failure.code().is_some() {
        booked(app, payment, refund, RefundOutcome::Open(failure), None).await?;
    }
    Ok(Settled::after(error))
}

async fn refused(
    app: &App,
    payment: &Payment,
    refund: &Refund,
    why: &ProviderError,
    job: Option<JobId>,
) -> Result<Settled> {
    let failure = why.failure();
    // Past its deadline the provider refuses for ever, and the buyer is still owed the money.
    let outcome = if matches!(why, ProviderError::TooLate { .. }) {
        RefundOutcome::ByHand(failure)
    } else {
        RefundOutcome::Declined(failure.into())
    };
    booked(app, payment, refund, outcome, job).await
}

/// Has the books follow what became of a refund, which may end a job.
async fn booked(
    app: &App,
    payment: &Payment,
    refund: &Refund,
    outcome: RefundOutcome,
    job: Option<JobId>,
) -> Result<Settled> {
    let change = ObserveRefund {
        customer: refund.customer.clone(),
        refund: refund.id,
        outcome,
    };
    app.apply(Command::new(change, by(payment)).finishing(job))
        .await?;
    Ok(Settled::with(job))
}

/// Whether the money to give back is not there any more, because the bank took the deposit back.
fn is_gone(snapshot: &Snapshot) -> bool {
    matches!(
        snapshot.standing,
        Standing::AwaitingDeposit | Standing::Voided
    )
}

/// Ends a refund of a deposit that was taken back. The cancel sent for it found nothing to cancel, and would never find
/// anything if it were sent again.
async fn undone(
    app: &App,
    payment: &Payment,
    refund: &Refund,
    snapshot: Snapshot,
    asked_at: DateTime<Utc>,
    job: Option<JobId>,
) -> Result<Settled> {
    let order = views::order(app, payment.order).await?;
    let (snapshot, asked_at) =
        match crate::flows::payment::sure(app, &order, snapshot, asked_at).await? {
            Ok(sure) => sure,
            Err(doubt) => return Ok(Settled::Later(failure(&doubt))),
        };
    if !is_gone(&snapshot) {
        return observed(app, payment, refund.id, snapshot, asked_at, job).await;
    }
    crate::flows::payment::apply(app, &order, snapshot, asked_at, None).await?;
    let why = Why::from("the deposit was taken back: there is nothing to refund");
    booked(app, payment, refund, RefundOutcome::Declined(why), job).await
}

/// Applies a snapshot and returns whether it settled the refund.
async fn observed(
    app: &App,
    payment: &Payment,
    id: RefundId,
    snapshot: Snapshot,
    asked_at: DateTime<Utc>,
    job: Option<JobId>,
) -> Result<Settled> {
    let order = views::order(app, payment.order).await?;
    let (snapshot, asked_at) =
        match crate::flows::payment::sure(app, &order, snapshot, asked_at).await? {
            Ok(sure) => sure,
            Err(error) => return Ok(Settled::after(&error)),
        };
    // An answer that the books do not believe settles nothing either, so the job must not end with it.
    let believed = snapshot.standing == Standing::Paid
        && snapshot.amount == payment.amount
        && snapshot.payment_key == payment.payment_key;
    // While a cancel of ours is under way at the provider, nothing is settled. The job stays.
    let settled = believed && snapshot.shows_end_of(id);
    let finishes = if settled { job } else { None };
    crate::flows::payment::apply(app, &order, snapshot, asked_at, finishes).await?;
    let state = views::refund(app, id).await?.state;
    match state {
        RefundState::Succeeded
        | RefundState::Declined
        | RefundState::ByHand
        | RefundState::Bounced => Ok(Settled::with(finishes)),
        RefundState::Requested | RefundState::Sent => Ok(Settled::Later(
            "the provider lists no finished cancel of ours".into(),
        )),
    }
}

fn by(payment: &Payment) -> Actor {
    Actor::Provider(payment.provider.clone())
}

/// The refund as it was frozen, in the provider's terms.
fn order(app: &App, payment: &Payment, refund: &Refund) -> RefundOrder {
    RefundOrder {
        id: key(app, refund),
        order: payment.order,
        payment_key: payment.payment_key.clone(),
        method: payment.method,
        paid: payment.amount,
        amount: refund.amount,
        tax_free: refund.tax_free,
        vat: refund.vat,
        expected_balance: refund.expected_balance,
        reason: refund.reason.clone(),
        account: refund.account.clone(),
    }
}

/// The key of every attempt to send it: its id.
pub(super) fn key(app: &App, refund: &Refund) -> RefundId {
    let fresh = canary!(FreshRefundKey, refund.state == RefundState::Sent, false);
    if fresh {
        app.id(RefundId::new)
    } else {
        refund.id
    }
}
