//! Lists: of what people and the clock work on, and of what a customer has.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    actor::Actor,
    approval::{Approval, ApprovalState},
    campaign::{Campaign, Redemption},
    contract::Contract,
    contradiction::{Contradiction, ContradictionState},
    deposit::{Deposit, DepositState},
    effects::{AuditAct, AuditRecord},
    id::{CampaignId, CustomerId, KeyId, OrderId, PaymentId, RefundId},
    kind::ProviderId,
    lot::Lot,
    order::Order,
    refund::{Refund, RefundState},
    spend::{Hold, Spend},
};

use super::{
    ACTS_BY_HAND, APPROVALS_IN, APPROVALS_WAITING_OF, AUDIT_LOG, AUDIT_LOG_OF, CAMPAIGNS,
    CONTRACT_IN_EFFECT, CONTRACTS_OF, CONTRADICTIONS_IN, CONTRADICTIONS_OF_ORDER, CUSTOMERS_AFTER,
    CUSTOMERS_WITH_LAPSED, DEPOSITS_AMONG, DEPOSITS_BETWEEN, DEPOSITS_IN, EVENTS,
    HOLDS_BY_REFERENCE, HOLDS_OF, LET_IN, LOTS_OF, LOTS_OF_PAYMENT, LOTS_TO_NOTIFY, LOTS_WITHIN,
    ORDERS_TO_EXPIRE, REDEMPTIONS_BY, REDEMPTIONS_OF, REFUNDS_AMONG, REFUNDS_IN,
    REFUNDS_OF_PAYMENT, SPENDS_BY_REFERENCE, SPENDS_OF, SPENDS_WITHIN, used,
};
use crate::store::{
    Db, PAGE_MAX, Page, Span, StoreError, columns::Set, engine::Row, query::Arg, rows::StoredEvent,
    sql::Sql,
};

/// Everybody's refunds in any of these states, newest first.
pub async fn refunds_in(
    db: &Db,
    states: &[RefundState],
    due_before: Option<DateTime<Utc>>,
    page: &Page,
) -> Result<Vec<Refund>, StoreError> {
    let sql: &'static Sql = if states.len() == RefundState::ALL.len() {
        &REFUNDS_AMONG
    } else {
        &REFUNDS_IN
    };
    let states = Arg::Set(Set::of(db.engine(), states));
    let due_before = due_before.map_or(i64::MAX, |at| at.timestamp_micros());
    let args = vec![
        states,
        Arg::Text(page.before()),
        Arg::Int(page.limit()),
        Arg::Int(due_before),
    ];
    db.things(sql, args).await
}

/// All refunds of a payment, oldest first.
pub async fn refunds_of_payment(db: &Db, payment: PaymentId) -> Result<Vec<Refund>, StoreError> {
    db.things(&REFUNDS_OF_PAYMENT, vec![Arg::Text(&payment.to_string())])
        .await
}

/// Deposits in any of these states, newest first.
pub async fn deposits_in(
    db: &Db,
    states: &[DepositState],
    page: &Page,
) -> Result<Vec<Deposit>, StoreError> {
    let sql: &'static Sql = if states.contains(&DepositState::Matched) {
        &DEPOSITS_AMONG
    } else {
        &DEPOSITS_IN
    };
    let states = Arg::Set(Set::of(db.engine(), states));
    db.things(
        sql,
        vec![states, Arg::Text(page.before()), Arg::Int(page.limit())],
    )
    .await
}

/// Contradictions in any of these states, newest first.
pub async fn contradictions_in(
    db: &Db,
    states: &[ContradictionState],
    page: &Page,
) -> Result<Vec<Contradiction>, StoreError> {
    let states = Arg::Set(Set::of(db.engine(), states));
    let args = vec![states, Arg::Text(page.before()), Arg::Int(page.limit())];
    db.things(&CONTRADICTIONS_IN, args).await
}

/// Approvals in these states at an instant, newest first.
pub async fn approvals_in(
    db: &Db,
    state: ApprovalState,
    now: DateTime<Utc>,
    page: &Page,
) -> Result<Vec<Approval>, StoreError> {
    let now = now.timestamp_micros();
    let (kept, after, until) = match state {
        ApprovalState::Waiting => (state, now, i64::MAX),
        ApprovalState::Expired => (ApprovalState::Waiting, i64::MIN, now),
        ApprovalState::Approved | ApprovalState::Rejected => (state, i64::MIN, i64::MAX),
    };
    let args = vec![
        Arg::Set(Set::of(db.engine(), [kept])),
        Arg::Int(after),
        Arg::Int(until),
        Arg::Text(page.before()),
        Arg::Int(page.limit()),
    ];
    db.things(&APPROVALS_IN, args).await
}

/// Approvals of a customer that wait for a second person at an instant, oldest first.
pub async fn approvals_waiting_of(
    db: &Db,
    customer: &CustomerId,
    now: DateTime<Utc>,
) -> Result<Vec<Approval>, StoreError> {
    let args = vec![
        Arg::Text(customer.as_str()),
        Arg::Int(now.timestamp_micros()),
    ];
    let mut found: Vec<Approval> = db.things(&APPROVALS_WAITING_OF, args).await?;
    found.sort_by_key(|asked| asked.id);
    Ok(found)
}

