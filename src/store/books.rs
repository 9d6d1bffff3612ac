//! Loads the rows that a batch of commands needs: first the locks, then everything else, in sets. The number of
//! statements does not depend on the number of commands, and an empty set costs nothing.

mod credits;
mod find;
mod money;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    ops::{Deref, DerefMut},
};

use chrono::{DateTime, Utc};
use domain::{
    books::{Facts, Needs},
    customer::Customer,
    id::{CustomerId, HoldId, LotId, OrderId, PaymentId, RefundId, SpendId},
    money::Credits,
    order::Order,
};

use super::{Db, StoreError, Tx, journal::draft::Places};
pub(crate) use find::STATEMENTS;

/// Proof that the rows of these customers are locked by the transaction it was made in.
#[derive(Debug)]
pub struct Locked {
    ids: HashSet<CustomerId>,
    customers: Vec<Customer>,
    /// Customers without a row: nothing could be locked, and nothing of theirs may be written.
    missing: Vec<CustomerId>,
    /// The journal places of the rows that were loaded.
    places: Places,
}

/// A transaction that is loading, and where the journal records the last version of each loaded row.
struct Loading<'t> {
    tx: &'t mut Tx,
    places: Places,
}

impl Deref for Loading<'_> {
    type Target = Tx;

    fn deref(&self) -> &Tx {
        self.tx
    }
}

impl DerefMut for Loading<'_> {
    fn deref_mut(&mut self) -> &mut Tx {
        self.tx
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
    let tx = &mut Loading {
        tx,
        places: Places::new(),
    };
    ids.extend(find::owners(tx, needs).await?);
    if ids.is_empty() {
        return Ok(Locked {
            ids: HashSet::new(),
            customers: Vec::new(),
            missing: Vec::new(),
            places: Places::new(),
        });
    }
    let customers = find::lock_customers(tx, &ids).await?;
    let found: HashSet<CustomerId> = customers
        .iter()
        .map(|customer| customer.id.clone())
        .collect();
    let missing: Vec<CustomerId> = ids.into_iter().filter(|id| !found.contains(id)).collect();
    Ok(Locked {
        ids: found,
        customers,
        missing,
        places: Places::new(),
    })
}

/// Makes rows for customers that have none, in a transaction of its own: it must be visible to
/// every gateway before one of them can lock it.
pub async fn make_customers(
    db: &Db,
    ids: &[CustomerId],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    find::make_customers(db, ids, now).await
}

/// Loads the rows that `needs` names, as they stand at `now`, an instant read after the locks were taken.
pub async fn load(
    tx: &mut Tx,
    locked: &mut Locked,
    needs: &Needs,
    now: DateTime<Utc>,
) -> Result<Facts, StoreError> {
    let tx = &mut Loading {
        tx,
        places: Places::new(),
    };
    let mut load = Load::default();
    let mut facts = Facts {
        customers: std::mem::take(&mut locked.customers)
            .into_iter()
            .chain(
                locked
                    .missing
                    .iter()
                    .map(|id| Customer::new(id.clone(), now)),
            )
            .collect(),
        ..Facts::default()
    };

    let mut orders = needs.orders.clone();
    load.deposits(tx, needs, &mut facts, &mut orders).await?;
    load.waiting(tx, locked, needs, now).await?;
    load.everything(tx, needs).await?;
    load.spends_and_holds(tx, needs, now).await?;
    load.payments(tx, needs, &mut orders).await?;
    load.given_back(tx, &facts.customers, &mut orders).await?;
    load.orders(tx, &orders).await?;
    load.lots(tx, needs, now).await?;
    load.spendable(tx, needs, now).await?;

    let ended = load.orders.values().filter(|order| !order.state.is_open());
    let ended: BTreeSet<OrderId> = ended.map(|order| order.id).collect();
    facts.contradictions = find::contradictions_of(tx, &ended).await?;
    let waiting = find::open_contradictions(tx, &needs.everything_of).await?;
    facts.contradictions.extend(waiting);
    facts.approvals = find::approvals(tx, &needs.approvals).await?;
    facts.quotes = find::quotes(tx, &needs.quotes).await?;
    facts.events = find::events(tx, &needs.events).await?;
    facts.idempotency_keys = find::idempotency_keys(tx, &needs.idempotency_keys).await?;
    let missing = needs.balances.iter();
    let missing = missing.filter(|id| !load.balances.contains_key(*id));
    facts.balances = find::balances(tx, &missing.cloned().collect(), now).await?;
    let found = load.balances.into_iter();
    facts
        .balances
        .extend(found.filter(|(id, _)| needs.balances.contains(id)));
    // The caller that holds the orders of a deposit's sender must hold their locks.
    if load
        .followed
        .iter()
        .filter_map(|id| load.orders.get(id))
        .any(|order| !locked.has(&order.customer))
    {
        return Err(StoreError::Moved);
    }
    locked.places = std::mem::take(&mut tx.places);
    facts.orders = load.orders.into_values().collect();
    facts.payments = load.payments.into_values().collect();
    facts.lots = load.lots.into_values().collect();
    facts.spends = load.spends.into_values().collect();
    facts.holds = load.holds.into_values().collect();
    facts.refunds = load.refunds.into_values().collect();
    Ok(facts)
}

/// Rows found so far, each once.
#[derive(Default)]
struct Load {
    /// Orders that a deposit belongs to or may pay.
    followed: BTreeSet<OrderId>,
    /// Payments of other customers' orders of the same name and amount: their money may have been taken back.
    of_namesakes: BTreeSet<PaymentId>,
    orders: BTreeMap<OrderId, Order>,
    payments: BTreeMap<PaymentId, domain::payment::Payment>,
    lots: BTreeMap<LotId, domain::lot::Lot>,
    spends: BTreeMap<SpendId, domain::spend::Spend>,
    holds: BTreeMap<HoldId, domain::spend::Hold>,
    refunds: BTreeMap<RefundId, domain::refund::Refund>,
    /// Balances of customers whose lots were loaded in the order of spending.
    balances: BTreeMap<CustomerId, Credits>,
}

impl Load {
    /// For customers who close: lots with credits, open orders, holds and refunds, and refunds of which less was
    /// given.
    async fn everything(&mut self, tx: &mut Loading<'_>, needs: &Needs) -> Result<(), StoreError> {
        if needs.everything_of.is_empty() {
            return Ok(());
        }
        self.keep_lots(find::lots_with_credits(tx, &needs.everything_of).await?);
        // Credits that paid debts may come back by another command of the batch.
        self.keep_lots(find::lots_that_paid(tx, &needs.everything_of).await?);
        for order in find::open_orders(tx, &needs.everything_of).await? {
            self.orders.insert(order.id, order);
        }
        for hold in find::open_holds(tx, &needs.everything_of).await? {
            self.holds.insert(hold.id, hold);
        }
        self.keep_refunds(find::refunds_to_settle(tx, &needs.everything_of).await?);
        Ok(())
    }

    fn keep_refunds(&mut self, refunds: Vec<domain::refund::Refund>) {
        self.refunds
            .extend(refunds.into_iter().map(|refund| (refund.id, refund)));
    }
}
