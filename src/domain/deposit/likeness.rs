//! How alike two reports are: by balance, time and name.
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

use chrono::{DateTime, TimeDelta, Utc};

use super::{Balance, Movement, Source, normalised_name};
use crate::{calendar::seoul, money::Won};

/// How far apart two reports of the same balance may be: corrections come within the day.
const SAME_BALANCE_WITHIN: TimeDelta = DAY;

/// A name this long, in characters, may be one that was cut. Banks print some seven at least.
const CUT_CHARS_MIN: usize = 2;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    Other,
    Doubtful,
    Same,
}

/// The table at the head of this file.
pub(super) fn likeness(report: &Movement, other: &Movement) -> Likeness {
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

/// How long a time of minutes or seconds lasts. A source that prints seconds may have cut or rounded them.
const MINUTE: TimeDelta = TimeDelta::minutes(1);

/// How long a time that is only a day lasts.
const DAY: TimeDelta = TimeDelta::days(1);

/// How far apart two clocks, or the transfer and its booking, may be before two reports are of two movements.
const NEAR: TimeDelta = TimeDelta::minutes(10);

/// The gap between the times of two reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// They may be of the same instant.
    None,
    Of(TimeDelta),
}

pub(super) fn gap(one: DateTime<Utc>, two: DateTime<Utc>) -> Gap {
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

impl Movement {
    /// Whether it knows a time where the other knows a day, or the whole name where the other has its beginning.
    pub fn says_more_than(&self, other: &Self) -> bool {
        let (name, part) = (normalised_name(&self.name), normalised_name(&other.name));
        (is_day(other.at) && !is_day(self.at))
            || (name.len() > part.len() && name.starts_with(part.as_str()))
    }
}

/// The time around a report in which similar deposits are searched, both ways: a day for a report that knows only the
/// day, a day for the same balance.
const LOOKED_FOR_WITHIN: TimeDelta = TimeDelta::days(2);

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