/// Campaigns, newest first.
pub async fn campaigns(db: &Db, page: &Page) -> Result<Vec<Campaign>, StoreError> {
    let args = vec![Arg::Text(page.before()), Arg::Int(page.limit())];
    db.things(&CAMPAIGNS, args).await
}

/// A campaign's redemptions, newest first.
pub async fn redemptions_by(
    db: &Db,
    campaign: CampaignId,
    page: &Page,
) -> Result<Vec<Redemption>, StoreError> {
    let campaign = campaign.to_string();
    let args = vec![
        Arg::Text(&campaign),
        Arg::Text(page.before()),
        Arg::Int(page.limit()),
    ];
    db.things(&REDEMPTIONS_BY, args).await
}

/// A customer's redemptions, newest first.
pub async fn redemptions_of(
    db: &Db,
    customer: &CustomerId,
    page: &Page,
) -> Result<Vec<Redemption>, StoreError> {
    let args = vec![
        Arg::Text(customer.as_str()),
        Arg::Text(page.before()),
        Arg::Int(page.limit()),
    ];
    db.things(&REDEMPTIONS_OF, args).await
}

/// A customer's contracts, newest first.
pub async fn contracts_of(
    db: &Db,
    customer: &CustomerId,
    page: &Page,
) -> Result<Vec<Contract>, StoreError> {
    let args = vec![
        Arg::Text(customer.as_str()),
        Arg::Text(page.before()),
        Arg::Int(page.limit()),
    ];
    db.things(&CONTRACTS_OF, args).await
}

/// The customer's contract that is in effect: of those that have taken effect the last to do so.
pub async fn contract_in_effect(
    db: &Db,
    customer: &CustomerId,
    now: DateTime<Utc>,
) -> Result<Option<Contract>, StoreError> {
    let args = vec![
        Arg::Text(customer.as_str()),
        Arg::Int(now.timestamp_micros()),
    ];
    Ok(db.things(&CONTRACT_IN_EFFECT, args).await?.pop())
}

/// Events that were or will be sent to the seller, newest first.
pub async fn events(db: &Db, page: &Page) -> Result<Vec<StoredEvent>, StoreError> {
    let args = vec![Arg::Text(page.before()), Arg::Int(page.limit())];
    db.things(&EVENTS, args).await
}

/// The audit log, newest first.
pub async fn audit_log(db: &Db, page: &Page) -> Result<Vec<AuditRecord>, StoreError> {
    let args = vec![Arg::Text(page.before()), Arg::Int(page.limit())];
    db.things(&AUDIT_LOG, args).await
}

/// The last act after an instant by which somebody made a key, or gave an operator what it signs in with.
pub async fn let_in(
    db: &Db,
    who: KeyId,
    by: &Actor,
    after: DateTime<Utc>,
) -> Result<Option<AuditRecord>, StoreError> {
    let (who, by) = (who.to_string(), by.to_string());
    let after = Arg::Int(after.timestamp_micros());
    let found = db.things(&LET_IN, vec![Arg::Text(&who), Arg::Text(&by), after]);
    Ok(found.await?.into_iter().next())
}

/// What people did with a refund by hand that was asked for at an instant, oldest first, as much as a page holds.
pub async fn acts_by_hand(
    db: &Db,
    refund: RefundId,
    from: DateTime<Utc>,
) -> Result<Vec<AuditRecord>, StoreError> {
    let subject = refund.to_string();
    let args = vec![
        Arg::Text(&subject),
        Arg::Int(from.timestamp_micros()),
        Arg::Int(PAGE_MAX),
    ];
    db.things(&ACTS_BY_HAND, args).await
}

/// The same, of one act.
pub async fn acts_of(db: &Db, act: AuditAct, page: &Page) -> Result<Vec<AuditRecord>, StoreError> {
    let args = vec![
        Arg::Text(act.as_str()),
        Arg::Text(page.before()),
        Arg::Int(page.limit()),
    ];
    db.things(&AUDIT_LOG_OF, args).await
}

