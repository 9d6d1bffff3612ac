//! Look-ups of paid and parked orders. A deposit may be taken back by its bank, and others may cancel at the provider's
//! console, as long as the provider refunds. The webhook about it may be lost, and Kakao Pay and Naver Pay send none. So
//! the provider is asked again about such an order.

use chrono::{DateTime, Duration, Utc};

use super::Books;
use crate::{
    actor::Actor,
    command::{Change, of_customer},
    effects::Job,
    id::{CustomerId, OrderId, PaymentId},
    kind::Method,
    money::Won,
    order::{Order, OrderState},
    payment::Payment,
    refusal::Refusal,
};

/// How often an order that awaits a deposit at a provider is asked about without a hint, in minutes.
pub(super) const DEPOSIT_ASKED_MINUTES: i64 = 60;

/// Queues the next scheduled look-up of a paid or parked order whose provider could not be asked when one was due.
#[derive(Debug, Clone)]
pub struct ScheduleLookup {
    pub customer: CustomerId,
    pub order: OrderId,
}

impl Change for ScheduleLookup {
    type Answer = Order;

    of_customer!(orders: order);

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Order, Refusal> {
        let (customer, id) = (&self.customer, self.order);
        let order = books.order(customer, id)?;
        if let Some(payment) = order.payment {
            books.look_again(&order, payment, books.now);
        } else if order.state == OrderState::Mismatched {
            books.look_at_parked(&order, books.now);
        }
        Ok(order)
    }
}

impl Books<'_> {
    fn may_still_fail(&self, payment: &Payment) -> bool {
        let since = self.now - Duration::days(REFUND_MAY_FAIL_DAYS);
        let late = |at: DateTime<Utc>| at > since;
        payment.method == Method::VirtualAccount
            && self
                .refunds_of(payment.id)
                .any(|refund| refund.settled_at.is_some_and(late))
    }

    /// Queues the next look-up of a payment of which something may still be taken back or come again. An answer shows
    /// the state at the time it was asked for. A look-up that came due since is still needed, and so is the one that an
    /// open contradiction waits for: another look-up may come before it.
    pub(super) fn look_again(&mut self, order: &Order, id: PaymentId, asked_at: DateTime<Utc>) {
        let Some(payment) = self.rows.payments.get(&id) else {
            return;
        };
        if is_over(payment) && !self.may_still_fail(payment) {
            return;
        }
        let asking = self.rules.asking(&payment.provider);
        let mut next = asking.next(payment.paid_at, asked_at);
        if payment.rest() == Won::ZERO && takes_deposits(order, self.now) {
            let soon = self.now + Duration::minutes(DEPOSIT_ASKED_MINUTES);
            next = next.map_or(Some(soon), |at| Some(at.min(soon)));
        }
        if let Some(soon) = self.looked_at_soon(order.id, asked_at) {
            next = next.map_or(Some(soon), |at| Some(at.min(soon)));
        }
        if let Some(at) = next {
            self.job(Job::SettleOrder(order.id), at);
        }
    }

    /// The early look-up of a contradiction that the provider may end by itself, where an answer from `asked_at` came
    /// before it.
    fn looked_at_soon(&self, order: OrderId, asked_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.contradictions_of(order)
            .filter(|known| known.state.is_open() && known.kind.ends_when_agreed())
            .map(|known| known.opened_at + Duration::minutes(PARKED_ASKED_MINUTES))
            .filter(|soon| asked_at < *soon)
            .min()
    }
}

/// How long after a refund into an account its transfer may still fail, in days: Toss names seven business days at most
/// between the cancel and the end of `refundStatus: PENDING`, and holidays come between.
const REFUND_MAY_FAIL_DAYS: i64 = 15;

/// Whether nothing is left to be taken back and nothing can come again. Only a reversed deposit can come again.
fn is_over(payment: &Payment) -> bool {
    let can_come_again =
        payment.method == Method::VirtualAccount && !payment.cancelled_outside.is_zero();
    payment.rest() == Won::ZERO && !can_come_again
}

/// Whether the account that was issued for an order still takes money.
fn takes_deposits(order: &Order, now: DateTime<Utc>) -> bool {
    let session = order.session.as_ref();
    let account = session.and_then(|session| session.deposit.as_ref());
    account.is_some_and(|account| now < account.due_at)
}

/// How long after an order was parked or its payment contradicted its provider is asked again, in minutes. A provider's own mistake is often
/// corrected by then, and a buyer waits. Afterwards the schedule is that of a payment.
const PARKED_ASKED_MINUTES: i64 = 10;

impl Books<'_> {
    pub(super) fn look_at_parked(&mut self, order: &Order, asked_at: DateTime<Utc>) {
        let since = order.closed_at.unwrap_or(self.now);
        let soon = since + Duration::minutes(PARKED_ASKED_MINUTES);
        let next = if asked_at < soon {
            Some(soon)
        } else {
            self.rules.asking(&order.provider).next(since, asked_at)
        };
        if let Some(at) = next {
            self.job(Job::SettleOrder(order.id), at);
        }
    }
}
