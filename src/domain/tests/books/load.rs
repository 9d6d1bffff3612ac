//! Loads exactly the rows that a batch needs: the contract of the real store as well.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use domain::{
    books::{Facts, LATE_DEPOSIT_DAYS, Needs},
    customer::Customer,
    deposit::{Deposit, Nearby},
    id::{CustomerId, DepositId, HoldId, LotId, OrderId, PaymentId, RefundId, SpendId},
    lot::Lot,
    money::{AMOUNT_MAX, Credits},
    order::{Order, OrderState},
    spend::HoldState,
};

use crate::world::{Rows, World};

/// Names of the rows to load.
#[derive(Default)]
struct Wanted {
    customers: BTreeSet<CustomerId>,
    orders: BTreeSet<OrderId>,
    payments: BTreeSet<PaymentId>,
    lots: BTreeSet<LotId>,
    spends: BTreeSet<SpendId>,
    holds: BTreeSet<HoldId>,
    refunds: BTreeSet<RefundId>,
    deposits: BTreeSet<DepositId>,
}

impl World {
    pub(crate) fn load(&mut self, needs: &Needs) -> Facts {
        let wanted = self.wanted(needs);
        for id in &wanted.customers {
            let new = || Customer::new(id.clone(), self.now);
            self.rows.customers.entry(id.clone()).or_insert_with(new);
        }
        let rows = &self.rows;
        let seen = rows
            .received
            .iter()
            .map(|received| (received.provider.clone(), received.event_key.clone()));
        let events = seen.filter(|key| needs.events.contains(key)).collect();
        // Of ended orders: open ones have none.
        let contradicted = rows.contradictions.values().filter(|known| {
            (wanted.orders.contains(&known.order) && !rows.orders[&known.order].state.is_open())
                || (needs.everything_of.contains(&known.customer) && known.state.is_open())
        });
        Facts {
            contradictions: contradicted.cloned().collect(),
            approvals: found(&rows.approvals, &needs.approvals),
            customers: found(&rows.customers, &wanted.customers),
            balances: needs
                .balances
                .iter()
                .map(|id| (id.clone(), self.balance(id)))
                .collect(),
            orders: found(&rows.orders, &wanted.orders),
            payments: found(&rows.payments, &wanted.payments),
            lots: found(&rows.lots, &wanted.lots),
            spends: found(&rows.spends, &wanted.spends),
            holds: found(&rows.holds, &wanted.holds),
            quotes: found(&rows.quotes, &needs.quotes),
            refunds: found(&rows.refunds, &wanted.refunds),
            deposits: found(&rows.deposits, &wanted.deposits),
            events,
            idempotency_keys: found(&rows.idempotency_keys, &needs.idempotency_keys),
        }
    }

    fn wanted(&self, needs: &Needs) -> Wanted {
        let rows = &self.rows;
        let mut wanted = Wanted {
            customers: needs.customers.clone(),
            ..Wanted::default()
        };
        for (customer, asked) in &needs.spendable {
            wanted.lots.extend(self.covering(customer, *asked));
        }
        for customer in &needs.lapsed_of {
            let ended = |lot: &&Lot| {
                lot.customer == *customer && lot.expires_at <= self.now && !lot.remaining.is_zero()
            };
            wanted
                .lots
                .extend(rows.lots.values().filter(ended).map(|lot| lot.id));
        }
        for customer in needs.lapsed_of.union(&needs.lapsed_holds_of) {
            let lapsed = rows.holds.values().filter(|hold| {
                hold.customer_id == *customer
                    && hold.state == HoldState::Open
                    && hold.expires_at <= self.now
            });
            lapsed.for_each(|hold| wanted.hold(rows, hold.id));
        }
        for customer in &needs.everything_of {
            wanted.everything(rows, customer);
        }
        needs.orders.iter().for_each(|id| wanted.order(rows, *id));
        needs
            .payments
            .iter()
            .for_each(|id| wanted.payment(rows, *id));
        for id in &needs.spends {
            wanted.spends.insert(*id);
            wanted.lots.extend(
                rows.spends
                    .get(id)
                    .into_iter()
                    .flat_map(|spend| &spend.parts)
                    .map(|part| part.lot),
            );
        }
        needs.holds.iter().for_each(|id| wanted.hold(rows, *id));
        for id in &needs.refunds {
            if let Some(refund) = rows.refunds.get(id) {
                wanted.payment(rows, refund.payment);
            }
        }
        self.deposits_wanted(needs, &mut wanted);
        self.given_back_wanted(&mut wanted);
        wanted
    }

