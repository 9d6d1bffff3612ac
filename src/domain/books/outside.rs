//! Money that others gave back, at the provider's console or by a bank, takes credits with it.

use super::{Books, debts::sum, refunds::RefundOutcome};
use crate::{
    contradiction::{Contradiction, ContradictionKind, ContradictionState, Disagreement},
    event::{Event, PaymentCancelledOutside},
    failure::Failure,
    id::{OrderId, PaymentId, RefundId},
    ledger::{self, Account, Act},
    lot::{Bucket, Lot},
    money::{Credits, Won},
    payment::{CancelStanding, Payment, Snapshot},
    refund::{Refund, RefundState, is_reason_of},
    refusal::Refusal,
};

impl Books<'_> {
    /// Compares the provider's cancels with our refunds. Ours are settled. The rest was done by others.
    pub(super) fn settle_cancels(
        &mut self,
        payment: PaymentId,
        snapshot: &Snapshot,
    ) -> Result<(), Refusal> {
        self.settle_sent(payment, snapshot)?;
        self.refunds_undone(payment, snapshot)?;
        let row = self
            .rows
            .payments
            .get(&payment)
            .cloned()
            .ok_or(Refusal::NoPayment(payment))?;
        // While a refund of ours is on its way, its share cannot be distinguished from others'. It is counted as ours.
        // Transfers by a person are not among the provider's cancels.
        let ours = row
            .refunded
            .plus(row.in_flight)
            .unwrap_or(row.amount)
            .minus_or_zero(self.by_hand(payment));
        let outside = snapshot.cancelled.minus_or_zero(ours);
        if outside > row.cancelled_outside {
            self.taken_back(payment, outside, "cancelled at the provider, not by us");
        }
        Ok(())
    }

    /// Settles the sent refunds by the cancels that the provider lists under their ids.
    pub(super) fn settle_sent(
        &mut self,
        payment: PaymentId,
        snapshot: &Snapshot,
    ) -> Result<(), Refusal> {
        let sent: Vec<Refund> = self
            .refunds_of(payment)
            .filter(|refund| refund.state == RefundState::Sent)
            .cloned()
            .collect();
        for refund in sent {
            self.settle_by_cancels(refund, snapshot)?;
        }
        // These were thought too late for the provider and were given to a person, but the provider did them after all.
        let done: Vec<Refund> = self
            .refunds_of(payment)
            .filter(|refund| matches!(refund.state, RefundState::ByHand | RefundState::Bounced))
            .filter(|refund| {
                let given = snapshot.given_for(refund.id);
                given.is_some_and(|(given, _)| !given.is_zero())
            })
            .cloned()
            .collect();
        for mut refund in done {
            // Counted among the provider's cancels from here on.
            refund.sent_at = Some(self.now);
            self.settle_by_cancels(refund, snapshot)?;
        }
        Ok(())
    }

    /// Settles a refund of ours by the cancels that the provider lists under its id: the finished ones, or one that
    /// failed.
    fn settle_by_cancels(
        &mut self,
        mut refund: Refund,
        snapshot: &Snapshot,
    ) -> Result<(), Refusal> {
        if snapshot.is_under_way(refund.id) {
            return Ok(());
        }
        let given = snapshot
            .given_for(refund.id)
            .filter(|(given, _)| !given.is_zero());
        if let Some((given, key)) = given {
            if given != refund.amount {
                let order = self.known_payment(refund.payment).order;
                let order = self.order(&refund.customer, order)?;
                let note = format!(
                    "refund {}: {} won were asked for, {given} won went back",
                    refund.id, refund.amount
                );
                let differs = Disagreement::new(ContradictionKind::CancelDiffers, note);
                self.contradict(&order, differs, snapshot);
            }
            if given < refund.amount {
                refund = self.gave_less(refund, given);
            }
            let cancel_key = Some(key.to_owned());
            self.settle_refund(refund, &RefundOutcome::Succeeded { cancel_key });
            return Ok(());
        }
        let failed = snapshot.cancels.iter().find(|line| {
            line.settled == CancelStanding::Failed && is_reason_of(refund.id, &line.reason)
        });
        if let Some(line) = failed {
            let failure = Failure::from(format!("the provider's cancel {} failed", line.key));
            self.settle_refund(refund, &RefundOutcome::Declined(failure.into()));
        }
        Ok(())
    }

    /// A refund into an account may fail days after the provider reported it as done (Toss `refundStatus`). It may then
    /// be listed as done again.
    fn refunds_undone(&mut self, payment: PaymentId, snapshot: &Snapshot) -> Result<(), Refusal> {
        let mut refunds: Vec<Refund> = self.refunds_of(payment).cloned().collect();
        refunds.sort_by_key(|refund| refund.id);
        let order = self.known_payment(payment).order;
        for refund in refunds {
            if snapshot.has_undone(&refund) {
                let order = self.order(&refund.customer, order)?;
                let undone =
                    Disagreement::new(ContradictionKind::RefundUndone, undone_note(refund.id));
                self.contradict(&order, undone, snapshot);
            } else if snapshot.lists_cancel_of(refund.id)
                && let Some(known) = self.told_undone(order, refund.id)
            {
                self.settle_contradiction(known, ContradictionState::Agreed);
            }
        }
        Ok(())
    }

    /// The open contradiction that a refund of this order was done and has failed since.
    pub(super) fn told_undone(&self, order: OrderId, refund: RefundId) -> Option<Contradiction> {
        let note = undone_note(refund);
        self.contradictions_of(order)
            .find(|known| {
                known.kind == ContradictionKind::RefundUndone
                    && known.state.is_open()
                    && known.note == note
            })
            .cloned()
    }

    /// Won that our refunds asked for, the provider did not give, and no refund of ours made up for. Their credits have
    /// gone, no matter who gives the won later.
    pub(super) fn short(&self, payment: &Payment, lot: &Lot) -> Won {
        let missed = self
            .refunds_given_short(payment.id)
            .fold(Won::ZERO, |sum, refund| {
                let short = refund.amount.minus_or_zero(refund.given());
                sum.plus(short).unwrap_or(Won::MAX)
            });
        if missed.is_zero() {
            return missed;
        }
        let worth = payment
            .amount
            .share_floor(lot.refunded.get(), lot.granted.get())
            .unwrap_or(Won::ZERO);
        let left = worth
            .minus_or_zero(payment.refunded)
            .minus_or_zero(payment.in_flight);
        missed.min(left)
    }

    /// Refunds that are done and for which the provider gave less than was asked for.
    pub(super) fn refunds_given_short(&self, payment: PaymentId) -> impl Iterator<Item = &Refund> {
        self.refunds_of(payment).filter(|refund| {
            refund.state == RefundState::Succeeded && refund.given() < refund.amount
        })
    }

    /// The amount of a payment that the provider now counts as taken back by others, where that is less than the books
    /// have. `None` where it is not known, because a refund of ours is on its way.
    pub(super) fn came_again(&self, payment: &Payment, snapshot: &Snapshot) -> Option<Won> {
        let on_its_way = |refund: &&Refund| {
            refund.payment == payment.id
                && matches!(refund.state, RefundState::Requested | RefundState::Sent)
        };
        if self.rows.refunds.values().any(|refund| on_its_way(&refund)) {
            return None;
        }
        let ours = payment
            .refunded
            .plus(payment.in_flight)
            .unwrap_or(payment.amount)
            .minus_or_zero(self.by_hand(payment.id));
        let outside = snapshot.cancelled.minus_or_zero(ours);
        (outside < payment.cancelled_outside).then_some(outside)
    }

    /// Others took back `total` won of a payment, regardless of the amount that we gave back or owe as refunds.
    pub(super) fn taken_back(&mut self, id: PaymentId, total: Won, why: &str) {
        let payment = self.known_payment(id);
        let total = total.min(payment.amount);
        if total > payment.cancelled_outside {
            let won = total.minus_or_zero(payment.cancelled_outside);
            self.rows.payments.put(
                id,
                Payment {
                    cancelled_outside: total,
                    outside_at: Some(self.now),
                    ..payment
                },
            );
            self.revoke(id, won, why);
            self.gave_back_twice(id);
        }
    }

    /// Takes credits along with money that others gave back. Unused credits are revoked, and used credits become the
    /// customer's debt. A refund of ours that is on its way has taken its credits itself. If it is declined, this runs
    /// again. `won` is the amount that newly went.
    pub(super) fn revoke(&mut self, id: PaymentId, won: Won, why: &str) {
        let mut payment = self.known_payment(id);
        let lot = self.lot_of(id);
        let took = took_credits(&payment, &lot);
        let target = credits_gone(&payment, &lot, self.short(&payment, &lot), took);
        let revoked = target
            .minus_or_zero(payment.credits_revoked)
            .min(lot.remaining);
        let owed_before = payment.credits_revoked.minus_or_zero(lot.revoked);
        // Expired credits were of no use to anyone. Like revoked ones, they are not owed.
        let unused = [revoked, lot.expired].into_iter().fold(lot.revoked, sum);
        let owed = target
            .minus_or_zero(unused)
            .min(sum(lot.spent, lot.held))
            .minus_or_zero(owed_before);
        if won.is_zero() && revoked.is_zero() && owed.is_zero() {
            return;
        }
        payment.credits_revoked = sum(payment.credits_revoked, sum(revoked, owed));
        let lines = [
            self.shift(lot.id, Bucket::Remaining, Bucket::Revoked, revoked),
            ledger::won(Account::Receivable, Account::Prepaid, won),
        ];
        self.post(&payment.customer, Act::Revoke, id.to_string(), &lines);
        let customer = payment.customer.clone();
        self.event(Event::PaymentCancelledOutside(PaymentCancelledOutside {
            payment_id: id,
            customer_id: customer.clone(),
            amount: payment.cancelled_outside,
            credits_revoked: revoked,
            credits_owed: owed,
            why: why.to_owned(),
        }));
        self.rows.payments.put(id, payment);
        self.follow_bonus(id);
        self.owe(&customer, id, owed);
    }
}

