//! The model's calendar of the Civil Act in Seoul: numbers of days since 1970, counted with loops.
//!
//! Arts. 157 and 159: the day of the event is not counted, the end is 24:00 of the last day. Art. 160: months by the
//! calendar. Art. 161: a last day that is off moves on. Instants are microseconds since 1970 UTC.

use std::{collections::BTreeSet, sync::LazyLock};

pub(crate) const MINUTE: i64 = 60_000_000;
pub(crate) const HOUR: i64 = 60 * MINUTE;
pub(crate) const DAY: i64 = 24 * HOUR;

const SEOUL: i64 = 9 * HOUR;

/// The number of the day in Seoul.
pub(crate) fn day_of(at: i64) -> i64 {
    (at + SEOUL).div_euclid(DAY)
}

/// The instant at which a day begins in Seoul.
pub(crate) fn midnight(day: i64) -> i64 {
    day * DAY - SEOUL
}

pub(crate) fn midnight_of(year: i64, month: i64, day: i64) -> i64 {
    midnight(day_number(year, month, day))
}

fn is_leap(year: i64) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

pub(crate) fn days_in(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

pub(crate) fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let years: i64 = (1970..year)
        .map(|y| if is_leap(y) { 366 } else { 365 })
        .sum();
    let months: i64 = (1..month).map(|m| days_in(year, m)).sum();
    years + months + day - 1
}

/// Year, month and day of a number.
pub(crate) fn date(day: i64) -> (i64, i64, i64) {
    let (mut year, mut month) = (1970, 1);
    let mut left = day;
    while left >= if is_leap(year) { 366 } else { 365 } {
        left -= if is_leap(year) { 366 } else { 365 };
        year += 1;
    }
    while left >= days_in(year, month) {
        left -= days_in(year, month);
        month += 1;
    }
    (year, month, left + 1)
}

/// The days of the file that the product reads as well.
static HOLIDAYS: LazyLock<BTreeSet<i64>> = LazyLock::new(|| {
    let file = include_str!("../../policies/kr-holidays.csv");
    let days = file
        .lines()
        .skip(1)
        .filter(|line| line.len() > 10)
        .map(|line| {
            let number = |part: &str| part.parse().expect("a number of a date");
            day_number(
                number(&line[..4]),
                number(&line[5..7]),
                number(&line[8..10]),
            )
        });
    days.collect()
});

/// Saturday, Sunday or public holiday. 1 January 1970 was a Thursday.
pub(crate) fn is_off(day: i64) -> bool {
    matches!((day + 4).rem_euclid(7), 0 | 6) || HOLIDAYS.contains(&day)
}

/// The exclusive end of a number of days.
pub(crate) fn after_days(at: i64, days: i64) -> i64 {
    midnight(day_of(at) + days + 1)
}

/// The same, moved past days off.
pub(crate) fn after_days_rolled(at: i64, days: i64) -> i64 {
    let mut last = day_of(at) + days;
    while is_off(last) {
        last += 1;
    }
    midnight(last + 1)
}

/// The midnight at which the month of an instant ends.
pub(crate) fn end_of_month(at: i64) -> i64 {
    let (year, month, _) = date(day_of(at));
    midnight(day_number(year, month, days_in(year, month)) + 1)
}

/// The exclusive end of a number of months: the day that corresponds to the first counted one is the first that is not
/// theirs. Where the last month has no such day, the month's own last day is the last.
pub(crate) fn after_months(at: i64, months: i64) -> i64 {
    let (mut year, mut month, first) = date(day_of(at) + 1);
    for _ in 0..months {
        month += 1;
        if month > 12 {
            (year, month) = (year + 1, 1);
        }
    }
    if first <= days_in(year, month) {
        midnight_of(year, month, first)
    } else {
        midnight(day_number(year, month, days_in(year, month)) + 1)
    }
}

/// When the month of this number begins: the first at `start`, each later one at the beginning of the day of the start, or
/// of the last day of a month without it.
pub(crate) fn monthly(start: i64, number: i64) -> i64 {
    let (mut year, mut month, day) = date(day_of(start));
    for _ in 0..number {
        month += 1;
        if month > 12 {
            (year, month) = (year + 1, 1);
        }
    }
    if number == 0 {
        start
    } else {
        midnight_of(year, month, day.min(days_in(year, month)))
    }
}

/// The exclusive end of business days after `at`.
pub(crate) fn after_business_days(at: i64, days: i64) -> i64 {
    let (mut last, mut left) = (day_of(at), days);
    while left > 0 {
        last += 1;
        if !is_off(last) {
            left -= 1;
        }
    }
    midnight(last + 1)
}

/// As people in Korea write it: RFC 3339, with microseconds where there are any.
pub(crate) fn show(at: i64) -> String {
    let (year, month, day) = date(day_of(at));
    let time = at - midnight(day_of(at));
    let (hour, minute) = (time / HOUR, time % HOUR / MINUTE);
    let (second, micros) = (time % MINUTE / 1_000_000, time % 1_000_000);
    let fraction = if micros == 0 {
        String::new()
    } else {
        format!(".{micros:06}")
    };
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}+09:00")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written by hand from the law's text, and used by the product's own tests as well.
    #[test]
    fn the_models_calendar_agrees_with_the_vectors() {
        let file = include_str!("../../src/domain/tests/calendar-vectors.csv");
        let mut count = 0;
        for line in file.lines().skip(1).filter(|line| !line.is_empty()) {
            let cells: Vec<&str> = line.split(',').collect();
            let number = |from: usize, to: usize| cells[0][from..to].parse::<i64>().unwrap();
            let at = midnight_of(number(0, 4), number(5, 7), number(8, 10))
                + number(11, 13) * HOUR
                + number(14, 16) * MINUTE
                + number(17, 19) * 1_000_000;
            let n = cells[2].parse().unwrap();
            let ends = match (cells[1], cells[3]) {
                ("days", "yes") => after_days_rolled(at, n),
                ("days", _) => after_days(at, n),
                ("months", _) => after_months(at, n),
                ("business_days", _) => after_business_days(at, n),
                other => panic!("{other:?}"),
            };
            assert_eq!(show(ends), cells[4], "{line}");
            assert_eq!(show(at), cells[0]);
            count += 1;
        }
        assert!(count > 150, "{count} vectors");
    }

    #[test]
    fn months_begin_on_the_day_of_the_start_or_the_last_there_is() {
        let start = midnight_of(2027, 12, 31) + 10 * HOUR;
        let days = (1..=4).map(|number| date(day_of(monthly(start, number))));
        let expected = [(2028, 1, 31), (2028, 2, 29), (2028, 3, 31), (2028, 4, 30)];
        assert_eq!(days.collect::<Vec<_>>(), expected);
        assert_eq!(monthly(start, 14), midnight_of(2029, 2, 28));
        assert_eq!(monthly(start, 0), start);
    }
}
