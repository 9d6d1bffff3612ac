//! Applying a provider's snapshot, after a second look where it would take something away.

use chrono::{DateTime, Utc};
use domain::{
    actor::Actor,
    books::observe::ObservePayment,
    command::Command,
    contradiction::is_doubtful,
    id::JobId,
    order::{Order, OrderState},
    payment::{Snapshot, Standing},
};
use providers::{error::ProviderError, provider::PaymentRef};

use super::{provider_of, reference};
use crate::{
    app::App,
    flows::{FlowError, settled::Settled, views},
    store::reads,
};

pub(super) async fn observe(
    app: &App,
    order: &Order,
    snapshot: Snapshot,
    asked_at: DateTime<Utc>,
    job: Option<JobId>,
) -> Result<Settled, FlowError> {
    let (snapshot, asked_at) = match sure(app, order, snapshot, asked_at).await? {
        Ok(sure) => sure,
        Err(error) => return Ok(Settled::after(&error)),
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
    Ok(open_ended.map_or(Settled::with(finishes), |why| Settled::Later(why.into())))
}

/// Makes the books follow a snapshot. A contradiction is also logged.
pub(in crate::flows) async fn apply(
    app: &App,
    order: &Order,
    snapshot: Snapshot,
    asked_at: DateTime<Utc>,
    job: Option<JobId>,
) -> Result<(), FlowError> {
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
pub(in crate::flows) async fn sure(
    app: &App,
    order: &Order,
    snapshot: Snapshot,
    asked_at: DateTime<Utc>,
) -> Result<Result<(Snapshot, DateTime<Utc>), ProviderError>, FlowError> {
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
    let again = provider_of(app, order)?.lookup(&reference).await;
    Ok(again.map(|again| (again, asked_at)))
}