    /// Payments of which others took something or some was refunded. Of customers in debt, of customers with such a
    /// payment loaded, and of customers to whom credits may come back.
    fn given_back_wanted(&self, wanted: &mut Wanted) {
        let rows = &self.rows;
        let owing = wanted
            .customers
            .iter()
            .filter_map(|id| rows.customers.get(id));
        let owing = owing.filter(|row| !row.debt.is_zero()).map(|row| &row.id);
        let paid = wanted
            .payments
            .iter()
            .filter_map(|id| rows.payments.get(id));
        let paid = paid.filter(|payment| !payment.credits_revoked.is_zero());
        let paid = paid.map(|payment| &payment.customer);
        let spent = wanted.spends.iter().filter_map(|id| rows.spends.get(id));
        let spent = spent.map(|spend| &spend.customer_id);
        let held = wanted.holds.iter().filter_map(|id| rows.holds.get(id));
        let held = held.map(|hold| &hold.customer_id);
        let of: BTreeSet<CustomerId> = owing
            .chain(paid)
            .chain(spent)
            .chain(held)
            .cloned()
            .collect();
        for payment in rows.payments.values() {
            let given_back = !payment.credits_revoked.is_zero() || payment.rest() < payment.amount;
            if of.contains(&payment.customer) && given_back {
                wanted.payment(rows, payment.id);
            }
        }
    }

    fn deposits_wanted(&self, needs: &Needs, wanted: &mut Wanted) {
        let rows = &self.rows;
        let moved = |key: &(domain::kind::ProviderId, String)| needs.movements.contains(key);
        for deposit in rows.deposits.values() {
            let key = (
                deposit.movement.provider.clone(),
                deposit.movement.key.clone(),
            );
            if needs.deposits.contains(&deposit.id) || moved(&key) {
                wanted.deposits.insert(deposit.id);
                let of = deposit.repeat_of.filter(|_| moved(&key));
                let of = of.and_then(|of| rows.deposits.get(&of));
                wanted.deposits.extend(of.map(|of| of.id));
                let orders = [deposit.order, of.and_then(|of| of.order)];
                for order in orders.into_iter().flatten() {
                    wanted.order(rows, order);
                    let order = &rows.orders[&order];
                    if order.payment.is_some() {
                        let all = Credits::new(AMOUNT_MAX).unwrap();
                        wanted.lots.extend(self.covering(&order.customer, all));
                    }
                }
            }
        }
        self.nearby_wanted(needs, wanted);
        let since = self.now - Duration::days(LATE_DEPOSIT_DAYS);
        for order in rows.orders.values() {
            let named = order
                .depositor_key
                .as_ref()
                .is_some_and(|key| needs.depositors.contains(key));
            let awaiting = order.state == OrderState::AwaitingDeposit;
            if named && (awaiting || order.closed_at.is_some_and(|closed| closed >= since)) {
                wanted.orders.insert(order.id);
                if awaiting {
                    wanted.customers.insert(order.customer.clone());
                }
                let meant = |other: &Order| {
                    other.state == OrderState::AwaitingDeposit
                        && other.depositor_key == order.depositor_key
                        && other.amount == order.amount
                        && other.customer != order.customer
                };
                let asked = needs.may_await || rows.orders.values().any(meant);
                if let Some(payment) = order.payment.filter(|_| asked) {
                    wanted.payment(rows, payment);
                }
            }
        }
    }

