//! Loads the rows that a batch of commands needs: first the locks, then everything else, in sets. The number of
//! statements does not depend on the number of commands, and an empty set costs nothing.

mod credits;
mod load;
mod locks;
mod memberships;
mod money;
mod promotions;
mod repeats;

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::{
    books::{Facts, Needs},
    customer::Customer,
    id::CustomerId,
};

use super::{
    Db, StoreError, Tx,
    journal::draft::Places,
    query::Arg,
    rows,
    sql::{Sql, statements},
};
pub use load::load;

/// The deposits that each text of a set describes, in the form of `money::near_text`.
macro_rules! nearby {
    ($also:literal) => {
        concat!(
            "SELECT deposits.id FROM UNNEST($1::text[]) AS near(value) CROSS JOIN deposits WHERE ",
            $also,
            "deposits.amount = CAST(SUBSTR(near.value, 1, 18) AS BIGINT) \
             AND deposits.moved_at >= CAST(SUBSTR(near.value, 19, 18) AS BIGINT) \
             AND deposits.moved_at < CAST(SUBSTR(near.value, 37, 18) AS BIGINT) \
             AND ((deposits.moved_at >= CAST(SUBSTR(near.value, 55, 18) AS BIGINT) \
                   AND deposits.moved_at < CAST(SUBSTR(near.value, 73, 18) AS BIGINT)) \
                  OR (deposits.moved_at + 32400000000) % 86400000000 = 0 \
                  OR CAST(deposits.balance AS TEXT) = SUBSTR(near.value, 91))"
        )
    };
}

