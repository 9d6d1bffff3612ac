//! Subscriptions and their months, and those that are due.

use chrono::{DateTime, Utc};
use domain::{
    id::{CustomerId, DueMonthId, SubscriptionId},
    membership::{Distribution, DueMonth, Subscription},
};

use crate::store::{Db, Page, StoreError, Timeline, query::Arg, sql::statements};

statements! {
    SUBSCRIPTION = "SELECT {subscriptions} FROM subscriptions WHERE id = $1";
    SUBSCRIPTIONS_OF =
        "SELECT {subscriptions} FROM subscriptions WHERE customer_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    SUBSCRIPTIONS_DUE =
        "SELECT {subscriptions} FROM subscriptions WHERE next_due_at IS NOT NULL AND next_due_at <= $1 \
         ORDER BY next_due_at LIMIT $2";
    DUE_MONTH = "SELECT {due_months} FROM due_months WHERE id = $1";
    DISTRIBUTIONS_OF =
        "SELECT {distributions} FROM distributions WHERE subscription_id = $1 AND month > $2 ORDER BY month LIMIT $3";
}

pub async fn subscription(db: &Db, id: SubscriptionId) -> Result<Option<Subscription>, StoreError> {
    db.thing(&SUBSCRIPTION, &id.to_string()).await
}

pub async fn due_month(db: &Db, id: DueMonthId) -> Result<Option<DueMonth>, StoreError> {
    db.thing(&DUE_MONTH, &id.to_string()).await
}

/// A customer's subscriptions, newest first.
pub async fn subscriptions_of(
    db: &Db,
    customer: &CustomerId,
    page: &Page,
) -> Result<Vec<Subscription>, StoreError> {
    let args = vec![
        Arg::Text(customer.as_str()),
        Arg::Text(page.before()),
        Arg::Int(page.limit()),
    ];
    db.things(&SUBSCRIPTIONS_OF, args).await
}

/// Subscriptions whose next month is due at or before `now`, the longest due first.
pub async fn subscriptions_due(
    db: &Db,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Subscription>, StoreError> {
    let args = vec![Arg::Int(now.timestamp_micros()), Arg::Int(limit)];
    db.things(&SUBSCRIPTIONS_DUE, args).await
}

/// The months of a subscription, the first one first. `page.after` is a month, or -1.
pub async fn distributions_of(
    db: &Db,
    subscription: SubscriptionId,
    page: Timeline,
) -> Result<Vec<Distribution>, StoreError> {
    let id = subscription.to_string();
    let args = vec![Arg::Text(&id), Arg::Int(page.after), Arg::Int(page.limit())];
    db.things(&DISTRIBUTIONS_OF, args).await
}
