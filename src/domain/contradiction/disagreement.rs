//! How an answer of a provider disagrees with an order and its payment.

use super::ContradictionKind;
use crate::{
    order::Order,
    payment::{Payment, Snapshot, Standing},
    refund::Refund,
};

/// A disagreement before it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    pub kind: ContradictionKind,
    pub note: String,
}

impl Disagreement {
    pub(crate) fn new(kind: ContradictionKind, note: impl Into<String>) -> Self {
        let note = note.into();
        Self { kind, note }
    }
}

/// Whether an answer of a provider cannot be followed, or reports that others took money back. The caller asks once
/// more before it applies the answer, so that one garbled answer neither parks an order nor takes credits. `refunds`
/// are the payment's.
pub fn is_doubtful(
    order: &Order,
    paid: Option<(&Payment, &[Refund])>,
    snapshot: &Snapshot,
) -> bool {
    let Some((payment, refunds)) = paid else {
        return snapshot.standing == Standing::Paid && misfit(order, snapshot).is_some();
    };
    if payment.payment_key != snapshot.payment_key {
        return snapshot.standing == Standing::Paid;
    }
    match snapshot.standing {
        Standing::Paid => {
            let ours = payment.refunded.plus(payment.in_flight);
            let known = ours.and_then(|ours| ours.plus(payment.cancelled_outside));
            let more = known.is_some_and(|known| snapshot.cancelled > known);
            let differs = |refund: &Refund| {
                let given = snapshot.given_for(refund.id);
                given.is_some_and(|(given, _)| given != refund.given())
            };
            let undone = |refund: &Refund| snapshot.has_undone(refund);
            payment.amount != snapshot.amount
                || more
                || refunds
                    .iter()
                    .any(|refund| differs(refund) || undone(refund))
        }
        // It would take credits away, which a stale answer must not do.
        Standing::AwaitingDeposit | Standing::Voided => payment.cancelled_outside < payment.amount,
        Standing::Failed { .. } | Standing::Expired => true,
        Standing::Pending | Standing::Unknown { .. } => false,
    }
}

/// Why a payment does not fit the order that it is reported for.
pub(crate) fn misfit(order: &Order, snapshot: &Snapshot) -> Option<Disagreement> {
    let session_key = order
        .session
        .as_ref()
        .and_then(|session| session.payment_key.as_ref());
    if snapshot.provider != order.provider {
        let (paid, ordered) = (&snapshot.provider, &order.provider);
        return Some(Disagreement::new(
            ContradictionKind::OtherProvider,
            format!("paid through {paid}, ordered through {ordered}"),
        ));
    }
    if snapshot.order_ref != order.id.to_string() {
        return Some(Disagreement::new(
            ContradictionKind::OtherOrder,
            "the provider says the payment is for another order",
        ));
    }
    if session_key.is_some_and(|key| *key != snapshot.payment_key) {
        return Some(Disagreement::new(
            ContradictionKind::OtherPayment,
            "the provider reports another payment than the one begun",
        ));
    }
    if snapshot.currency != "KRW" {
        return Some(Disagreement::new(
            ContradictionKind::OtherCurrency,
            format!("paid in {}, not KRW", snapshot.currency),
        ));
    }
    (snapshot.amount != order.amount).then(|| {
        let (paid, costs) = (snapshot.amount, order.amount);
        Disagreement::new(
            ContradictionKind::OtherAmount,
            format!("paid {paid} won, the order costs {costs} won"),
        )
    })
}
