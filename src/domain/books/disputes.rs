//! Disputes: recorded by a person, with the money of a lost one followed where no look-up shows it.

use chrono::{DateTime, Utc};

use super::{Books, Needs, contradictions::About};
use crate::{
    actor::Actor,
    canary,
    command::{Change, of_customer},
    contradiction::{ContradictionKind, Disagreement},
    dispute::{Dispute, DisputeDecision, DisputeState, Disputed, Taken, Verdict},
    effects::{AuditAct, Job},
    event::{DisputeChanged, Event},
    id::{CustomerId, DisputeDecisionId, DisputeId, OrderId, PaymentId},
    money::Won,
    order::Order,
    payment::Payment,
    refusal::Refusal,
};

/// Records that a payment, or a part of it, is disputed. Nothing moves.
#[derive(Debug, Clone)]
pub struct OpenDispute {
    pub customer: CustomerId,
    pub payment: PaymentId,
    /// Won in dispute. All that is left of the payment where it is not given.
    pub amount: Option<Won>,
    pub reference: String,
    pub reason: String,
    pub respond_by: Option<DateTime<Utc>>,
}

impl Change for OpenDispute {
    type Answer = Disputed;

    of_customer!(payments: payment);

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Disputed, Refusal> {
        let payment = books.payment(&self.customer, self.payment)?;
        if let Some(dispute) = payment.dispute {
            let payment = payment.id;
            return Err(Refusal::PaymentDisputed { payment, dispute });
        }
        let left = payment.rest();
        let amount = self.amount.unwrap_or(left);
        if amount.is_zero() || amount > left {
            let payment = payment.id;
            return Err(Refusal::DisputeOverLeft {
                payment,
                amount,
                left,
            });
        }
        let dispute = Dispute {
            id: DisputeId::new(books.now, books.entropy),
            payment: payment.id,
            customer: payment.customer,
            amount,
            reference: self.reference.clone(),
            reason: self.reason.clone(),
            respond_by: self.respond_by,
            opened_by: by.clone(),
            opened_at: books.now,
        };
        let detail = format!("{amount} won, {}: {}", dispute.reference, dispute.reason);
        books.act(by, AuditAct::DisputeOpen, &dispute.id, detail);
        books.rows.disputes.put(dispute.clone());
        let decision = None;
        Ok(books.dispute_changed(Event::DisputeOpened, Disputed { dispute, decision }))
    }
}

/// Records how a dispute ended, or that the money of a lost one came again.
#[derive(Debug, Clone)]
pub struct DecideDispute {
    pub customer: CustomerId,
    pub payment: PaymentId,
    /// The order of the payment.
    pub order: OrderId,
    pub dispute: DisputeId,
    pub verdict: Verdict,
    /// A person's words.
    pub note: String,
}

