//! The auditor's own calendar: Korean days and the periods of a policy.
//!
//! Public holidays are announced late, and the journal does not say which were known when a period was counted. So a
//! period that depends on them has an earliest last day, by weekends alone, and a latest, by all holidays known now,
//! which are those of fixed date where the file of holidays does not reach.

use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, NaiveTime, TimeDelta};
use serde_json::Value;

use super::days_off::{DaysOff, is_weekend};

/// Seoul's clocks are ahead of UTC by this, all year.
const SEOUL_AHEAD: TimeDelta = TimeDelta::hours(9);

/// A century: no policy may name a longer period, in whatever unit.
const COUNT_MAX: u64 = 36_500;

/// The last days that a period may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ends {
    earliest: NaiveDate,
    latest: NaiveDate,
    rolls: bool,
}

impl Ends {
    /// The last days of a period as policies and orders write it, e.g. `{"days": 7}`, counted from an instant in
    /// microseconds. The day of the event is not counted. A period that rolls over continues while its last day is a
    /// day off. `None` when the value is no period.
    pub(super) fn of(from: i64, period: &Value, rolls: bool, off: &DaysOff) -> Option<Self> {
        let event = (DateTime::from_timestamp_micros(from)? + SEOUL_AHEAD).date_naive();
        let (unit, count) = period.as_object()?.iter().next()?;
        let count = count.as_u64().filter(|count| *count <= COUNT_MAX)?;
        let both = |last| (last, last);
        let (mut earliest, mut latest) = match unit.as_str() {
            "days" => both(event.checked_add_days(Days::new(count))?),
            "months" => both(last_of_months(event, u32::try_from(count).ok()?)?),
            "business_days" => (
                nth(event, count, is_weekend)?,
                nth(event, count, |day| off.has(day))?,
            ),
            _ => return None,
        };
        if rolls {
            while is_weekend(earliest) {
                earliest = earliest.succ_opt()?;
            }
            while off.has(latest) {
                latest = latest.succ_opt()?;
            }
        }
        Some(Self {
            earliest,
            latest,
            rolls,
        })
    }

    /// Whether the period may have ended at this exclusive instant, in microseconds: the midnight after a possible
    /// last day.
    pub(super) fn may_be(self, until: i64) -> bool {
        let Some(after) = DateTime::from_timestamp_micros(until).map(|at| at + SEOUL_AHEAD) else {
            return false;
        };
        let last = after.date_naive().pred_opt();
        after.time() == NaiveTime::MIN
            && last.is_some_and(|last| {
                (self.earliest..=self.latest).contains(&last) && !(self.rolls && is_weekend(last))
            })
    }

    /// The first instant, in microseconds, at which it may have been over.
    pub(super) fn over_at(self) -> Option<i64> {
        let midnight = self.earliest.succ_opt()?.and_time(NaiveTime::MIN).and_utc() - SEOUL_AHEAD;
        Some(midnight.timestamp_micros())
    }
}

/// The day before the one that corresponds to the first day. Where the last month has no such day, the end of that
/// month.
fn last_of_months(event: NaiveDate, months: u32) -> Option<NaiveDate> {
    let first = event.succ_opt()?;
    let day = first.checked_add_months(Months::new(months))?;
    if day.day() == first.day() {
        day.pred_opt()
    } else {
        Some(day)
    }
}

/// When the month of this number is due, counted from 0, of something that began at `start`; both in microseconds. Adding
/// months to the first day ends on the last of a month that has no such day.
pub(super) fn monthly(start: i64, number: i64) -> Option<i64> {
    if number == 0 {
        return Some(start);
    }
    let first = (DateTime::from_timestamp_micros(start)? + SEOUL_AHEAD).date_naive();
    let day = first.checked_add_months(Months::new(u32::try_from(number).ok()?))?;
    let midnight = day.and_time(NaiveTime::MIN).and_utc() - SEOUL_AHEAD;
    Some(midnight.timestamp_micros())
}

/// The `count`th day after `event` that is not off.
fn nth(event: NaiveDate, count: u64, off: impl Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
    let (mut day, mut left) = (event, count);
    while left > 0 {
        day = day.succ_opt()?;
        if !off(day) {
            left -= 1;
        }
    }
    Some(day)
}

/// An instant in microseconds as the gateway writes it: RFC 3339 with `+09:00`.
pub(super) fn seoul(at: i64) -> Option<String> {
    let at = DateTime::from_timestamp_micros(at)? + SEOUL_AHEAD;
    let form = if at.timestamp_subsec_micros() == 0 {
        "%Y-%m-%dT%H:%M:%S+09:00"
    } else {
        "%Y-%m-%dT%H:%M:%S%.6f+09:00"
    };
    Some(at.format(form).to_string())
}

#[cfg(test)]
#[path = "calendar_tests.rs"]
mod tests;