/// Deposits on one of our accounts that came at or after `from` and before `until`, oldest first. As many as a
/// statement of that time has: the caller holds the statement in memory.
pub async fn deposits_between(
    db: &Db,
    provider: &ProviderId,
    account: &str,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<Deposit>, StoreError> {
    let args = vec![
        Arg::Text(provider.as_str()),
        Arg::Text(account),
        Arg::Int(from.timestamp_micros()),
        Arg::Int(until.timestamp_micros()),
    ];
    db.things(&DEPOSITS_BETWEEN, args).await
}

/// A customer's lots, newest first; all, or those that end before an instant.
pub async fn lots_of(
    db: &Db,
    customer: &CustomerId,
    expiring_before: Option<DateTime<Utc>>,
    page: &Page,
) -> Result<Vec<Lot>, StoreError> {
    let args = vec![
        Arg::Text(customer.as_str()),
        Arg::Text(page.before()),
        Arg::Int(page.limit()),
        Arg::Int(expiring_before.map_or(i64::MAX, |at| at.timestamp_micros())),
    ];
    db.things(&LOTS_OF, args).await
}

/// A customer's spends, newest first; all, or those under one of the seller's references.
pub async fn spends_of(
    db: &Db,
    customer: &CustomerId,
    reference: Option<&str>,
    page: &Page,
) -> Result<Vec<Spend>, StoreError> {
    let sql = [&SPENDS_OF, &SPENDS_BY_REFERENCE];
    used(db, sql, customer, reference, page).await
}

/// The same of a customer's holds.
pub async fn holds_of(
    db: &Db,
    customer: &CustomerId,
    reference: Option<&str>,
    page: &Page,
) -> Result<Vec<Hold>, StoreError> {
    let sql = [&HOLDS_OF, &HOLDS_BY_REFERENCE];
    used(db, sql, customer, reference, page).await
}

/// A customer's spends made within a time, oldest first.
pub async fn spends_within(
    db: &Db,
    customer: &CustomerId,
    span: Span,
    page: &Page,
) -> Result<Vec<Spend>, StoreError> {
    let (first, end) = span.spends();
    // Without its last digit, which is the least there is, it is less than every id from the first on.
    let before = first.strip_suffix('0').unwrap_or(&first);
    let after = page.after.as_deref().unwrap_or_default().max(before);
    let mut args = within(customer, span, after, page.limit());
    args.push(Arg::Text(&end));
    db.things(&SPENDS_WITHIN, args).await
}

/// A customer's lots acquired within a time, oldest first.
pub async fn lots_within(
    db: &Db,
    customer: &CustomerId,
    span: Span,
    page: &Page,
) -> Result<Vec<Lot>, StoreError> {
    // A customer's lots are few, and no index of them goes by id.
    let after = page.after.as_deref().unwrap_or_default();
    let args = within(customer, span, after, page.limit());
    db.things(&LOTS_WITHIN, args).await
}

fn within<'a>(customer: &'a CustomerId, span: Span, after: &'a str, limit: i64) -> Vec<Arg<'a>> {
    let (from, until) = span.micros();
    vec![
        Arg::Text(customer.as_str()),
        Arg::Text(after),
        Arg::Int(limit),
        Arg::Int(from),
        Arg::Int(until),
    ]
}

/// Contradictions of an order, newest first. An order has a handful.
pub async fn contradictions_of(db: &Db, order: OrderId) -> Result<Vec<Contradiction>, StoreError> {
    let (order, page) = (order.to_string(), Page::first(PAGE_MAX));
    let args = vec![
        Arg::Text(&order),
        Arg::Text(page.before()),
        Arg::Int(page.limit()),
    ];
    db.things(&CONTRADICTIONS_OF_ORDER, args).await
}

/// All customers by id, from `after` on.
pub async fn customers_after(
    db: &Db,
    after: &str,
    limit: i64,
) -> Result<Vec<CustomerId>, StoreError> {
    let args = vec![Arg::Text(after), Arg::Int(limit)];
    let found = db.rows(&CUSTOMERS_AFTER, args).await?;
    found.iter().map(customer_id).collect()
}

/// The lot that a payment bought.
pub async fn lot_of_payment(db: &Db, payment: PaymentId) -> Result<Option<Lot>, StoreError> {
    db.thing(&LOTS_OF_PAYMENT, &payment.to_string()).await
}

/// Unpaid orders whose time ran out at or before `now`, oldest first.
pub async fn orders_to_expire(
    db: &Db,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Order>, StoreError> {
    let args = vec![Arg::Int(now.timestamp_micros()), Arg::Int(limit)];
    db.things(&ORDERS_TO_EXPIRE, args).await
}

/// Customers with lots or open holds whose time ran out at or before `now`.
pub async fn customers_with_lapsed(
    db: &Db,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<CustomerId>, StoreError> {
    let args = vec![Arg::Int(now.timestamp_micros()), Arg::Int(limit)];
    let found = db.rows(&CUSTOMERS_WITH_LAPSED, args).await?;
    found.iter().map(customer_id).collect()
}

/// Lots with credits, of which the notice of so many days before the end is not settled, that end after `ends.0` and at or
/// before `ends.1`, the first to end first. None that was acquired at or after the notice's instant.
pub async fn lots_to_notify(
    db: &Db,
    days: i64,
    ends: (DateTime<Utc>, DateTime<Utc>),
    limit: i64,
) -> Result<Vec<Lot>, StoreError> {
    let args = vec![
        Arg::Int(ends.0.timestamp_micros()),
        Arg::Int(ends.1.timestamp_micros()),
        Arg::Int(TimeDelta::days(days).num_microseconds().unwrap_or(i64::MAX)),
        Arg::Int(days),
        Arg::Int(limit),
    ];
    db.things(&LOTS_TO_NOTIFY, args).await
}

pub(super) fn customer_id(row: &Row) -> Result<CustomerId, StoreError> {
    let text = row.text(0)?.unwrap_or_default();
    text.parse()
        .map_err(|_| StoreError::damaged("customers", text, "id", "not a customer's id"))
}