impl Change for DecideDispute {
    type Answer = Disputed;
    const ANSWERS_BALANCE: bool = true;

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.payments.insert(self.payment);
        needs.orders.insert(self.order);
        needs.disputes_of.insert(self.payment);
        // A lost one takes credits and may leave a debt, which others set off.
        needs.all_spendable(&self.customer);
        needs.drain(&self.customer);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Disputed, Refusal> {
        let none = Refusal::NoDispute(self.dispute);
        let known = books.rows.disputes.own(&self.customer, &self.dispute);
        let known = known.filter(|known| known.payment == self.payment);
        let known = Disputed::of(known.ok_or(none)?, books.rows.dispute_decisions.values());
        let payment = books.payment(&self.customer, self.payment)?;
        let order = books.order(&self.customer, self.order)?;
        if !self.verdict.may_follow(known.state()) {
            return Err(Refusal::DisputeInState {
                dispute: self.dispute,
                state: known.state(),
                verdict: self.verdict.state(),
            });
        }
        let (amount, left) = (known.dispute.amount, payment.left());
        // Then others took the money, and what they took is in the books.
        if self.verdict == Verdict::Lost(Taken::Settlement) && amount > left {
            let payment = payment.id;
            return Err(Refusal::DisputeOverLeft {
                payment,
                amount,
                left,
            });
        }
        let before = known.charged_back();
        let decision = DisputeDecision {
            id: DisputeDecisionId::new(books.now, books.entropy),
            dispute: self.dispute,
            payment: payment.id,
            customer: self.customer.clone(),
            state: self.verdict.state(),
            taken: match self.verdict {
                Verdict::Lost(taken) => Some(taken),
                Verdict::Won | Verdict::Reinstated => known.taken(),
            },
            note: self.note.clone(),
            decided_by: by.clone(),
            decided_at: books.now,
        };
        let detail = match self.verdict {
            Verdict::Lost(taken) => format!("{} by {taken}: {}", decision.state, self.note),
            Verdict::Won | Verdict::Reinstated => format!("{}: {}", decision.state, self.note),
        };
        books.act(by, AuditAct::DisputeDecide, &self.dispute, detail);
        let event = match self.verdict {
            Verdict::Won => Event::DisputeWon,
            Verdict::Lost(_) => Event::DisputeLost,
            Verdict::Reinstated => Event::DisputeReinstated,
        };
        books.rows.dispute_decisions.put(decision.clone());
        let decision = Some(decision);
        let dispute = known.dispute;
        let disputed = books.dispute_changed(event, Disputed { dispute, decision });
        books.follow_dispute(&disputed, &order, &payment, before);
        Ok(disputed)
    }
}

impl Books<'_> {
    /// Marks the payment of an open dispute, and announces the state.
    fn dispute_changed(
        &mut self,
        event: fn(DisputeChanged) -> Event,
        disputed: Disputed,
    ) -> Disputed {
        let (dispute, state) = (&disputed.dispute, disputed.state());
        let open = (state == DisputeState::Open).then_some(dispute.id);
        self.rows.payments.update(&dispute.payment, |payment| {
            payment.dispute = open;
        });
        self.event(event(DisputeChanged {
            dispute_id: dispute.id,
            payment_id: dispute.payment,
            customer_id: dispute.customer.clone(),
            amount: dispute.amount,
            reference: dispute.reference.clone(),
            state,
            taken: disputed.taken(),
            respond_by: dispute.respond_by,
        }));
        disputed
    }

    /// Takes the credits of money that a lost dispute took, or gives them back with money that came again. Where the
    /// provider's look-ups show the money, they are asked.
    fn follow_dispute(
        &mut self,
        disputed: &Disputed,
        order: &Order,
        payment: &Payment,
        before: Won,
    ) {
        let (id, now) = (payment.id, disputed.charged_back());
        let now = canary!(DisputeKeepsCredits, before, now);
        if disputed.taken() == Some(Taken::Cancel) {
            self.job(Job::SettleOrder(payment.order), self.now);
        }
        let (outside, charged_back) = (payment.cancelled_outside, payment.charged_back);
        let charged_back = charged_back.minus_or_zero(before).plus(now);
        self.rows.payments.update(&id, |payment| {
            payment.charged_back = charged_back.unwrap_or(payment.amount);
        });
        if now > before {
            let total = outside.plus(now.minus_or_zero(before));
            let total = total.unwrap_or(payment.amount);
            self.taken_back(id, total, "a dispute was lost");
        } else if now < before {
            let total = outside.minus_or_zero(before.minus_or_zero(now));
            let open = self.paid_again(id, total, "a lost dispute was reinstated");
            if !open {
                let note = "a lost dispute was reinstated after the customer was closed";
                let kind = ContradictionKind::PaidAgainClosed;
                let about = About {
                    provider: &payment.provider,
                    payment_key: &payment.payment_key,
                    amount: payment.amount,
                    cancelled: total,
                };
                self.contradict_by(order, Disagreement::new(kind, note), &about);
            }
        }
    }
}
