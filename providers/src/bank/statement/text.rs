//! The text of a statement: its records, and the times and amounts in the forms in which banks and spreadsheets print
//! them.

use chrono::{DateTime, NaiveDate};
use csv::{ReaderBuilder, StringRecord};

use super::{Moment, NoStatement, Precision};

/// How a file's text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    /// Also called UHC or Windows-949; holds all of EUC-KR.
    Cp949,
}

pub(crate) fn text(bytes: &[u8], encoding: Option<Encoding>) -> Result<String, NoStatement> {
    let of = |encoding: &'static encoding_rs::Encoding, name: &'static str| {
        // Removes a byte order mark, and uses its encoding where it names another.
        let (text, _, broken) = encoding.decode(bytes);
        // One kind of line end, so that lines can be counted.
        if broken {
            Err(NoStatement::Encoding(name))
        } else {
            Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
        }
    };
    match encoding {
        Some(Encoding::Utf8) => of(encoding_rs::UTF_8, "UTF-8"),
        Some(Encoding::Cp949) => of(encoding_rs::EUC_KR, "CP949"),
        None => of(encoding_rs::UTF_8, "UTF-8")
            .or_else(|_| of(encoding_rs::EUC_KR, "CP949"))
            .map_err(|_| NoStatement::Encoding("UTF-8 or CP949")),
    }
}

/// The records with the lines they begin on. Every text can be split by the library.
pub(crate) fn records(text: &str, delimiter: u8) -> impl Iterator<Item = (u64, StringRecord)> {
    let reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let (mut from, mut line) = (0, 1_u64);
    reader
        .into_records()
        .filter_map(Result::ok)
        .map(move |record| {
            // The library's position of a record is before the empty lines that it skipped, so lines are counted
            // here.
            let placed = record
                .position()
                .and_then(|at| usize::try_from(at.byte()).ok());
            let mut start = placed.unwrap_or(from);
            while text.as_bytes().get(start) == Some(&b'\n') {
                start += 1;
            }
            let passed = text.as_bytes().get(from..start).unwrap_or_default();
            for _ in passed.iter().filter(|byte| **byte == b'\n') {
                line += 1;
            }
            from = start;
            (line, record)
        })
}

/// A time in Korea, from one cell or from two, with one normalised text for all its spellings: `2026-04-08 10:00:00`,
/// `2026.04.08 10:00`, `2026/4/8`, `2026년 4월 8일 10시 0분`, `20260408100000`, and RFC 3339.
pub(crate) fn moment(date: &str, time: &str) -> Option<(String, Moment)> {
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
pub(crate) fn won(cell: &str) -> Result<Option<i64>, ()> {
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
#[path = "text_tests.rs"]
mod tests;
