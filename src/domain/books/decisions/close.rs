//! A person closes a contradiction.

use super::{decided, left, not_for, waits};
use crate::{
    actor::Actor,
    approval::Request,
    books::{Books, orders::end::Unpaid},
    command::{Change, of_customer},
    contradiction::{Contradiction, ContradictionState},
    effects::AuditAct,
    id::{ContradictionId, CustomerId, OrderId},
    order::OrderState,
    refusal::Refusal,
};

/// A person closes a contradiction that needs nothing more here, because the rest was done elsewhere.
#[derive(Debug, Clone)]
pub struct CloseContradiction {
    pub customer: CustomerId,
    pub order: OrderId,
    pub contradiction: ContradictionId,
    /// Evidence that a person transferred the money that the provider refused to give back.
    pub transferred: Option<String>,
    pub reason: String,
}

impl Change for CloseContradiction {
    type Answer = Contradiction;
    const ANSWERS_BALANCE: bool = true;

    of_customer!(orders: order);

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Contradiction, Refusal> {
        let known = &books.contradiction(&self.customer, self.contradiction)?;
        let (transferred, reason) = (self.transferred.as_deref(), &self.reason);
        let evidence = transferred
            .map(|it| format!("; {} won transferred by hand: {it}", left(known)))
            .unwrap_or_default();
        let reason = &format!("{reason}{evidence}");
        // Another transfer must not be taken for one that is already stored.
        let repeated = transferred.is_none() || known.reason.as_ref() == Some(reason);
        if known.state == ContradictionState::Closed && repeated {
            return Ok(known.clone());
        }
        waits(known)?;
        if transferred.is_some() && !known.kind.may_be_refunded() {
            return Err(not_for(
                known,
                "it is no payment that can be given back here; close it without a transfer",
            ));
        }
        if transferred.is_some() && known.failure.is_none() {
            return Err(Refusal::NotRefused(known.id));
        }
        if transferred.is_some() {
            books.disputed_payment_stays(known)?;
        }
        if known.kind.may_be_refunded() && transferred.is_none() && !left(known).is_zero() {
            return Err(Refusal::MoneyStillThere {
                contradiction: known.id,
                left: left(known),
            });
        }
        let detail = format!("{}: {reason}", known.kind);
        books.act(by, AuditAct::ContradictionClose, &known.id, detail);
        let answer =
            books.settle_contradiction(decided(known, by, reason), ContradictionState::Closed);
        let order = books.order(&known.customer, known.order)?;
        if order.state == OrderState::Mismatched {
            let note = "closed by a person: the money was dealt with elsewhere";
            books.unpark(order, Unpaid::Cancelled(note.to_owned()));
        }
        Ok(answer)
    }

    fn request(&self) -> Option<Request> {
        Some(Request::ContradictionTransfer {
            contradiction: self.contradiction,
            transferred: self.transferred.clone()?,
            reason: self.reason.clone(),
        })
    }

    fn amount(&self, books: &Books<'_>) -> Option<i64> {
        self.transferred.as_ref()?;
        Some(left(books.rows.contradictions.get(&self.contradiction)?).get())
    }
}
