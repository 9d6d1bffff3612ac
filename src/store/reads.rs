//! Reads for answers and pages. They do not pass the writer: each is one statement at one instant.

pub(super) mod balance;
pub(super) mod due;
pub(super) mod movements;
pub(super) mod search;

use chrono::{DateTime, Utc};
use domain::{
    approval::{Approval, ApprovalState},
    contradiction::{Contradiction, ContradictionState},
    customer::Customer,
    deposit::{Deposit, DepositState},
    effects::{AuditAct, AuditRecord},
    id::{
        ApprovalId, ContradictionId, CustomerId, DepositId, HoldId, LotId, OrderId, PaymentId,
        QuoteId, RefundId, SpendId,
    },
    kind::ProviderId,
    ledger::Entry,
    lot::Lot,
    order::Order,
    payment::Payment,
    refund::{Quote, Refund, RefundState},
    spend::{Hold, Spend},
};

pub use super::rows::StoredEvent;
pub use balance::{Balance, balance, balance_at};
pub use due::{customers_with_lapsed, orders_to_expire};
pub use movements::deposits_between;
pub use search::{Search, orders, payments};

use super::{
    Db, Page, StoreError, Timeline,
    columns::Set,
    query::Arg,
    rows::{self, Stored},
    sql::{Sql, statements},
};

statements! {
    CUSTOMER = "SELECT {customers} FROM customers WHERE id = $1";
    DEBTORS = "SELECT {customers} FROM customers WHERE debt > 0 AND id > $1 ORDER BY id LIMIT $2";
    ORDER = "SELECT {orders} FROM orders WHERE id = $1";
    PAYMENT = "SELECT {payments} FROM payments WHERE id = $1";
    PAYMENT_BY_KEY = "SELECT {payments} FROM payments WHERE provider = $1 AND payment_key = $2";
    LOT = "SELECT {lots} FROM lots WHERE id = $1";
    SPEND = "SELECT {spends} FROM spends WHERE id = $1";
    HOLD = "SELECT {holds} FROM holds WHERE id = $1";
    QUOTE = "SELECT {quotes} FROM quotes WHERE id = $1";
    REFUND = "SELECT {refunds} FROM refunds WHERE id = $1";
    DEPOSIT = "SELECT {deposits} FROM deposits WHERE id = $1";
    /// Sorted: a customer has few, and their index is in the order of spending.
    LOTS_OF =
        "SELECT {lots} FROM lots WHERE customer_id = $1 AND id || '' < $2 AND expires_at < $4 ORDER BY id || '' DESC LIMIT $3";
    SPENDS_OF =
        "SELECT {spends} FROM spends WHERE customer_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    SPENDS_BY_REFERENCE =
        "SELECT {spends} FROM spends WHERE customer_id = $1 AND reference = $4 AND id < $2 ORDER BY id DESC LIMIT $3";
    HOLDS_OF =
        "SELECT {holds} FROM holds WHERE customer_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    HOLDS_BY_REFERENCE =
        "SELECT {holds} FROM holds WHERE customer_id = $1 AND reference = $4 AND id < $2 ORDER BY id DESC LIMIT $3";
    REFUNDS_IN =
        "SELECT {refunds} FROM refunds WHERE state = ANY($1) AND id < $2 AND due_at < $4 ORDER BY id DESC LIMIT $3";
    LOTS_OF_PAYMENT = "SELECT {lots} FROM lots WHERE payment_id = $1";
    REFUNDS_OF_PAYMENT = "SELECT {refunds} FROM refunds WHERE payment_id = $1 ORDER BY id";
    DEPOSITS_IN =
        "SELECT {deposits} FROM deposits WHERE state = ANY($1) AND state <> 'matched' AND id < $2 ORDER BY id DESC LIMIT $3";
    /// Includes those that are matched, as nearly all are.
    DEPOSITS_AMONG = "SELECT {deposits} FROM deposits WHERE state || '' = ANY($1) AND id < $2 ORDER BY id DESC LIMIT $3";
    CONTRADICTION = "SELECT {contradictions} FROM contradictions WHERE id = $1";
    APPROVAL = "SELECT {approvals} FROM approvals WHERE id = $1";
    APPROVALS_IN =
        "SELECT {approvals} FROM approvals WHERE state = ANY($1) AND expires_at > $2 AND expires_at <= $3 AND id < $4 \
         ORDER BY id DESC LIMIT $5";
    CONTRADICTIONS_IN =
        "SELECT {contradictions} FROM contradictions WHERE state = ANY($1) AND id < $2 ORDER BY id DESC LIMIT $3";
    DEPOSIT_BY_KEY = "SELECT {deposits} FROM deposits WHERE key = $1";
    ENTRIES_OF = "SELECT {entries} FROM entries WHERE customer_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    EVENTS = "SELECT {events} FROM events WHERE id < $1 ORDER BY id DESC LIMIT $2";
    AUDIT_LOG = "SELECT {audit_log} FROM audit_log WHERE id < $1 ORDER BY id DESC LIMIT $2";
    AUDIT_LOG_OF = "SELECT {audit_log} FROM audit_log WHERE act = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
}

