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

use chrono::TimeDelta;

use super::{
    Movement, normalised_name,
    times::{DAY, Gap, NEAR, gap},
};

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
