//! Loads the rows that a batch of commands needs: first the locks, then everything else, in sets. The number of
//! statements does not depend on the number of commands, and an empty set costs nothing.

mod find;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    ops::{Deref, DerefMut},
};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    books::{Facts, LATE_DEPOSIT_DAYS, Needs},
    customer::Customer,
    id::{CustomerId, HoldId, LotId, OrderId, PaymentId, RefundId, SpendId},
    money::{AMOUNT_MAX, Credits},
    order::{Order, OrderState},
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
    /// Deposits by id, by the feed's key and nearby, locked, and the ids of the orders that the named ones belong to.
    async fn deposits(
        &mut self,
        tx: &mut Loading<'_>,
        needs: &Needs,
        facts: &mut Facts,
        orders: &mut BTreeSet<OrderId>,
    ) -> Result<(), StoreError> {
        let find::Deposits { found, named } = find::deposits(tx, needs).await?;
        // Nearby deposits are only compared: their orders, and so their customers, are left alone.
        let of: BTreeSet<OrderId> = found
            .iter()
            .filter(|deposit| named.contains(&deposit.id.to_string()))
            .filter_map(|deposit| deposit.order)
            .collect();
        facts.deposits = found;
        self.followed.extend(&of);
        orders.extend(of);
        Ok(())
    }

    /// Orders by depositor key: those that await a deposit, which must belong to locked customers, and those closed
    /// recently.
    async fn waiting(
        &mut self,
        tx: &mut Loading<'_>,
        locked: &Locked,
        needs: &Needs,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let since = now - TimeDelta::days(LATE_DEPOSIT_DAYS);
        let named = find::orders_of_depositors(tx, &needs.depositors, since).await?;
        let namesake = |paid: &Order, order: &Order| {
            order.state == OrderState::AwaitingDeposit
                && order.depositor_key == paid.depositor_key
                && order.amount == paid.amount
                && order.customer != paid.customer
        };
        let paid = named.iter().filter(|order| order.payment.is_some());
        let meant =
            paid.filter(|paid| needs.may_await || named.iter().any(|order| namesake(paid, order)));
        self.of_namesakes
            .extend(meant.filter_map(|order| order.payment));
        for order in named {
            if order.state == OrderState::AwaitingDeposit {
                if !locked.has(&order.customer) {
                    return Err(StoreError::Moved);
                }
                self.followed.insert(order.id);
            }
            self.orders.insert(order.id, order);
        }
        Ok(())
    }

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

    /// Payments, by id and by order; adds their orders to those to load.
    async fn payments(
        &mut self,
        tx: &mut Loading<'_>,
        needs: &Needs,
        orders: &mut BTreeSet<OrderId>,
    ) -> Result<(), StoreError> {
        self.keep_refunds(find::refunds(tx, &needs.refunds).await?);
        let mut ids = needs.payments.clone();
        ids.extend(&self.of_namesakes);
        ids.extend(self.refunds.values().map(|refund| refund.payment));
        ids.extend(self.lots.values().filter_map(|lot| lot.payment));
        for payment in find::payments(tx, &ids, orders).await? {
            orders.insert(payment.order);
            self.payments.insert(payment.id, payment);
        }
        Ok(())
    }

    /// Payments of which others took something or some was refunded, with their orders, and the refunds of all
    /// payments. The debt for them may be paid, waived, or undone by credits that come back. A bonus follows the
    /// amount that is left.
    async fn given_back(
        &mut self,
        tx: &mut Loading<'_>,
        customers: &[Customer],
        orders: &mut BTreeSet<OrderId>,
    ) -> Result<(), StoreError> {
        let owing = customers.iter().filter(|row| !row.debt.is_zero());
        let owing = owing.map(|row| &row.id);
        let paid = self.payments.values();
        let paid = paid.filter(|payment| !payment.credits_revoked.is_zero());
        let paid = paid.map(|payment| &payment.customer);
        let spent = self.spends.values().map(|spend| &spend.customer_id);
        let held = self.holds.values().map(|hold| &hold.customer_id);
        let of: BTreeSet<CustomerId> = owing
            .chain(paid)
            .chain(spent)
            .chain(held)
            .cloned()
            .collect();
        for payment in find::payments_given_back(tx, &of).await? {
            orders.insert(payment.order);
            self.payments.insert(payment.id, payment);
        }
        self.keep_refunds(find::refunds_of(tx, self.payments.keys()).await?);
        Ok(())
    }

    async fn orders(
        &mut self,
        tx: &mut Loading<'_>,
        ids: &BTreeSet<OrderId>,
    ) -> Result<(), StoreError> {
        let more: BTreeSet<OrderId> = ids
            .iter()
            .filter(|id| !self.orders.contains_key(id))
            .copied()
            .collect();
        for order in find::orders(tx, &more).await? {
            self.orders.insert(order.id, order);
        }
        Ok(())
    }

    async fn spends_and_holds(
        &mut self,
        tx: &mut Loading<'_>,
        needs: &Needs,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        for spend in find::spends(tx, &needs.spends).await? {
            self.spends.insert(spend.id, spend);
        }
        for hold in find::holds(tx, &needs.holds).await? {
            self.holds.insert(hold.id, hold);
        }
        let of = needs.lapsed_of.union(&needs.lapsed_holds_of);
        for hold in find::lapsed_holds(tx, &of.cloned().collect(), now).await? {
            self.holds.insert(hold.id, hold);
        }
        Ok(())
    }

    /// Lots of the payments, of the parts of spends and holds, and lapsed ones. Also lots that paid the debt for a
    /// payment that others took back: that payment may have come again.
    async fn lots(
        &mut self,
        tx: &mut Loading<'_>,
        needs: &Needs,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let of_spends = self.spends.values().flat_map(|spend| &spend.parts);
        let of_holds = self.holds.values().flat_map(|hold| &hold.parts);
        let ids: BTreeSet<LotId> = of_spends.chain(of_holds).map(|part| part.lot).collect();
        let lots = find::lots(tx, &ids, self.payments.keys()).await?;
        self.keep_lots(lots);
        let taken_back = |payment: &&domain::payment::Payment| !payment.credits_revoked.is_zero();
        let owing = self.payments.values().filter(taken_back);
        let owing = owing.map(|payment| payment.customer.clone()).collect();
        self.keep_lots(find::lots_that_paid(tx, &owing).await?);
        self.keep_lots(find::lapsed_lots(tx, &needs.lapsed_of, now).await?);
        Ok(())
    }

    /// Live lots in the order of spending, only as many as cover the largest sum asked. A deposit that paid an order
    /// may be reversed, which its customer's other lots pay for. A customer whose payments were loaded gets all live
    /// lots. Another command of the batch may refund or revoke credits of the lots that would have covered the sum. A
    /// later lot must never be spent before an earlier one that was not loaded.
    async fn spendable(
        &mut self,
        tx: &mut Loading<'_>,
        needs: &Needs,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let reversible = self.payments.values();
        let reversible = reversible.filter(|payment| self.followed.contains(&payment.order));
        let reversible: BTreeSet<CustomerId> =
            reversible.map(|payment| payment.customer.clone()).collect();
        if needs.spendable.is_empty() && reversible.is_empty() {
            return Ok(());
        }
        let busy: HashSet<&CustomerId> = self
            .payments
            .values()
            .map(|payment| &payment.customer)
            .collect();
        let is_busy = |id: &CustomerId| busy.contains(id);
        let asked = needs
            .spendable
            .iter()
            .filter(|(id, _)| !is_busy(id))
            .map(|(_, asked)| *asked)
            .max();
        let asking = needs.spendable.keys().cloned();
        let (mut whole, covered): (BTreeSet<CustomerId>, BTreeSet<CustomerId>) =
            asking.partition(|id| is_busy(id));
        whole.extend(reversible);
        let all = Credits::new(AMOUNT_MAX).unwrap_or_default();
        let asked = asked.unwrap_or_default();
        let balances = &mut self.balances;
        let covering = find::covering_lots(tx, &covered, asked, now, balances).await?;
        let rest = find::covering_lots(tx, &whole, all, now, balances).await?;
        self.keep_lots(covering);
        self.keep_lots(rest);
        Ok(())
    }

    fn keep_lots(&mut self, lots: Vec<domain::lot::Lot>) {
        self.lots.extend(lots.into_iter().map(|lot| (lot.id, lot)));
    }

    fn keep_refunds(&mut self, refunds: Vec<domain::refund::Refund>) {
        self.refunds
            .extend(refunds.into_iter().map(|refund| (refund.id, refund)));
    }
}
