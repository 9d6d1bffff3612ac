//! When a day is compared.

use super::day;
use crate::reconcile::{SweepDays, SweepSchedule};

fn at(text: &str) -> chrono::DateTime<chrono::Utc> {
    text.parse().unwrap()
}

#[test]
fn the_last_comparison_that_is_due_counts() {
    let days = SweepDays::default();
    assert_eq!(
        (days.to_string().as_str(), days.days_back()),
        ("1,2,7,40", 40)
    );
    let first = at("2026-04-07T05:00:00+09:00");
    for (now, due) in [
        ("2026-04-07T04:59:59+09:00", None),
        ("2026-04-07T05:00:00+09:00", Some(first)),
        ("2026-04-08T04:59:59+09:00", Some(first)),
        (
            "2026-04-08T05:00:00+09:00",
            Some(at("2026-04-08T05:00:00+09:00")),
        ),
        (
            "2026-05-15T12:00:00+09:00",
            Some(at("2026-04-13T05:00:00+09:00")),
        ),
        (
            "2030-01-01T00:00:00+09:00",
            Some(at("2026-05-16T05:00:00+09:00")),
        ),
    ] {
        assert_eq!(days.last_due(day(5), at(now)), due, "{now}");
    }
}

#[test]
fn a_provider_may_have_days_of_its_own() {
    let schedule: SweepSchedule = "1,2;kakaopay=1;toss=".parse().unwrap();
    let of = |name: &str| schedule.of(&name.parse().unwrap()).to_string();
    assert_eq!(
        (of("naverpay"), of("kakaopay"), of("toss")),
        ("1,2".into(), "1".into(), String::new())
    );
    assert_eq!(schedule.to_string(), "1,2;kakaopay=1;toss=");
    assert_eq!(schedule.to_string().parse(), Ok(schedule));
    assert_eq!(SweepSchedule::default().to_string(), "1,2,7,40");
    for wrong in [
        "0",
        "2,1",
        "1,1",
        "401",
        "x",
        "1,2,3,4,5,6,7,8,9",
        "T=1",
        "1;toss=x",
    ] {
        assert!(wrong.parse::<SweepSchedule>().is_err(), "{wrong}");
    }
}