// A batch finds its rows by the keys it was given, never by a state. An index on a state lists every order that waits
// for its deposit, and a planner without statistics prefers it. No index is on `state || ''`. Two keys are looked up
// one by one, never with `OR`: a plan made while the table was small would always read all of it.
statements! {
    /// The customers whose orders a depositor's name may mean, looked up before anything is locked.
    OWNERS_BY_DEPOSITOR =
        "SELECT DISTINCT customer_id FROM orders WHERE depositor_key = ANY($1) AND depositor_key IS NOT NULL \
         AND state || '' = 'awaiting_deposit'";
    /// Each order by a look-up of its own: with a join, a planner that assumes short tables reads all orders.
    OWNERS_BY_DEPOSIT =
        "SELECT (SELECT orders.customer_id FROM orders WHERE orders.id = deposits.order_id) FROM deposits \
         WHERE deposits.id = ANY($1) AND deposits.order_id IS NOT NULL \
         UNION SELECT (SELECT orders.customer_id FROM orders WHERE orders.id = deposits.order_id) FROM deposits \
         WHERE deposits.key = ANY($2) AND deposits.order_id IS NOT NULL \
         UNION SELECT (SELECT orders.customer_id FROM orders WHERE orders.id = \
             (SELECT deposits.order_id FROM deposits WHERE deposits.id = again.repeat_of AND deposits.order_id IS NOT NULL)) \
         FROM deposits AS again WHERE again.key = ANY($2) AND again.repeat_of IS NOT NULL";
    LOCK_CUSTOMERS = "SELECT {customers} FROM customers WHERE id = ANY($1) ORDER BY id FOR UPDATE";
    CUSTOMERS = "SELECT {customers} FROM customers WHERE id = ANY($1) ORDER BY id";
    /// The meaning of a key never changes, so it can be looked up before the row is locked.
    DEPOSITS_NAMED =
        "SELECT id FROM deposits WHERE key = ANY($1) \
         UNION SELECT repeat_of FROM deposits WHERE key = ANY($1) AND repeat_of IS NOT NULL";
    DEPOSITS_NEARBY = nearby!("");
    /// The same among deposits that a source other than the first feed reported. Where no other source reports, there
    /// are none.
    DEPOSITS_NEARBY_OF_OTHERS = nearby!("deposits.source <> 'feed' AND ");
    /// The deposits whose money these reports are about.
    DEPOSITS_MEANT = "SELECT COALESCE(repeat_of, id) FROM deposits WHERE id = ANY($1)";
    DEPOSITS_REPEATING = "SELECT id FROM deposits WHERE repeat_of = ANY($1) AND repeat_of IS NOT NULL";
    DEPOSITS = "SELECT {deposits} FROM deposits WHERE id = ANY($1) ORDER BY id FOR UPDATE";
    ORDERS = "SELECT {orders} FROM orders WHERE id = ANY($1)";
    ORDERS_OF_DEPOSITORS =
        "SELECT {orders} FROM orders WHERE depositor_key = ANY($1) AND depositor_key IS NOT NULL \
         AND (state || '' = 'awaiting_deposit' OR closed_at >= $2)";
    OPEN_ORDERS =
        "SELECT {orders} FROM orders WHERE customer_id = ANY($1) \
         AND state || '' IN ('open', 'confirming', 'awaiting_deposit')";
    PAYMENTS =
        "SELECT {payments} FROM payments WHERE id = ANY($1) \
         UNION SELECT {payments} FROM payments WHERE order_id = ANY($2)";
    /// Payments of which others took something, or some was refunded or is on its way.
    PAYMENTS_GIVEN_BACK =
        "SELECT {payments} FROM payments WHERE customer_id = ANY($1) \
         AND credits_revoked + cancelled_outside + refunded + in_flight > 0";
    REFUNDS = "SELECT {refunds} FROM refunds WHERE id = ANY($1)";
    REFUNDS_OF = "SELECT {refunds} FROM refunds WHERE payment_id = ANY($1)";
    /// Open refunds, or refunds of which less was given.
    REFUNDS_TO_SETTLE =
        "SELECT {refunds} FROM refunds WHERE customer_id = ANY($1) AND state || '' IN ('requested', 'sent', 'by_hand', 'bounced') \
         UNION SELECT {refunds} FROM refunds WHERE customer_id = ANY($1) AND settled_amount IS NOT NULL";
    CONTRADICTIONS_OF = "SELECT {contradictions} FROM contradictions WHERE order_id = ANY($1)";
    ENDPOINTS = "SELECT {webhook_endpoints} FROM webhook_endpoints WHERE id = ANY($1) ORDER BY id FOR UPDATE";
    APPROVALS = "SELECT {approvals} FROM approvals WHERE id = ANY($1)";
    SUBSCRIPTIONS = "SELECT {subscriptions} FROM subscriptions WHERE id = ANY($1)";
    SUBSCRIPTIONS_OPEN =
        "SELECT {subscriptions} FROM subscriptions WHERE customer_id = ANY($1) AND state || '' IN ('active', 'paused')";
    SUBSCRIPTIONS_OF = "SELECT {subscriptions} FROM subscriptions WHERE customer_id = ANY($1)";
    DUE_MONTHS = "SELECT {due_months} FROM due_months WHERE id = ANY($1)";
    /// All months of a few subscriptions: twelve a year for each.
    DISTRIBUTIONS = "SELECT {distributions} FROM distributions WHERE subscription_id = ANY($1)";
    /// A code belongs to one campaign for good, so it can be looked up before the row is locked.
    CAMPAIGNS_BY_CODE = "SELECT id FROM campaigns WHERE code = ANY($1)";
    CAMPAIGNS_FOR = "SELECT id FROM campaigns WHERE audience = ANY($1) AND until_at > $2 AND ended_at IS NULL";
    LOCK_CAMPAIGNS = "SELECT {campaigns} FROM campaigns WHERE id = ANY($1) ORDER BY id FOR UPDATE";
    CAMPAIGNS = "SELECT {campaigns} FROM campaigns WHERE id = ANY($1) ORDER BY id";
    REDEMPTIONS = "SELECT {redemptions} FROM redemptions WHERE id = ANY($1)";
    /// A customer has few. A campaign may have a million, so its index must not serve this.
    REDEMPTIONS_BY_CAMPAIGN =
        "SELECT {redemptions} FROM redemptions WHERE customer_id = ANY($1) AND campaign_id || '' = ANY($2)";
    CONTRACTS = "SELECT {contracts} FROM contracts WHERE id = ANY($1)";
    CONTRACTS_OF = "SELECT {contracts} FROM contracts WHERE customer_id = ANY($1)";
    CONTRADICTIONS_OPEN =
        "SELECT {contradictions} FROM contradictions WHERE customer_id = ANY($1) AND state || '' IN ('open', 'refunding')";
    APPROVALS_WAITING =
        "SELECT {approvals} FROM approvals WHERE customer_id = ANY($1) AND state || '' IN ('waiting')";
    RECEIPT_REQUESTS = "SELECT {cash_receipt_requests} FROM cash_receipt_requests WHERE payment_id = ANY($1)";
    RECEIPT_OUTCOMES = "SELECT {cash_receipt_outcomes} FROM cash_receipt_outcomes WHERE payment_id = ANY($1)";
    DISPUTES = "SELECT {disputes} FROM disputes WHERE payment_id = ANY($1)";
    DISPUTE_DECISIONS = "SELECT {dispute_decisions} FROM dispute_decisions WHERE payment_id = ANY($1)";
    TAX_INVOICES = "SELECT {tax_invoices} FROM tax_invoices WHERE payment_id = ANY($1)";
    TAX_INVOICES_NUMBERED = "SELECT {tax_invoices} FROM tax_invoices WHERE approval_number = ANY($1)";
    TAX_INVOICES_CORRECTING = "SELECT {tax_invoices} FROM tax_invoices WHERE corrects IS NOT NULL AND corrects = ANY($1)";
    QUOTES = "SELECT {quotes} FROM quotes WHERE id = ANY($1)";
    SPENDS = "SELECT {spends} FROM spends WHERE id = ANY($1)";
    HOLDS = "SELECT {holds} FROM holds WHERE id = ANY($1)";
    EXPIRY_NOTICES = "SELECT {expiry_notices} FROM expiry_notices WHERE lot_id = ANY($1)";
    POLICY_NOTICES = "SELECT {policy_notices} FROM policy_notices WHERE customer_id = ANY($1)";
    OPEN_HOLDS = "SELECT {holds} FROM holds WHERE customer_id = ANY($1) AND state = 'open'";
    LAPSED_HOLDS = "SELECT {holds} FROM holds WHERE customer_id = ANY($1) AND state = 'open' AND expires_at <= $2 \
         AND COALESCE(extended_until, expires_at) <= $2";
    LOTS = "SELECT {lots} FROM lots WHERE id = ANY($1) UNION SELECT {lots} FROM lots WHERE payment_id = ANY($2) \
         UNION SELECT {lots} FROM lots WHERE bonus_of = ANY($2) AND bonus_of IS NOT NULL";
    LOTS_THAT_PAID = "SELECT {lots} FROM lots WHERE customer_id = ANY($1) AND debt_paid > 0";
    LOTS_WITH_CREDITS =
        "SELECT {lots} FROM lots WHERE customer_id = ANY($1) AND has_remaining = 1 \
         UNION SELECT {lots} FROM lots WHERE customer_id = ANY($1) AND has_held = 1";
    LAPSED_LOTS = "SELECT {lots} FROM lots WHERE customer_id = ANY($1) AND has_remaining = 1 AND expires_at <= $2";
    /// A lot is needed when those before it, in the order of spending, hold less than is asked. Each row also has the
    /// sum of all credits of its customer.
    COVERING_LOTS =
        "SELECT {lots}, total FROM (SELECT lots.*, CAST(SUM(remaining) OVER (PARTITION BY customer_id \
         ORDER BY expires_at, rank, acquired_at, id ROWS UNBOUNDED PRECEDING) AS BIGINT) AS running, \
         CAST(SUM(remaining) OVER (PARTITION BY customer_id) AS BIGINT) AS total \
         FROM lots WHERE customer_id = ANY($1) AND has_remaining = 1 AND expires_at > $2) AS lots \
         WHERE running - remaining < $3";
    BALANCES =
        "SELECT customer_id, CAST(SUM(remaining) AS BIGINT) FROM lots \
         WHERE customer_id = ANY($1) AND has_remaining = 1 AND expires_at > $2 GROUP BY customer_id";
    /// What the ledger has available. Lots past their end count until that is booked.
    AVAILABLE =
        "SELECT customer_id, CAST(SUM(remaining) AS BIGINT) FROM lots \
         WHERE customer_id = ANY($1) AND has_remaining = 1 GROUP BY customer_id";
    EVENTS_SEEN = "SELECT provider, event_key FROM inbox WHERE key = ANY($1)";
    /// Inserting a row that is there already is no error: another gateway made it first.
    MAKE_CUSTOMERS =
        "INSERT INTO customers (id, state, debt, seq, head, opened_at) VALUES ($1, 'open', 0, 0, '', $2) \
         ON CONFLICT (id) DO NOTHING";
    IDEMPOTENCY_KEYS = "SELECT {idempotency_keys} FROM idempotency_keys WHERE key = ANY($1)";
}

