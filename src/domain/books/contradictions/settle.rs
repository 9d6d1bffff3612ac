//! The end of contradictions.

use crate::{
    books::Books,
    contradiction::{Contradiction, ContradictionKind, ContradictionState},
    event::{ContradictionSettled, Event},
    order::Order,
    payment::{Snapshot, Standing},
};

impl Books<'_> {
    /// The provider agrees now. Contradictions about this payment that a look-up can end are over.
    pub(in crate::books) fn end_agreed(
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

    pub(in crate::books) fn settle_contradiction(
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
        self.rows.contradictions.put(settled.id, settled.clone());
        settled
    }
}
