//! Disputes.

use domain::{
    actor::Actor,
    dispute::{Dispute, DisputeDecision, DisputeState, Taken},
};

use super::{NASTY, at, customer_id, decision_id, dispute_id, key_id, payment_id, won};

pub(crate) fn dispute(n: u64, customer: &str) -> Dispute {
    Dispute {
        id: dispute_id(n),
        payment: payment_id(n),
        customer: customer_id(customer),
        amount: won(3),
        reference: NASTY.into(),
        reason: NASTY.into(),
        respond_by: Some(at(9)),
        opened_by: Actor::Key(key_id(1)),
        opened_at: at(4),
    }
}

pub(crate) fn dispute_decision(n: u64, customer: &str) -> DisputeDecision {
    DisputeDecision {
        id: decision_id(n),
        dispute: dispute_id(n),
        payment: payment_id(n),
        customer: customer_id(customer),
        state: DisputeState::Lost,
        taken: Some(Taken::Settlement),
        note: NASTY.into(),
        decided_by: Actor::Key(key_id(1)),
        decided_at: at(5),
    }
}
