//! Refusals about disputes.

use domain::{
    dispute::DisputeState,
    id::{DisputeId, PaymentId},
    money::Won,
    refusal::Refusal,
};

use super::id;

pub(super) fn refusals(payment: PaymentId) -> [(&'static str, Refusal); 4] {
    let (dispute, amount, left) = (id(DisputeId::new), Won::ZERO, Won::ZERO);
    [
        ("dispute_not_found", Refusal::NoDispute(dispute)),
        (
            "payment_disputed",
            Refusal::PaymentDisputed { payment, dispute },
        ),
        (
            "dispute_over_left",
            Refusal::DisputeOverLeft {
                payment,
                amount,
                left,
            },
        ),
        (
            "dispute_state",
            Refusal::DisputeInState {
                dispute,
                state: DisputeState::Won,
                verdict: DisputeState::Lost,
            },
        ),
    ]
}
