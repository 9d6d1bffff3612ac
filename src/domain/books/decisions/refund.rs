//! A person gives the money of a contradiction back, or the provider refuses to.

use super::{decided, left, not_for, waits};
use crate::{
    actor::Actor,
    approval::Request,
    books::Books,
    command::{Change, of_customer},
    contradiction::{Contradiction, ContradictionState},
    effects::{AuditAct, Job},
    failure::Failure,
    id::{ContradictionId, CustomerId, OrderId, RefundId},
    refund::RefundAccount,
    refusal::Refusal,
};

/// A person has a payment given back that is in no books. A job sends the cancel, under a key that is on disk first.
#[derive(Debug, Clone)]
pub struct RefundContradiction {
    pub customer: CustomerId,
    pub order: OrderId,
    pub contradiction: ContradictionId,
    pub account: Option<RefundAccount>,
    pub reason: String,
}

impl Change for RefundContradiction {
    type Answer = Contradiction;
    const ANSWERS_BALANCE: bool = true;

    of_customer!(orders: order);

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Contradiction, Refusal> {
        let known = &books.contradiction(&self.customer, self.contradiction)?;
        let (account, reason) = (self.account.as_ref(), &self.reason);
        if known.state == ContradictionState::Refunding {
            return Ok(known.clone());
        }
        waits(known)?;
        if !known.kind.may_be_refunded() {
            return Err(not_for(
                known,
                "it is no payment that can be given back here; refund the order's payment, or close it",
            ));
        }
        books.disputed_payment_stays(known)?;
        if let Some(account) = account {
            account.check_readable()?;
        }
        let refund = RefundId::new(books.now, books.entropy);
        let going = Contradiction {
            state: ContradictionState::Refunding,
            refund: Some(refund),
            account: account.cloned(),
            ..decided(known, by, reason)
        };
        let detail = format!("{} won: {reason}", left(known));
        books.act(by, AuditAct::ContradictionRefund, &known.id, detail);
        books.job(Job::SettleContradiction(known.id), books.now);
        Ok(books.rows.contradictions.save(going))
    }

    fn request(&self) -> Option<Request> {
        Some(Request::ContradictionRefund {
            contradiction: self.contradiction,
            account: self.account.clone(),
            reason: self.reason.clone(),
        })
    }

    fn amount(&self, books: &Books<'_>) -> Option<i64> {
        Some(left(books.rows.contradictions.get(&self.contradiction)?).get())
    }
}

/// The provider refused to give it back. A person has to decide again.
#[derive(Debug, Clone)]
pub struct ReopenContradiction {
    pub customer: CustomerId,
    pub order: OrderId,
    pub contradiction: ContradictionId,
    pub failure: Failure,
}

impl Change for ReopenContradiction {
    type Answer = Contradiction;

    of_customer!(orders: order);

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Contradiction, Refusal> {
        let known = books.contradiction(&self.customer, self.contradiction)?;
        Ok(books.not_given_back(&known, &self.failure))
    }
}

impl Books<'_> {
    /// The provider refused. The contradiction waits for a person again.
    fn not_given_back(&mut self, known: &Contradiction, failure: &Failure) -> Contradiction {
        if known.state != ContradictionState::Refunding {
            return known.clone();
        }
        let open = Contradiction {
            state: ContradictionState::Open,
            failure: Some(failure.clone()),
            ..known.clone()
        };
        self.rows.contradictions.save(open)
    }
}
