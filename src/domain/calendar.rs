//! The calendar of the Civil Act in Asia/Seoul. The only place that knows the time zone.
//!
//! A period runs in whole Korean days: the day of the event is not counted (art. 157), the end is
//! 24:00 of the last day (art. 159), kept as the exclusive instant at which the next day begins.

mod fixed;
mod gaps;
mod holidays;
mod monthly;

use std::{fmt, ops::RangeInclusive};

use chrono::{
    DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat,
    TimeDelta, Utc,
};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::canary;

pub use gaps::{Gap, gaps};
pub use holidays::{Holidays, InvalidHolidays};
pub use monthly::monthly;

/// The years in which instants are counted. Before 1989 Seoul had summer time (1987 and 1988), so a
/// fixed offset would be wrong; after 9000 RFC 3339's four digits of year come to an end.
pub const YEARS: RangeInclusive<i32> = 1989..=9000;

/// A length of time counted by the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    Days(u32),
    Months(u32),
    BusinessDays(u32),
}

impl Period {
    /// How many of its unit.
    pub const fn count(self) -> u32 {
        match self {
            Self::Days(count) | Self::Months(count) | Self::BusinessDays(count) => count,
        }
    }
}

impl Period {
    /// One unit less: a mistake that [`canary!`] seeds.
    pub(crate) const fn shortened(self) -> Self {
        match self {
            Self::Days(count) => Self::Days(count - 1),
            Self::Months(count) => Self::Months(count - 1),
            Self::BusinessDays(count) => Self::BusinessDays(count - 1),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self {
            Self::Days(_) => "day",
            Self::Months(_) => "month",
            Self::BusinessDays(_) => "business day",
        };
        let plural = if self.count() == 1 { "" } else { "s" };
        write!(f, "{} {unit}{plural}", self.count())
    }
}

/// What happens to a period whose last day is a day off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rollover {
    /// It ends all the same. Allowed where the exact instant was agreed (Civil Act art. 155).
    None,
    /// It ends with the next day that is none (Civil Act art. 161).
    HolidaysAndSaturdays,
}

