//! The published vectors of periods.

use chrono::{DateTime, Utc};
use domain::calendar::{Period, Rollover, ends_at, rfc3339_seoul};
use proptest::prelude::*;

use crate::{
    at,
    calendar::{VECTORS, holidays},
};

#[test]
fn every_vector_is_met() {
    let holidays = holidays();
    let mut rows = 0;
    for row in VECTORS.lines().skip(1) {
        let fields: Vec<&str> = row.split(',').collect();
        let count = fields[2].parse().expect(row);
        let period = match fields[1] {
            "days" => Period::Days(count),
            "months" => Period::Months(count),
            "business_days" => Period::BusinessDays(count),
            _ => panic!("{row}"),
        };
        let rollover = match fields[3] {
            "yes" => Rollover::HolidaysAndSaturdays,
            "no" => Rollover::None,
            _ => panic!("{row}"),
        };
        let end = ends_at(at(fields[0]), period, rollover, &holidays).expect(row);
        assert_eq!(rfc3339_seoul(end), fields[4], "{row}");
        rows += 1;
    }
    assert_eq!(rows, 187);
}

pub(crate) fn period() -> impl Strategy<Value = Period> {
    prop_oneof![
        (1..400_u32).prop_map(Period::Days),
        (1..40_u32).prop_map(Period::Months),
        (1..40_u32).prop_map(Period::BusinessDays),
    ]
}

pub(crate) fn rollover() -> impl Strategy<Value = Rollover> {
    prop_oneof![Just(Rollover::None), Just(Rollover::HolidaysAndSaturdays)]
}

pub(crate) fn start() -> impl Strategy<Value = DateTime<Utc>> {
    (at("1990-01-01T00:00:00Z").timestamp()..at("2100-01-01T00:00:00Z").timestamp())
        .prop_map(|seconds| DateTime::from_timestamp(seconds, 0).unwrap())
}

pub(crate) fn one_more(period: Period) -> Period {
    match period {
        Period::Days(count) => Period::Days(count + 1),
        Period::Months(count) => Period::Months(count + 1),
        Period::BusinessDays(count) => Period::BusinessDays(count + 1),
    }
}
