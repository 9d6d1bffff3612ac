//! Asking the provider to take the money, and giving up when it cannot any more.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    actor::Actor,
    books::orders::FailOrder,
    canary,
    command::Command,
    failure::Failure,
    id::JobId,
    order::Order,
    payment::{Snapshot, Standing},
};
use providers::{
    codes::SESSION_OVER,
    error::ProviderError,
    provider::{Callback, CallbackOutcome},
};

use super::{observe, reference};
use crate::{
    app::App,
    flows::{Result, Settled, failure},
};

/// How long after an order's time "not paid" is taken for final. A buyer may come back until that time, and Toss takes
/// a confirmation for 10 minutes after the buyer authenticated. A bank's answer to Kakao Pay may be pending for about
/// 20 (`BANK_FIRM_UNKNOWN`).
const LAST_LOOK_AFTER: TimeDelta = TimeDelta::minutes(30);

/// Asks the provider to take the money. A refusal is believed only after one look-up. If an earlier confirmation
/// (`repeated`) has no outcome yet and may have been sent, a refusal is not believed while the provider shows a payment. If the provider knows
/// of none, it is asked once more at the end.
pub(super) async fn confirm(
    app: &App,
    order: &Order,
    callback: &Callback,
    repeated: bool,
    job: Option<JobId>,
) -> Result<Settled> {
    let provider = app.provider(&order.provider)?;
    crate::crash::point("payment.before_confirm");
    // Where the browser brought the refusal, no confirmation was ever sent, so none can be on its way.
    let on_its_way = repeated && provider.brought_refusal(&remembered(order).query).is_none();
    let asked_at = app.now();
    let answer = provider.confirm(order, callback).await;
    crate::crash::point("payment.after_confirm");
    match answer {
        Ok(snapshot) => observe(app, order, snapshot, asked_at, job).await,
        Err(declined @ (ProviderError::Declined { .. } | ProviderError::TooLate { .. })) => {
            let asked_at = app.now();
            match provider.lookup(&reference(order, asked_at)).await {
                // An earlier confirmation of ours may have succeeded, with its answer lost.
                Ok(snapshot) if snapshot.standing != Standing::Pending => {
                    observe(app, order, snapshot, asked_at, job).await
                }
                // The earlier one may still be on its way: the refusal may only mean that we asked twice.
                Ok(_) if on_its_way && asked_at < last_look(order) => Ok(Settled::after(&declined)),
                // The job that finds the outcome is waiting.
                Err(ProviderError::Declined { .. } | ProviderError::TooLate { .. })
                    if repeated && job.is_none() =>
                {
                    Ok(Settled::after(&declined))
                }
                Ok(_) | Err(ProviderError::Declined { .. } | ProviderError::TooLate { .. }) => {
                    let look_at = repeated.then(|| last_look(order));
                    fail(app, order, &declined, look_at, job).await
                }
                Err(doubt) => Ok(Settled::Later(failure(&doubt))),
            }
        }
        Err(error @ ProviderError::Misconfigured { .. }) => Ok(Settled::after(&error)),
        Err(doubt @ (ProviderError::Unreachable(_) | ProviderError::InDoubt(_))) => canary!(
            TimeoutIsFailure,
            fail(app, order, &doubt, None, job).await,
            Ok(Settled::after(&doubt))
        ),
    }
}

/// Ends an order that its provider refused, or never knew a payment of. The provider is asked once more at `look_at`.
pub(super) async fn fail(
    app: &App,
    order: &Order,
    why: &ProviderError,
    look_at: Option<DateTime<Utc>>,
    job: Option<JobId>,
) -> Result<Settled> {
    let change = FailOrder {
        look_at,
        customer: order.customer.clone(),
        order: order.id,
        failure: why.failure(),
    };
    app.apply(Command::new(change, Actor::Provider(order.provider.clone())).finishing(job))
        .await?;
    Ok(Settled::with(job))
}

/// The confirmation never arrived, was not carried out, or is still on its way. It is repeated under the same key while
/// the order is open. The order is given up when no confirmation can be on its way any more.
pub(super) async fn unconfirmed(
    app: &App,
    order: &Order,
    snapshot: Snapshot,
    asked_at: DateTime<Utc>,
    job: Option<JobId>,
) -> Result<Settled> {
    let end = session_end(order);
    if asked_at < end {
        return confirm(app, order, &remembered(order), true, job).await;
    }
    if asked_at < last_look(order) {
        return observe(app, order, snapshot, asked_at, job).await;
    }
    fail(app, order, &session_over(), None, job).await
}

pub(super) fn session_over() -> ProviderError {
    let message = "not paid when the provider's session ended";
    ProviderError::Declined(Failure::new(SESSION_OVER, message))
}

/// The instant from which no request of ours can be on its way any more.
pub(super) fn last_look(order: &Order) -> DateTime<Utc> {
    session_end(order) + LAST_LOOK_AFTER
}

/// The instant until which the provider may still take the money.
pub(super) fn session_end(order: &Order) -> DateTime<Utc> {
    let session = order.session.as_ref();
    let end = session.map_or(order.expires_at, |session| session.expires_at);
    order.expires_at.max(end)
}

/// The callback as the buyer's browser brought it.
pub(super) fn remembered(order: &Order) -> Callback {
    let query = order
        .session
        .as_ref()
        .map(|session| session.callback.clone())
        .unwrap_or_default();
    Callback {
        outcome: CallbackOutcome::Success,
        query,
    }
}
