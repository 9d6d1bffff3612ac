//! Finding the outcome of a payment. The buyer's return, a hint, a timer and an operator all end here. They ask the
//! provider and have its snapshot applied.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    actor::Actor,
    books::{
        again::ScheduleLookup,
        deposits::HintOrder,
        observe::ObservePayment,
        orders::{BeginConfirmation, ExpireOrder, FailOrder},
    },
    canary,
    command::Command,
    contradiction::is_doubtful,
    effects::Job,
    failure::Failure,
    id::{JobId, OrderId},
    kind::ProviderId,
    order::{Order, OrderState},
    payment::{Snapshot, Standing},
    refusal::Refusal,
};
use providers::{
    codes::SESSION_OVER,
    error::ProviderError,
    provider::{Callback, CallbackOutcome, PaymentRef, Provider},
};

use super::{
    FlowError,
    settled::{Settled, failure},
    views,
};
use crate::{
    app::{App, Busy, Shared},
    store::{outbox, reads},
};

/// How long the buyer's browser waits for a slow provider before it gets a page that says "pending". Naver advises 60 s
/// for its own calls, but a person gives up long before.
const BUYER_WAITS: Duration = Duration::from_secs(8);

/// How long a buyer waits for the look-up that a webhook asked for just before they came back: many steps of a provider's
/// usual answer, and less than anybody reloads for.
const LOOK_UP_WAITS: Duration = Duration::from_secs(3);
const LOOK_UP_STEP: Duration = Duration::from_millis(50);

/// How long after an order's time "not paid" is taken for final. A buyer may come back until that time, and Toss takes
/// a confirmation for 10 minutes after the buyer authenticated. A bank's answer to Kakao Pay may be pending for about
/// 20 (`BANK_FIRM_UNKNOWN`).
const LAST_LOOK_AFTER: TimeDelta = TimeDelta::minutes(30);

/// How long after that a payment that its provider never knew is asked about again. A provider's outage is over by
/// then.
const UNKNOWN_LOOK_AFTER: TimeDelta = TimeDelta::days(1);

/// The buyer's browser came back with our signed state. Returns the order as far as it is known after at most eight
/// seconds. The work goes on if it takes longer or the buyer leaves.
pub async fn callback(
    app: &Shared,
    provider: &ProviderId,
    id: OrderId,
    outcome: CallbackOutcome,
    mut query: BTreeMap<String, String>,
) -> Result<Order, FlowError> {
    let state = query.remove("state").unwrap_or_default();
    app.urls
        .check_callback(provider, id, &state, app.now())
        .map_err(|bad| FlowError::BadLink(bad.to_string()))?;
    let order = views::order(app, id).await?;
    if order.provider != *provider {
        return Err(FlowError::BadLink(
            "the order is paid through another provider".to_owned(),
        ));
    }
    let callback = Callback { outcome, query };
    // One browser asks once at a time, however often it reloads. The other requests show the known state.
    let Ok(guard) = Busy::enter(app, id) else {
        return Ok(order);
    };
    let work = {
        let (app, order) = (app.clone(), order.clone());
        async move {
            let _guard = guard;
            match callback.outcome {
                CallbackOutcome::Success => succeed(&app, order, &callback).await,
                CallbackOutcome::Fail | CallbackOutcome::Cancel => not_paid(&app, &order).await,
            }
        }
    };
    let running = app.tasks.spawn(work);
    match tokio::time::timeout(BUYER_WAITS, running).await {
        Ok(Ok(done)) => done?,
        Ok(Err(broken)) => return Err(FlowError::Failed(format!("a task broke: {broken}"))),
        Err(_still_running) => {}
    }
    views::order(app, id).await
}

/// The buyer reports that it did not work. Only the provider knows, so it is asked, but no more often than after any
/// hint. The link may be opened again and again, and a provider's answers are counted.
async fn not_paid(app: &App, order: &Order) -> Result<(), FlowError> {
    let now = app.now();
    if !order.state.is_open() {
        return Ok(());
    }
    if order.hint_looked_up_at(now) > now {
        return looked_up(app, order.id).await;
    }
    let change = HintOrder {
        customer: order.customer.clone(),
        order: order.id,
        queued: false,
    };
    let by = Actor::Provider(order.provider.clone());
    app.apply(Command::new(change, by)).await?;
    settle(app, order.id, None).await.map(drop)
}

