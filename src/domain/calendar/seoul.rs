//! Instants as clocks in Seoul show them. The only place that knows the time zone.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Asia/Seoul since the last summer time ended in October 1988.
const SEOUL: FixedOffset = match FixedOffset::east_opt(9 * 3600) {
    Some(offset) => offset,
    None => panic!("nine hours is an offset"),
};

pub(super) fn end_of_day(date: NaiveDate) -> Option<DateTime<Utc>> {
    date.succ_opt()?
        .and_time(NaiveTime::MIN)
        .and_local_timezone(SEOUL)
        .single()
        .map(|midnight| midnight.to_utc())
}

/// The same instant as clocks in Seoul show it.
pub fn seoul(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    at.with_timezone(&SEOUL)
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
