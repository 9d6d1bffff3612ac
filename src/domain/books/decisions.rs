//! A person's decision about a contradiction: accepted, given back, or closed.

use chrono::{DateTime, Utc};

use super::{Books, Needs, complete::Paid, orders::Unpaid};
use crate::{
    actor::Actor,
    approval::Request,
    command::Change,
    contradiction::{Contradiction, ContradictionState},
    effects::{AuditAct, Job},
    failure::Failure,
    id::{ContradictionId, CustomerId, OrderId, RefundId},
    money::Won,
    order::OrderState,
    payment::{Snapshot, Standing},
    refund::RefundAccount,
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

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

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
        books.act(
            by,
            AuditAct::ContradictionAccept,
            known.id.to_string(),
            detail,
        );
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

    fn answers_balance(&self) -> bool {
        true
    }
}

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

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.orders.insert(self.order);
    }

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
        let refund = RefundId::new(books.now, books.entropy);
        let going = Contradiction {
            state: ContradictionState::Refunding,
            refund: Some(refund),
            account: account.cloned(),
            ..decided(known, by, reason)
        };
        books.act(
            by,
            AuditAct::ContradictionRefund,
            known.id.to_string(),
            format!("{} won: {reason}", left(known)),
        );
        books.job(Job::SettleContradiction(known.id), books.now);
        books.rows.contradictions.put(going.id, going.clone());
        Ok(going)
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

    fn answers_balance(&self) -> bool {
        true
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

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.orders.insert(self.order);
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Contradiction, Refusal> {
        let known = books.contradiction(&self.customer, self.contradiction)?;
        Ok(books.not_given_back(&known, &self.failure))
    }
}

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

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.orders.insert(self.order);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Contradiction, Refusal> {
        let known = &books.contradiction(&self.customer, self.contradiction)?;
        let (transferred, reason) = (self.transferred.as_deref(), &self.reason);
        let evidence = transferred
            .map(|it| format!("; {} won transferred by hand: {it}", left(known)))
            .unwrap_or_default();
        let reason = &format!("{reason}{evidence}");
        // Another transfer must not be taken for one that is already stored.
        let told = transferred.is_none() || known.reason.as_ref() == Some(reason);
        if known.state == ContradictionState::Closed && told {
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
        if known.kind.may_be_refunded() && transferred.is_none() && !left(known).is_zero() {
            return Err(Refusal::MoneyStillThere {
                contradiction: known.id,
                left: left(known),
            });
        }
        books.act(
            by,
            AuditAct::ContradictionClose,
            known.id.to_string(),
            format!("{}: {reason}", known.kind),
        );
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

    fn answers_balance(&self) -> bool {
        true
    }
}

impl Books<'_> {
    /// The provider refused. The contradiction waits for a person again.
    pub(super) fn not_given_back(
        &mut self,
        known: &Contradiction,
        failure: &Failure,
    ) -> Contradiction {
        if known.state != ContradictionState::Refunding {
            return known.clone();
        }
        let open = Contradiction {
            state: ContradictionState::Open,
            failure: Some(failure.clone()),
            ..known.clone()
        };
        self.rows.contradictions.put(open.id, open.clone());
        open
    }
}

/// The amount that the provider still holds of it, in won, by its last answer.
pub(super) fn left(known: &Contradiction) -> Won {
    known.amount.minus_or_zero(known.cancelled)
}

/// A person can decide as long as nobody has.
fn waits(known: &Contradiction) -> Result<(), Refusal> {
    match known.state {
        ContradictionState::Open => Ok(()),
        state => Err(Refusal::ContradictionSettled {
            contradiction: known.id,
            state,
        }),
    }
}

/// The same with the person who decided, and the reason.
pub(super) fn decided(known: &Contradiction, by: &Actor, reason: &str) -> Contradiction {
    Contradiction {
        decided_by: Some(by.clone()),
        reason: Some(reason.to_owned()),
        ..known.clone()
    }
}

fn not_for(known: &Contradiction, instead: &'static str) -> Refusal {
    Refusal::NotForThatKind {
        contradiction: known.id,
        kind: known.kind,
        instead,
    }
}
