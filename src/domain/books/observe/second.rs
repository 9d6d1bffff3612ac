//! Snapshots of a second payment for an order, and of money that came again.

use chrono::{DateTime, Utc};

use crate::{
    books::{Books, contradictions::park::nothing_is_left},
    command::Observed,
    contradiction::{ContradictionKind, Disagreement},
    effects::Job,
    id::PaymentId,
    kind::Method,
    order::Order,
    payment::{Snapshot, Standing},
};

impl Books<'_> {
    /// Another payment than the booked one. A person has to decide about it as long as it holds money.
    pub(super) fn observe_second(&mut self, order: &Order, snapshot: &Snapshot) -> Observed {
        let key = snapshot.payment_key.as_str();
        let listed = match snapshot.standing {
            Standing::Paid if !nothing_is_left(snapshot) => {
                let note = format!("a second payment {key} of {} won", snapshot.amount);
                let second = Disagreement::new(ContradictionKind::SecondPayment, note);
                self.contradict(order, second, snapshot)
            }
            Standing::Paid | Standing::Failed { .. } | Standing::Voided | Standing::Expired => {
                self.end_agreed(order, snapshot, |_| true);
                None
            }
            Standing::AwaitingDeposit | Standing::Pending | Standing::Unknown { .. } => None,
        };
        self.contradicted(order.id, listed)
    }

    /// A reversed deposit was made again, or a cancel was undone. The books follow the money. Nothing is minted.
    pub(super) fn came_here_again(
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
            let closed = Disagreement::new(ContradictionKind::PaidAgainClosed, note);
            self.contradict(order, closed, snapshot);
        } else if payment.method != Method::VirtualAccount {
            let note =
                format!("{gone} won were taken back by others, the provider counts {outside}");
            let undone = Disagreement::new(ContradictionKind::CancelUndone, note);
            self.contradict(order, undone, snapshot);
        }
    }
}
