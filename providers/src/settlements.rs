//! Settlement files that a person downloads at a provider's console and imports, because Kakao Pay has no report and Naver Pay's is
//! not public. Pure: bytes in, rows out. CSV in UTF-8 or CP949, and spreadsheets (xlsx, xls).
//!
//! Which heading means what is data ([`Form`]): a form of each provider is built in, and a seller may bring another. A row that
//! cannot be read is reported with its line, the field and the rule, and never keeps the others from being read.

mod bare;
mod book;
mod form;
mod record;
mod sheet;
mod value;

use std::collections::HashMap;

use domain::settlement::Line;

pub use self::form::{Form, NoForm};
use self::{form::Places, record::Record, value::Cells};
use crate::signature::hex;

/// A year of a busy shop is some 20 MB.
pub const BYTES_MAX: usize = 64 * 1024 * 1024;
/// Rows of one file: a million is what a spreadsheet can have, and a quarter of it fits in memory beside the gateway.
pub const ROWS_MAX: usize = 250_000;
/// Consoles print a dozen lines above the table at most.
const LINES_ABOVE_MAX: usize = 40;

/// A file that is no settlement.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoSettlement {
    #[error("the file is larger than {BYTES_MAX} bytes")]
    TooLarge,
    #[error("the file has more than {ROWS_MAX} rows")]
    TooLong,
    #[error("the text is not written in UTF-8 or CP949")]
    Encoding,
    #[error("the spreadsheet cannot be opened: {0}")]
    Spreadsheet(String),
    #[error(
        "the spreadsheet holds more than {} bytes once it is unpacked",
        book::UNPACKED_BYTES_MAX
    )]
    TooLargeUnpacked,
    #[error("the spreadsheet has more than {} columns", book::COLUMNS_MAX)]
    TooWide,
    #[error(
        "spreadsheets in the old form (xls) are read by the command line alone: save it as xlsx or CSV"
    )]
    OldSpreadsheet,
    #[error(
        "no header row is there: columns for the amount, the day of the sale, and a name of the payment, the order or the movement are needed; the form names them"
    )]
    NoHeader,
}

/// A file as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// SHA-256 of the bytes, in hex.
    pub hash: String,
    pub rows: Vec<FileRow>,
}

/// One row of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRow {
    /// In the file, counted from 1.
    pub line: u64,
    pub says: RowSays,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowSays {
    Line(Line),
    /// A total, a note: it has no day.
    Other,
    /// It has a day and is not understood. Never names the value.
    Unread(Unread),
}

/// Why a row could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unread {
    pub field: &'static str,
    pub rule: &'static str,
}

/// Reads a file that came over the network. The old form of spreadsheets is refused: a small one may ask for any amount of memory,
/// because each of its sheets is laid out whole.
///
/// # Errors
/// When the file is no settlement; see [`NoSettlement`].
pub fn read_sent(bytes: &[u8], form: &Form) -> Result<File, NoSettlement> {
    if sheet::is_old_spreadsheet(bytes) {
        return Err(NoSettlement::OldSpreadsheet);
    }
    read(bytes, form)
}

/// Reads a file of this machine.
///
/// # Errors
/// When the file is no settlement; see [`NoSettlement`].
pub fn read(bytes: &[u8], form: &Form) -> Result<File, NoSettlement> {
    if bytes.len() > BYTES_MAX {
        return Err(NoSettlement::TooLarge);
    }
    let records = sheet::records(bytes, |records| header(records, form).is_some())?;
    let (places, at) = header(&records, form).ok_or(NoSettlement::NoHeader)?;
    let below = records.get(at + 1..).unwrap_or_default();
    if below.len() > ROWS_MAX {
        return Err(NoSettlement::TooLong);
    }
    let mut equal = HashMap::new();
    let rows = below
        .iter()
        .filter(|record| record.cells.iter().any(|cell| !cell.trim().is_empty()))
        .map(|record| FileRow {
            line: record.line,
            says: says(record, &places, form, &mut equal),
        });
    Ok(File {
        hash: hash(bytes),
        rows: rows.collect(),
    })
}

/// SHA-256 of a file, in hex.
pub fn hash(bytes: &[u8]) -> String {
    hex(bytes)
}

fn header(records: &[Record], form: &Form) -> Option<(Places, usize)> {
    let mut above = records.iter().take(LINES_ABOVE_MAX).enumerate();
    above.find_map(|(at, record)| Some((form.places(&record.cells)?, at)))
}

fn says(
    record: &Record,
    places: &Places,
    form: &Form,
    equal: &mut HashMap<String, u32>,
) -> RowSays {
    let cells = Cells {
        record: &record.cells,
        places,
        form,
    };
    match cells.line() {
        Ok(None) => RowSays::Other,
        Err(unread) => RowSays::Unread(unread),
        Ok(Some(mut line)) => {
            // The same movement a second time in one file is paid out twice, so it is a row of its own.
            let of = format!("{} {}", line.kind, line.key);
            let times = equal.entry(of).or_default();
            *times = times.saturating_add(1);
            if *times > 1 {
                line.key = format!("{}#{times}", line.key);
            }
            RowSays::Line(line)
        }
    }
}

#[cfg(test)]
mod tests;
