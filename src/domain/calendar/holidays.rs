//! Public holidays of Korea, and days off.

use std::{collections::BTreeMap, ops::RangeInclusive};

use chrono::{Datelike, NaiveDate, Weekday};

/// Public holidays of Korea by date, without Sundays. They are data and not code, because they are announced late.
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

    /// The years whose holidays are known. In other years only weekends are known, so a window that ends there may come
    /// out too short. The operator should learn that when the program starts.
    pub fn years(&self) -> RangeInclusive<i32> {
        self.years.clone()
    }

    pub fn covers(&self, date: NaiveDate) -> bool {
        self.years.contains(&date.year())
    }

    /// Saturday, Sunday or public holiday.
    pub fn is_day_off(&self, date: NaiveDate) -> bool {
        matches!(date.weekday(), Weekday::Sat | Weekday::Sun) || self.names.contains_key(&date)
    }

    /// Why `date` is a day off: the holiday's name, or the day of the weekend.
    pub fn name(&self, date: NaiveDate) -> Option<&str> {
        let weekend = match date.weekday() {
            Weekday::Sat => Some("Saturday"),
            Weekday::Sun => Some("Sunday"),
            Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => None,
        };
        self.names.get(&date).map(String::as_str).or(weekend)
    }
}

fn holiday(line: &str) -> Option<(NaiveDate, &str)> {
    let (date, name) = line.split_once(',')?;
    let date = date.trim().parse().ok()?;
    let name = name.trim();
    (!name.is_empty()).then_some((date, name))
}
