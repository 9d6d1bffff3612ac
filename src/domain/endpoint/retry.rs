//! When a delivery that failed is tried again, when it is given up, and when an endpoint is disabled.

use chrono::{DateTime, TimeDelta, Utc};

use crate::canary;

/// How long a delivery is tried: a long weekend without anybody who looks.
pub const TRIED_HOURS: i64 = 72;
/// How long an endpoint may fail without one success. It is disabled before its first delivery is given up, so that
/// an endpoint that is down loses nothing: its events are kept, and go out in order once it is enabled.
pub const FAILING_HOURS_MAX: i64 = 60;
/// The longest pause after the first failure, in milliseconds: a restart of the receiver fits in.
const FIRST_PAUSE_MS: i64 = 10_000;
/// The longest pause at all, in milliseconds: three tries a day at least, so that an endpoint that comes back is
/// noticed on the same day.
const PAUSE_MS_MAX: i64 = 8 * 3_600_000;
/// The shortest pause, in milliseconds, so that a draw of nothing does not press on a server in trouble.
const PAUSE_MS_MIN: i64 = 1_000;
/// The longest wait that a receiver may ask for (`Retry-After`), in seconds: it must not put its events off for days.
pub const RETRY_AFTER_SECONDS_MAX: i64 = 6 * 3_600;

/// When a delivery is tried again that was first tried at `first` and failed now for the `attempts`th time. `None` when
/// it was tried for [`TRIED_HOURS`]. The pause is drawn evenly between nothing and a bound that doubles (full jitter), so
/// that receivers that come back are not met by everything at once; `bits` are random. `retry_after` is the wait that the
/// receiver asked for, in seconds. The last try is at the end of that time and not before.
pub fn again_at(
    now: DateTime<Utc>,
    first: DateTime<Utc>,
    attempts: i64,
    retry_after: Option<i64>,
    bits: u128,
) -> Option<DateTime<Utc>> {
    let end = first + TimeDelta::hours(canary!(GivenUpEarly, 2, TRIED_HOURS));
    if now >= end {
        return None;
    }
    let doublings = u32::try_from(attempts.saturating_sub(1).clamp(0, 30)).unwrap_or(0);
    let bound = FIRST_PAUSE_MS
        .saturating_mul(1_i64 << doublings)
        .min(PAUSE_MS_MAX);
    let drawn = i64::try_from(bits % u128::from(bound.unsigned_abs())).unwrap_or(0);
    let asked = retry_after.unwrap_or(0).clamp(0, RETRY_AFTER_SECONDS_MAX) * 1_000;
    let pause = drawn.max(PAUSE_MS_MIN).max(asked);
    Some((now + TimeDelta::milliseconds(pause)).min(end))
}

/// Whether an endpoint whose deliveries fail without a success since then is to be disabled.
pub fn is_failing_too_long(since: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - since >= TimeDelta::hours(FAILING_HOURS_MAX)
}

#[cfg(test)]
#[path = "retry_tests.rs"]
mod tests;
