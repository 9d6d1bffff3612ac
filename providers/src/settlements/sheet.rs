//! A file as rows of text, whatever it is: CSV with commas, tabs or semicolons, or the first sheet of a spreadsheet.

use std::io::Cursor;

use calamine::{Reader as _, Xls};

use super::{
    NoSettlement, book,
    record::{Record, shown},
};
use crate::bank::statement::text::{records as csv_records, text};

/// Commas in most files; tabs and semicolons in files of some spreadsheets.
const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];
/// The first bytes of a zip archive, which an xlsx is.
const ARCHIVE: &[u8] = b"PK\x03\x04";
/// The first bytes of an OLE document, which an xls is.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0";

/// The rows of a file. Of the ways to split a CSV the first by which `fits` counts.
pub(super) fn records(
    bytes: &[u8],
    fits: impl Fn(&[Record]) -> bool,
) -> Result<Vec<Record>, NoSettlement> {
    if bytes.starts_with(ARCHIVE) {
        return book::records(bytes);
    }
    if is_old_spreadsheet(bytes) {
        return old_spreadsheet(bytes);
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

pub(super) fn is_old_spreadsheet(bytes: &[u8]) -> bool {
    bytes.starts_with(OLE)
}

fn old_spreadsheet(bytes: &[u8]) -> Result<Vec<Record>, NoSettlement> {
    let wrong = |error: &dyn std::fmt::Display| NoSettlement::Spreadsheet(error.to_string());
    let mut sheets: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| wrong(&error))?;
    let sheet = sheets
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
