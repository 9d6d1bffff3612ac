//! A row of a file as text.

use calamine::Data;

/// Digits that a number of a spreadsheet holds exactly. A longer one was rounded when it was written as a number.
const DIGITS_MAX: usize = 15;

/// One row of a file.
#[derive(Debug, Clone)]
pub(super) struct Record {
    /// In the file, counted from 1.
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
}

/// A cell as text. Numbers of spreadsheets are binary fractions: they are only ever printed, never calculated with, and whoever reads
/// the text as won refuses what is not whole.
pub(super) fn shown(cell: &Data) -> String {
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
