//! A person accepts the money of a contradiction.

use chrono::{DateTime, Utc};

use super::{decided, not_for, waits};
use crate::{
    actor::Actor,
    approval::Request,
    books::{Books, Needs, complete::Paid},
    command::{Change, of_customer},
    contradiction::{Contradiction, ContradictionState},
    effects::AuditAct,
    id::{ContradictionId, CustomerId, OrderId},
    payment::{Snapshot, Standing},
    refusal::Refusal,
};

/// A person decides that a payment which contradicts its order is right. It is booked as the provider reports it now, which
/// the person has read.
#[derive(Debug, Clone)]
pub struct AcceptContradiction {
    pub customer: CustomerId,
    pub order: OrderId,
    pub contradiction: ContradictionId,
    pub snapshot: Box<Snapshot>,
    pub asked_at: DateTime<Utc>,
    pub reason: String,
}

impl Change for AcceptContradiction {
    type Answer = Contradiction;
    const ANSWERS_BALANCE: bool = true;

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.orders.insert(self.order);
        needs.take_back(&self.customer, &self.snapshot);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Contradiction, Refusal> {
        let known = &books.contradiction(&self.customer, self.contradiction)?;
        let (snapshot, asked_at, reason) = (&self.snapshot, self.asked_at, &self.reason);
        if known.state == ContradictionState::Accepted {
            return Ok(known.clone());
        }
        waits(known)?;
        if !known.kind.may_be_accepted() {
            return Err(not_for(
                known,
                "it cannot be accepted; refund it or close it",
            ));
        }
        let mut order = books.order(&known.customer, known.order)?;
        if order.payment.is_some() {
            return Err(not_for(known, "the order is paid; refund this payment"));
        }
        books.open_customer(&known.customer)?;
        let as_read = snapshot.standing == Standing::Paid
            && snapshot.provider == order.provider
            && snapshot.order_ref == order.id.to_string()
            && snapshot.currency == "KRW"
            && (&snapshot.payment_key, snapshot.amount, snapshot.cancelled)
                == (&known.payment_key, known.amount, known.cancelled);
        if !as_read {
            return Err(Refusal::ContradictionChanged(known.id));
        }
        if let Some(session) = order.session.as_mut() {
            // From now on the provider is asked about this payment.
            session.payment_key = Some(known.payment_key.clone());
        }
        let paid = Paid::of(snapshot, books.now);
        let payment = books.complete(order, paid)?;
        books.settle_cancels(payment, snapshot)?;
        let order = books.order(&known.customer, known.order)?;
        books.look_again(&order, payment, asked_at);
        let detail = format!("{} won as {}: {reason}", snapshot.amount, known.kind);
        books.act(by, AuditAct::ContradictionAccept, &known.id, detail);
        let decided = decided(known, by, reason);
        Ok(books.settle_contradiction(decided, ContradictionState::Accepted))
    }

    fn request(&self) -> Option<Request> {
        Some(Request::ContradictionAccept {
            contradiction: self.contradiction,
            reason: self.reason.clone(),
        })
    }

    fn amount(&self, books: &Books<'_>) -> Option<i64> {
        let came = books.rows.contradictions.get(&self.contradiction)?.amount;
        books.apart(came, self.order)
    }
}
