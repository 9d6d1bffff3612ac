//! Disputes: recorded by a person, with the money of a lost one followed where no look-up shows it.

use chrono::{DateTime, Utc};

use super::{Books, Needs, contradictions::About, posting::plus};
use crate::{
    actor::Actor,
    canary,
    command::{Change, of_customer},
    contradiction::{Contradiction, ContradictionKind, ContradictionState, Disagreement},
    dispute::{
        Dispute, DisputeDecision, DisputeState, Disputed, Taken, Verdict, listed_as_charged_back,
    },
    effects::{AuditAct, Job},
    event::{DisputeChanged, Event},
    id::{ContradictionId, CustomerId, DisputeDecisionId, DisputeId, OrderId, PaymentId},
    money::Won,
    order::Order,
    payment::Payment,
    refund::{Refund, RefundState},
    refusal::Refusal,
};

/// Why a refund that was not sent waits.
const HELD: &str = "the payment is disputed: it is sent once that is decided and its money is left";

/// Whether money of a payment may be sent back: its dispute may give the same money back.
///
/// # Errors
/// [`Refusal::PaymentDisputed`] while a dispute of it is open.
pub fn undisputed(payment: &Payment) -> Result<(), Refusal> {
    let open = canary!(DisputedRefundSent, None, payment.dispute);
    open.map_or(Ok(()), |dispute| {
        let payment = payment.id;
        Err(Refusal::PaymentDisputed { payment, dispute })
    })
}

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
        undisputed(&payment)?;
        // Money that a refund only has set aside has not gone back, and can be disputed.
        let left = payment.left();
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
        books.hold_refunds(payment.id);
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
        let known_state = known.state();
        if !self.verdict.may_follow(known_state) {
            return Err(Refusal::DisputeInState {
                dispute: self.dispute,
                state: known_state,
                verdict: self.verdict.state(),
            });
        }
        if self.verdict == Verdict::Lost(Taken::Settlement) {
            books.check_settled(&payment, known.dispute.amount)?;
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
        if known_state == DisputeState::Open {
            books.release_refunds(&payment);
        }
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

    /// Refunds of a payment that no provider was asked for yet wait for the end of its dispute, and say so.
    fn hold_refunds(&mut self, payment: PaymentId) {
        let waits = |refund: &&Refund| refund.state == RefundState::Requested;
        let waiting: Vec<Refund> = self.refunds_of(payment).filter(waits).cloned().collect();
        for mut refund in waiting {
            refund.because(HELD.into());
            self.refund_changed(Event::RefundDelayed, refund);
        }
    }

    /// A dispute has ended. What waited for it goes on. A refund that was not sent and whose money the dispute took ends:
    /// where a payout was shortened the provider does not know of that, and would pay again. A refund by hand of such money
    /// stays with its person, who alone knows whether the transfer was made before the dispute: see `gave_back_twice`.
    fn release_refunds(&mut self, payment: &Payment) {
        let with_provider =
            |refund: &&Refund| matches!(refund.state, RefundState::Requested | RefundState::Sent);
        let waiting: Vec<Refund> = self
            .refunds_of(payment.id)
            .filter(with_provider)
            .cloned()
            .collect();
        for mut refund in waiting {
            let holds = self.known_payment(payment.id).holds(refund.amount);
            if refund.state == RefundState::Requested && !holds {
                self.declined(refund, &"a lost dispute took its money".into());
                continue;
            }
            self.job(Job::SettleRefund(refund.id), self.now);
            if refund.state == RefundState::Requested {
                (refund.failure, refund.note) = (None, None);
                self.rows.refunds.put(refund);
            }
        }
        let going = |known: &&Contradiction| known.state == ContradictionState::Refunding;
        let going = self.contradictions_of(payment.order).filter(going);
        let going: Vec<ContradictionId> = going.map(|known| known.id).collect();
        for known in going {
            self.job(Job::SettleContradiction(known), self.now);
        }
    }

    /// Whether a payout can have been shortened by `amount` won of a payment. Else others took the money, and what they
    /// took is in the books. Our own refunds took none of it: what went twice is listed (`gave_back_twice`).
    fn check_settled(&self, payment: &Payment, amount: Won) -> Result<(), Refusal> {
        let total = payment.charged_back.plus(amount);
        let total = total.and_then(|total| self.gone_with(payment, total));
        if total.is_some_and(|total| total <= payment.amount) {
            return Ok(());
        }
        let left = payment.amount.minus_or_zero(payment.cancelled_outside);
        let payment = payment.id;
        Err(Refusal::DisputeOverLeft {
            payment,
            amount,
            left,
        })
    }

    /// Won that others took of a payment, if lost disputes took `charged_back` of it out of payouts. `None` beyond every
    /// amount.
    fn gone_with(&self, payment: &Payment, charged_back: Won) -> Option<Won> {
        let listed = listed_as_charged_back(&payment.facts);
        let unlisted = |charged_back| self.unlisted(payment.id, charged_back, listed);
        let cancelled = payment.cancelled_outside;
        let cancelled = cancelled.minus_or_zero(unlisted(payment.charged_back));
        cancelled.plus(unlisted(charged_back))
    }

    /// The part of the won which lost disputes took out of payouts that the provider's look-ups do not show. What it lists
    /// as charged back is the same money, as far as no dispute that was lost by a cancel explains it: otherwise one
    /// chargeback would be taken twice, whether it is listed first or recorded first.
    pub(in crate::books) fn unlisted(&self, id: PaymentId, charged_back: Won, listed: Won) -> Won {
        let decisions = || self.rows.dispute_decisions.values();
        let own = self.rows.disputes.values().filter(|it| it.payment == id);
        let known = own.map(|dispute| Disputed::of(dispute.clone(), decisions()));
        let cancelled = known.filter(|it| it.taken() == Some(Taken::Cancel));
        let explained = cancelled.fold(Won::ZERO, |sum, it| plus(sum, it.dispute.amount));
        let listed = canary!(ChargedBackTwice, Won::ZERO, listed);
        charged_back.minus_or_zero(listed.minus_or_zero(explained))
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
        let charged_back = payment.charged_back.minus_or_zero(before).plus(now);
        let charged_back = charged_back.unwrap_or(payment.amount);
        let total = self.gone_with(payment, charged_back);
        let total = total.unwrap_or(payment.amount);
        self.rows.payments.update(&id, |payment| {
            payment.charged_back = charged_back;
        });
        if total > payment.cancelled_outside {
            self.taken_back(id, total, "a dispute was lost");
        } else if total < payment.cancelled_outside {
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
