//! The times of reports: some know only the minute or the day.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Movement, normalised_name};
use crate::calendar::seoul;

/// How long a time of minutes or seconds lasts. A source that prints seconds may have cut or rounded them.
pub(super) const MINUTE: TimeDelta = TimeDelta::minutes(1);

/// How long a time that is only a day lasts.
pub(super) const DAY: TimeDelta = TimeDelta::days(1);

/// How far apart two clocks, or the transfer and its booking, may be before two reports are of two movements.
pub(super) const NEAR: TimeDelta = TimeDelta::minutes(10);

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
pub(super) fn span(at: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
    (at, at + if is_day(at) { DAY } else { MINUTE })
}

/// Whether only the day is known.
pub(super) fn is_day(at: DateTime<Utc>) -> bool {
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
