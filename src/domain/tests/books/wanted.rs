//! The rows that a batch asks for, with all that they bring along.

use std::collections::BTreeSet;

use domain::{
    id::{
        CustomerId, DepositId, HoldId, LotId, OrderId, PaymentId, RefundId, SpendId, SubscriptionId,
    },
    lot::Lot,
    membership::SubscriptionState,
    spend::HoldState,
};

use crate::world::Rows;

/// Names of the rows to load.
#[derive(Default)]
pub(crate) struct Wanted {
    pub(crate) customers: BTreeSet<CustomerId>,
    pub(crate) orders: BTreeSet<OrderId>,
    pub(crate) payments: BTreeSet<PaymentId>,
    pub(crate) lots: BTreeSet<LotId>,
    pub(crate) spends: BTreeSet<SpendId>,
    pub(crate) holds: BTreeSet<HoldId>,
    pub(crate) refunds: BTreeSet<RefundId>,
    pub(crate) deposits: BTreeSet<DepositId>,
    pub(crate) subscriptions: BTreeSet<SubscriptionId>,
}

impl Wanted {
    pub(crate) fn order(&mut self, rows: &Rows, id: OrderId) {
        self.orders.insert(id);
        if let Some(payment) = rows.orders.get(&id).and_then(|order| order.payment) {
            self.payment(rows, payment);
        }
    }

    pub(crate) fn payment(&mut self, rows: &Rows, id: PaymentId) {
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

    pub(crate) fn hold(&mut self, rows: &Rows, id: HoldId) {
        self.holds.insert(id);
        self.lots.extend(
            rows.holds
                .get(&id)
                .into_iter()
                .flat_map(|hold| &hold.parts)
                .map(|part| part.lot),
        );
    }

    /// The customer's subscriptions that have not ended.
    pub(crate) fn subscriptions_of(&mut self, rows: &Rows, customer: &CustomerId) {
        let open = rows
            .subscriptions
            .values()
            .filter(|known| known.customer == *customer && known.state != SubscriptionState::Ended);
        self.subscriptions.extend(open.map(|known| known.id));
    }

    pub(crate) fn everything(&mut self, rows: &Rows, customer: &CustomerId) {
        self.subscriptions_of(rows, customer);
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
