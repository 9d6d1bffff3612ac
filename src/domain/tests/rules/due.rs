//! Periods that begin at 00:00 (Civil Act art. 157, proviso): the buyer's do not count that day, the seller's do.

use chrono::{TimeDelta, Timelike};
use domain::{
    calendar::{Period, Rollover, due_at, ends_at, seoul},
    refund::DUE_BUSINESS_DAYS,
};
use proptest::prelude::*;

use crate::{at, calendar::holidays, vectors::start};

#[test]
fn a_buyers_period_that_begins_at_midnight_does_not_count_that_day() {
    for (start, period, until) in [
        ("2026-03-10T00:00:00", Period::Days(7), "2026-03-18"),
        ("2026-03-10T00:00:00", Period::Days(14), "2026-03-25"),
        ("2026-03-10T00:00:00", Period::Days(365), "2027-03-11"),
        ("2026-03-10T00:00:00", Period::Months(1), "2026-04-11"),
        ("2026-03-10T00:00:00", Period::BusinessDays(7), "2026-03-20"),
        ("2026-03-09T23:59:59.999999", Period::Days(7), "2026-03-17"),
        ("2026-03-10T00:00:00.000001", Period::Days(7), "2026-03-18"),
    ] {
        let begins = at(&format!("{start}+09:00"));
        let end = ends_at(begins, period, Rollover::None, &holidays());
        let until = at(&format!("{until}T00:00:00+09:00"));
        assert_eq!(end, Ok(until), "{period} from {start}");
    }
}

#[test]
fn what_the_seller_owes_counts_a_business_day_that_it_begins_with() {
    for (asked, due) in [
        // A Monday: at the last instant of Sunday, at its first, after it, and when only UTC begins a day.
        ("2026-03-08T23:59:59.999999+09:00", "2026-03-12"),
        ("2026-03-09T00:00:00+09:00", "2026-03-12"),
        ("2026-03-09T00:00:00.000001+09:00", "2026-03-13"),
        ("2026-03-09T00:00:00Z", "2026-03-13"),
        ("2026-03-08T15:00:00Z", "2026-03-12"),
        // A Saturday counts in neither way.
        ("2026-03-07T00:00:00+09:00", "2026-03-12"),
        ("2026-03-07T12:00:00+09:00", "2026-03-12"),
        // 1 March 2033 is a holiday by rule.
        ("2033-02-28T00:00:00+09:00", "2033-03-04"),
        ("2033-02-28T12:00:00+09:00", "2033-03-05"),
    ] {
        let until = at(&format!("{due}T00:00:00+09:00"));
        let end = due_at(at(asked), DUE_BUSINESS_DAYS, &holidays());
        assert_eq!(end, Ok(until), "{asked}");
    }
}

proptest! {
    #[test]
    fn only_midnight_makes_a_difference(start in start(), days in 1..10_u32) {
        let holidays = holidays();
        let plain = ends_at(start, Period::BusinessDays(days), Rollover::None, &holidays).unwrap();
        let due = due_at(start, days, &holidays).unwrap();
        let begins = seoul(start).num_seconds_from_midnight() == 0;
        prop_assert!(due == plain || (begins && due < plain));
        let midnight = start - TimeDelta::seconds(seoul(start).num_seconds_from_midnight().into());
        prop_assert!(due_at(midnight, days, &holidays).unwrap() <= due);
    }
}
