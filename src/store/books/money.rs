//! Loading what belongs to payments: deposits, orders, refunds and what was given back.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    books::{Facts, LATE_DEPOSIT_DAYS, Needs},
    customer::Customer,
    id::{CustomerId, OrderId},
    order::{Order, OrderState},
};

use super::{Load, Loading, Locked, find};
use crate::store::StoreError;

impl Load {
    /// Deposits by id, by the feed's key and nearby, locked, and the ids of the orders that the named ones belong to.
    pub(super) async fn deposits(
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
    pub(super) async fn waiting(
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

    /// Payments, by id and by order; adds their orders to those to load.
    pub(super) async fn payments(
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
    pub(super) async fn given_back(
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

    pub(super) async fn orders(
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
}
