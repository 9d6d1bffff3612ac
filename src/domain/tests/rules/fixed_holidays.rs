//! Holidays of fixed date in years that no file covers, and what a file seems to leave out.

use std::collections::BTreeSet;

use chrono::{Datelike, Days};
use domain::calendar::{Holidays, Period, Rollover, ends_at, gaps};

use crate::{
    HOLIDAYS, at,
    calendar::{date, holidays},
};

/// A file that covers a single year, so that all others are counted by rule.
fn only(year: i32) -> Holidays {
    Holidays::parse(&format!("date,name\n{year}-01-01,a\n")).unwrap()
}

#[test]
fn beyond_the_file_each_holiday_of_fixed_date_is_off_with_its_substitute() {
    let holidays = holidays();
    for (day, name) in [
        ("2034-01-02", None),
        ("2035-01-01", Some("신정연휴")),
        ("2033-03-01", Some("삼일절")),
        ("2037-03-02", Some("삼일절 대체 휴일")),
        ("2034-05-01", Some("노동절")),
        ("2032-05-03", Some("노동절 대체 휴일")),
        ("2033-05-02", Some("노동절 대체 휴일")),
        ("2032-05-05", Some("어린이날")),
        ("2035-05-07", Some("어린이날 대체 휴일")),
        ("2033-06-06", Some("현충일")),
        ("2032-06-07", None),
        ("2034-07-17", Some("제헌절")),
        ("2032-07-19", Some("제헌절 대체 휴일")),
        ("2033-08-15", Some("광복절")),
        ("2032-08-16", Some("광복절 대체 휴일")),
        ("2033-10-03", Some("개천절")),
        ("2032-10-04", Some("개천절 대체 휴일")),
        ("2034-10-09", Some("한글날")),
        ("2032-10-11", Some("한글날 대체 휴일")),
        ("2034-12-25", Some("기독탄신일")),
        ("2032-12-27", Some("기독탄신일 대체 휴일")),
        ("2033-12-27", None),
        ("2032-03-02", None),
    ] {
        assert_eq!(holidays.name(date(day)), name, "{day}");
        assert_eq!(holidays.is_day_off(date(day)), name.is_some(), "{day}");
    }
}

/// The last date before each amendment that would have brought a substitute, and the first after it. Then the days
/// that became holidays.
#[test]
fn a_substitute_is_due_only_since_the_law_has_it() {
    let holidays = only(2030);
    for (day, is_off) in [
        ("2013-05-06", false),
        ("2018-05-07", true),
        ("2020-03-02", false),
        ("2025-03-03", true),
        ("2020-08-17", false),
        ("2021-08-16", true),
        ("2020-10-05", false),
        ("2021-10-04", true),
        ("2016-10-10", false),
        ("2021-10-11", true),
        ("2022-12-26", false),
        ("2027-12-27", true),
        ("2012-10-09", false),
        ("2013-10-09", true),
        ("2025-05-01", false),
        ("2026-05-01", true),
        ("2025-07-17", false),
        ("2026-07-17", true),
        ("2021-07-19", false),
        ("2027-07-19", true),
        ("2022-05-02", false),
        ("2027-05-03", true),
    ] {
        assert_eq!(holidays.is_day_off(date(day)), is_off, "{day}");
    }
}

#[test]
fn in_the_years_of_a_file_the_file_alone_counts() {
    let holidays = only(2030);
    assert!(!holidays.is_day_off(date("2030-03-01")));
    assert_eq!(holidays.name(date("2030-05-05")), Some("Sunday"));
    for (day, year) in [("2029-03-01", 2029), ("2031-03-03", 2031)] {
        assert!(holidays.is_day_off(date(day)), "{year}");
    }
}

