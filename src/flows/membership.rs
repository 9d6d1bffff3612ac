//! Memberships: the seller begins, pauses, resumes, moves and ends a subscription, and the months are given by the clock.
//! Who pays for a month is not here: the seller takes the money, and pauses or ends what is not paid.

use domain::{
    books::memberships::{
        ChangePlan, Distribute, EndSubscription, PauseSubscription, ResumeSubscription,
        StartSubscription,
    },
    command::Reply,
    id::SubscriptionId,
    membership::Subscription,
};

use super::{
    Result, check_text,
    expiry::{ROUNDS_MAX, written},
    views,
};
use crate::{access::Caller, app::App, store::reads};

/// Longest reason of a pause or an end.
pub const SUBSCRIPTION_REASON_MAX: usize = 200;

/// Subscriptions taken at one time. A monthly day on which very many fall is settled in few rounds, and the rows fit into
/// some megabytes.
const TAKEN_MAX: i64 = 10_000;

/// Begins a subscription. Its month 0 is given with it.
pub async fn start(
    app: &App,
    caller: Caller,
    change: StartSubscription,
) -> Result<Reply<Subscription>> {
    app.submit(caller.command(change)).await
}

pub async fn pause(
    app: &App,
    caller: Caller,
    subscription: SubscriptionId,
    reason: Option<String>,
) -> Result<Reply<Subscription>> {
    check_reason(reason.as_deref())?;
    let customer = views::subscription(app, subscription).await?.customer;
    let change = PauseSubscription {
        customer,
        subscription,
        reason,
    };
    app.submit(caller.command(change)).await
}

pub async fn resume(
    app: &App,
    caller: Caller,
    subscription: SubscriptionId,
) -> Result<Reply<Subscription>> {
    let customer = views::subscription(app, subscription).await?.customer;
    let change = ResumeSubscription {
        customer,
        subscription,
    };
    app.submit(caller.command(change)).await
}

pub async fn end(
    app: &App,
    caller: Caller,
    subscription: SubscriptionId,
    reason: Option<String>,
) -> Result<Reply<Subscription>> {
    check_reason(reason.as_deref())?;
    let customer = views::subscription(app, subscription).await?.customer;
    let change = EndSubscription {
        customer,
        subscription,
        reason,
    };
    app.submit(caller.command(change)).await
}

/// Another plan, from the next month on.
pub async fn change(
    app: &App,
    caller: Caller,
    subscription: SubscriptionId,
    plan: String,
) -> Result<Reply<Subscription>> {
    let customer = views::subscription(app, subscription).await?.customer;
    let change = ChangePlan {
        customer,
        subscription,
        plan,
    };
    app.submit(caller.command(change)).await
}

fn check_reason(reason: Option<&str>) -> Result<()> {
    reason.map_or(Ok(()), |reason| {
        check_text("reason", reason, SUBSCRIPTION_REASON_MAX)
    })
}

/// Settles the months that are due: one of each subscription in a round, until none is left. Each command names the
/// month, and the books settle a month once, so any number of gateways may run this at once.
pub async fn sweep(app: &App) -> Result<()> {
    let now = app.now();
    for _ in 0..ROUNDS_MAX {
        let due = reads::subscriptions_due(&app.db, now, TAKEN_MAX).await?;
        let some = due.len();
        let changes = due.into_iter().map(|known| Distribute {
            customer: known.customer,
            subscription: known.id,
            month: known.next_month,
        });
        // A subscription that was behind by some months is due again at once.
        if written(app, changes).await? || some == 0 {
            break;
        }
    }
    Ok(())
}