/// An instant or a period that leaves the years this calendar counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("year {year} is outside {}..={}, the years this calendar counts in", YEARS.start(), YEARS.end())]
pub struct OutOfCalendar {
    pub year: i32,
}

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
/// (art. 160), business days skipping days off. The proviso of art. 157, by which a period that begins at 00:00 counts
/// its first day, is not used: without it the buyer gains a day, which art. 155 allows. A provider whose limit is counted
/// here refuses by itself what comes that day later. What the seller owes is counted by [`due_at`].
pub fn count(
    start: DateTime<Utc>,
    period: Period,
    rollover: Rollover,
    holidays: &Holidays,
) -> Result<Counted, OutOfCalendar> {
    within(seoul(start).year())?;
    let event = seoul(start).date_naive();
    let plain_last = match period {
        Period::Days(days) => {
            let days = u64::from(days);
            event.checked_add_days(Days::new(canary!(FirstDayCounted, days - 1, days)))
        }
        Period::Months(months) => last_day_of_months(event, months),
        Period::BusinessDays(days) => last_business_day(event, days, holidays),
    }
    .ok_or(BEYOND)?;
    let mut last = plain_last;
    match canary!(HolidayIgnored, Rollover::None, rollover) {
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

/// The exclusive instant by which the seller must have done something: so many business days after `start`. Here the
/// proviso of art. 157 holds, because without it a period that begins at 00:00 in Seoul would give the seller a day
/// that the law does not.
pub fn due_at(
    start: DateTime<Utc>,
    business_days: u32,
    holidays: &Holidays,
) -> Result<DateTime<Utc>, OutOfCalendar> {
    let eve = start.checked_sub_signed(TimeDelta::microseconds(1));
    let event = eve
        .filter(|_| seoul(start).time() == NaiveTime::MIN)
        .unwrap_or(start);
    let period = Period::BusinessDays(business_days);
    ends_at(event, period, Rollover::None, holidays)
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
    let first = canary!(MonthsClamped, event, event.succ_opt()?);
    let month = i64::from(first.year()) * 12 + i64::from(first.month0()) + i64::from(months);
    match in_month(month, first.day()) {
        Some(corresponding) => {
            canary!(MonthsClamped, Some(corresponding), corresponding.pred_opt())
        }
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

/// Asia/Seoul since the last summer time ended in October 1988.
const SEOUL: FixedOffset = match FixedOffset::east_opt(9 * 3600) {
    Some(offset) => offset,
    None => panic!("nine hours is an offset"),
};

fn end_of_day(date: NaiveDate) -> Option<DateTime<Utc>> {
    in_seoul(date.succ_opt()?.and_time(NaiveTime::MIN))
}

/// The instant at which clocks in Seoul show this.
pub fn in_seoul(shown: NaiveDateTime) -> Option<DateTime<Utc>> {
    let there = shown.and_local_timezone(SEOUL).single();
    there.map(|there| there.to_utc())
}

/// The same instant as clocks in Seoul show it.
pub fn seoul(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    at.with_timezone(&SEOUL)
}

/// 00:00 in Seoul of the day of an instant.
pub fn start_of_day(at: DateTime<Utc>) -> DateTime<Utc> {
    let midnight = seoul(at).date_naive().and_time(NaiveTime::MIN);
    let midnight = midnight.and_local_timezone(SEOUL).single();
    midnight.map_or(at, |midnight| midnight.to_utc())
}

/// RFC 3339 with `+09:00`; microseconds only where there are any.
pub fn rfc3339_seoul(at: DateTime<Utc>) -> String {
    let digits = if at.timestamp_subsec_micros() == 0 {
        SecondsFormat::Secs
    } else {
        SecondsFormat::Micros
    };
    seoul(at).to_rfc3339_opts(digits, false)
}

/// The instant at which clocks in Seoul show `2026-11-22T16:00`, with or without seconds: as browsers send what was chosen.
/// None outside [`YEARS`].
pub fn from_seoul(text: &str) -> Option<DateTime<Utc>> {
    let forms = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"];
    let mut shown = forms
        .iter()
        .filter_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let shown = shown.next().filter(|at| YEARS.contains(&at.year()))?;
    in_seoul(shown)
}

/// The Korean day that is `days` after 1 January 1970. None outside [`YEARS`].
pub fn day_after_1970(days: i64) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(1970, 1, 1)?;
    let day = first.checked_add_signed(TimeDelta::try_days(days)?)?;
    YEARS.contains(&day.year()).then_some(day)
}

/// `at` cut to microseconds, the precision of both databases, so that what is stored reads back equal.
#[must_use]
pub fn truncate(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(at.timestamp_micros()).unwrap_or(at)
}

/// For `#[serde(serialize_with)]`: [`rfc3339_seoul`].
pub fn serialize_seoul<S: Serializer>(at: &DateTime<Utc>, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&rfc3339_seoul(*at))
}

/// For `#[serde(serialize_with)]` of an instant that may be missing: [`rfc3339_seoul`].
pub fn serialize_seoul_option<S: Serializer>(
    at: &Option<DateTime<Utc>>,
    to: S,
) -> Result<S::Ok, S::Error> {
    at.map(rfc3339_seoul).serialize(to)
}

/// For `#[serde(deserialize_with)]`: RFC 3339 whose offset must be written `+09:00`. This keeps anyone from publishing
/// a document nine hours off.
pub fn deserialize_seoul<'de, D: Deserializer<'de>>(from: D) -> Result<DateTime<Utc>, D::Error> {
    let text = String::deserialize(from)?;
    DateTime::parse_from_rfc3339(&text)
        .ok()
        .filter(|at| *at.offset() == SEOUL)
        .map(|at| at.to_utc())
        .ok_or_else(|| D::Error::custom(format!("`{text}` is not an RFC 3339 instant with +09:00")))
}
