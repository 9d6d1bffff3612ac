//! The columns of a row as the journal digests them.

use crate::store::table::{Part, Table};

/// A row's fixed and changing columns as they are digested, gathered while its values are written. A value is its
/// length in bytes, a colon and its text, numbers in decimal; a missing one is `-`. A column that was added later is its
/// name and its value, or nothing.
#[derive(Debug, Default)]
pub(crate) struct Preimages {
    pub(super) key: Vec<u8>,
    pub(super) fixed: Vec<u8>,
    pub(super) changing: Vec<u8>,
}

impl Preimages {
    /// Clears the buffers for the next row.
    pub(crate) fn clear(&mut self) {
        for part in [&mut self.key, &mut self.fixed, &mut self.changing] {
            part.clear();
        }
    }

    /// The row's name, once its column was written.
    pub(crate) fn key(&self) -> &str {
        str::from_utf8(&self.key).unwrap_or_default()
    }

    pub(crate) fn see(&mut self, table: &Table, column: usize, value: Option<&[u8]>) {
        match table.columns[column].part {
            Part::Key => {
                self.key.extend_from_slice(value.unwrap_or_default());
                append(&mut self.fixed, value);
                append(&mut self.changing, value);
            }
            Part::Fixed => append(&mut self.fixed, value),
            Part::Added => {
                if value.is_some() {
                    append(&mut self.fixed, Some(table.columns[column].name.as_bytes()));
                    append(&mut self.fixed, value);
                }
            }
            Part::Changing => append(&mut self.changing, value),
            Part::Derived => {}
        }
    }

    pub(crate) fn see_int(&mut self, table: &Table, column: usize, value: i64) {
        if table.columns[column].part == Part::Derived {
            return;
        }
        let mut digits = itoa::Buffer::new();
        self.see(table, column, Some(digits.format(value).as_bytes()));
    }
}

pub(super) fn append(part: &mut Vec<u8>, value: Option<&[u8]>) {
    match value {
        None => part.push(b'-'),
        Some(value) => {
            part.extend_from_slice(itoa::Buffer::new().format(value.len()).as_bytes());
            part.push(b':');
            part.extend_from_slice(value);
        }
    }
}
