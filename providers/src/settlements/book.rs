//! The first sheet of an xlsx, read cell by cell. A file of some kilobytes can unpack to any size, name a cell in the last column of
//! the last row, and repeat one long text in each cell, so everything is counted before it is held.

use std::io::{self, Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use zip::ZipArchive;

use super::{
    LINES_ABOVE_MAX, NoSettlement, ROWS_MAX,
    record::{Record, shown},
};

/// All files of the archive together: as many rows as a file may have, of two dozen columns, are some 200 MB of XML.
pub(super) const UNPACKED_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Consoles print thirty at most, and each row is as wide as its last cell.
pub(super) const COLUMNS_MAX: usize = 200;

pub(super) fn records(bytes: &[u8]) -> Result<Vec<Record>, NoSettlement> {
    check_unpacked(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| wrong(&error))?;
    let first = book.sheet_names().into_iter().next();
    let first = first.ok_or_else(|| wrong(&"it has no sheet"))?;
    let mut cells = book
        .worksheet_cells_reader(&first)
        .map_err(|error| wrong(&error))?;
    let mut sheet = Sheet::default();
    while let Some(cell) = cells.next_cell().map_err(|error| wrong(&error))? {
        let text = shown(&Data::from(cell.get_value().clone()));
        if !text.is_empty() {
            sheet.add(cell.get_position(), text)?;
        }
    }
    Ok(sheet.records)
}

fn wrong(error: &dyn std::fmt::Display) -> NoSettlement {
    NoSettlement::Spreadsheet(error.to_string())
}

/// Unpacks everything without keeping it. What an archive says of its own sizes is not believed.
fn check_unpacked(bytes: &[u8]) -> Result<(), NoSettlement> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| wrong(&error))?;
    let mut left = UNPACKED_BYTES_MAX;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(|error| wrong(&error))?;
        let read = io::copy(&mut file.take(left + 1), &mut io::sink());
        let read = read.map_err(|error| wrong(&error))?;
        left = left
            .checked_sub(read)
            .ok_or(NoSettlement::TooLargeUnpacked)?;
    }
    Ok(())
}

/// The rows so far.
#[derive(Debug, Default)]
struct Sheet {
    records: Vec<Record>,
    /// Bytes of the texts of all cells.
    bytes: u64,
}

impl Sheet {
    fn add(&mut self, (row, column): (u32, u32), text: String) -> Result<(), NoSettlement> {
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= COLUMNS_MAX {
            return Err(NoSettlement::TooWide);
        }
        self.bytes = self.bytes.saturating_add(text.len() as u64);
        if self.bytes > UNPACKED_BYTES_MAX {
            return Err(NoSettlement::TooLargeUnpacked);
        }
        let line = u64::from(row) + 1;
        if self.records.last().is_none_or(|last| last.line != line) {
            if self.records.len() >= ROWS_MAX + LINES_ABOVE_MAX {
                return Err(NoSettlement::TooLong);
            }
            let cells = Vec::new();
            self.records.push(Record { line, cells });
        }
        if let Some(record) = self.records.last_mut() {
            let width = record.cells.len().max(column + 1);
            record.cells.resize(width, String::new());
            record.cells[column] = text;
        }
        Ok(())
    }
}
