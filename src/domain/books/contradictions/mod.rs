//! Statements of a provider that the books cannot follow. They are stored, looked up again, and decided by a person.

mod gave_back_twice;
pub(super) mod park;

use super::Books;
use crate::{
    contradiction::{Contradiction, ContradictionKind, ContradictionState, Disagreement},
    event::{ContradictionSettled, Event, OrderContradicted},
    id::ContradictionId,
    kind::ProviderId,
    money::Won,
    order::Order,
    payment::{Snapshot, Standing},
};

impl Books<'_> {
    /// Like [`Books::park`] for an order whose payment is booked. The booking stays, and the seller gets an event.
    pub(super) fn contradict(
        &mut self,
        order: &Order,
        kind: ContradictionKind,
        note: impl Into<String>,
        snapshot: &Snapshot,
    ) -> Option<ContradictionKind> {
        self.contradict_by(order, Disagreement::new(kind, note), &About::of(snapshot))
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
            self.rows.contradictions.put(Contradiction {
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
            });
            return Some(kind);
        };
        let now = (note, about.amount, about.cancelled);
        let then = (known.note.clone(), known.amount, known.cancelled);
        if known.state != ContradictionState::Open || now == then {
            return None;
        }
        let (note, amount, cancelled) = now;
        self.rows.contradictions.put(Contradiction {
            note,
            amount,
            cancelled,
            ..known
        });
        Some(kind)
    }
}

/// The payment that a contradiction is about, as it was reported.
pub(super) struct About<'a> {
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

impl Books<'_> {
    /// The provider agrees now. Contradictions about this payment that a look-up can end are over.
    pub(super) fn end_agreed(
        &mut self,
        order: &Order,
        snapshot: &Snapshot,
        ends: impl Fn(ContradictionKind) -> bool,
    ) {
        let key = snapshot.payment_key.as_str();
        // With any other standing the bank took the money back, or it was never there.
        let went = snapshot.standing == Standing::Paid;
        let mut over: Vec<Contradiction> = self
            .contradictions_of(order.id)
            .filter(|known| known.state.is_open() && known.payment_key == key && ends(known.kind))
            .cloned()
            .collect();
        over.sort_by_key(|known| known.id);
        for known in over {
            // Money that a person wanted back is not there any more: it went.
            let state = if known.state == ContradictionState::Refunding && went {
                ContradictionState::Refunded
            } else {
                ContradictionState::Agreed
            };
            self.settle_contradiction(known, state);
        }
    }

    pub(super) fn settle_contradiction(
        &mut self,
        known: Contradiction,
        state: ContradictionState,
    ) -> Contradiction {
        let settled = Contradiction {
            state,
            settled_at: Some(self.now),
            ..known
        };
        self.event(Event::ContradictionSettled(ContradictionSettled {
            contradiction_id: settled.id,
            order_id: settled.order,
            customer_id: settled.customer.clone(),
            kind: settled.kind,
            state: settled.state,
            note: settled.note.clone(),
        }));
        self.rows.contradictions.save(settled)
    }
}
