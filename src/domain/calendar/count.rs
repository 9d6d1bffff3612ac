//! Periods counted by the Civil Act.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};

use super::{
    OutOfCalendar, Period, Rollover, YEARS,
    holidays::Holidays,
    seoul::{end_of_day, seoul},
};

/// A period counted out on the calendar, with what is needed to explain it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Korean day of the event, which is not counted.
    pub event: NaiveDate,
    /// Last day before days off are looked at.
    pub plain_last: NaiveDate,
    /// Last day of the period.
    pub last: NaiveDate,
    /// Exclusive: the first instant after `last`.
    pub ends_at: DateTime<Utc>,
}

/// Counts `period` from `start` by the Civil Act: days from the day after (arts. 157, 159), months by the calendar
/// (art. 160), business days skipping days off. The exception of art. 157 for periods that begin at 00:00 is not used.
/// Without it the buyer can only gain one day (art. 155).
pub fn count(
    start: DateTime<Utc>,
    period: Period,
    rollover: Rollover,
    holidays: &Holidays,
) -> Result<Counted, OutOfCalendar> {
    within(seoul(start).year())?;
    let event = seoul(start).date_naive();
    let plain_last = match period {
        Period::Days(days) => event.checked_add_days(Days::new(days.into())),
        Period::Months(months) => last_day_of_months(event, months),
        Period::BusinessDays(days) => last_business_day(event, days, holidays),
    }
    .ok_or(BEYOND)?;
    let mut last = plain_last;
    match rollover {
        Rollover::None => {}
        Rollover::HolidaysAndSaturdays => {
            while holidays.is_day_off(last) {
                last = last.succ_opt().ok_or(BEYOND)?;
            }
        }
    }
    within(last.year())?;
    Ok(Counted {
        event,
        plain_last,
        last,
        ends_at: end_of_day(last).ok_or(BEYOND)?,
    })
}

/// The exclusive instant at which `period`, counted from `start`, is over. See [`count`].
pub fn ends_at(
    start: DateTime<Utc>,
    period: Period,
    rollover: Rollover,
    holidays: &Holidays,
) -> Result<DateTime<Utc>, OutOfCalendar> {
    count(start, period, rollover, holidays).map(|counted| counted.ends_at)
}

/// The error for everything that runs past the last year.
const BEYOND: OutOfCalendar = OutOfCalendar {
    year: *YEARS.end() + 1,
};

fn within(year: i32) -> Result<(), OutOfCalendar> {
    if YEARS.contains(&year) {
        Ok(())
    } else {
        Err(OutOfCalendar { year })
    }
}

/// Civil Act art. 160. Counting begins on the day after the event. It ends on the day before the one that corresponds
/// to it in the last month, or on that month's last day when it has no such day. This is not "add months and clamp":
/// one month from 28 February 2026 begins on 1 March and is all of March.
fn last_day_of_months(event: NaiveDate, months: u32) -> Option<NaiveDate> {
    let first = event.succ_opt()?;
    let month = i64::from(first.year()) * 12 + i64::from(first.month0()) + i64::from(months);
    match in_month(month, first.day()) {
        Some(corresponding) => corresponding.pred_opt(),
        None => in_month(month + 1, 1)?.pred_opt(),
    }
}

/// The day of a month that is counted from the first month of year zero.
fn in_month(month: i64, day: u32) -> Option<NaiveDate> {
    let year = i32::try_from(month.div_euclid(12)).ok()?;
    let month0 = u32::try_from(month.rem_euclid(12)).ok()?;
    NaiveDate::from_ymd_opt(year, month0 + 1, day)
}

fn last_business_day(event: NaiveDate, days: u32, holidays: &Holidays) -> Option<NaiveDate> {
    let mut last = event;
    let mut left = days;
    while left > 0 {
        last = last.succ_opt()?;
        if !YEARS.contains(&last.year()) {
            return None;
        }
        if !holidays.is_day_off(last) {
            left -= 1;
        }
    }
    Some(last)
}
