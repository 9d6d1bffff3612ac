//! Loading what belongs to money: deposits, orders, payments, refunds and what was given back.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use domain::{
    books::{LATE_DEPOSIT_DAYS, Needs, ProviderKey},
    customer::Customer,
    deposit::{Deposit, Nearby},
    id::{CustomerId, OrderId},
    order::{Order, OrderState},
    payment::Payment,
    refund::Refund,
};

use super::{
    DEPOSITS, DEPOSITS_MEANT, DEPOSITS_NAMED, DEPOSITS_NEARBY, DEPOSITS_NEARBY_OF_OTHERS,
    DEPOSITS_REPEATING, Locked, ORDERS, ORDERS_OF_DEPOSITORS, OWNERS_BY_DEPOSIT,
    OWNERS_BY_DEPOSITOR, PAYMENTS, PAYMENTS_GIVEN_BACK, REFUNDS, REFUNDS_OF,
    load::{Load, customer_of, text_of},
    locks::lock_accounts,
};
use crate::store::{StoreError, Tx, columns::Set, query::Arg, sql::Sql};

impl Load<'_> {
    /// Deposits by id, by the feed's key and nearby, locked. Orders that the named ones belong to are to be loaded.
    pub(super) async fn deposits(&mut self) -> Result<Vec<Deposit>, StoreError> {
        let needs = self.needs;
        lock_accounts(self.tx, &needs.nearby).await?;
        let mut named: BTreeSet<String> = needs.deposits.iter().map(ToString::to_string).collect();
        if !needs.movements.is_empty() {
            let set = self.tx.set(keys(&needs.movements));
            add_ids(self.tx, &DEPOSITS_NAMED, set, &mut named).await?;
        }
        let mut ids = named.clone();
        ids.extend(nearby(self.tx, &needs.nearby).await?);
        let found: Vec<Deposit> = self.by_set(&DEPOSITS, &ids).await?;
        for deposit in &found {
            // Nearby deposits are only compared: their orders, and so their customers, are left alone.
            if named.contains(&deposit.id.to_string()) {
                self.followed.extend(deposit.order);
                self.asked.extend(deposit.order);
            }
        }
        Ok(found)
    }

    /// Orders by depositor key: those that await a deposit, which must belong to locked customers, and those closed
    /// recently.
    pub(super) async fn waiting(&mut self, locked: &Locked) -> Result<(), StoreError> {
        let needs = self.needs;
        let since = self.now - TimeDelta::days(LATE_DEPOSIT_DAYS);
        let named: Vec<Order> = self
            .by_set_at(&ORDERS_OF_DEPOSITORS, &needs.depositors, since)
            .await?;
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
        for order in &named {
            if order.state == OrderState::AwaitingDeposit {
                if !locked.has(&order.customer) {
                    return Err(StoreError::Moved);
                }
                self.followed.insert(order.id);
            }
        }
        self.keep(named);
        Ok(())
    }

    /// Payments, by id and by order.
    pub(super) async fn payments(&mut self) -> Result<(), StoreError> {
        self.find::<Refund>(&REFUNDS, &self.needs.refunds).await?;
        let mut ids = self.needs.payments.clone();
        ids.extend(&self.of_namesakes);
        ids.extend(self.found.refunds.values().map(|refund| refund.payment));
        ids.extend(self.found.lots.values().filter_map(|lot| lot.payment));
        if ids.is_empty() && self.asked.is_empty() {
            return Ok(());
        }
        let asked = self.tx.set(&self.asked);
        let args = vec![Arg::Set(self.tx.set(ids)), Arg::Set(asked)];
        let payments: Vec<Payment> = self.all(&PAYMENTS, args).await?;
        self.keep(payments);
        Ok(())
    }

    /// Payments of which others took something or some was refunded, and the refunds of all payments. The debt for
    /// them may be paid, waived, or undone by credits that come back. A bonus follows the amount that is left.
    pub(super) async fn given_back(&mut self, customers: &[Customer]) -> Result<(), StoreError> {
        let found = &self.found;
        let owing = customers.iter().filter(|row| !row.debt.is_zero());
        let owing = owing.map(|row| &row.id);
        let paid = found.payments.values();
        let paid = paid.filter(|payment| !payment.credits_revoked.is_zero());
        let paid = paid.map(|payment| &payment.customer);
        let spent = found.spends.values().map(|spend| &spend.customer_id);
        let held = found.holds.values().map(|hold| &hold.customer_id);
        let of = owing.chain(paid).chain(spent).chain(held);
        let of: BTreeSet<CustomerId> = of.cloned().collect();
        self.find::<Payment>(&PAYMENTS_GIVEN_BACK, &of).await?;
        let payments = self.found.payments.keys().copied().collect();
        self.find::<Refund>(&REFUNDS_OF, &payments).await
    }

    /// The orders that are asked for, and those of the payments.
    pub(super) async fn orders(&mut self) -> Result<(), StoreError> {
        let found = &self.found;
        let of_payments = found.payments.values().map(|payment| &payment.order);
        let ids = self.asked.iter().chain(of_payments);
        let ids = ids.filter(|id| !found.orders.contains_key(id));
        let ids: BTreeSet<OrderId> = ids.copied().collect();
        self.find::<Order>(&ORDERS, &ids).await
    }
}

