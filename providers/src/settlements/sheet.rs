//! A file as rows of text, whatever it is: CSV with commas, tabs or semicolons, or the first sheet of a spreadsheet.

use std::io::Cursor;

use calamine::{Data, Reader as _, open_workbook_auto_from_rs};

use super::NoSettlement;
use crate::bank::statement::text::{records as csv_records, text};

/// Commas in most files; tabs and semicolons in files of some spreadsheets.
const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];
/// The first bytes of a zip archive, which an xlsx is, and of an OLE document, which an xls is.
const SPREADSHEETS: [&[u8]; 2] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];
/// Digits that a number of a spreadsheet holds exactly. A longer one was rounded when it was written as a number.
const DIGITS_MAX: usize = 15;

/// One row of a file.
#[derive(Debug, Clone)]
pub(super) struct Record {
    /// In the file, counted from 1.
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
}

/// The rows of a file. Of the ways to split a CSV the first by which `fits` counts.
pub(super) fn records(
    bytes: &[u8],
    fits: impl Fn(&[Record]) -> bool,
) -> Result<Vec<Record>, NoSettlement> {
    if SPREADSHEETS.iter().any(|head| bytes.starts_with(head)) {
        return spreadsheet(bytes);
    }
    let text = text(bytes, None).map_err(|_| NoSettlement::Encoding)?;
    let split = |delimiter: u8| -> Vec<Record> {
        let rows = csv_records(&text, delimiter);
        rows.map(|(line, record)| Record {
            line,
            cells: record.iter().map(str::to_owned).collect(),
        })
        .collect()
    };
    let mut ways = DELIMITERS.into_iter().map(split);
    ways.find(|records| fits(records))
        .ok_or(NoSettlement::NoHeader)
}

fn spreadsheet(bytes: &[u8]) -> Result<Vec<Record>, NoSettlement> {
    let wrong = |error: &dyn std::fmt::Display| NoSettlement::Spreadsheet(error.to_string());
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| wrong(&error))?;
    let sheet = book
        .worksheet_range_at(0)
        .ok_or_else(|| wrong(&"it has no sheet"))?;
    let sheet = sheet.map_err(|error| wrong(&error))?;
    let first = sheet.start().map_or(0, |(row, _)| u64::from(row));
    let rows = sheet.rows().zip(first + 1..);
    Ok(rows
        .map(|(row, line)| Record {
            line,
            cells: row.iter().map(shown).collect(),
        })
        .collect())
}

/// A cell as text. Numbers of spreadsheets are binary fractions: they are only ever printed, never calculated with, and whoever reads
/// the text as won refuses what is not whole.
fn shown(cell: &Data) -> String {
    match cell {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => {
            let text = number.to_string();
            let digits = text.bytes().filter(u8::is_ascii_digit).count();
            if digits > DIGITS_MAX {
                "(rounded)".to_owned()
            } else {
                text
            }
        }
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(yes) => yes.to_string(),
        Data::DateTime(at) => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
        }
        Data::Error(_) | Data::Empty => String::new(),
    }
}
