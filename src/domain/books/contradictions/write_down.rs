//! New contradictions.

use crate::{
    books::Books,
    contradiction::{Contradiction, ContradictionKind, ContradictionState, Disagreement},
    event::{Event, OrderContradicted},
    id::ContradictionId,
    kind::ProviderId,
    money::Won,
    order::Order,
    payment::Snapshot,
};

impl Books<'_> {
    /// Like [`Books::park`] for an order whose payment is booked. The booking stays, and the seller gets an event.
    pub(in crate::books) fn contradict(
        &mut self,
        order: &Order,
        disagreement: Disagreement,
        snapshot: &Snapshot,
    ) -> Option<ContradictionKind> {
        self.contradict_by(order, disagreement, &About::of(snapshot))
    }

    /// Like [`Books::contradict`], where no snapshot states the disagreement.
    pub(super) fn contradict_by(
        &mut self,
        order: &Order,
        disagreement: Disagreement,
        about: &About<'_>,
    ) -> Option<ContradictionKind> {
        let note = disagreement.note.clone();
        let kind = self.write_down(order, disagreement, about)?;
        self.event(Event::OrderContradicted(OrderContradicted {
            order_id: order.id,
            customer_id: order.customer.clone(),
            kind,
            note,
        }));
        Some(kind)
    }

    /// Adds it to the list, once. A contradiction that a person has closed is not opened again by the same answer.
    pub(super) fn write_down(
        &mut self,
        order: &Order,
        Disagreement { kind, note }: Disagreement,
        about: &About<'_>,
    ) -> Option<ContradictionKind> {
        // Each refund that failed since has its own contradiction: a person decides about one at a time.
        let one = kind != ContradictionKind::RefundUndone;
        let same = |known: &&Contradiction| {
            known.kind == kind
                && known.payment_key == about.payment_key
                && ((known.state.is_open() && (one || known.note == note))
                    || (known.state == ContradictionState::Closed && known.note == note))
        };
        let known = self.contradictions_of(order.id).find(same).cloned();
        let Some(known) = known else {
            let id = ContradictionId::new(self.now, self.entropy);
            self.rows.contradictions.put(
                id,
                Contradiction {
                    id,
                    customer: order.customer.clone(),
                    order: order.id,
                    provider: about.provider.clone(),
                    payment_key: about.payment_key.to_owned(),
                    kind,
                    state: ContradictionState::Open,
                    note,
                    amount: about.amount,
                    cancelled: about.cancelled,
                    opened_at: self.now,
                    settled_at: None,
                    decided_by: None,
                    reason: None,
                    refund: None,
                    account: None,
                    failure: None,
                },
            );
            return Some(kind);
        };
        let now = (note, about.amount, about.cancelled);
        let then = (known.note.clone(), known.amount, known.cancelled);
        if known.state != ContradictionState::Open || now == then {
            return None;
        }
        let (note, amount, cancelled) = now;
        self.rows.contradictions.put(
            known.id,
            Contradiction {
                note,
                amount,
                cancelled,
                ..known
            },
        );
        Some(kind)
    }
}

/// The payment that a contradiction is about, as it was reported.
pub(in crate::books) struct About<'a> {
    pub provider: &'a ProviderId,
    pub payment_key: &'a str,
    pub amount: Won,
    pub cancelled: Won,
}

impl<'a> About<'a> {
    pub(super) fn of(snapshot: &'a Snapshot) -> Self {
        Self {
            provider: &snapshot.provider,
            payment_key: &snapshot.payment_key,
            amount: snapshot.amount,
            cancelled: snapshot.cancelled,
        }
    }
}
