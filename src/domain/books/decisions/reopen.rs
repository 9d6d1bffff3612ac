//! The provider refused to give the money of a contradiction back.

use crate::{
    actor::Actor,
    books::{Books, Needs},
    command::Change,
    contradiction::{Contradiction, ContradictionState},
    failure::Failure,
    id::{ContradictionId, CustomerId, OrderId},
    refusal::Refusal,
};

/// The provider refused to give it back. A person has to decide again.
#[derive(Debug, Clone)]
pub struct ReopenContradiction {
    pub customer: CustomerId,
    pub order: OrderId,
    pub contradiction: ContradictionId,
    pub failure: Failure,
}

impl Change for ReopenContradiction {
    type Answer = Contradiction;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.orders.insert(self.order);
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Contradiction, Refusal> {
        let known = books.contradiction(&self.customer, self.contradiction)?;
        Ok(books.not_given_back(&known, &self.failure))
    }
}

impl Books<'_> {
    /// The provider refused. The contradiction waits for a person again.
    fn not_given_back(&mut self, known: &Contradiction, failure: &Failure) -> Contradiction {
        if known.state != ContradictionState::Refunding {
            return known.clone();
        }
        let open = Contradiction {
            state: ContradictionState::Open,
            failure: Some(failure.clone()),
            ..known.clone()
        };
        self.rows.contradictions.put(open.id, open.clone());
        open
    }
}