    /// Deposits that may be the same as a movement, with all reports of their money.
    fn nearby_wanted(&self, needs: &Needs, wanted: &mut Wanted) {
        let all = || self.rows.deposits.values();
        let money = |deposit: &Deposit| deposit.repeat_of.unwrap_or(deposit.id);
        let is_near = |deposit: &&Deposit| {
            let covers = |near: &Nearby| near.covers(&deposit.movement);
            needs.nearby.iter().any(covers)
        };
        let meant: BTreeSet<DepositId> = all().filter(is_near).map(money).collect();
        let of_meant = all().filter(|deposit| meant.contains(&money(deposit)));
        wanted.deposits.extend(of_meant.map(|deposit| deposit.id));
    }

    /// Live lots in spending order, until they cover the requested sum.
    fn covering(&self, customer: &CustomerId, asked: Credits) -> Vec<LotId> {
        let live = |lot: &&Lot| {
            lot.customer == *customer && self.now < lot.expires_at && !lot.remaining.is_zero()
        };
        let mut lots: Vec<&Lot> = self.rows.lots.values().filter(live).collect();
        lots.sort_by_key(|lot| lot.spending_key());
        let mut missing = asked;
        let covering = lots.into_iter().take_while(|lot| {
            let needed = !missing.is_zero();
            missing = missing.minus_or_zero(lot.remaining);
            needed
        });
        covering.map(|lot| lot.id).collect()
    }
}

fn found<K: Ord, V: Clone>(rows: &BTreeMap<K, V>, wanted: &BTreeSet<K>) -> Vec<V> {
    wanted
        .iter()
        .filter_map(|id| rows.get(id))
        .cloned()
        .collect()
}

impl Wanted {
    fn order(&mut self, rows: &Rows, id: OrderId) {
        self.orders.insert(id);
        if let Some(payment) = rows.orders.get(&id).and_then(|order| order.payment) {
            self.payment(rows, payment);
        }
    }

    fn payment(&mut self, rows: &Rows, id: PaymentId) {
        self.payments.insert(id);
        self.orders
            .extend(rows.payments.get(&id).map(|payment| payment.order));
        self.lots.extend(
            rows.lots
                .values()
                .filter(|lot| lot.payment == Some(id) || lot.bonus_of == Some(id))
                .map(|lot| lot.id),
        );
        if let Some(payment) = rows.payments.get(&id)
            && !payment.credits_revoked.is_zero()
        {
            let paid = |lot: &&Lot| lot.customer == payment.customer && !lot.debt_paid.is_zero();
            let paid = rows.lots.values().filter(paid);
            self.lots.extend(paid.map(|lot| lot.id));
        }
        self.refunds.extend(
            rows.refunds
                .values()
                .filter(|refund| refund.payment == id)
                .map(|refund| refund.id),
        );
    }

    fn hold(&mut self, rows: &Rows, id: HoldId) {
        self.holds.insert(id);
        self.lots.extend(
            rows.holds
                .get(&id)
                .into_iter()
                .flat_map(|hold| &hold.parts)
                .map(|part| part.lot),
        );
    }

    fn everything(&mut self, rows: &Rows, customer: &CustomerId) {
        // Credits that paid debts may come back by another command of the batch.
        let unspent = |lot: &&Lot| {
            lot.customer == *customer
                && !(lot.remaining.is_zero() && lot.held.is_zero() && lot.debt_paid.is_zero())
        };
        for lot in rows.lots.values().filter(unspent) {
            self.lots.insert(lot.id);
            lot.payment
                .into_iter()
                .for_each(|id| self.payment(rows, id));
        }
        let orders = rows
            .orders
            .values()
            .filter(|order| order.customer == *customer && order.state.is_open());
        self.orders.extend(orders.map(|order| order.id));
        let holds = rows
            .holds
            .values()
            .filter(|hold| hold.customer_id == *customer && hold.state == HoldState::Open);
        self.holds.extend(holds.map(|hold| hold.id));
        let refunds = rows
            .refunds
            .values()
            .filter(|refund| refund.customer == *customer)
            .filter(|refund| refund.state.is_open() || refund.settled_amount.is_some());
        refunds.for_each(|refund| self.payment(rows, refund.payment));
    }
}
