use chrono::{DateTime, TimeDelta, Utc};

use super::{again_at, is_failing_too_long};

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap()
}

#[test]
fn a_pause_is_between_a_second_and_a_bound_that_doubles() {
    // attempts, the most that bits may draw, in seconds
    for (attempts, most) in [
        (1, 10),
        (2, 20),
        (3, 40),
        (6, 320),
        (12, 20_480),
        (13, 28_800),
        (40, 28_800),
        (i64::MAX, 28_800),
    ] {
        let next = |bits| again_at(at(0), at(0), attempts, None, bits).unwrap();
        assert_eq!(next(0), at(1), "{attempts}");
        let largest = u128::from((most * 1_000_u64) - 1);
        let almost = at(i64::try_from(most).unwrap()) - TimeDelta::milliseconds(1);
        assert_eq!(next(largest), almost, "{attempts}");
        assert_eq!(next(largest + 1), at(1), "{attempts}");
        assert!(next(u128::MAX) <= at(i64::try_from(most).unwrap()));
    }
}

#[test]
fn what_the_receiver_asks_for_is_kept_within_bounds() {
    for (asked, pause) in [
        (-5, 1),
        (0, 1),
        (30, 30),
        (21_600, 21_600),
        (21_601, 21_600),
        (i64::MAX, 21_600),
    ] {
        assert_eq!(again_at(at(0), at(0), 1, Some(asked), 0), Some(at(pause)));
    }
}

#[test]
fn a_delivery_is_tried_for_three_days_and_once_more_at_their_end() {
    let hour = 3_600;
    let end = 72 * hour;
    assert_eq!(
        again_at(at(end - 1), at(0), 30, Some(600), 0),
        Some(at(end))
    );
    assert_eq!(again_at(at(end), at(0), 31, None, 0), None);
    assert_eq!(again_at(at(end + 1), at(0), 31, None, 0), None);
    // By whatever luck, every delivery has tries enough and an end.
    for seed in [0_u128, 1, 7, 999, u128::MAX, 1 << 70] {
        let bits = u128::wrapping_add(seed.wrapping_mul(31), 11);
        let (mut now, mut attempts) = (at(0), 1);
        while let Some(next) = again_at(now, at(0), attempts, None, bits) {
            assert!(next > now && next <= at(end));
            (now, attempts) = (next, attempts + 1);
        }
        assert_eq!(now, at(end));
        assert!(attempts > 12, "{attempts}");
    }
}

#[test]
fn an_endpoint_may_be_down_for_two_days_and_not_for_sixty_hours() {
    let hour = 3_600;
    assert!(!is_failing_too_long(at(0), at(48 * hour)));
    assert!(!is_failing_too_long(
        at(0),
        at(60 * hour) - TimeDelta::microseconds(1)
    ));
    assert!(is_failing_too_long(at(0), at(60 * hour)));
    const { assert!(super::FAILING_HOURS_MAX < super::TRIED_HOURS) };
}