/// Proof that the rows of these customers are locked by the transaction it was made in.
#[derive(Debug)]
pub struct Locked {
    ids: HashSet<CustomerId>,
    customers: Vec<Customer>,
    /// Customers without a row: nothing could be locked, and nothing of theirs may be written.
    missing: Vec<CustomerId>,
    /// The journal places of the rows that were loaded.
    places: Places,
    reading: Reading,
}

/// How rows that other batches change are read. PostgreSQL refuses a lock in a transaction that only reads.
#[derive(Debug, Clone, Copy)]
enum Reading {
    Locking,
    Looking,
}

impl Reading {
    fn customers(self) -> &'static Sql {
        match self {
            Self::Locking => &LOCK_CUSTOMERS,
            Self::Looking => &CUSTOMERS,
        }
    }

    fn campaigns(self) -> &'static Sql {
        match self {
            Self::Locking => &LOCK_CAMPAIGNS,
            Self::Looking => &CAMPAIGNS,
        }
    }
}

impl Locked {
    pub(super) fn has(&self, customer: &CustomerId) -> bool {
        self.ids.contains(customer)
    }

    /// Customers that the batch names and that have no row yet. A row is made only for a change that is not refused.
    pub fn missing(&self) -> &[CustomerId] {
        &self.missing
    }

