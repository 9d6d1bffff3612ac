//! Public holidays of Korea, and days off.

use std::{collections::BTreeMap, ops::RangeInclusive};

use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};

use super::{fixed, seoul};

/// How many years after the current one the file should cover. A window of refund lasts weeks, so next year is enough.
const YEARS_AHEAD: i32 = 1;

/// Public holidays of Korea by date, without Sundays. They are data and not code, because they are announced late. In
/// years that the file does not cover, those of fixed date are known by rule (`fixed`) and the others are not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holidays {
    names: BTreeMap<NaiveDate, String>,
    years: RangeInclusive<i32>,
}

/// A line of a holiday file that cannot be read, or a file that leaves something out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidHolidays {
    #[error("holidays line 1: expected the header `date,name`")]
    Header,
    #[error("holidays line {line}: expected `YYYY-MM-DD,name` with a name")]
    Line { line: usize },
    #[error("holidays line {line}: {date} stands there twice")]
    Twice { line: usize, date: NaiveDate },
    #[error("holidays: no holiday in the file")]
    Empty,
    #[error("holidays: year {year} lies between covered years and has none")]
    YearMissing { year: i32 },
}

impl Holidays {
    /// Reads `date,name` lines under that header, in any order. Empty lines, a byte order mark and
    /// Windows line ends are accepted, because people edit this file in a spreadsheet.
    pub fn parse(csv: &str) -> Result<Self, InvalidHolidays> {
        let csv = csv.strip_prefix('\u{feff}').unwrap_or(csv);
        let mut lines = csv.lines().zip(1..);
        if lines.next().map(|(header, _)| header.trim()) != Some("date,name") {
            return Err(InvalidHolidays::Header);
        }
        let mut names = BTreeMap::new();
        for (text, line) in lines.filter(|(text, _)| !text.trim().is_empty()) {
            let (date, name) = holiday(text).ok_or(InvalidHolidays::Line { line })?;
            if names.insert(date, name.to_owned()).is_some() {
                return Err(InvalidHolidays::Twice { line, date });
            }
        }
        let years = match (names.first_key_value(), names.last_key_value()) {
            (Some((first, _)), Some((last, _))) => first.year()..=last.year(),
            _ => return Err(InvalidHolidays::Empty),
        };
        for year in years.clone() {
            if !names.keys().any(|date| date.year() == year) {
                return Err(InvalidHolidays::YearMissing { year });
            }
        }
        Ok(Self { names, years })
    }

    /// The years that the file covers, in which it alone counts. In other years lunar holidays, elections and temporary
    /// holidays are not known, so a window that ends there may come out too short.
    pub fn years(&self) -> RangeInclusive<i32> {
        self.years.clone()
    }

    pub fn covers(&self, date: NaiveDate) -> bool {
        self.years.contains(&date.year())
    }

    /// Whether the file ends before the next year in Seoul.
    pub fn ends_soon(&self, now: DateTime<Utc>) -> bool {
        *self.years.end() < seoul(now).year() + YEARS_AHEAD
    }

    /// With which year the file ends, and what is not known after it.
    pub fn end_in_words(&self) -> String {
        format!(
            "the file ends with {}; after it the holidays of fixed date are known by rule, but not the lunar ones \
             (Seollal, Buddha's Birthday, Chuseok), elections and temporary holidays",
            self.years.end()
        )
    }

    /// Saturday, Sunday or public holiday.
    pub fn is_day_off(&self, date: NaiveDate) -> bool {
        matches!(date.weekday(), Weekday::Sat | Weekday::Sun) || self.holiday(date).is_some()
    }

    /// Why `date` is a day off: the holiday's name, or the day of the weekend.
    pub fn name(&self, date: NaiveDate) -> Option<&str> {
        let weekend = match date.weekday() {
            Weekday::Sat => Some("Saturday"),
            Weekday::Sun => Some("Sunday"),
            Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => None,
        };
        self.holiday(date).or(weekend)
    }

    fn holiday(&self, date: NaiveDate) -> Option<&str> {
        if self.covers(date) {
            self.listed(date)
        } else {
            fixed::name(date)
        }
    }

    pub(super) fn listed(&self, date: NaiveDate) -> Option<&str> {
        self.names.get(&date).map(String::as_str)
    }

    pub(super) fn dates(&self) -> impl Iterator<Item = NaiveDate> {
        self.names.keys().copied()
    }
}

fn holiday(line: &str) -> Option<(NaiveDate, &str)> {
    let (date, name) = line.split_once(',')?;
    let date = date.trim().parse().ok()?;
    let name = name.trim();
    (!name.is_empty()).then_some((date, name))
}