async fn one<T: Stored>(db: &Db, sql: &'static Sql, id: &str) -> Result<Option<T>, StoreError> {
    let found = db
        .reader()
        .await?
        .conn()
        .all(sql, vec![Arg::Text(id)])
        .await?;
    found.first().map(rows::read_one).transpose()
}

async fn many<T: Stored>(
    db: &Db,
    sql: &'static Sql,
    args: Vec<Arg<'_>>,
) -> Result<Vec<T>, StoreError> {
    rows::read_all(&db.reader().await?.conn().all(sql, args).await?)
}

/// A customer's spends or holds, newest first: of all references by one statement, of a named one by the other.
async fn used<T: Stored>(
    db: &Db,
    [all, named]: [&'static Sql; 2],
    customer: &CustomerId,
    reference: Option<&str>,
    page: &Page,
) -> Result<Vec<T>, StoreError> {
    let mut args = vec![
        Arg::Text(customer.as_str()),
        Arg::Text(page.before()),
        Arg::Int(page.limit()),
    ];
    args.extend(reference.map(Arg::Text));
    many(db, if reference.is_some() { named } else { all }, args).await
}

pub async fn customer(db: &Db, id: &CustomerId) -> Result<Option<Customer>, StoreError> {
    one(db, &CUSTOMER, id.as_str()).await
}

/// Customers who owe credits, by id from `after` on.
pub async fn debtors(db: &Db, after: &str, limit: i64) -> Result<Vec<Customer>, StoreError> {
    many(db, &DEBTORS, vec![Arg::Text(after), Arg::Int(limit)]).await
}

pub async fn order(db: &Db, id: OrderId) -> Result<Option<Order>, StoreError> {
    one(db, &ORDER, &id.to_string()).await
}

pub async fn payment(db: &Db, id: PaymentId) -> Result<Option<Payment>, StoreError> {
    one(db, &PAYMENT, &id.to_string()).await
}

/// A payment by the provider's own name for it.
pub async fn payment_by_key(
    db: &Db,
    provider: &ProviderId,
    key: &str,
) -> Result<Option<Payment>, StoreError> {
    let found = many(
        db,
        &PAYMENT_BY_KEY,
        vec![Arg::Text(provider.as_str()), Arg::Text(key)],
    )
    .await?;
    Ok(found.into_iter().next())
}

pub async fn lot(db: &Db, id: LotId) -> Result<Option<Lot>, StoreError> {
    one(db, &LOT, &id.to_string()).await
}

pub async fn spend(db: &Db, id: SpendId) -> Result<Option<Spend>, StoreError> {
    one(db, &SPEND, &id.to_string()).await
}

pub async fn hold(db: &Db, id: HoldId) -> Result<Option<Hold>, StoreError> {
    one(db, &HOLD, &id.to_string()).await
}

pub async fn quote(db: &Db, id: QuoteId) -> Result<Option<Quote>, StoreError> {
    one(db, &QUOTE, &id.to_string()).await
}

pub async fn refund(db: &Db, id: RefundId) -> Result<Option<Refund>, StoreError> {
    one(db, &REFUND, &id.to_string()).await
}

pub async fn deposit(db: &Db, id: DepositId) -> Result<Option<Deposit>, StoreError> {
    one(db, &DEPOSIT, &id.to_string()).await
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
    many(db, &LOTS_OF, args).await
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

/// The lot that a payment bought.
pub async fn lot_of_payment(db: &Db, payment: PaymentId) -> Result<Option<Lot>, StoreError> {
    one(db, &LOTS_OF_PAYMENT, &payment.to_string()).await
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

pub async fn contradiction(
    db: &Db,
    id: ContradictionId,
) -> Result<Option<Contradiction>, StoreError> {
    one(db, &CONTRADICTION, &id.to_string()).await
}

pub async fn approval(db: &Db, id: ApprovalId) -> Result<Option<Approval>, StoreError> {
    one(db, &APPROVAL, &id.to_string()).await
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

/// A deposit by the feed's own key of its movement.
pub async fn deposit_by_key(
    db: &Db,
    provider: &ProviderId,
    key: &str,
) -> Result<Option<Deposit>, StoreError> {
    one(db, &DEPOSIT_BY_KEY, &format!("{provider}/{key}")).await
}

/// A customer's ledger, oldest first: it is read forwards, because each hash covers the previous one.
pub async fn entries_of(
    db: &Db,
    customer: &CustomerId,
    page: Timeline,
) -> Result<Vec<Entry>, StoreError> {
    many(
        db,
        &ENTRIES_OF,
        vec![
            Arg::Text(customer.as_str()),
            Arg::Int(page.after),
            Arg::Int(page.limit()),
        ],
    )
    .await
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
