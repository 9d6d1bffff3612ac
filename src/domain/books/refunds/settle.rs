//! The end of an open refund, or the reason that keeps it open.

use super::observe::RefundOutcome;
use crate::{
    books::{Books, posting::plus},
    effects::Job,
    event::{Event, RefundChanged},
    failure::{Why, in_words},
    id::PaymentId,
    ledger::{self, Account, Act},
    lot::{Bucket, Lot},
    money::Won,
    refund::{Refund, RefundState},
};

impl Books<'_> {
    /// Books the end of an open refund, or the reason that keeps it open.
    pub(in crate::books) fn settle_refund(
        &mut self,
        mut refund: Refund,
        outcome: &RefundOutcome,
    ) -> Refund {
        match outcome {
            RefundOutcome::Succeeded { cancel_key } => self.succeeded(refund, cancel_key.clone()),
            RefundOutcome::Declined(why) if self.outlives_its_credits(&refund) => {
                let (failure, note) = why.clone().columns();
                let note = note.map_or_else(String::new, |note| format!("{note}; "));
                refund.failure = failure;
                refund.note = Some(format!(
                    "{note}its credits have ended since: transfer it by hand"
                ));
                // The money that others took before is the likeliest reason for the refusal.
                let order = self.known_payment(refund.payment).order;
                self.job(Job::SettleOrder(order), self.now);
                self.give_to_a_person(refund)
            }
            RefundOutcome::Declined(why) => self.declined(refund, why),
            RefundOutcome::ByHand(failure) => {
                refund.because(failure.clone().into());
                self.give_to_a_person(refund)
            }
            RefundOutcome::Open(failure) => {
                refund.because(failure.clone().into());
                self.refund_changed(Event::RefundDelayed, refund)
            }
        }
    }

    /// Whether a refund that its provider refuses is still owed. It was asked for in time, and its credits would be of
    /// no use to anyone if they came back. It is not owed where others took the money.
    fn outlives_its_credits(&self, refund: &Refund) -> bool {
        let with_provider = matches!(refund.state, RefundState::Requested | RefundState::Sent);
        let ended = |lot: &Lot| !lot.is_live(self.now);
        with_provider
            && self.rows.lots.get(&refund.lot).is_some_and(ended)
            && self.known_payment(refund.payment).holds(refund.amount)
    }

    fn give_to_a_person(&mut self, mut refund: Refund) -> Refund {
        refund.state = RefundState::ByHand;
        // The provider has no part in it: see `by_hand`.
        refund.sent_at = None;
        self.refund_changed(Event::RefundByHand, refund)
    }

    fn succeeded(&mut self, mut refund: Refund, cancel_key: Option<String>) -> Refund {
        let (lot, amount) = (Some(refund.lot), refund.given());
        let lines = [
            ledger::credits(lot, Account::Refunding, Account::Refunded, refund.credits),
            ledger::won(Account::Receivable, Account::RefundsDue, amount),
        ];
        self.post(&refund.customer, Act::RefundDone, &refund.id, &lines);
        self.rows.payments.update(&refund.payment, |payment| {
            payment.in_flight = payment.in_flight.minus_or_zero(amount);
            payment.refunded = plus(payment.refunded, amount);
        });
        refund.state = RefundState::Succeeded;
        refund.cancel_key = cancel_key;
        (refund.failure, refund.note) = (None, None);
        refund.settled_at = Some(self.now);
        let refund = self.refund_changed(Event::RefundSucceeded, refund);
        self.gave_back_twice(refund.payment);
        refund
    }

    /// Gives the credits of a refused refund back by an opposite posting.
    pub(in crate::books) fn declined(&mut self, mut refund: Refund, why: &Why) -> Refund {
        let (amount, credits) = (refund.amount, refund.credits);
        let lines = [
            self.shift(refund.lot, Bucket::Refunded, Bucket::Remaining, credits),
            ledger::won(Account::Prepaid, Account::RefundsDue, amount),
        ];
        self.post(&refund.customer, Act::RefundDeclined, &refund.id, &lines);
        let mut payment = self.known_payment(refund.payment);
        payment.in_flight = payment.in_flight.minus_or_zero(amount);
        let order = payment.order;
        self.rows.payments.put(payment);
        refund.state = RefundState::Declined;
        refund.because(why.clone());
        refund.settled_at = Some(self.now);
        let refund = self.refund_changed(Event::RefundDeclined, refund);
        // The money that others took while our refund was on its way takes its credits now. The money that others took
        // before our refund is the likeliest reason for the refusal, so the provider is asked.
        self.revoke(
            refund.payment,
            Won::ZERO,
            "cancelled by others while a refund was on its way",
        );
        let left = self.rows.lots.get(&refund.lot).map(|lot| lot.remaining);
        let mut back = self
            .undo_debt(refund.lot, credits.min(left.unwrap_or(credits)))
            .back;
        back.push((refund.lot, credits));
        self.settle_back(&refund.customer, &back);
        if refund.sent_at.is_some() {
            self.job(Job::SettleOrder(order), self.now);
        }
        refund
    }

    /// The amount of a payment that a person transferred or will transfer. The provider does not know of it and lists
    /// no cancel for it. Such a refund was never sent.
    pub(in crate::books) fn by_hand(&self, payment: PaymentId) -> Won {
        let by_hand = self
            .refunds_of(payment)
            .filter(|refund| match refund.state {
                RefundState::ByHand | RefundState::Bounced | RefundState::Succeeded => {
                    refund.sent_at.is_none()
                }
                RefundState::Requested | RefundState::Sent | RefundState::Declined => false,
            });
        by_hand.fold(Won::ZERO, |total, refund| plus(total, refund.amount))
    }

    /// Stages a refund with an event about its new state, and returns it.
    pub(in crate::books) fn refund_changed(
        &mut self,
        event: fn(RefundChanged) -> Event,
        refund: Refund,
    ) -> Refund {
        self.event(event(RefundChanged {
            refund_id: refund.id,
            payment_id: refund.payment,
            customer_id: refund.customer.clone(),
            amount: refund.given(),
            credits: refund.credits,
            basis: refund.basis,
            note: in_words(refund.failure.as_ref(), refund.note.as_deref()),
            due_at: refund.due_at,
        }));
        self.rows.refunds.save(refund)
    }
}
