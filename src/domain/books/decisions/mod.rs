//! A person's decision about a contradiction: accepted, given back, or closed.

mod accept;
mod close;
mod refund;

use super::{Books, disputes::undisputed};
use crate::{
    actor::Actor,
    contradiction::{Contradiction, ContradictionState},
    money::Won,
    payment::Payment,
    refusal::Refusal,
};

pub use accept::AcceptContradiction;
pub use close::CloseContradiction;
pub use refund::{RefundContradiction, ReopenContradiction};

/// The amount that the provider still holds of it, in won, by its last answer.
pub(super) fn left(known: &Contradiction) -> Won {
    known.amount.minus_or_zero(known.cancelled)
}

/// A person can decide as long as nobody has.
pub(super) fn waits(known: &Contradiction) -> Result<(), Refusal> {
    match known.state {
        ContradictionState::Open => Ok(()),
        state => Err(Refusal::ContradictionSettled {
            contradiction: known.id,
            state,
        }),
    }
}

impl Books<'_> {
    /// Nothing goes back of a booked payment while it is disputed, whatever a contradiction says of it.
    fn disputed_payment_stays(&self, known: &Contradiction) -> Result<(), Refusal> {
        let same = |payment: &&Payment| {
            payment.order == known.order && payment.payment_key == known.payment_key
        };
        let booked = self.rows.payments.values().find(same);
        booked.map_or(Ok(()), undisputed)
    }
}

/// The same with the person who decided, and the reason.
pub(super) fn decided(known: &Contradiction, by: &Actor, reason: &str) -> Contradiction {
    Contradiction {
        decided_by: Some(by.clone()),
        reason: Some(reason.to_owned()),
        ..known.clone()
    }
}

pub(super) fn not_for(known: &Contradiction, instead: &'static str) -> Refusal {
    Refusal::NotForThatKind {
        contradiction: known.id,
        kind: known.kind,
        instead,
    }
}
