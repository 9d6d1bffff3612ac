//! Lists as sheets: CSV by RFC 4180 that a spreadsheet opens as it is, and one line of JSON for each item.
//!
//! A cell of text that begins as a formula does is made plain text by an apostrophe (OWASP, "CSV Injection"). The
//! byte order mark has Excel read UTF-8, without which Korean is not readable there.

mod columns;

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use domain::{calendar::rfc3339_seoul, money::Credits};
use schemars::JsonSchema;
use serde::Serialize;

pub use columns::{ENTRIES, LOTS, REDEMPTIONS, SPENDS, USAGE};

/// The language of a sheet's headings. English ones are the names of the API's members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub enum Language {
    #[serde(rename = "ko")]
    Korean,
    #[serde(rename = "en")]
    English,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::Korean, Self::English];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Korean => "ko",
            Self::English => "en",
        }
    }
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Empty,
    Number(i64),
    /// May hold what somebody outside wrote.
    Text(String),
}

impl Cell {
    fn shown(value: &impl std::fmt::Display) -> Self {
        Self::Text(value.to_string())
    }

    fn maybe(value: Option<&impl std::fmt::Display>) -> Self {
        value.map_or(Self::Empty, Self::shown)
    }

    fn credits(credits: Credits) -> Self {
        Self::Number(credits.get())
    }

    fn at(at: DateTime<Utc>) -> Self {
        Self::Text(rfc3339_seoul(at))
    }

    fn maybe_at(at: Option<DateTime<Utc>>) -> Self {
        at.map_or(Self::Empty, Self::at)
    }

    /// Its text in a sheet, which no spreadsheet takes for a formula.
    fn written(self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => plain(&text).into_owned(),
        }
    }
}

/// A column: its headings, and the cell of each item.
#[derive(Debug)]
pub(super) struct Column<T> {
    english: &'static str,
    korean: &'static str,
    cell: fn(&T) -> Cell,
}

/// A list as a sheet.
#[derive(Debug)]
pub struct Sheet<T: 'static> {
    /// What a file of it is called.
    pub name: &'static str,
    /// How many items of a whole list are read by one statement.
    pub chunk: i64,
    columns: &'static [Column<T>],
    json: fn(&T) -> serde_json::Result<Vec<u8>>,
}

/// U+FEFF in UTF-8.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

impl<T> Sheet<T> {
    /// The byte order mark, and the line of headings.
    pub fn head(&self, language: Language) -> Vec<u8> {
        let headings = self.columns.iter().map(|column| match language {
            Language::Korean => column.korean,
            Language::English => column.english,
        });
        let mut text = BYTE_ORDER_MARK.to_vec();
        text.extend(lines(std::iter::once(headings)));
        text
    }

    /// A line for each item.
    pub fn lines(&self, items: &[T]) -> Vec<u8> {
        rows(items.iter().map(|item| {
            let cells = self.columns.iter();
            cells.map(move |column| (column.cell)(item))
        }))
    }

    /// One item as the API gives it in JSON, with its customer, on one line without its end.
    pub fn json(&self, item: &T) -> serde_json::Result<Vec<u8>> {
        (self.json)(item)
    }
}

/// Rows of cells as CSV. Every list and statement is written by it, so that one guard against formulas is enough.
pub(super) fn rows<Row>(rows: impl Iterator<Item = Row>) -> Vec<u8>
where
    Row: Iterator<Item = Cell>,
{
    lines(rows.map(|row| row.map(Cell::written)))
}

/// CSV with the line ends of RFC 4180.
fn lines<Row, Text>(rows: impl Iterator<Item = Row>) -> Vec<u8>
where
    Row: Iterator<Item = Text>,
    Text: AsRef<[u8]>,
{
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        // Memory takes whatever is written, and every row of a sheet has as many cells.
        writer.write_record(row).expect("a row fits the sheet");
    }
    writer.into_inner().expect("memory takes what is written")
}

/// A text that no spreadsheet takes for a formula. Signs of full width count as signs where Korean or Japanese is
/// written.
fn plain(text: &str) -> Cow<'_, str> {
    const FORMULA: [char; 11] = [
        '=', '+', '-', '@', '\t', '\r', '\n', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}',
    ];
    if text.starts_with(FORMULA) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
#[path = "sheets_tests.rs"]
mod tests;
