//! Times and amounts in the forms in which banks and spreadsheets print them.

use chrono::{DateTime, NaiveDate};

use super::{Moment, Precision};

/// A time in Korea, from one cell or from two, with one normalised text for all its spellings: `2026-04-08 10:00:00`,
/// `2026.04.08 10:00`, `2026/4/8`, `2026년 4월 8일 10시 0분`, `20260408100000`, and RFC 3339.
pub(super) fn moment(date: &str, time: &str) -> Option<(String, Moment)> {
    let moment = match DateTime::parse_from_rfc3339(date) {
        Ok(at) if time.is_empty() => Moment {
            at: at.to_utc(),
            precision: Precision::Second,
        },
        _ => printed(date, time)?,
    };
    let at = domain::calendar::seoul(moment.at);
    let form = match moment.precision {
        Precision::Second => "%Y-%m-%dT%H:%M:%S",
        Precision::Minute => "%Y-%m-%dT%H:%M",
        Precision::Day => "%Y-%m-%d",
    };
    Some((at.format(form).to_string(), moment))
}

fn printed(date: &str, time: &str) -> Option<Moment> {
    let mut parts = numbers(date)?;
    parts.extend(numbers(time)?);
    let [y, m, d, clock @ ..] = parts.as_slice() else {
        return None;
    };
    let day = NaiveDate::from_ymd_opt(i32::try_from(*y).ok().filter(|y| *y >= 1900)?, *m, *d)?;
    let (wall, precision) = match clock {
        [] => (day.and_hms_opt(0, 0, 0)?, Precision::Day),
        [hour, minute] => (day.and_hms_opt(*hour, *minute, 0)?, Precision::Minute),
        [hour, minute, second] => (day.and_hms_opt(*hour, *minute, *second)?, Precision::Second),
        _ => return None,
    };
    Moment::of(wall, precision)
}

/// The numbers of a date or a time. Runs of digits without marks between them are split.
fn numbers(text: &str) -> Option<Vec<u32>> {
    // Other letters, as in 오후 3:05, would change what the digits mean.
    if text
        .chars()
        .any(|c| !c.is_ascii_digit() && !c.is_whitespace() && !"-./:T년월일시분초".contains(c))
    {
        return None;
    }
    let mut numbers = Vec::new();
    for run in text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty())
    {
        let widths: &[usize] = match run.len() {
            1 | 2 => &[run.len()],
            4 if numbers.is_empty() && text.len() > 4 => &[4],
            4 => &[2, 2],
            6 => &[2, 2, 2],
            8 => &[4, 2, 2],
            12 => &[4, 2, 2, 2, 2],
            14 => &[4, 2, 2, 2, 2, 2],
            _ => return None,
        };
        let mut rest = run;
        for width in widths {
            let (number, after) = rest.split_at_checked(*width)?;
            numbers.push(number.parse().ok()?);
            rest = after;
        }
    }
    Some(numbers)
}

/// Whole won, `None` where the cell is empty or a dash: `10,000`, `₩10,000`, `10000원`, `-10,000`, `10000.00`.
pub(super) fn won(cell: &str) -> Result<Option<i64>, ()> {
    let bare: String = cell
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, ',' | '₩' | '원' | '+'))
        .collect();
    if matches!(bare.as_str(), "" | "-") {
        return Ok(None);
    }
    // Spreadsheets often add decimals; won have none.
    let whole = match bare.split_once('.') {
        Some((whole, decimals))
            if !decimals.is_empty() && decimals.bytes().all(|byte| byte == b'0') =>
        {
            whole
        }
        Some(_) => return Err(()),
        None => &bare,
    };
    whole.parse().map(Some).map_err(|_| ())
}

#[cfg(test)]
#[path = "values_tests.rs"]
mod tests;
