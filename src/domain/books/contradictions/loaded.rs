//! The contradictions among the loaded rows.

use crate::{
    books::Books,
    contradiction::Contradiction,
    id::{ContradictionId, CustomerId, OrderId},
    refusal::Refusal,
};

impl Books<'_> {
    /// A contradiction that was loaded with its order.
    pub(in crate::books) fn contradiction(
        &self,
        customer: &CustomerId,
        id: ContradictionId,
    ) -> Result<Contradiction, Refusal> {
        self.rows
            .contradictions
            .get(&id)
            .filter(|known| known.customer == *customer)
            .cloned()
            .ok_or(Refusal::NoContradiction(id))
    }

    pub(in crate::books) fn contradictions_of(
        &self,
        order: OrderId,
    ) -> impl Iterator<Item = &Contradiction> {
        self.rows
            .contradictions
            .values()
            .filter(move |known| known.order == order)
    }
}
