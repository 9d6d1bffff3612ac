//! Lists of what people and the clock work on.

use chrono::{DateTime, Utc};
use domain::{
    approval::{Approval, ApprovalState},
    contradiction::{Contradiction, ContradictionState},
    deposit::{Deposit, DepositState},
    effects::{AuditAct, AuditRecord},
    id::PaymentId,
    refund::{Refund, RefundState},
};

use super::{
    APPROVALS_IN, AUDIT_LOG, AUDIT_LOG_OF, CONTRADICTIONS_IN, DEPOSITS_AMONG, DEPOSITS_IN, EVENTS,
    REFUNDS_IN, REFUNDS_OF_PAYMENT, many,
};
use crate::store::{
    Db, Page, StoreError,
    columns::Set,
    query::Arg,
    rows::{self, StoredEvent},
    sql::Sql,
};

/// Everybody's refunds in any of these states, newest first.
pub async fn refunds_in(
    db: &Db,
    states: &[RefundState],
    due_before: Option<DateTime<Utc>>,
    page: &Page,
) -> Result<Vec<Refund>, StoreError> {
    let states = Arg::Set(Set::of(db.engine(), states));
    let due_before = due_before.map_or(i64::MAX, |at| at.timestamp_micros());
    let args = vec![
        states,
        Arg::Text(page.before()),
        Arg::Int(page.limit()),
        Arg::Int(due_before),
    ];
    many(db, &REFUNDS_IN, args).await
}

/// All refunds of a payment, oldest first.
pub async fn refunds_of_payment(db: &Db, payment: PaymentId) -> Result<Vec<Refund>, StoreError> {
    many(
        db,
        &REFUNDS_OF_PAYMENT,
        vec![Arg::Text(&payment.to_string())],
    )
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
    many(
        db,
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
    many(db, &CONTRADICTIONS_IN, args).await
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
    many(db, &APPROVALS_IN, args).await
}

/// Events that were or will be sent to the seller, newest first.
pub async fn events(db: &Db, page: &Page) -> Result<Vec<StoredEvent>, StoreError> {
    let args = vec![Arg::Text(page.before()), Arg::Int(page.limit())];
    let found = db.reader().await?.conn().all(&EVENTS, args).await?;
    found
        .iter()
        .map(|row| rows::read_with(row, &rows::EVENTS, rows::read_event))
        .collect()
}

/// The audit log, newest first.
pub async fn audit_log(db: &Db, page: &Page) -> Result<Vec<AuditRecord>, StoreError> {
    let args = vec![Arg::Text(page.before()), Arg::Int(page.limit())];
    many(db, &AUDIT_LOG, args).await
}

/// The same, of one act.
pub async fn acts_of(db: &Db, act: AuditAct, page: &Page) -> Result<Vec<AuditRecord>, StoreError> {
    let args = vec![
        Arg::Text(act.as_str()),
        Arg::Text(page.before()),
        Arg::Int(page.limit()),
    ];
    many(db, &AUDIT_LOG_OF, args).await
}
