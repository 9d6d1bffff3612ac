//! Public holidays on the same date every year, and their substitutes, for years that no holiday file covers.
//!
//! 공휴일에 관한 법률 art. 2 and 3, 관공서의 공휴일에 관한 규정 art. 2 and 3. A holiday on a Saturday or Sunday is
//! substituted by the first day after it that is none of both and no holiday: 5·5 since November 2013; 3·1, 8·15, 10·3
//! and 10·9 since August 2021; 12·25 since May 2023. 노동절 and 제헌절 are public holidays again, and substituted,
//! since 2026. 1·1 and 6·6 have no substitute.
//!
//! Not here: lunar holidays and what they substitute, elections, temporary holidays, and days that were abolished
//! before 2013 (식목일, for one), because no purchase is that old.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::YEARS;

struct Fixed {
    month: u32,
    day: u32,
    /// The first year in which it was a holiday, without a break until now.
    since: i32,
    name: &'static str,
    /// The first year in which this date could be substituted, and the substitute's name.
    substitute: Option<(i32, &'static str)>,
}

/// From the first year of this calendar.
const ALWAYS: i32 = *YEARS.start();

/// Named as in the built-in file.
const FIXED: [Fixed; 10] = [
    fixed(1, 1, ALWAYS, "신정연휴", None),
    fixed(3, 1, ALWAYS, "삼일절", Some((2022, "삼일절 대체 휴일"))),
    fixed(5, 1, 2026, "노동절", Some((2026, "노동절 대체 휴일"))),
    fixed(5, 5, ALWAYS, "어린이날", Some((2014, "어린이날 대체 휴일"))),
    fixed(6, 6, ALWAYS, "현충일", None),
    fixed(7, 17, 2026, "제헌절", Some((2026, "제헌절 대체 휴일"))),
    fixed(8, 15, ALWAYS, "광복절", Some((2021, "광복절 대체 휴일"))),
    fixed(10, 3, ALWAYS, "개천절", Some((2021, "개천절 대체 휴일"))),
    fixed(10, 9, 2013, "한글날", Some((2021, "한글날 대체 휴일"))),
    fixed(
        12,
        25,
        ALWAYS,
        "기독탄신일",
        Some((2023, "기독탄신일 대체 휴일")),
    ),
];

const fn fixed(
    month: u32,
    day: u32,
    since: i32,
    name: &'static str,
    substitute: Option<(i32, &'static str)>,
) -> Fixed {
    Fixed {
        month,
        day,
        since,
        name,
        substitute,
    }
}

/// The name of the holiday that falls on this date, or is substituted on it.
pub(super) fn name(date: NaiveDate) -> Option<&'static str> {
    on(date)
        .map(|holiday| holiday.name)
        .or_else(|| substitute(date))
}

/// All of one year, by date.
pub(super) fn in_year(year: i32) -> impl Iterator<Item = (NaiveDate, &'static str)> {
    let days = NaiveDate::from_yo_opt(year, 1).into_iter();
    days.flat_map(|first| first.iter_days())
        .take_while(move |date| date.year() == year)
        .filter_map(|date| name(date).map(|name| (date, name)))
}

fn on(date: NaiveDate) -> Option<&'static Fixed> {
    FIXED.iter().find(|holiday| {
        (holiday.month, holiday.day) == (date.month(), date.day()) && holiday.since <= date.year()
    })
}

/// No holiday of fixed date falls on the Monday after the weekend of another, so the substitute is always that Monday.
fn substitute(date: NaiveDate) -> Option<&'static str> {
    if date.weekday() != Weekday::Mon {
        return None;
    }
    [1, 2].into_iter().find_map(|days| {
        let (since, name) = on(date.checked_sub_days(Days::new(days))?)?.substitute?;
        (since <= date.year()).then_some(name)
    })
}
