use chrono::DateTime;
use serde_json::json;

use super::{DaysOff, Ends, seoul};

const HOLIDAYS: &str = include_str!("../../../policies/kr-holidays.csv");

fn at(text: &str) -> i64 {
    DateTime::parse_from_rfc3339(text).map_or(0, |instant| instant.timestamp_micros())
}

#[test]
fn periods_end_as_in_the_table_of_the_calendar() {
    let off = DaysOff::parse(HOLIDAYS).unwrap();
    let mut tried = 0;
    for line in include_str!("../../domain/tests/calendar-vectors.csv")
        .lines()
        .skip(1)
    {
        let fields: Vec<&str> = line.split(',').collect();
        let &[from, unit, count, rolls, until] = fields.as_slice() else {
            panic!("{line}")
        };
        let count: u64 = count.parse().unwrap();
        let ends = Ends::of(at(from), &json!({ unit: count }), rolls == "yes", &off).unwrap();
        assert!(ends.may_be(at(until)), "{line}");
        assert!(!ends.may_be(at(until) + 1), "{line}");
        if ends.earliest == ends.latest {
            let day = 86_400_000_000;
            assert!(!ends.may_be(at(until) + day), "{line}");
            assert!(!ends.may_be(at(until) - day), "{line}");
            assert_eq!(ends.over_at(), Some(at(until)), "{line}");
        }
        tried += 1;
    }
    assert!(tried > 20, "{tried}");
}

#[test]
fn a_window_may_end_on_a_holiday_that_was_announced_late_and_never_on_a_weekend() {
    // Seven days from Tuesday 2026-09-15 end on the 22nd; the 24th to the 26th are Chuseok, the 27th a Sunday.
    let off = DaysOff::parse(HOLIDAYS).unwrap();
    let days = json!({"days": 9});
    let ends = Ends::of(at("2026-09-15T12:00:00+09:00"), &days, true, &off).unwrap();
    let may = |day: &str| ends.may_be(at(&format!("2026-09-{day}T00:00:00+09:00")));
    assert_eq!(
        ["24", "25", "26", "27", "28"].map(may),
        [false, true, true, false, false]
    );
    assert!(ends.may_be(at("2026-09-29T00:00:00+09:00")));
    assert!(!ends.may_be(at("2026-09-30T00:00:00+09:00")));
}

/// Seven days from Monday 2032-02-23 end on 1 March, which no file needs to name.
#[test]
fn beyond_the_file_a_window_may_go_on_over_a_holiday_of_fixed_date() {
    let off = DaysOff::parse(HOLIDAYS).unwrap();
    let days = json!({"days": 7});
    let ends = Ends::of(at("2032-02-23T12:00:00+09:00"), &days, true, &off).unwrap();
    let may = |day: &str| ends.may_be(at(&format!("2032-03-{day}T00:00:00+09:00")));
    assert_eq!(
        ["01", "02", "03", "04"].map(may),
        [false, true, true, false]
    );
}

#[test]
fn what_is_no_period_has_no_end() {
    let off = DaysOff::default();
    for wrong in [
        json!({"weeks": 1}),
        json!({"days": -1}),
        json!(7),
        json!({}),
    ] {
        assert_eq!(Ends::of(0, &wrong, false, &off), None, "{wrong}");
    }
    assert!(DaysOff::parse("date,name\nsome day,a name\n").is_err());
}

#[test]
fn instants_are_written_as_the_gateway_writes_them() {
    for text in [
        "2026-09-15T00:00:00+09:00",
        "2026-09-15T01:02:03.000450+09:00",
    ] {
        assert_eq!(seoul(at(text)).as_deref(), Some(text));
    }
}