/// The rule names what the announced calendar has in its years, and what else is announced there is lunar, an election
/// or temporary, or a substitute because two fell on one day (5 May 2025).
#[test]
fn the_rule_agrees_with_the_announced_holidays() {
    let file = holidays();
    let by_rule = only(1990);
    let without_rule = [
        "설날",
        "추석",
        "부처님오신날",
        "선거일",
        "임시공휴일",
        "국군의 날",
    ];
    let mut compared = 0;
    let named = |holidays: &Holidays, day| {
        let names = holidays.name(day).unwrap_or_default().split("; ");
        let names = names.filter(|name| !["", "Saturday", "Sunday"].contains(name));
        names.map(str::to_owned).collect::<BTreeSet<_>>()
    };
    for day in date("2024-01-01")
        .iter_days()
        .take_while(|day| file.covers(*day))
    {
        let (announced, ruled) = (named(&file, day), named(&by_rule, day));
        let is_without_rule = |name: &String| without_rule.iter().any(|word| name.contains(word));
        assert!(
            announced.is_superset(&ruled),
            "{day}: {ruled:?} is not in {announced:?}"
        );
        assert!(
            announced == ruled || announced.iter().any(is_without_rule),
            "{day}: {announced:?} has no rule"
        );
        compared += ruled.len();
    }
    assert_eq!(compared, 90);
}

/// Were the Monday after it a holiday of its own, its own name would stand there, and the substitute would be later.
#[test]
fn the_monday_after_such_a_weekend_is_never_another_holiday_of_fixed_date() {
    let by_rule = only(1990);
    let substituted = [
        "03-01", "05-01", "05-05", "07-17", "08-15", "10-03", "10-09", "12-25",
    ];
    for (year, of) in (2026..2426).flat_map(|year| substituted.map(|of| (year, of))) {
        let holiday = date(&format!("{year}-{of}"));
        let weekend = holiday.weekday().num_days_from_monday().checked_sub(5);
        if let Some(after_saturday) = weekend {
            let monday = holiday + Days::new((2 - after_saturday).into());
            let name = format!("{} 대체 휴일", by_rule.name(holiday).unwrap());
            assert_eq!(by_rule.name(monday), Some(name.as_str()), "{holiday}");
        }
    }
}

/// Bought so that the seventh day is a holiday of fixed date, two years after the file ends.
#[test]
fn a_window_beyond_the_file_goes_on_over_a_holiday_of_fixed_date() {
    for (bought, until) in [
        ("2033-02-22T12:00:00+09:00", "2033-03-03T00:00:00+09:00"),
        ("2033-04-24T12:00:00+09:00", "2033-05-04T00:00:00+09:00"),
        ("2033-05-30T12:00:00+09:00", "2033-06-08T00:00:00+09:00"),
        ("2033-06-29T12:00:00+09:00", "2033-07-07T00:00:00+09:00"),
        ("2033-12-18T12:00:00+09:00", "2033-12-28T00:00:00+09:00"),
    ] {
        let week = Period::Days(7);
        let end = ends_at(
            at(bought),
            week,
            Rollover::HolidaysAndSaturdays,
            &holidays(),
        );
        assert_eq!(end, Ok(at(until)), "{bought}");
    }
}

#[test]
fn what_a_file_leaves_out_is_named() {
    assert_eq!(gaps(&holidays()), []);
    let without = |word: &str| {
        let lines: Vec<&str> = HOLIDAYS
            .lines()
            .filter(|line| !line.contains(word))
            .collect();
        let file = Holidays::parse(&lines.join("\n")).unwrap();
        gaps(&file)
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    let lunar = |year: i32, name: &str| {
        format!("{year} has no {name} in the file, and no rule knows its lunar date")
    };
    assert_eq!(
        without("2030-05-06"),
        ["2030-05-06 is 어린이날 대체 휴일 by rule, and the file does not have it"]
    );
    assert_eq!(without("2031-01-2"), [lunar(2031, "Seollal")]);
    assert_eq!(without("2031-05-28"), [lunar(2031, "Buddha's Birthday")]);
    assert_eq!(without("2030-09-1"), [lunar(2030, "Chuseok")]);
    let last = gaps(&Holidays::parse("date,name\n2032-01-01,a\n").unwrap());
    assert_eq!(last.len(), 15 + 3, "{last:?}");
}

#[test]
fn a_file_ends_soon_when_it_does_not_reach_the_next_year_in_seoul() {
    for (now, soon) in [
        ("2030-12-31T23:59:59+09:00", false),
        ("2030-12-31T15:00:00Z", true),
        ("2032-06-01T00:00:00+09:00", true),
    ] {
        assert_eq!(holidays().ends_soon(at(now)), soon, "{now}");
    }
    let end = holidays().end_in_words();
    assert!(end.contains("2031") && end.contains("lunar"), "{end}");
}
