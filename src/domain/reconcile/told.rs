//! What contradictions know of a payment: it explains the row of exactly that money and no other.

use super::{By, Facts, Listed, Parked};
use crate::{canary, id::ContradictionId, money::Won};

/// The contradictions about one payment, the open ones first.
pub(super) struct Told<'a> {
    parked: Vec<&'a Parked>,
    /// The provider's rows that say that some of it went back.
    back: Vec<Won>,
    /// Which contradiction explained a row that it was paid.
    paid: Vec<ContradictionId>,
}

impl<'a> Told<'a> {
    pub(super) fn of(facts: &'a Facts, key: &str, back: &[&Listed]) -> Self {
        let parked = facts.parked.iter();
        let mut parked: Vec<&Parked> = parked.filter(|it| it.payment_key == key).collect();
        parked.sort_by_key(|it| (!it.open, it.id));
        Self {
            parked,
            back: back.iter().map(|row| row.amount).collect(),
            paid: Vec::new(),
        }
    }

    pub(super) const fn is_known(&self) -> bool {
        !self.parked.is_empty()
    }

    /// What explains that this amount was paid. It was paid once, and once more each time that the whole of it went back: a
    /// deposit that its bank took back may be made again.
    pub(super) fn paid(&mut self, amount: Won) -> Option<By> {
        let is = |it: &&&Parked| canary!(ContradictionsLoose, true, it.amount == amount);
        let known = self.parked.iter().find(is)?;
        let times = 1 + self.back.iter().filter(|back| **back == amount).count();
        let before = self.paid.iter().filter(|id| **id == known.id).count();
        let by = by(known);
        self.paid.push(known.id);
        (before < times).then_some(by)
    }

    /// What explains that this much went back, in as many parts as it is listed in.
    pub(super) fn gone(&self, amount: Won) -> Option<By> {
        let known = self.parked.iter().find(|it| amount <= it.gone);
        known.map(|known| by(known))
    }
}

const fn by(known: &Parked) -> By {
    By::Contradiction {
        id: known.id,
        kind: known.kind,
        open: known.open,
    }
}
