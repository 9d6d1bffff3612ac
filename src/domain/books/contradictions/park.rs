//! Orders that are parked because the money for them does not fit.

use chrono::{DateTime, Utc};

use super::About;
use crate::{
    books::{Books, orders::end::Unpaid},
    canary,
    contradiction::{Contradiction, ContradictionKind, ContradictionState, Disagreement, misfit},
    customer::CustomerState,
    order::{Order, OrderState},
    payment::{Snapshot, Standing},
};

impl Books<'_> {
    /// Why a paid snapshot does not fit its order. Money moved, so the order is parked, never dropped.
    pub(in crate::books) fn misfits(
        &self,
        order: &Order,
        snapshot: &Snapshot,
    ) -> Option<Disagreement> {
        if let Some(disagreement) = misfit(order, snapshot) {
            return Some(disagreement);
        }
        let disagreement = |kind, note: &str| Some(Disagreement::new(kind, note));
        if self.customer(&order.customer).state == CustomerState::Closed {
            let note = "paid after the customer was closed";
            return disagreement(ContradictionKind::CustomerClosed, note);
        }
        if let Err(refusal) = self.granted_with(&order.customer, order.all_credits()) {
            let note = format!("paid, and cannot be minted: {refusal}");
            return disagreement(ContradictionKind::TooManyCredits, &note);
        }
        if let Err(refusal) = self.is_payable(order) {
            return disagreement(
                ContradictionKind::MonthGone,
                &format!("paid, and {refusal}"),
            );
        }
        // An order that was cancelled and then parked still counts as cancelled.
        let told_before = |known: &Contradiction| known.kind == ContradictionKind::OrderCancelled;
        let cancelled = order.state == OrderState::Cancelled
            || self.contradictions_of(order.id).any(told_before);
        let note = "paid after the order was cancelled";
        cancelled.then(|| Disagreement::new(ContradictionKind::OrderCancelled, note))
    }

    /// Parks money that does not fit its order. Nothing is minted, and a person decides, unless the provider agrees
    /// later.
    pub(in crate::books) fn park(
        &mut self,
        order: Order,
        disagreement: Disagreement,
        snapshot: &Snapshot,
        asked_at: DateTime<Utc>,
    ) -> Option<ContradictionKind> {
        let closed = |known: &Contradiction| {
            known.state == ContradictionState::Closed
                && (known.kind, known.payment_key.as_str())
                    == (disagreement.kind, snapshot.payment_key.as_str())
                && known.note == disagreement.note
        };
        if self.contradictions_of(order.id).any(closed) {
            return None;
        }
        let order = if order.state == OrderState::Mismatched {
            order
        } else {
            self.close_order(order, Unpaid::Mismatched(disagreement.note.clone()))
        };
        // One payment has one contradiction at a time: the earlier ones are over.
        let kind = disagreement.kind;
        self.end_agreed(&order, snapshot, |before| before != kind);
        let listed = canary!(
            ParkedWithoutReason,
            Some(kind),
            self.write_down(&order, disagreement, &About::of(snapshot))
        );
        self.look_at_parked(&order, asked_at);
        listed
    }

    /// Applies a paid snapshot to an order that a person has to decide, where the rules must not go on. The money is
    /// being given back, or nothing of it is left. Returns whether that was so.
    pub(in crate::books) fn ends_parked(
        &mut self,
        order: &Order,
        snapshot: &Snapshot,
        asked_at: DateTime<Utc>,
    ) -> bool {
        let key = snapshot.payment_key.as_str();
        let known = |known: &Contradiction| known.state.is_open() && known.payment_key == key;
        let going =
            |kept: &Contradiction| known(kept) && kept.state == ContradictionState::Refunding;
        let (parked, refunding) = (
            self.contradictions_of(order.id).any(known) || self.misfits(order, snapshot).is_some(),
            self.contradictions_of(order.id).any(going),
        );
        if parked && nothing_is_left(snapshot) {
            self.end_agreed(order, snapshot, |_| true);
            let given_back = Unpaid::Cancelled("given back at the provider".to_owned());
            self.unpark(order.clone(), given_back);
            return true;
        }
        if refunding {
            self.look_at_parked(order, asked_at);
        }
        refunding
    }

    /// Ends a parked order that leaves nothing to decide.
    pub(in crate::books) fn unpark(&mut self, order: Order, end: Unpaid) {
        let open = self
            .contradictions_of(order.id)
            .any(|known| known.state.is_open());
        let parked = order.state == OrderState::Mismatched;
        if (parked && !open) || order.state.is_open() {
            self.close_order(order, end);
        }
    }
}

/// Whether a payment holds no money any more, or none yet.
pub(in crate::books) fn nothing_is_left(snapshot: &Snapshot) -> bool {
    match snapshot.standing {
        Standing::Paid => snapshot.cancelled >= snapshot.amount,
        Standing::AwaitingDeposit
        | Standing::Failed { .. }
        | Standing::Voided
        | Standing::Expired => true,
        Standing::Pending | Standing::Unknown { .. } => false,
    }
}
