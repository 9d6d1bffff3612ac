//! One identity for one movement on the account, for any reporters and any order of their reports.
//! `likeness` compares two reports.
//!
//! Money that is gone (its bank took it back, or a person sent it) may come a second time. Without the balance, a
//! report that would be of the same movement is then in doubt.
//!
//! A source that names movements distinguishes them: two of its reports under two keys are two movements, however alike
//! they are. So a deposit takes at most one report of each source, and of two equal movements each finds its own. A
//! report in doubt waits for a person: a second credit for money that came once is as wrong as money without credits.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use chrono::TimeDelta;

use super::{
    Deposit, DepositState, Movement,
    likeness::{Likeness, likeness},
};
use crate::id::DepositId;

/// The movement that a report is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// A movement that nobody reported before.
    New,
    /// The movement of this deposit.
    Same(DepositId),
    /// Perhaps the movement of this deposit.
    Doubtful(DepositId),
}

/// The known deposit that a report is of, if any. The report's key is not among theirs.
pub fn identify<'a>(
    report: &Movement,
    known: impl Iterator<Item = &'a Deposit> + Clone,
) -> Identity {
    // Almost always no known deposit is similar.
    if known
        .clone()
        .all(|deposit| likeness(report, &deposit.movement) == Likeness::Other)
    {
        return Identity::New;
    }
    let mut gone: BTreeSet<DepositId> = BTreeSet::new();
    let mut reported: BTreeMap<DepositId, Vec<&Movement>> = BTreeMap::new();
    let mut asked: Vec<(DepositId, &Movement)> = Vec::new();
    for deposit in known {
        if matches!(
            deposit.state,
            DepositState::Reversed | DepositState::Returned
        ) {
            gone.insert(deposit.id);
        }
        match (deposit.state, deposit.repeat_of) {
            (DepositState::PossibleRepeat, Some(of)) => asked.push((of, &deposit.movement)),
            (_, of) => {
                let money = of.unwrap_or(deposit.id);
                reported.entry(money).or_default().push(&deposit.movement);
            }
        }
    }
    let of_told = reported
        .iter()
        .filter_map(|(id, reports)| best(report, reports).map(|fit| (fit, *id)));
    // A report that is similar to one in doubt is in doubt itself.
    let of_asked = asked.iter().filter_map(|(of, movement)| {
        let fit = Fit::of(report, movement)?;
        Some((
            Fit {
                likeness: Likeness::Doubtful,
                ..fit
            },
            *of,
        ))
    });
    let found = of_told
        .chain(of_asked)
        .max_by_key(|(fit, id)| (*fit, Reverse(*id)));
    match found {
        None => Identity::New,
        Some((fit, id))
            if fit.likeness == Likeness::Same && (fit.same_balance || !gone.contains(&id)) =>
        {
            Identity::Same(id)
        }
        Some((_, id)) => Identity::Doubtful(id),
    }
}

/// How well a report fits a movement that has these reports. The reports of its own source decide.
fn best(report: &Movement, reported: &[&Movement]) -> Option<Fit> {
    let own = |movement: &&&Movement| movement.source == report.source;
    if reported.iter().any(|movement| own(&movement)) {
        let fits = reported
            .iter()
            .filter(own)
            .map(|movement| Fit::of(report, movement));
        return fits.collect::<Option<Vec<Fit>>>()?.into_iter().min();
    }
    reported
        .iter()
        .filter_map(|movement| Fit::of(report, movement))
        .max()
}

/// How well two reports fit. The largest is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    likeness: Likeness,
    same_balance: bool,
    apart: Reverse<TimeDelta>,
}

impl Fit {
    fn of(report: &Movement, other: &Movement) -> Option<Self> {
        let likeness = likeness(report, other);
        (likeness != Likeness::Other).then(|| Self {
            likeness,
            same_balance: report.balance.is_some() && report.balance == other.balance,
            apart: Reverse((report.at - other.at).abs()),
        })
    }
}

#[cfg(test)]
#[path = "identity_tests.rs"]
mod tests;
