//! The days off by which the auditor counts: weekends, the holidays that it was given, and in years without any of
//! those the holidays of fixed date.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate, Weekday};

/// Public holidays by date, without Sundays.
#[derive(Debug, Clone, Default)]
pub struct DaysOff(BTreeSet<NaiveDate>);

impl DaysOff {
    /// Reads the `date,name` lines of the gateway's holidays.
    ///
    /// # Errors
    /// The first line after the header that does not begin with a date.
    pub fn parse(csv: &str) -> Result<Self, String> {
        let lines = csv.lines().zip(1..).skip(1);
        let days = lines.filter(|(line, _)| !line.trim().is_empty()).map(
            |(line, number): (&str, usize)| {
                let date = line.split(',').next().unwrap_or_default().trim();
                date.parse()
                    .map_err(|_| format!("holidays line {number}: `{date}` is not a date"))
            },
        );
        days.collect::<Result<_, _>>().map(Self)
    }

    pub(super) fn has(&self, day: NaiveDate) -> bool {
        is_weekend(day)
            || if self.reaches(day.year()) {
                self.0.contains(&day)
            } else {
                is_fixed(day)
            }
    }

    fn reaches(&self, year: i32) -> bool {
        self.0.first().is_some_and(|first| first.year() <= year)
            && self.0.last().is_some_and(|last| year <= last.year())
    }
}

pub(super) fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// A weekday that is off by 공휴일에 관한 법률 art. 2 and 3 in every year: a holiday of fixed date, or the Monday after
/// a weekend with one that is substituted.
fn is_fixed(day: NaiveDate) -> bool {
    let year = day.year();
    let is_substitute = |holiday: NaiveDate| {
        is_weekend(holiday) && substituted_since(holiday).is_some_and(|since| since <= year)
    };
    holiday_since(day).is_some_and(|since| since <= year)
        || day.weekday() == Weekday::Mon && day.iter_days().rev().skip(1).take(2).any(is_substitute)
}

/// The first year in which this date of the year was a public holiday; 0 where it always was.
fn holiday_since(day: NaiveDate) -> Option<i32> {
    match (day.month(), day.day()) {
        (1 | 3, 1) | (5, 5) | (6, 6) | (8, 15) | (10, 3) | (12, 25) => Some(0),
        (10, 9) => Some(2013),
        (5, 1) | (7, 17) => Some(2026),
        _ => None,
    }
}

/// The first year in which the weekend cost no holiday on this date of the year.
fn substituted_since(day: NaiveDate) -> Option<i32> {
    match (day.month(), day.day()) {
        (5, 5) => Some(2014),
        (8, 15) | (10, 3 | 9) => Some(2021),
        (3, 1) => Some(2022),
        (12, 25) => Some(2023),
        (5, 1) | (7, 17) => Some(2026),
        _ => None,
    }
}

#[cfg(test)]
#[path = "days_off_tests.rs"]
mod tests;
