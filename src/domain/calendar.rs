//! The calendar of the Civil Act in Asia/Seoul. The only place that knows the time zone.
//!
//! A period runs in whole Korean days: the day of the event is not counted (art. 157), the end is
//! 24:00 of the last day (art. 159), kept as the exclusive instant at which the next day begins.

mod count;
mod holidays;
mod seoul;

use std::{fmt, ops::RangeInclusive};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use count::{Counted, count, ends_at};
pub use holidays::{Holidays, InvalidHolidays};
pub use seoul::{
    deserialize_seoul, rfc3339_seoul, seoul, serialize_seoul, serialize_seoul_option, truncate,
};

/// The years in which instants are counted. Before 1989 Seoul had summer time (1987 and 1988), so a
/// fixed offset would be wrong; after 9000 RFC 3339's four digits of year come to an end.
pub const YEARS: RangeInclusive<i32> = 1989..=9000;

/// A length of time counted by the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    Days(u32),
    Months(u32),
    BusinessDays(u32),
}

impl Period {
    /// How many of its unit.
    pub const fn count(self) -> u32 {
        match self {
            Self::Days(count) | Self::Months(count) | Self::BusinessDays(count) => count,
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self {
            Self::Days(_) => "day",
            Self::Months(_) => "month",
            Self::BusinessDays(_) => "business day",
        };
        let plural = if self.count() == 1 { "" } else { "s" };
        write!(f, "{} {unit}{plural}", self.count())
    }
}

/// What happens to a period whose last day is a day off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rollover {
    /// It ends all the same. Allowed where the exact instant was agreed (Civil Act art. 155).
    None,
    /// It ends with the next day that is none (Civil Act art. 161).
    HolidaysAndSaturdays,
}

/// An instant or a period that leaves the years this calendar counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("year {year} is outside {}..={}, the years this calendar counts in", YEARS.start(), YEARS.end())]
pub struct OutOfCalendar {
    pub year: i32,
}
