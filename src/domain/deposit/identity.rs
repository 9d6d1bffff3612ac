//! One identity for one movement on the account, for any reporters and any order of their reports.
//!
//! A movement has no name that all its reporters share. The feed has its own, `PayAction` and statements have none, and
//! a key is made of their content. All of them state the account, the amount, the time (to the second, the minute or
//! the day) and the depositor's name (which some cut). Some state the balance after it. So
//!
//! | balance | time | name | it is |
//! |---|---|---|---|
//! | the same | meets | the same or cut | the same movement |
//! | the same | meets | another | in doubt |
//! | the same | up to a day apart | the same or cut | in doubt |
//! | not told by both | meets | the same | the same movement |
//! | not told by both | meets | cut | in doubt |
//! | not told by both | up to ten minutes apart | the same or cut | in doubt |
//! | another | meets | the same | in doubt |
//! | | | anything else | another movement |
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
    fmt,
    str::FromStr,
};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Balance, Deposit, DepositState, Movement, normalised_name};
use crate::{
    calendar::seoul,
    id::DepositId,
    kind::{UnknownWord, vocabulary},
    money::Won,
};

/// How long a time of minutes or seconds lasts. A source that prints seconds may have cut or rounded them.
const MINUTE: TimeDelta = TimeDelta::minutes(1);
/// How long a time that is only a day lasts.
const DAY: TimeDelta = TimeDelta::days(1);
/// How far apart two clocks, or the transfer and its booking, may be before two reports are of two movements.
const NEAR: TimeDelta = TimeDelta::minutes(10);
/// How far apart two reports of the same balance may be: corrections come within the day.
const SAME_BALANCE_WITHIN: TimeDelta = DAY;
/// The time around a report in which similar deposits are searched, both ways: a day for a report that knows only the
/// day, a day for the same balance.
const LOOKED_FOR_WITHIN: TimeDelta = TimeDelta::days(2);
/// A name this long, in characters, may be one that was cut. Banks print some seven at least.
const CUT_CHARS_MIN: usize = 2;

vocabulary!(
    /// The kind of source that reports movements.
    Reporter, "reporter of movements" {
        /// A feed that signs, and names each movement once and for ever.
        Feed = "feed",
        /// `PayAction`, which names none.
        PayAction = "payaction",
        /// A statement that a person imported. Rows of one form that differ are of different movements.
        Statement = "statement",
    }
);

impl Reporter {
    /// Whether two keys of one source are always two movements.
    const fn names_movements(self) -> bool {
        match self {
            Self::Feed | Self::Statement => true,
            Self::PayAction => false,
        }
    }
}

/// The reporter of a movement. Several may report the same one, each under a key of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Source {
    pub reporter: Reporter,
    /// Distinguishes sources of one kind: which secret signs, which columns a statement has. Empty for the first feed.
    pub series: String,
}

impl Source {
    /// The feed whose secret is configured first.
    pub const FEED: Self = Self {
        reporter: Reporter::Feed,
        series: String::new(),
    };

    pub fn new(reporter: Reporter, series: impl Into<String>) -> Self {
        Self {
            reporter,
            series: series.into(),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reporter.as_str())?;
        if self.series.is_empty() {
            Ok(())
        } else {
            write!(f, "/{}", self.series)
        }
    }
}

impl FromStr for Source {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let (reporter, series) = text.split_once('/').unwrap_or((text, ""));
        Ok(Self::new(reporter.parse::<Reporter>()?, series))
    }
}

/// The search for deposits that may be the same movement as a report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Nearby {
    pub account: String,
    pub amount: Won,
    /// From the first to before the second.
    pub within: (DateTime<Utc>, DateTime<Utc>),
    /// The part of it in which the balance does not matter. Outside it a deposit counts with this balance, or when only
    /// its day is known.
    pub near: (DateTime<Utc>, DateTime<Utc>),
    pub balance: Option<Balance>,
    /// Deposits that the first feed reported itself are left out: it distinguishes its own.
    pub of_others: bool,
}