/// The note about a refund that failed after it was done. It names the refund.
fn undone_note(refund: RefundId) -> String {
    format!("refund {refund} was done and has failed since")
}

/// The part of the won taken back by others that took credits: the smallest amount that takes as many credits as went.
pub(super) fn took_credits(payment: &Payment, lot: &Lot) -> Won {
    let took = payment
        .amount
        .share_ceil(payment.credits_revoked.get(), lot.granted.get())
        .unwrap_or(payment.amount);
    took.min(payment.cancelled_outside)
}

/// The part of the won taken back by others that took no credits. Only this part can have made up for what our refunds
/// were short of.
pub(super) fn took_no_credits(payment: &Payment, lot: &Lot) -> Won {
    payment
        .cancelled_outside
        .minus_or_zero(took_credits(payment, lot))
}

/// Credits that go with the money that others took back, within the part of a payment that our own refunds leave. The
/// won that our refunds were `short` of take no credits. But `took` won had taken theirs, maybe before any refund was
/// short.
pub(super) fn credits_gone(payment: &Payment, lot: &Lot, short: Won, took: Won) -> Credits {
    let room = payment
        .amount
        .minus_or_zero(payment.refunded)
        .minus_or_zero(payment.in_flight);
    let outside = payment.cancelled_outside;
    let covered = outside
        .minus_or_zero(short)
        .max(took)
        .min(outside)
        .min(room);
    lot.granted
        .share_floor(covered.get(), payment.amount.get())
        .unwrap_or(lot.granted)
}
