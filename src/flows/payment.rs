//! Finding the outcome of a payment. The buyer's return, a hint, a timer and an operator all end here. They ask the
//! provider and have its snapshot applied.

mod callback;
mod confirm;
mod listed;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    actor::Actor,
    books::{again::ScheduleLookup, observe::ObservePayment, orders::ExpireOrder},
    command::Command,
    contradiction::is_doubtful,
    id::{JobId, OrderId},
    order::{Order, OrderState},
    payment::{Snapshot, Standing},
};
use providers::{error::ProviderError, provider::PaymentRef};

use super::{Result, Settled, views};
use crate::{app::App, store::reads};
pub use callback::callback;
use confirm::{confirm, fail, last_look, remembered, session_end, session_over, unconfirmed};
pub(super) use listed::settle_listed;

/// How long after that a payment that its provider never knew is asked about again. A provider's outage is over by
/// then.
const UNKNOWN_LOOK_AFTER: TimeDelta = TimeDelta::days(1);

/// Finds the outcome of an order's payment, and applies it. Safe to repeat, by anyone, at any time.
pub async fn settle(app: &App, id: OrderId, job: Option<JobId>) -> Result<Settled> {
    let order = views::order(app, id).await?;
    let provider = app.provider(&order.provider)?;
    if !provider.capabilities().lookups {
        return Ok(Settled::Done);
    }
    let asked_at = app.now();
    match provider.lookup(&reference(&order, asked_at)).await {
        Ok(snapshot)
            if snapshot.standing == Standing::Pending && order.state == OrderState::Confirming =>
        {
            unconfirmed(app, &order, snapshot, asked_at, job).await
        }
        Ok(snapshot) => {
            let settled = observe(app, &order, snapshot, asked_at, job).await?;
            give_up_if_overdue(app, id, asked_at).await?;
            Ok(settled)
        }
        // The provider was asked to take this payment's money. "Not found" may mean that we ask too early, never that
        // nothing moved. A second confirmation under the same key shows the outcome. Also, a buyer who gave up on the
        // provider's page came back without a payment that anybody could ever find.
        Err(declined @ (ProviderError::Declined { .. } | ProviderError::TooLate { .. }))
            if order.state == OrderState::Confirming =>
        {
            if asked_at < session_end(&order) {
                confirm(app, &order, &remembered(&order), true, job).await
            } else if asked_at < last_look(&order) {
                Ok(Settled::after(&declined))
            } else {
                // It will never be found. The buyer is informed, and there is one more look-up on the next day.
                let again = asked_at + UNKNOWN_LOOK_AFTER;
                fail(app, &order, &session_over(), Some(again), job).await
            }
        }
        // The provider must know a payment that is booked or parked. It may have been taken back, and nobody would find
        // out.
        Err(declined @ (ProviderError::Declined { .. } | ProviderError::TooLate { .. }))
            if order.payment.is_some() || order.state == OrderState::Mismatched =>
        {
            Ok(Settled::after(&declined))
        }
        // The provider knows no payment of an order that nobody confirmed. There is nothing to find out.
        Err(ProviderError::Declined { .. } | ProviderError::TooLate { .. }) => Ok(Settled::Done),
        Err(error) => Ok(Settled::after(&error)),
    }
}

/// Queues the next scheduled look-up of an order whose provider could not be asked.
pub async fn look_later(app: &App, id: OrderId) -> Result<()> {
    let order = views::order(app, id).await?;
    let by = Actor::Provider(order.provider.clone());
    let change = ScheduleLookup {
        customer: order.customer,
        order: id,
    };
    app.apply(Command::new(change, by)).await
}

/// The end of a virtual account sends no webhook and changes no status at Toss, so our own clock ends it. It does so
/// only after the provider was asked past that end. An earlier answer shows nothing about a deposit in the last moment.
async fn give_up_if_overdue(app: &App, id: OrderId, asked_at: DateTime<Utc>) -> Result<()> {
    let order = views::order(app, id).await?;
    let over = order
        .session
        .as_ref()
        .is_some_and(|session| asked_at >= session.expires_at);
    if order.state == OrderState::AwaitingDeposit && over {
        let change = ExpireOrder {
            customer: order.customer,
            order: id,
        };
        app.apply(Command::new(change, Actor::Worker)).await?;
    }
    Ok(())
}

