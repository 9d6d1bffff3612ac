//! What a holiday file seems to leave out. In a year that it covers the file alone counts, so a window is too short for
//! each day that is not in it.

use chrono::{Datelike, NaiveDate};

use super::{fixed, holidays::Holidays};

/// A holiday that a covered year should have. An operator has to look, because a law may have abolished it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Gap {
    #[error("{date} is {name} by rule, and the file does not have it")]
    Fixed { date: NaiveDate, name: &'static str },
    #[error("{year} has no {name} in the file, and no rule knows its lunar date")]
    Lunar { year: i32, name: &'static str },
}

/// The first and last date (month, day) on which a lunar holiday itself can fall.
struct Season {
    name: &'static str,
    first: (u32, u32),
    last: (u32, u32),
}

static LUNAR: [Season; 3] = [
    season("Seollal", (1, 21), (2, 21)),
    season("Buddha's Birthday", (4, 27), (5, 29)),
    season("Chuseok", (9, 7), (10, 9)),
];

const fn season(name: &'static str, first: (u32, u32), last: (u32, u32)) -> Season {
    Season { name, first, last }
}

/// What the covered years leave out, by date and year. A lunar holiday is taken to be there when its season has any
/// holiday that is not of fixed date, so a temporary holiday there can hide that it is missing.
pub fn gaps(holidays: &Holidays) -> Vec<Gap> {
    let fixed = holidays.years().flat_map(fixed::in_year);
    let fixed = fixed
        .filter(|(date, _)| holidays.listed(*date).is_none())
        .map(|(date, name)| Gap::Fixed { date, name });
    let lunar = holidays.years().flat_map(|year| {
        LUNAR
            .iter()
            .filter(move |season| !holidays.dates().any(|date| season.has(date, year)))
            .map(move |season| Gap::Lunar {
                year,
                name: season.name,
            })
    });
    fixed.chain(lunar).collect()
}

impl Season {
    fn has(&self, date: NaiveDate, year: i32) -> bool {
        date.year() == year
            && (self.first..=self.last).contains(&(date.month(), date.day()))
            && fixed::name(date).is_none()
    }
}