    /// The places, for the draft of what the batch adds to the journal.
    pub fn take_places(&mut self) -> HashMap<String, i64> {
        std::mem::take(&mut self.places)
    }
}

/// Locks the rows of every customer that the batch may change, in sorted order, so that gateways that share a
/// database never deadlock.
///
/// The customers a deposit belongs to are looked up first, without a lock. [`load`] looks them up again and returns
/// [`StoreError::Moved`] when the answer has changed.
pub async fn lock(tx: &mut Tx, needs: &Needs) -> Result<Locked, StoreError> {
    let mut ids = needs.locks();
    ids.extend(money::owners(tx, needs).await?);
    held(tx, Reading::Locking, ids).await
}

/// The rows of these customers.
async fn held(
    tx: &mut Tx,
    reading: Reading,
    ids: BTreeSet<CustomerId>,
) -> Result<Locked, StoreError> {
    let mut customers: Vec<Customer> = Vec::new();
    if !ids.is_empty() {
        let args = vec![Arg::Set(tx.set(&ids))];
        customers = rows::read_all(&tx.conn().all(reading.customers(), args).await?)?;
    }
    let found = customers.iter().map(|customer| customer.id.clone());
    let found: HashSet<CustomerId> = found.collect();
    Ok(Locked {
        missing: ids.into_iter().filter(|id| !found.contains(id)).collect(),
        ids: found,
        customers,
        places: Places::new(),
        reading,
    })
}

/// The rows that `needs` names as they stand at `now`, without a lock: for what is worked out and never written. Of
/// deposits and webhook endpoints, which are read with a lock, it may name none.
pub async fn snapshot(db: &Db, needs: &Needs, now: DateTime<Utc>) -> Result<Facts, StoreError> {
    look(db.snapshot().await?, needs, now).await
}

/// The same where each statement may see an instant of its own: for a page that shows what is worked out. What the
/// page leads to is worked out again under locks.
pub async fn glance(db: &Db, needs: &Needs, now: DateTime<Utc>) -> Result<Facts, StoreError> {
    look(db.glance().await?, needs, now).await
}

async fn look(mut tx: Tx, needs: &Needs, now: DateTime<Utc>) -> Result<Facts, StoreError> {
    let mut read = held(&mut tx, Reading::Looking, needs.locks()).await?;
    let facts = load(&mut tx, &mut read, needs, now).await?;
    tx.rollback().await?;
    Ok(facts)
}

/// Makes rows for customers that have none, in a transaction of its own: it must be visible to
/// every gateway before one of them can lock it.
pub async fn make_customers(
    db: &Db,
    ids: &[CustomerId],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut sorted: Vec<&CustomerId> = ids.iter().collect();
    sorted.sort_unstable();
    let mut tx = db.begin().await?;
    for id in sorted {
        let args = vec![Arg::Text(id.as_str()), Arg::Int(now.timestamp_micros())];
        tx.conn().run(&MAKE_CUSTOMERS, args).await?;
    }
    tx.commit().await
}
