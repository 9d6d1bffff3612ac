//! The deposits that a batch asks for.

use std::collections::BTreeSet;

use chrono::Duration;
use domain::{
    books::{LATE_DEPOSIT_DAYS, Needs},
    deposit::{Deposit, Nearby},
    id::DepositId,
    money::{AMOUNT_MAX, Credits},
    order::{Order, OrderState},
};

use crate::{wanted::Wanted, world::World};

impl World {
    pub(crate) fn deposits_wanted(&self, needs: &Needs, wanted: &mut Wanted) {
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
}
