//! A person's decision about a contradiction: accepted, given back, or closed.

mod accept;
mod close;
mod refund;

use crate::{
    actor::Actor,
    contradiction::{Contradiction, ContradictionState},
    money::Won,
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
