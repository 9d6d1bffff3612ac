//! The meaning of a provider's snapshot. This is the one place where payments complete orders and mint lots, and where
//! money taken back by others takes credits with it.

mod paid;
mod unpaid;

use chrono::{DateTime, Utc};

use super::{Books, Needs};
use crate::{
    actor::Actor,
    canary,
    command::{Change, Observed, of_customer},
    contradiction::ContradictionKind,
    id::{CustomerId, OrderId},
    payment::Snapshot,
    refusal::Refusal,
};

/// Applies a provider's answer about an order's payment, for any caller and reason. The same answer twice changes nothing the
/// second time.
#[derive(Debug, Clone)]
pub struct ObservePayment {
    pub customer: CustomerId,
    pub order: OrderId,
    pub snapshot: Box<Snapshot>,
    /// When the provider was asked. An answer that took long to arrive may be older than the known state.
    pub asked_at: DateTime<Utc>,
}

impl Change for ObservePayment {
    type Answer = Observed;

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.orders.insert(self.order);
        needs.take_back(&self.customer, &self.snapshot);
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Observed, Refusal> {
        let (snapshot, asked_at) = (&self.snapshot, self.asked_at);
        let order = books.order(&self.customer, self.order)?;
        // A caller that asked before the order was paid found it unpaid.
        let unpaid_when_asked = || order.closed_at.is_some_and(|at| asked_at <= at);
        let blind = canary!(CheckedBeforeLock, unpaid_when_asked(), false);
        match order.payment.filter(|_| !blind) {
            Some(payment) => books.observe_paid(&order, payment, snapshot, asked_at),
            None => books.observe_unpaid(order, snapshot, asked_at),
        }
    }
}

impl Books<'_> {
    pub(super) fn contradicted(&self, id: OrderId, listed: Option<ContradictionKind>) -> Observed {
        Observed {
            contradicted: listed,
            ..self.observed(id, false)
        }
    }

    pub(super) fn observed(&self, id: OrderId, minted: bool) -> Observed {
        let order = self.rows.orders.known(&id);
        let payment = order
            .payment
            .and_then(|payment| self.rows.payments.get(&payment))
            .cloned();
        Observed {
            order,
            payment,
            minted,
            contradicted: None,
        }
    }
}
