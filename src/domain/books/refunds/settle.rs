//! The end of an open refund, or the reason that keeps it open.

use super::observe::RefundOutcome;
use crate::{
    books::{Books, sums::plus},
    effects::Job,
    event::Event,
    ledger::{self, Account, Act},
    lot::Lot,
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
                self.refund_event(Event::RefundDelayed, &refund);
                self.rows.refunds.put(refund.id, refund.clone());
                refund
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
        self.refund_event(Event::RefundByHand, &refund);
        self.rows.refunds.put(refund.id, refund.clone());
        refund
    }

    fn succeeded(&mut self, mut refund: Refund, cancel_key: Option<String>) -> Refund {
        let (lot, amount) = (Some(refund.lot), refund.given());
        let lines = [
            ledger::credits(lot, Account::Refunding, Account::Refunded, refund.credits),
            ledger::won(Account::Receivable, Account::RefundsDue, amount),
        ];
        self.post(
            &refund.customer,
            Act::RefundDone,
            refund.id.to_string(),
            &lines,
        );
        let mut payment = self.known_payment(refund.payment);
        payment.in_flight = payment.in_flight.minus_or_zero(amount);
        payment.refunded = plus(payment.refunded, amount);
        self.rows.payments.put(payment.id, payment);
        refund.state = RefundState::Succeeded;
        refund.cancel_key = cancel_key;
        (refund.failure, refund.note) = (None, None);
        refund.settled_at = Some(self.now);
        self.refund_event(Event::RefundSucceeded, &refund);
        self.rows.refunds.put(refund.id, refund.clone());
        self.gave_back_twice(refund.payment);
        refund
    }
}
