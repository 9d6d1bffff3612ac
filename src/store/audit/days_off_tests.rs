use chrono::NaiveDate;
use domain::calendar::Holidays;

use super::DaysOff;

const HOLIDAYS: &str = include_str!("../../../policies/kr-holidays.csv");

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn beyond_the_file_holidays_of_fixed_date_are_off() {
    let off = DaysOff::parse(HOLIDAYS).unwrap();
    for (day, is_off) in [
        ("2031-01-22", true),
        ("2031-12-26", false),
        ("2032-02-11", false),
        ("2032-03-01", true),
        ("2032-05-03", true),
        ("2032-06-07", false),
        ("2023-12-25", true),
        ("2022-05-02", false),
    ] {
        assert_eq!(off.has(date(day)), is_off, "{day}");
    }
}

/// The auditor and the books each have a table of their own. A slip in one is a difference here.
#[test]
fn the_auditor_and_the_books_have_the_same_days_off() {
    for file in [HOLIDAYS, "date,name\n2030-01-01,a\n"] {
        let off = DaysOff::parse(file).unwrap();
        let holidays = Holidays::parse(file).unwrap();
        let days = date("1989-01-01").iter_days();
        for day in days.take_while(|day| *day < date("2200-01-01")) {
            assert_eq!(off.has(day), holidays.is_day_off(day), "{day}");
        }
    }
}
