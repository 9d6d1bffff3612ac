//! Money that several sources tell of. It is counted once. What may be the same money waits for a person.
//!
//! A source tells its own movements apart, so two of its reports are of two movements. Two sources tell of one when amount,
//! time, name and balance say so: the balance above all, where both tell it.

use super::{Model, Movement, Said};
use crate::{
    calendar::{DAY, MINUTE, day_of, midnight},
    ids::NAMES,
};

/// How far apart two clocks may be.
const NEAR: i64 = 10 * MINUTE;

/// How alike two reports are: whether it is sure, whether their balance is the same, and how little their times are apart.
/// The largest is taken.
type Alike = (bool, bool, i64);

/// Nothing where they are surely of two movements.
fn alike(one: &Movement, other: &Movement) -> Option<Alike> {
    if one.source == other.source || one.won != other.won {
        return None;
    }
    // A time is of a minute, or of a day where no more is told.
    let lasts = |at: i64| {
        if midnight(day_of(at)) == at {
            DAY
        } else {
            MINUTE
        }
    };
    let ends = (one.at + lasts(one.at)).min(other.at + lasts(other.at));
    let apart = one.at.max(other.at) - ends;
    let at_once = apart < 0;
    let (first, second) = (NAMES[one.name], NAMES[other.name]);
    let name = first == second;
    let cut = first.starts_with(second) || second.starts_with(first);
    let told = one.balance.zip(other.balance);
    let (sure, perhaps) = match told.map(|(first, second)| first == second) {
        Some(true) => (at_once && cut, at_once || (cut && apart <= DAY)),
        Some(false) => (false, at_once && name),
        None => (at_once && name, cut && apart <= NEAR),
    };
    let same_balance = told.is_some_and(|(first, second)| first == second);
    let closeness = -(one.at - other.at).abs();
    (sure || perhaps).then_some((sure, same_balance, closeness))
}

impl Model {
    /// Whose money a report tells again, the first of those that are equally like, and whether that is sure.
    pub(super) fn told_before(&self, told: &Movement) -> Option<(usize, bool)> {
        let mut best: Option<(Alike, usize)> = None;
        let mut found = |alike: Alike, of: usize| {
            let better =
                |(known, before): (Alike, usize)| alike > known || (alike == known && of < before);
            if best.is_none_or(better) {
                best = Some((alike, of));
            }
        };
        for (at, money) in self.deposits.iter().enumerate() {
            let doubtful = money.state == "possible_repeat";
            if let Some(of) = money.repeat_of.filter(|_| doubtful) {
                // What is like one in doubt is in doubt itself.
                if let Some((_, balance, closeness)) = alike(told, &money.told) {
                    found((false, balance, closeness), of);
                }
            } else if money.repeat_of.is_none() {
                let reports = self.deposits.iter().enumerate().filter(|(other, it)| {
                    *other == at || (it.state == "repeated" && it.repeat_of == Some(at))
                });
                let reports: Vec<&Movement> = reports.map(|(_, it)| &it.told).collect();
                let own = reports.iter().any(|known| known.source == told.source);
                let all = reports.iter().filter_map(|known| alike(told, known));
                if let Some(alike) = all.max().filter(|_| !own) {
                    found(alike, at);
                }
            }
        }
        let ((sure, same_balance, _), of) = best?;
        // Money that is gone may come a second time.
        let gone = matches!(self.deposits[of].state, "reversed" | "returned");
        Some((of, sure && (same_balance || !gone)))
    }

    /// Money that waits because only its day or a part of the name was told pays, once a report tells the rest.
    pub(super) fn know_better(&mut self, of: usize, told: &Movement) {
        let before = self.deposits[of].clone();
        let is_day = |at: i64| midnight(day_of(at)) == at;
        let (name, part) = (NAMES[told.name], NAMES[before.told.name]);
        let more_of_name = name.len() > part.len() && name.starts_with(part);
        let more_of_time = is_day(before.told.at) && !is_day(told.at);
        if !matches!(before.state, "unmatched" | "early") || !(more_of_name || more_of_time) {
            return;
        }
        if let ("matched", Some(order)) = self.classify(told) {
            (self.deposits[of].state, self.deposits[of].order) = ("matched", Some(order));
            self.complete(order, before.told.won, told.at);
            self.happened.push("a report that tells more pays");
        }
    }

    fn in_doubt(&self, deposit: usize) -> Result<(), String> {
        match self.undecided(deposit)?.state {
            "possible_repeat" => Ok(()),
            _ => Err("DepositNotInDoubt".to_owned()),
        }
    }

    /// A person says that a deposit in doubt is money of its own. It pays or waits as if it had just come.
    pub(crate) fn is_new_money(&mut self, deposit: usize) -> Said {
        self.in_doubt(deposit)?;
        self.deposits[deposit].repeat_of = None;
        self.decide_deposit(deposit);
        self.happened.push("a deposit in doubt is new money");
        Ok(self.deposit_in_words(deposit))
    }

    /// A person says that a deposit in doubt is the money of another one of as much, which is money of its own.
    pub(crate) fn is_repeat(&mut self, deposit: usize, of: usize) -> Said {
        self.in_doubt(deposit)?;
        let (it, other) = (&self.deposits[deposit], &self.deposits[of]);
        if of == deposit || other.repeat_of.is_some() || other.told.won != it.told.won {
            return Err("NotThatDeposit".to_owned());
        }
        let it = &mut self.deposits[deposit];
        (it.state, it.repeat_of) = ("repeated", Some(of));
        self.happened.push("a deposit in doubt is an old one");
        Ok(self.deposit_in_words(deposit))
    }
}