/// Waits for a look-up that is under way. Without it the buyer would read that nothing was paid before anybody had asked.
async fn looked_up(app: &App, order: OrderId) -> Result<(), FlowError> {
    let job = Job::SettleOrder(order);
    let started = Instant::now();
    while started.elapsed() < LOOK_UP_WAITS && outbox::is_under_way(&app.db, job, app.now()).await?
    {
        tokio::time::sleep(LOOK_UP_STEP).await;
    }
    Ok(())
}

async fn succeed(app: &App, order: Order, callback: &Callback) -> Result<(), FlowError> {
    let repeated = order.state == OrderState::Confirming;
    let change = BeginConfirmation {
        customer: order.customer.clone(),
        order: order.id,
        query: callback.query.clone(),
    };
    let by = Actor::Provider(order.provider.clone());
    let order: Order = match app.submit(Command::new(change, by)).await {
        Ok(reply) => reply.answer,
        // It ended without this buyer, or this is a reload after its end: nothing is taken, and they are shown how.
        Err(FlowError::Refused(Refusal::OrderNotOpen { .. })) => return Ok(()),
        Err(error) => return Err(error),
    };
    if order.state == OrderState::Confirming {
        confirm(app, &order, callback, repeated, None).await?;
    }
    Ok(())
}

/// Asks the provider to take the money. A refusal is believed only after one look-up. If an earlier confirmation
/// (`repeated`) has no outcome yet, a refusal is not believed while the provider shows a payment. If the provider knows
/// of none, it is asked once more at the end.
async fn confirm(
    app: &App,
    order: &Order,
    callback: &Callback,
    repeated: bool,
    job: Option<JobId>,
) -> Result<Settled, FlowError> {
    let provider = provider_of(app, order)?;
    crate::crash::point("payment.before_confirm");
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
                Ok(_) if repeated && asked_at < last_look(order) => Ok(Settled::after(&declined)),
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
async fn fail(
    app: &App,
    order: &Order,
    why: &ProviderError,
    look_at: Option<DateTime<Utc>>,
    job: Option<JobId>,
) -> Result<Settled, FlowError> {
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

/// Finds the outcome of an order's payment, and applies it. Safe to repeat, by anyone, at any time.
pub async fn settle(app: &App, id: OrderId, job: Option<JobId>) -> Result<Settled, FlowError> {
    let order = views::order(app, id).await?;
    let provider = provider_of(app, &order)?;
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
pub async fn look_later(app: &App, id: OrderId) -> Result<(), FlowError> {
    let order = views::order(app, id).await?;
    let by = Actor::Provider(order.provider.clone());
    let change = ScheduleLookup {
        customer: order.customer,
        order: id,
    };
    app.apply(Command::new(change, by)).await
}

/// The confirmation never arrived, was not carried out, or is still on its way. It is repeated under the same key while
/// the order is open. The order is given up when no confirmation can be on its way any more.
async fn unconfirmed(
    app: &App,
    order: &Order,
    snapshot: Snapshot,
    asked_at: DateTime<Utc>,
    job: Option<JobId>,
) -> Result<Settled, FlowError> {
    let end = session_end(order);
    if asked_at < end {
        return confirm(app, order, &remembered(order), true, job).await;
    }
    if asked_at < last_look(order) {
        return observe(app, order, snapshot, asked_at, job).await;
    }
    fail(app, order, &session_over(), None, job).await
}

fn session_over() -> ProviderError {
    let message = "not paid when the provider's session ended";
    ProviderError::Declined(Failure::new(SESSION_OVER, message))
}

/// The instant from which no request of ours can be on its way any more.
fn last_look(order: &Order) -> DateTime<Utc> {
    session_end(order) + LAST_LOOK_AFTER
}

/// The instant until which the provider may still take the money.
fn session_end(order: &Order) -> DateTime<Utc> {
    let session = order.session.as_ref();
    let end = session.map_or(order.expires_at, |session| session.expires_at);
    order.expires_at.max(end)
}

/// The end of a virtual account sends no webhook and changes no status at Toss, so our own clock ends it. It does so
/// only after the provider was asked past that end. An earlier answer shows nothing about a deposit in the last moment.
async fn give_up_if_overdue(
    app: &App,
    id: OrderId,
    asked_at: DateTime<Utc>,
) -> Result<(), FlowError> {
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

/// The callback as the buyer's browser brought it.
fn remembered(order: &Order) -> Callback {
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

async fn observe(
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
pub(super) async fn apply(
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
pub(super) async fn sure(
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

pub(super) fn provider_of<'a>(
    app: &'a App,
    order: &Order,
) -> Result<&'a std::sync::Arc<dyn Provider>, FlowError> {
    app.registry
        .get(&order.provider)
        .ok_or_else(|| FlowError::NoProvider(order.provider.clone()))
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
