//! The text of a statement, and its records.

use csv::{ReaderBuilder, StringRecord};

use super::NoStatement;
use super::columns::Columns;

/// Banks print a dozen lines above the table at most.
const LINES_ABOVE_MAX: usize = 40;

/// How a file's text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    /// Also called UHC or Windows-949; holds all of EUC-KR.
    Cp949,
}

pub(super) fn text(bytes: &[u8], encoding: Option<Encoding>) -> Result<String, NoStatement> {
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
pub(super) fn records(text: &str, delimiter: u8) -> impl Iterator<Item = (u64, StringRecord)> {
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

pub(super) fn header(text: &str, delimiter: u8) -> Option<(Columns, u64)> {
    records(text, delimiter)
        .take(LINES_ABOVE_MAX)
        .find_map(|(line, record)| Columns::of(&record).map(|columns| (columns, line)))
}