/// Deposits that may be the same as a movement, each with all reports of its money. A source's earlier report already
/// shows whether a new report of the same source can be about it.
async fn nearby(tx: &mut Tx, nearby: &BTreeSet<Nearby>) -> Result<BTreeSet<String>, StoreError> {
    let mut ids = BTreeSet::new();
    let (of_others, of_all): (Vec<&Nearby>, Vec<&Nearby>) =
        nearby.iter().partition(|near| near.of_others);
    for (sql, nearby) in [
        (&DEPOSITS_NEARBY_OF_OTHERS, of_others),
        (&DEPOSITS_NEARBY, of_all),
    ] {
        if !nearby.is_empty() {
            let set = tx.set(nearby.into_iter().map(near_text));
            add_ids(tx, sql, set, &mut ids).await?;
        }
    }
    for sql in [&DEPOSITS_MEANT, &DEPOSITS_REPEATING] {
        if !ids.is_empty() {
            let set = tx.set(&ids);
            add_ids(tx, sql, set, &mut ids).await?;
        }
    }
    Ok(ids)
}

/// Adds the ids that a statement finds by one set.
async fn add_ids(
    tx: &mut Tx,
    sql: &'static Sql,
    set: Set,
    ids: &mut BTreeSet<String>,
) -> Result<(), StoreError> {
    for row in tx.conn().all(sql, vec![Arg::Set(set)]).await? {
        ids.insert(text_of(&row, 0)?.to_owned());
    }
    Ok(())
}

/// The form the statement parses: five numbers of eighteen digits and the balance, if it is reported.
fn near_text(near: &Nearby) -> String {
    let ((from, until), (near_from, near_until)) = (near.within, near.near);
    let [from, until, near_from, near_until] =
        [from, until, near_from, near_until].map(|at| at.timestamp_micros());
    let balance = near
        .balance
        .map_or_else(String::new, |balance| balance.0.to_string());
    let amount = near.amount.get();
    format!("{amount:018}{from:018}{until:018}{near_from:018}{near_until:018}{balance}")
}

/// The one text by which a key of a provider's is looked up.
pub(super) fn keys(pairs: &BTreeSet<ProviderKey>) -> impl Iterator<Item = String> {
    pairs
        .iter()
        .map(|(provider, key)| format!("{provider}/{key}"))
}

/// Customers of the orders that the deposits of this batch belong to or may pay.
pub(super) async fn owners(tx: &mut Tx, needs: &Needs) -> Result<Vec<CustomerId>, StoreError> {
    let mut found = Vec::new();
    if !needs.depositors.is_empty() {
        let args = vec![Arg::Set(tx.set(&needs.depositors))];
        found.extend(tx.conn().all(&OWNERS_BY_DEPOSITOR, args).await?);
    }
    if !needs.deposits.is_empty() || !needs.movements.is_empty() {
        let args = vec![
            Arg::Set(tx.set(&needs.deposits)),
            Arg::Set(tx.set(keys(&needs.movements))),
        ];
        for row in tx.conn().all(&OWNERS_BY_DEPOSIT, args).await? {
            // The money of a repeated report may belong to no order yet.
            if row.text(0)?.is_some() {
                found.push(row);
            }
        }
    }
    found.iter().map(customer_of).collect()
}