impl Nearby {
    pub fn of(report: &Movement) -> Self {
        let (from, until) = span(report.at);
        Self {
            account: report.account.clone(),
            amount: report.amount,
            within: (report.at - LOOKED_FOR_WITHIN, until + LOOKED_FOR_WITHIN),
            near: (from - MINUTE - NEAR, until + NEAR + MINUTE),
            balance: report.balance,
            of_others: report.source == Source::FEED,
        }
    }

    /// Whether a deposit must be loaded.
    pub fn covers(&self, movement: &Movement) -> bool {
        let inside = |(from, until)| movement.at >= from && movement.at < until;
        movement.amount == self.amount
            && inside(self.within)
            && (inside(self.near)
                || is_day(movement.at)
                || (self.balance.is_some() && movement.balance == self.balance))
            && !(self.of_others && movement.source == Source::FEED)
    }
}

impl Movement {
    /// Whether it knows a time where the other knows a day, or the whole name where the other has its beginning.
    pub fn says_more_than(&self, other: &Self) -> bool {
        let (name, part) = (normalised_name(&self.name), normalised_name(&other.name));
        (is_day(other.at) && !is_day(self.at))
            || (name.len() > part.len() && name.starts_with(part.as_str()))
    }
}

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

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    Other,
    Doubtful,
    Same,
}

/// The table at the head of this file.
fn likeness(report: &Movement, other: &Movement) -> Likeness {
    let own = report.source == other.source;
    if (own && report.source.reporter.names_movements())
        || report.amount != other.amount
        || report.account != other.account
    {
        return Likeness::Other;
    }
    let gap = gap(report.at, other.at);
    let together = gap == Gap::None;
    let within = |most| matches!(gap, Gap::Of(time) if time <= most);
    let names = compare(&report.name, &other.name);
    let balance = report.balance.zip(other.balance);
    let balance = balance.map(|(one, two)| one == two);
    let same = match balance {
        Some(true) => together && names != Names::Other,
        // A source without names made two notices: perhaps of two movements.
        None => together && names == Names::Same && !own,
        Some(false) => false,
    };
    let doubtful = match balance {
        Some(true) => together || (names != Names::Other && within(SAME_BALANCE_WITHIN)),
        None => names != Names::Other && (together || (within(NEAR) && !own)),
        // The balance may not mean the same for every source.
        Some(false) => together && names == Names::Same && !own,
    };
    if same {
        Likeness::Same
    } else if doubtful {
        Likeness::Doubtful
    } else {
        Likeness::Other
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Names {
    Same,
    /// One may be the beginning of the other, or is not printed at all.
    Cut,
    Other,
}

fn compare(one: &str, two: &str) -> Names {
    let (one, two) = (normalised_name(one), normalised_name(two));
    let (short, long) = if one.len() <= two.len() {
        (&one, &two)
    } else {
        (&two, &one)
    };
    if short == long {
        Names::Same
    } else if short.is_empty()
        || (long.starts_with(short.as_str()) && short.chars().count() >= CUT_CHARS_MIN)
    {
        Names::Cut
    } else {
        Names::Other
    }
}

/// The gap between the times of two reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// They may be of the same instant.
    None,
    Of(TimeDelta),
}

fn gap(one: DateTime<Utc>, two: DateTime<Utc>) -> Gap {
    let (one, two) = (span(one), span(two));
    let (from, until) = (one.0.max(two.0), one.1.min(two.1));
    if from < until {
        Gap::None
    } else {
        Gap::Of(from - until)
    }
}

/// The time that a report may be of: a day where it is midnight in Korea, else a minute.
fn span(at: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
    (at, at + if is_day(at) { DAY } else { MINUTE })
}

/// Whether only the day is known.
fn is_day(at: DateTime<Utc>) -> bool {
    seoul(at).time() == chrono::NaiveTime::MIN
}

#[cfg(test)]
#[path = "identity_tests.rs"]
mod tests;
