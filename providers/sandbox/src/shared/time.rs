//! Korean wall-clock time as the providers write and read it.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

/// Korea has kept UTC+9 without summer time since 1988.
const KST_SECONDS: i32 = 9 * 3600;

fn in_kst(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    let offset = FixedOffset::east_opt(KST_SECONDS)
        .unwrap_or_else(|| unreachable!("nine hours is a valid offset"));
    at.with_timezone(&offset)
}

/// `2022-01-01T00:00:00+09:00`, the form of datetimes in API answers.
pub(crate) fn kst(at: DateTime<Utc>) -> String {
    in_kst(at).format("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// `2022-01-01T00:00:00.000000`, the form of `createdAt` in the legacy webhook envelopes: micros and no offset.
pub(crate) fn kst_micros(at: DateTime<Utc>) -> String {
    in_kst(at).format("%Y-%m-%dT%H:%M:%S%.6f").to_string()
}

/// `20220101000000`, as in payment keys.
pub(crate) fn kst_compact(at: DateTime<Utc>) -> String {
    in_kst(at).format("%Y%m%d%H%M%S").to_string()
}

/// The Korean day.
pub(crate) fn kst_day(at: DateTime<Utc>) -> NaiveDate {
    in_kst(at).date_naive()
}

/// `yyyy-MM-dd'T'HH:mm:ss` or `yyyy-MM-dd`, in KST and without an offset or milliseconds; anything else is `None`.
pub(crate) fn parse_kst(text: &str) -> Option<DateTime<Utc>> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S")
        .ok()
        .or_else(|| {
            NaiveDate::parse_from_str(text, "%Y-%m-%d")
                .ok()
                .map(|day| day.and_time(NaiveTime::MIN))
        })?;
    local
        .checked_sub_signed(TimeDelta::seconds(KST_SECONDS.into()))
        .map(|utc| utc.and_utc())
}

#[cfg(test)]
mod tests {
    use super::{kst, kst_micros, parse_kst};

    #[test]
    fn korean_time_goes_out_and_comes_back() {
        let at = parse_kst("2025-11-30T14:17:19").unwrap();
        assert_eq!(kst(at), "2025-11-30T14:17:19+09:00");
        assert_eq!(kst_micros(at), "2025-11-30T14:17:19.000000");
        assert_eq!(
            kst(parse_kst("2025-11-30").unwrap()),
            "2025-11-30T00:00:00+09:00"
        );
    }

    #[test]
    fn a_date_with_an_offset_or_milliseconds_is_none() {
        assert_eq!(parse_kst("2025-11-30T14:17:19+09:00"), None);
        assert_eq!(parse_kst("2025-11-30T14:17:19.000"), None);
        assert_eq!(parse_kst("30.11.2025"), None);
    }
}
