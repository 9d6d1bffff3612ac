use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::calendar::{
    Holidays, OutOfCalendar, Period, Rollover, day_after_1970, ends_at, rfc3339_seoul, seoul,
    truncate,
};
use proptest::prelude::*;

use crate::{
    HOLIDAYS, at,
    vectors::{one_more, period, rollover, start},
};

pub(crate) const VECTORS: &str = include_str!("../calendar-vectors.csv");

pub(crate) fn holidays() -> Holidays {
    Holidays::parse(HOLIDAYS).unwrap()
}

fn last_day(start: &str, period: Period, rollover: Rollover) -> NaiveDate {
    let end = ends_at(at(start), period, rollover, &holidays()).unwrap();
    seoul(end).date_naive().pred_opt().unwrap()
}

pub(crate) fn date(text: &str) -> NaiveDate {
    text.parse().expect(text)
}

#[test]
fn days_end_on_the_last_day_or_after_the_holidays() {
    for (start, days, plain, rolled) in [
        ("2026-03-10T14:30:00+09:00", 7, "2026-03-17", "2026-03-17"),
        ("2026-02-09T12:00:00+09:00", 7, "2026-02-16", "2026-02-19"),
        ("2026-09-17T12:00:00+09:00", 7, "2026-09-24", "2026-09-28"),
        ("2026-07-10T12:00:00+09:00", 7, "2026-07-17", "2026-07-20"),
        ("2026-04-24T12:00:00+09:00", 7, "2026-05-01", "2026-05-04"),
        ("2026-04-24T12:00:00+09:00", 14, "2026-05-08", "2026-05-08"),
        ("2026-01-31T12:00:00+09:00", 7, "2026-02-07", "2026-02-09"),
        ("2026-05-18T12:00:00+09:00", 7, "2026-05-25", "2026-05-26"),
        ("2026-12-25T12:00:00+09:00", 7, "2027-01-01", "2027-01-04"),
        ("2028-02-22T12:00:00+09:00", 7, "2028-02-29", "2028-02-29"),
    ] {
        let period = Period::Days(days);
        assert_eq!(
            last_day(start, period, Rollover::None),
            date(plain),
            "{start}"
        );
        assert_eq!(
            last_day(start, period, Rollover::HolidaysAndSaturdays),
            date(rolled),
            "{start}"
        );
    }
}

#[test]
fn months_follow_the_civil_act_and_are_not_clamped() {
    for (start, months, last) in [
        ("2026-01-27", 1, "2026-02-27"),
        ("2026-01-28", 1, "2026-02-28"),
        ("2026-01-29", 1, "2026-02-28"),
        ("2026-01-30", 1, "2026-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-02-28", 1, "2026-03-31"),
        ("2026-03-15", 1, "2026-04-15"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2026-04-30", 1, "2026-05-31"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2028-02-28", 12, "2029-02-28"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2027-02-28", 12, "2028-02-29"),
    ] {
        let start = format!("{start}T12:00:00+09:00");
        let counted = last_day(&start, Period::Months(months), Rollover::None);
        assert_eq!(counted, date(last), "{start} + {months}");
    }
    let rolled = last_day(
        "2026-01-31T12:00:00+09:00",
        Period::Months(1),
        Rollover::HolidaysAndSaturdays,
    );
    assert_eq!(rolled, date("2026-03-03"));
}

#[test]
fn business_days_skip_days_off() {
    for (start, last) in [
        ("2026-03-10", "2026-03-13"),
        ("2026-02-13", "2026-02-23"),
        ("2026-04-30", "2026-05-07"),
        ("2026-09-23", "2026-09-30"),
        ("2026-12-24", "2026-12-30"),
        ("2026-07-15", "2026-07-21"),
    ] {
        let start = format!("{start}T12:00:00+09:00");
        let counted = last_day(&start, Period::BusinessDays(3), Rollover::None);
        assert_eq!(counted, date(last), "{start}");
    }
}

#[test]
fn the_day_turns_at_midnight_in_seoul_not_in_utc() {
    let holidays = holidays();
    let end = |start| ends_at(at(start), Period::Days(7), Rollover::None, &holidays).unwrap();
    assert_eq!(
        end("2026-03-10T14:59:59.999999Z"),
        at("2026-03-18T00:00:00+09:00")
    );
    assert_eq!(end("2026-03-10T15:00:00Z"), at("2026-03-19T00:00:00+09:00"));
    assert_eq!(
        end("2026-03-10T15:00:00Z"),
        end("2026-03-11T23:59:59+09:00")
    );
}

#[test]
fn instants_outside_the_calendar_are_refused_by_year() {
    let holidays = holidays();
    let counted = |start, period| ends_at(start, period, Rollover::HolidaysAndSaturdays, &holidays);
    let early = at("1988-12-31T23:59:59+09:00");
    assert_eq!(
        counted(early, Period::Days(7)),
        Err(OutOfCalendar { year: 1988 })
    );
    assert!(counted(at("1989-01-01T00:00:00+09:00"), Period::Days(7)).is_ok());
    for start in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
        assert!(counted(start, Period::Days(7)).is_err(), "{start}");
    }
    let today = at("2026-03-10T00:00:00+09:00");
    for period in [
        Period::Days(u32::MAX),
        Period::Months(u32::MAX),
        Period::BusinessDays(u32::MAX),
        Period::Months(12 * 6975),
    ] {
        assert_eq!(
            counted(today, period),
            Err(OutOfCalendar { year: 9001 }),
            "{period:?}"
        );
    }
}

