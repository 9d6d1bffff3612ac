//! The monthly day of something that recurs: a membership's distribution.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};

use super::{BEYOND, OutOfCalendar, SEOUL, in_month, seoul, within};

/// The instant at which the month of this number begins, counted from 0. Month 0 begins at `start` itself. Each later
/// one begins at 00:00 in Seoul of the day of `start` in its month, or of that month's last day when it has no such day:
/// after 31 January come the last of February and 31 March. The day is always that of `start`, never that of the month
/// before. This is the day on which something is due, not the end of a period ([`super::count`]).
///
/// # Errors
/// When it leaves the years that this calendar counts in.
pub fn monthly(start: DateTime<Utc>, number: i64) -> Result<DateTime<Utc>, OutOfCalendar> {
    let first = seoul(start).date_naive();
    within(first.year())?;
    if number <= 0 {
        return Ok(start);
    }
    let month = i64::from(first.year()) * 12 + i64::from(first.month0());
    let month = month.checked_add(number).ok_or(BEYOND)?;
    let day = in_month(month, first.day()).or_else(|| last_of(month));
    let day = day.ok_or(BEYOND)?;
    within(day.year())?;
    let midnight = day.and_time(NaiveTime::MIN).and_local_timezone(SEOUL);
    let midnight = midnight.single().ok_or(BEYOND)?;
    Ok(midnight.to_utc())
}

fn last_of(month: i64) -> Option<NaiveDate> {
    in_month(month.checked_add(1)?, 1)?.pred_opt()
}
