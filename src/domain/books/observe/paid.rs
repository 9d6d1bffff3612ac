//! Snapshots of paid orders: of the booked payment, of a second one, and of money that came again.

use chrono::{DateTime, Duration, Utc};

use crate::{
    books::{Books, contradictions::park::nothing_is_left},
    cash_receipt::ISSUED_WITH_PAYMENT,
    command::Observed,
    contradiction::ContradictionKind,
    dispute::LISTED_AS_CHARGED_BACK,
    effects::Job,
    id::PaymentId,
    kind::Method,
    order::Order,
    payment::{Payment, Snapshot, Standing},
    refusal::Refusal,
    retention::RECORD_DAYS,
};

impl Books<'_> {
    pub(super) fn observe_paid(
        &mut self,
        order: &Order,
        payment: PaymentId,
        snapshot: &Snapshot,
        asked_at: DateTime<Utc>,
    ) -> Result<Observed, Refusal> {
        let known = self.payment(&order.customer, payment)?;
        if known.payment_key != snapshot.payment_key {
            return Ok(self.observe_second(order, snapshot));
        }
        let mut listed = None;
        match &snapshot.standing {
            // The paid amount never changes, so nothing else in such an answer is believed either. There is one
            // exception: where the same contradiction was reported before, the cancels under our refunds' own ids are
            // believed. Otherwise a refund would stay sent for ever.
            Standing::Paid if snapshot.amount != known.amount => {
                let (paid, told_now) = (known.amount, snapshot.amount);
                let note = format!("{paid} won were paid, the provider now says {told_now} won");
                listed = self.contradict(order, ContradictionKind::AmountChanged, note, snapshot);
                let known = self.contradictions_of(order.id).any(|known| {
                    known.kind == ContradictionKind::AmountChanged && known.opened_at < asked_at
                });
                if known {
                    self.settle_sent(payment, snapshot)?;
                }
                self.look_again(order, payment, asked_at);
            }
            Standing::Paid => {
                // The provider still holds money that a person transferred from our own account. That money is ours.
                let held = snapshot.amount.minus_or_zero(snapshot.cancelled);
                let gone = held <= self.by_hand(payment);
                self.end_agreed(order, snapshot, |kind| {
                    kind.ends_when_agreed() || (gone && kind == ContradictionKind::PaidAgainClosed)
                });
                self.keep_facts(&known, snapshot);
                self.settle_cancels(payment, snapshot)?;
                self.look_again(order, payment, asked_at);
                self.came_here_again(order, payment, snapshot, asked_at);
            }
            // It was asked for before the payment was booked and took long to arrive. It shows a past state.
            Standing::AwaitingDeposit | Standing::Voided
                if order.closed_at.is_some_and(|at| asked_at < at) => {}
            // The deposit may have come again since.
            Standing::AwaitingDeposit | Standing::Voided if known.changed_since(asked_at) => {
                self.job(Job::SettleOrder(order.id), self.now);
            }
            // The bank took the deposit back (Toss: DONE → WAITING_FOR_DEPOSIT), and the account may have been given up
            // since. All of it is gone.
            Standing::AwaitingDeposit | Standing::Voided => {
                self.taken_back(payment, known.amount, "the deposit was reversed");
                self.look_again(order, payment, asked_at);
            }
            Standing::Pending | Standing::Unknown { .. } => {}
            ended @ (Standing::Failed { .. } | Standing::Expired) => {
                let word = if let Standing::Failed(failure) = ended {
                    format!("failed ({failure})")
                } else {
                    "expired".to_owned()
                };
                let note = format!("the provider now calls a completed payment {word}");
                listed = self.contradict(order, ContradictionKind::Ended, note, snapshot);
                self.look_again(order, payment, asked_at);
            }
        }
        Ok(self.contradicted(order.id, listed))
    }

    /// Another payment than the booked one. A person has to decide about it as long as it holds money.
    fn observe_second(&mut self, order: &Order, snapshot: &Snapshot) -> Observed {
        let key = snapshot.payment_key.as_str();
        let listed = match snapshot.standing {
            Standing::Paid if !nothing_is_left(snapshot) => {
                let note = format!("a second payment {key} of {} won", snapshot.amount);
                self.contradict(order, ContradictionKind::SecondPayment, note, snapshot)
            }
            Standing::Paid | Standing::Failed { .. } | Standing::Voided | Standing::Expired => {
                self.end_agreed(order, snapshot, |_| true);
                None
            }
            Standing::AwaitingDeposit | Standing::Pending | Standing::Unknown { .. } => None,
        };
        self.contradicted(order.id, listed)
    }

    /// Keeps what the provider tells of a payment since it was booked: a dispute, a chargeback, the last transaction. What an
    /// answer does not name stays, because a provider tells more when the money is taken than when it is asked.
    fn keep_facts(&mut self, known: &Payment, snapshot: &Snapshot) {
        // Those of an old payment are removed for good: see `retention`.
        if self.now >= known.paid_at + Duration::days(RECORD_DAYS) {
            return;
        }
        let mut facts = known.facts.clone();
        // A cancel that was taken back is not listed any more.
        facts.remove(LISTED_AS_CHARGED_BACK);
        facts.extend(snapshot.facts.clone());
        // Whether a receipt came with the payment was known when it was booked. One that is told later may be ours.
        let booked = known.facts.get(ISSUED_WITH_PAYMENT).cloned();
        facts.remove(ISSUED_WITH_PAYMENT);
        facts.extend(booked.map(|it| (ISSUED_WITH_PAYMENT.to_owned(), it)));
        if facts != known.facts {
            self.rows
                .payments
                .update(&known.id, |payment| payment.facts = facts);
        }
    }

    /// A reversed deposit was made again, or a cancel was undone. The books follow the money. Nothing is minted.
    fn came_here_again(
        &mut self,
        order: &Order,
        id: PaymentId,
        snapshot: &Snapshot,
        asked_at: DateTime<Utc>,
    ) {
        let payment = self.known_payment(id);
        let Some(outside) = self.came_again(&payment, snapshot) else {
            return;
        };
        if payment.changed_since(asked_at) {
            self.job(Job::SettleOrder(order.id), self.now);
            return;
        }
        let gone = payment.cancelled_outside;
        if !self.paid_again(id, outside, "the provider has the money again") {
            let note = "paid again after the customer was closed";
            self.contradict(order, ContradictionKind::PaidAgainClosed, note, snapshot);
        } else if payment.method != Method::VirtualAccount {
            let note =
                format!("{gone} won were taken back by others, the provider counts {outside}");
            self.contradict(order, ContradictionKind::CancelUndone, note, snapshot);
        }
    }
}