#[test]
fn instants_are_written_in_seoul_time_with_microseconds_only_where_there_are_any() {
    for (text, written) in [
        ("2026-03-10T15:30:00Z", "2026-03-11T00:30:00+09:00"),
        ("2026-03-10T15:30:00.5Z", "2026-03-11T00:30:00.500000+09:00"),
        (
            "2026-03-10T15:30:00.000001Z",
            "2026-03-11T00:30:00.000001+09:00",
        ),
        (
            "2026-03-10T15:30:00.000000999Z",
            "2026-03-11T00:30:00+09:00",
        ),
    ] {
        assert_eq!(rfc3339_seoul(at(text)), written);
    }
    let cut = truncate(at("2026-03-10T15:30:00.123456789Z"));
    assert_eq!(cut, at("2026-03-10T15:30:00.123456Z"));
    assert_eq!(
        truncate(at("1969-12-31T23:59:59.999999999Z")),
        at("1969-12-31T23:59:59.999999Z")
    );
}

proptest! {
    #[test]
    fn a_period_ends_at_a_midnight_in_seoul_after_its_start(
        start in start(), period in period(), rollover in rollover(),
    ) {
        let end = ends_at(start, period, rollover, &holidays()).unwrap();
        prop_assert!(end > start + TimeDelta::days(1) - TimeDelta::seconds(1));
        prop_assert_eq!((end.timestamp() + 9 * 3600) % 86_400, 0);
    }

    #[test]
    fn a_later_start_or_a_longer_period_never_ends_earlier(
        start in start(), later in 0..4_000_000_i64, period in period(), rollover in rollover(),
    ) {
        let holidays = holidays();
        let end = ends_at(start, period, rollover, &holidays).unwrap();
        let from_later = ends_at(start + TimeDelta::seconds(later), period, rollover, &holidays);
        prop_assert!(from_later.unwrap() >= end);
        prop_assert!(ends_at(start, one_more(period), rollover, &holidays).unwrap() >= end);
    }

    #[test]
    fn a_whole_day_of_starts_ends_together(start in start(), period in period()) {
        let holidays = holidays();
        let midnight = start - TimeDelta::seconds((start.timestamp() + 9 * 3600).rem_euclid(86_400));
        let eve = midnight + TimeDelta::days(1) - TimeDelta::microseconds(1);
        let end = |start| ends_at(start, period, Rollover::None, &holidays).unwrap();
        prop_assert_eq!(end(midnight), end(start));
        prop_assert_eq!(end(start), end(eve));
    }

    #[test]
    fn a_rolled_window_never_ends_on_a_known_day_off(start in start(), period in period()) {
        let holidays = holidays();
        let end = ends_at(start, period, Rollover::HolidaysAndSaturdays, &holidays).unwrap();
        prop_assert!(!holidays.is_day_off(seoul(end).date_naive().pred_opt().unwrap()));
        prop_assert!(end >= ends_at(start, period, Rollover::None, &holidays).unwrap());
    }
}

#[test]
fn a_day_is_found_by_its_number_since_1970() {
    for (days, day) in [
        (6_940, "1989-01-01"),
        (20_551, "2026-04-08"),
        (20_552, "2026-04-09"),
    ] {
        assert_eq!(day_after_1970(days), Some(date(day)), "{days}");
    }
    for days in [i64::MIN, -1, 0, 6_939, i64::MAX] {
        assert_eq!(day_after_1970(days), None, "{days}");
    }
}