/// The payment of an order, to be asked about now.
pub(super) fn reference(order: &Order, now: DateTime<Utc>) -> PaymentRef {
    let session = order.session.as_ref();
    PaymentRef {
        order: order.id,
        payment_key: session.and_then(|session| session.payment_key.clone()),
        callback: session
            .map(|session| session.callback.clone())
            .unwrap_or_default(),
        amount: order.amount,
        since: order.opened_at,
        over: session.is_none() || now >= session_end(order),
    }
}

/// Applies a provider's snapshot, after a second look where it would take something away.
async fn observe(
    app: &App,
    order: &Order,
    snapshot: Snapshot,
    asked_at: DateTime<Utc>,
    job: Option<JobId>,
) -> Result<Settled> {
    let followed = follow(app, order, snapshot, asked_at, job).await?;
    Ok(followed.unwrap_or_else(|error| Settled::after(&error)))
}

/// The same. The inner error is what kept the second look from being taken.
async fn follow(
    app: &App,
    order: &Order,
    snapshot: Snapshot,
    asked_at: DateTime<Utc>,
    job: Option<JobId>,
) -> Result<Result<Settled, ProviderError>> {
    let (snapshot, asked_at) = match sure(app, order, snapshot, asked_at).await? {
        Ok(sure) => sure,
        Err(error) => return Ok(Err(error)),
    };
    let open_ended = match &snapshot.standing {
        Standing::Unknown { word } => Some(format!("the provider's status `{word}` is not known")),
        Standing::Pending if order.state == OrderState::Confirming => {
            Some("not confirmed yet".to_owned())
        }
        Standing::Pending if order.payment.is_some() => {
            Some("the provider calls a payment unpaid that is booked".to_owned())
        }
        Standing::Pending
        | Standing::AwaitingDeposit
        | Standing::Paid
        | Standing::Failed { .. }
        | Standing::Voided
        | Standing::Expired => None,
    };
    let finishes = if open_ended.is_none() { job } else { None };
    apply(app, order, snapshot, asked_at, finishes).await?;
    let settled = open_ended.map_or(Settled::with(finishes), |why| Settled::Later(why.into()));
    Ok(Ok(settled))
}

/// Makes the books follow a snapshot. A contradiction is also logged.
pub(super) async fn apply(
    app: &App,
    order: &Order,
    snapshot: Snapshot,
    asked_at: DateTime<Utc>,
    job: Option<JobId>,
) -> Result<()> {
    let change = ObservePayment {
        customer: order.customer.clone(),
        order: order.id,
        snapshot: Box::new(snapshot),
        asked_at,
    };
    let by = Actor::Provider(order.provider.clone());
    let reply = app.submit(Command::new(change, by).finishing(job)).await?;
    if let Some(kind) = reply.answer.contradicted {
        tracing::warn!(order.id = %order.id, order.provider = %order.provider, %kind,
            "What the provider says contradicts the books: a person has to look");
    }
    Ok(())
}

/// A snapshot that may be applied, and when it was asked for. A snapshot that the books could not follow, or that would
/// take credits, is asked for once more. So neither a garbled answer nor a stale one parks an order or takes credits.
pub(super) async fn sure(
    app: &App,
    order: &Order,
    snapshot: Snapshot,
    asked_at: DateTime<Utc>,
) -> Result<Result<(Snapshot, DateTime<Utc>), ProviderError>> {
    let doubtful = match order.payment {
        None => is_doubtful(order, None, &snapshot),
        Some(id) => {
            let payment = views::payment(app, id).await?;
            let refunds = if snapshot.cancels.is_empty() {
                Vec::new()
            } else {
                reads::refunds_of_payment(&app.db, id).await?
            };
            is_doubtful(order, Some((&payment, &refunds)), &snapshot)
        }
    };
    if !doubtful {
        return Ok(Ok((snapshot, asked_at)));
    }
    let asked_at = app.now();
    let reference = PaymentRef {
        payment_key: Some(snapshot.payment_key),
        ..reference(order, asked_at)
    };
    let again = app.provider(&order.provider)?.lookup(&reference).await;
    Ok(again.map(|again| (again, asked_at)))
}
