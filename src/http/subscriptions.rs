//! Subscriptions: begun, paused, resumed, ended and moved to another plan, and their months.

use domain::{
    books::memberships::StartSubscription,
    command::Reply,
    id::{CustomerId, DistributionId, LotId, SubscriptionId},
    membership::{Distribution, Skipped, Subscription, SubscriptionState},
    money::{Credits, Won},
    product::{Billing, ID_CHARS_MAX},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    request::ApiRequest,
    response::{Answered, ApiResponse, created, ok},
    view::{At, List, view},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{membership, views},
};

view! {
    /// A customer's membership.
    pub(super) struct SubscriptionView("Subscription") of (known: Subscription, balance: Option<Credits>) {
        id: SubscriptionId,
        customer_id: CustomerId = known.customer,
        plan: String,
        /// Of each month from the next one on.
        credits: Credits,
        state: SubscriptionState,
        /// The day of every month is the Korean day of this instant.
        started_at: At = At(known.started_at),
        /// The number of the next month, counted from 0.
        next_month: i64,
        /// When the next month is due: 00:00 in Korea of its day. Null once the subscription has ended.
        next_due_at: Option<At> = known.next_due_at.map(At),
        paused_at: Option<At> = known.paused_at.map(At),
        ended_at: Option<At> = known.ended_at.map(At),
        /// Why it is paused or has ended, where that was said.
        reason: Option<String>,
        /// Who takes the money for each month from the next one on.
        billing: Billing = if known.billed.is_some() { Billing::Order } else { Billing::Seller },
        /// Won of an order for each month from the next one on, VAT included; null where the seller takes the money.
        price: Option<Won> = known.billed.map(|price| price.amount),
        /// The month that is due and waits until `next_due_at` for the payment of an order.
        waiting_month: Option<i64> = known.waiting.map(|_| known.next_month - 1),
        /// Spendable right after the change; null where nothing was changed.
        balance: Option<Credits> = balance,
    }
}

view! {
    /// One month of a subscription: given with a lot, or skipped.
    pub(super) struct DistributionView("Distribution") of (made: Distribution; late = made.is_late()) {
        id: DistributionId,
        subscription_id: SubscriptionId = made.subscription,
        /// Counted from 0, without a gap.
        month: i64,
        plan: String,
        credits: Credits,
        due_at: At = At(made.due_at),
        /// When it was given or skipped. The credits live as long as the policy says from here on.
        made_at: At = At(made.made_at),
        /// Whether it was given on a later Korean day than it was due.
        late: bool = late,
        /// The lot of its credits; null when it was skipped.
        lot_id: Option<LotId> = made.lot,
        /// Why it was not given; null when it was.
        skipped: Option<Skipped>,
    }
}

/// A subscription to begin.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSubscription {
    /// The plan's id in `GET /v1/products`.
    #[schemars(length(min = 1, max = ID_CHARS_MAX))]
    plan: String,
}

/// Another plan for a subscription.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPlan {
    /// The plan's id in `GET /v1/products`. The plan that it has: it takes the credits that this plan has now.
    #[schemars(length(min = 1, max = ID_CHARS_MAX))]
    plan: String,
}

/// Why a subscription is paused or ends.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Stop {
    /// In the seller's words; at most 200 characters.
    #[schemars(length(min = 1, max = membership::SUBSCRIPTION_REASON_MAX))]
    reason: Option<String>,
}

pub(super) async fn start(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let customer = ask.id("id")?;
    let NewSubscription { plan } = ask.json()?;
    let change = StartSubscription { customer, plan };
    let done = membership::start(&app, caller, change).await?;
    Ok(respond(created, done))
}

pub(super) async fn pause(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let Stop { reason } = ask.optional_json()?;
    let done = membership::pause(&app, caller, id, reason).await?;
    Ok(respond(ok, done))
}

pub(super) async fn resume(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let done = membership::resume(&app, caller, ask.id("id")?).await?;
    Ok(respond(ok, done))
}

pub(super) async fn end(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let Stop { reason } = ask.optional_json()?;
    let done = membership::end(&app, caller, id, reason).await?;
    Ok(respond(ok, done))
}

pub(super) async fn change(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let NewPlan { plan } = ask.json()?;
    let done = membership::change(&app, caller, id, plan).await?;
    Ok(respond(ok, done))
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let known = views::subscription(&app, ask.id("id")?).await?;
    let customer = known.customer.clone();
    let response = ok(&SubscriptionView::of(known, None));
    response.about(&app, &customer).await
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let customer: CustomerId = ask.id("id")?;
    let page = views::subscriptions(&app, &customer, ask.page()?).await?;
    let response = ok(&List::of(page, |known| SubscriptionView::of(known, None)));
    response.about(&app, &customer).await
}

pub(super) async fn months(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let subscription = ask.id("id")?;
    let page = ask.page()?;
    let customer = views::subscription(&app, subscription).await?.customer;
    let page = views::distributions(&app, subscription, page).await?;
    let response = ok(&List::of(page, DistributionView::of));
    response.about(&app, &customer).await
}

fn respond(status: fn(&SubscriptionView) -> ApiResponse, done: Reply<Subscription>) -> ApiResponse {
    status(&SubscriptionView::of(done.answer, done.balance))
        .balance(done.balance)
        .replayed(done.replayed)
}
