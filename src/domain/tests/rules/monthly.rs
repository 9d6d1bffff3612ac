//! The monthly day of a membership.

use chrono::{Datelike as _, Months, NaiveDate};
use domain::calendar::{OutOfCalendar, monthly, rfc3339_seoul, seoul};
use proptest::prelude::*;

use crate::at;

#[test]
fn the_day_is_that_of_the_start_or_the_last_of_a_month_without_it() {
    for (start, number, due) in [
        ("2026-01-31T12:00:00+09:00", 0, "2026-01-31T12:00:00+09:00"),
        ("2026-01-31T12:00:00+09:00", 1, "2026-02-28T00:00:00+09:00"),
        ("2026-01-31T12:00:00+09:00", 2, "2026-03-31T00:00:00+09:00"),
        ("2026-01-31T12:00:00+09:00", 3, "2026-04-30T00:00:00+09:00"),
        ("2026-01-31T12:00:00+09:00", 12, "2027-01-31T00:00:00+09:00"),
        ("2026-01-31T12:00:00+09:00", 25, "2028-02-29T00:00:00+09:00"),
        ("2026-01-30T12:00:00+09:00", 1, "2026-02-28T00:00:00+09:00"),
        ("2026-01-30T12:00:00+09:00", 2, "2026-03-30T00:00:00+09:00"),
        ("2026-01-28T12:00:00+09:00", 1, "2026-02-28T00:00:00+09:00"),
        ("2028-02-29T12:00:00+09:00", 12, "2029-02-28T00:00:00+09:00"),
        ("2028-02-29T12:00:00+09:00", 48, "2032-02-29T00:00:00+09:00"),
        ("2026-12-15T12:00:00+09:00", 1, "2027-01-15T00:00:00+09:00"),
        // The Korean day counts: in UTC it is still the 31st, or the 30th.
        ("2026-03-31T15:00:00Z", 1, "2026-05-01T00:00:00+09:00"),
        (
            "2026-03-31T14:59:59.999999Z",
            1,
            "2026-04-30T00:00:00+09:00",
        ),
        ("2026-03-09T00:00:00+09:00", 1, "2026-04-09T00:00:00+09:00"),
        (
            "2026-03-09T23:59:59.999999+09:00",
            1,
            "2026-04-09T00:00:00+09:00",
        ),
    ] {
        let counted = monthly(at(start), number).unwrap();
        assert_eq!(
            rfc3339_seoul(counted),
            rfc3339_seoul(at(due)),
            "{start} + {number}"
        );
    }
}

#[test]
fn the_years_come_to_an_end() {
    let last = at("9000-12-31T12:00:00+09:00");
    assert_eq!(monthly(last, 0), Ok(last));
    for number in [1, 12 * 1_000, i64::MAX] {
        assert!(monthly(last, number).is_err(), "{number}");
    }
    let early = at("1988-12-31T12:00:00+09:00");
    assert_eq!(monthly(early, 1), Err(OutOfCalendar { year: 1_988 }));
}

proptest! {
    #[test]
    fn each_later_month_is_due_at_midnight_of_the_first_day_moved_by_months(
        days in 0..20_000_u64, seconds in 0..86_400_u32, number in 1..240_u32
    ) {
        let first: NaiveDate = "1990-01-01".parse().unwrap();
        let first = first + chrono::Days::new(days);
        let time = chrono::NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap();
        let start = first.and_time(time).and_utc() - chrono::TimeDelta::hours(9);
        let due = seoul(monthly(start, number.into()).unwrap());
        prop_assert_eq!(due.time(), chrono::NaiveTime::MIN);
        prop_assert_eq!(due.date_naive(), first + Months::new(number));
        prop_assert!(due.day() == first.day() || (due + chrono::Days::new(1)).day() == 1);
    }
}
