//! A payment that a provider itself named, in a list of its movements or in a settlement. The order's own name for it may be
//! another, or none: it may have been paid twice, or after it ended.
//!
//! The row may also be wrong, so that the provider knows no such payment, or knows it as another order's. That is an answer
//! like any other: the row stays a difference, and the comparison goes on.

use chrono::{DateTime, Utc};
use domain::{
    id::OrderId,
    kind::ProviderId,
    order::Order,
    payment::{Snapshot, Standing},
};
use providers::{error::ProviderError, provider::PaymentRef};

use super::{follow, reference};
use crate::{
    app::App,
    flows::{Result, Settled, views},
};

/// Asks `provider` about the payment and applies the answer. The inner error is what kept it from being asked; `None` says that
/// nobody was asked, because the order was never begun at that provider.
///
/// # Errors
/// The order cannot be read, its provider is not configured, or the books cannot be written.
pub(in crate::flows) async fn settle_listed(
    app: &App,
    provider: &ProviderId,
    id: OrderId,
    payment_key: &str,
) -> Result<Option<Asked>> {
    let order = views::order(app, id).await?;
    if order.provider != *provider {
        return Ok(None);
    }
    let asked_at = app.now();
    let settled = match look(app, &order, payment_key, asked_at).await? {
        Ok(snapshot) => taken(app, &order, snapshot, asked_at).await?,
        Err(error) => Box::pin(refused(app, &order, payment_key, error)).await?,
    };
    Ok(Some(settled))
}

/// What became of it, or what kept the provider from being asked.
type Asked = Result<Settled, ProviderError>;

async fn look(
    app: &App,
    order: &Order,
    payment_key: &str,
    now: DateTime<Utc>,
) -> Result<Result<Snapshot, ProviderError>> {
    let named = PaymentRef {
        payment_key: Some(payment_key.to_owned()),
        ..reference(order, now)
    };
    Ok(app.provider(&order.provider)?.lookup(&named).await)
}

async fn taken(
    app: &App,
    order: &Order,
    snapshot: Snapshot,
    asked_at: DateTime<Utc>,
) -> Result<Asked> {
    // The payment of another order would stand here as a second one of this, which a person may give back.
    let of_another = snapshot.order_ref != order.id.to_string();
    // It was asked for by its own name, so there is nothing to wait for.
    let says_nothing = matches!(
        snapshot.standing,
        Standing::Pending | Standing::Unknown { .. }
    );
    if of_another || says_nothing {
        return Ok(Ok(Settled::Done));
    }
    follow(app, order, snapshot, asked_at, None).await
}

/// What it means that a look-up by a listed name was refused. A provider may say of a name that it does not know what it says of
/// a key that it does not take. Where it answers for the order itself, and then refuses the name in the same way, it refuses the
/// name alone.
async fn refused(
    app: &App,
    order: &Order,
    payment_key: &str,
    error: ProviderError,
) -> Result<Asked> {
    match &error {
        ProviderError::Declined { .. } | ProviderError::TooLate { .. } => {
            return Ok(Ok(Settled::Done));
        }
        ProviderError::InDoubt(_) | ProviderError::Misconfigured(_)
            if error.failure().code().is_some() => {}
        ProviderError::InDoubt(_)
        | ProviderError::Misconfigured(_)
        | ProviderError::Unreachable(_) => return Ok(Err(error)),
    }
    let own = reference(order, app.now());
    match app.provider(&order.provider)?.lookup(&own).await {
        Ok(_) | Err(ProviderError::Declined { .. } | ProviderError::TooLate { .. }) => {}
        Err(_) => return Ok(Err(error)),
    }
    let asked_at = app.now();
    match look(app, order, payment_key, asked_at).await? {
        Ok(snapshot) => taken(app, order, snapshot, asked_at).await,
        Err(again) if is_same(&again, &error) => Ok(Ok(Settled::Done)),
        Err(other) => Ok(Err(other)),
    }
}

fn is_same(one: &ProviderError, other: &ProviderError) -> bool {
    one.kind() == other.kind() && one.failure().code() == other.failure().code()
}
