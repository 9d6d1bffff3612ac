//! The buyer's browser comes back from the provider.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use domain::{
    actor::Actor,
    books::{deposits::HintOrder, orders::BeginConfirmation},
    command::Command,
    effects::Job,
    id::OrderId,
    kind::ProviderId,
    order::{Order, OrderState},
    refusal::Refusal,
};
use providers::provider::{Callback, CallbackOutcome};

use super::{confirm, settle};
use crate::{
    app::{App, Busy, Shared},
    flows::{FlowError, Result, pay, views},
    store::outbox,
};

/// How long the buyer's browser waits for a slow provider before it gets a page that says "pending". Naver advises 60 s
/// for its own calls, but a person gives up long before.
const BUYER_WAITS: Duration = Duration::from_secs(8);

/// How long a buyer waits for the look-up that a webhook asked for just before they came back: many steps of a provider's
/// usual answer, and less than anybody reloads for.
const LOOK_UP_WAITS: Duration = Duration::from_secs(3);
const LOOK_UP_STEP: Duration = Duration::from_millis(50);

/// The buyer's browser came back with our signed state. Returns the order as far as it is known after at most eight
/// seconds. The work goes on if it takes longer or the buyer leaves.
pub async fn callback(
    app: &Shared,
    provider: &ProviderId,
    id: OrderId,
    outcome: CallbackOutcome,
    mut query: BTreeMap<String, String>,
) -> Result<Order> {
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
async fn not_paid(app: &App, order: &Order) -> Result<()> {
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
async fn looked_up(app: &App, order: OrderId) -> Result<()> {
    let job = Job::SettleOrder(order);
    let started = Instant::now();
    while started.elapsed() < LOOK_UP_WAITS && outbox::is_under_way(&app.db, job, app.now()).await?
    {
        tokio::time::sleep(LOOK_UP_STEP).await;
    }
    Ok(())
}

async fn succeed(app: &App, order: Order, callback: &Callback) -> Result<()> {
    // No money is taken a second time for what was paid meanwhile.
    if order.state == OrderState::Open && pay::overtaken(app, &order).await? {
        return Ok(());
    }
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
