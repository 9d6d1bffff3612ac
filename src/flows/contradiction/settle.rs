//! Having the money of a contradiction given back, or finding the outcome.

use chrono::{DateTime, Utc};
use domain::{
    actor::Actor,
    books::decisions::ReopenContradiction,
    command::Command,
    contradiction::{Contradiction, ContradictionState},
    failure::Failure,
    id::{ContradictionId, JobId},
    money::Won,
    order::Order,
    payment::{Snapshot, Standing},
};
use providers::{error::ProviderError, provider::RefundOrder};

use super::{about, with_order};
use crate::{
    app::App,
    flows::{Result, Settled, payment::apply, refund::stuck_without_key, views},
};

/// Has the money given back, or looks up the outcome. Safe to repeat, by anyone, at any time.
pub async fn settle(app: &App, id: ContradictionId, job: Option<JobId>) -> Result<Settled> {
    let (known, order) = with_order(app, id).await?;
    if known.state != ContradictionState::Refunding {
        return Ok(Settled::Done);
    }
    let asked_at = app.now();
    let about = about(&known.payment_key, &order, asked_at);
    match app.provider(&order.provider)?.lookup(&about).await {
        Ok(snapshot) if snapshot.standing == Standing::Paid && left(&snapshot) > Won::ZERO => {
            if snapshot.amount != known.amount || snapshot.cancelled != known.cancelled {
                let changed = Failure::from("the provider says another amount now");
                return refused(app, &known, changed, job).await;
            }
            send(app, &known, &order, &snapshot, job).await
        }
        Ok(snapshot) => observed(app, &known, &order, snapshot, asked_at).await,
        Err(error) => Ok(Settled::after(&error)),
    }
}

async fn send(
    app: &App,
    known: &Contradiction,
    of: &Order,
    snapshot: &Snapshot,
    job: Option<JobId>,
) -> Result<Settled> {
    let Some(key) = known.refund else {
        return Ok(Settled::Stuck("no key to send it under".into()));
    };
    if let Some(stuck) = stuck_without_key(known.account.as_ref()) {
        return Ok(stuck);
    }
    let asked_at = app.now();
    let held = left(snapshot);
    let left = match of.payment {
        // For a booked payment, no more goes back than the books have left of it: a part may have been transferred by
        // hand.
        Some(payment) => {
            let booked = views::payment(app, payment).await?;
            if booked.payment_key == known.payment_key {
                if let Some(dispute) = booked.dispute {
                    let why = format!("dispute {dispute} of the payment is open");
                    return Ok(Settled::Later(why.into()));
                }
                held.min(booked.rest())
            } else {
                held
            }
        }
        None => held,
    };
    let order = RefundOrder {
        id: key,
        order: known.order,
        payment_key: known.payment_key.clone(),
        method: snapshot.method,
        paid: snapshot.amount,
        amount: left,
        tax_free: snapshot.tax.map_or(Won::ZERO, |tax| tax.tax_free.min(left)),
        vat: snapshot.tax.map_or(Won::ZERO, |tax| tax.vat.min(left)),
        expected_balance: held,
        reason: known.reason.clone().unwrap_or_default(),
        account: known.account.clone(),
    };
    match app.provider(&of.provider)?.refund(&order).await {
        Ok(snapshot) => observed(app, known, of, snapshot, asked_at).await,
        Err(no @ (ProviderError::Declined { .. } | ProviderError::TooLate { .. })) => {
            refused(app, known, no.failure(), job).await
        }
        Err(error) => Ok(Settled::after(&error)),
    }
}

async fn observed(
    app: &App,
    known: &Contradiction,
    order: &Order,
    snapshot: Snapshot,
    asked_at: DateTime<Utc>,
) -> Result<Settled> {
    // The worker ends the job. The job must not end before a contradiction that still waits for its money.
    apply(app, order, snapshot, asked_at, None).await?;
    let state = views::contradiction(app, known.id).await?.state;
    Ok(match state {
        ContradictionState::Refunding => {
            Settled::Later("the provider still holds the money".into())
        }
        ContradictionState::Open
        | ContradictionState::Agreed
        | ContradictionState::Accepted
        | ContradictionState::Refunded
        | ContradictionState::Closed => Settled::Done,
    })
}

async fn refused(
    app: &App,
    known: &Contradiction,
    failure: Failure,
    job: Option<JobId>,
) -> Result<Settled> {
    let change = ReopenContradiction {
        customer: known.customer.clone(),
        order: known.order,
        contradiction: known.id,
        failure,
    };
    let by = Actor::Provider(known.provider.clone());
    app.apply(Command::new(change, by).finishing(job)).await?;
    Ok(Settled::with(job))
}

/// The amount that the provider still holds, in won.
fn left(snapshot: &Snapshot) -> Won {
    snapshot.amount.minus_or_zero(snapshot.cancelled)
}
