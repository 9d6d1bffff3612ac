//! Spreadsheets that ask for more than their size.

use std::io::{Cursor, Write as _};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::{archive::of_sheet, form, read};
use crate::settlements::{NoSettlement, read_sent};

fn cell(place: &str) -> String {
    format!(
        "<row r=\"{0}\"><c r=\"{place}\"><v>1</v></c></row>",
        &place[place.len() - 1..]
    )
}

#[test]
fn a_cell_in_the_last_column_lays_out_no_row() {
    let file = of_sheet(&format!("{}{}", cell("A1"), cell("XFD2")));
    assert_eq!(read(&file, &form("kakaopay")), Err(NoSettlement::TooWide));
}

#[test]
fn a_cell_in_the_last_row_lays_out_no_rows() {
    let last = "<row r=\"1048576\"><c r=\"B1048576\"><v>1</v></c></row>";
    let file = of_sheet(&format!("{}{last}", cell("A1")));
    let read = read(&file, &form("kakaopay"));
    assert_eq!(read, Err(NoSettlement::NoHeader), "two rows, and no head");
}

#[test]
fn an_archive_that_unpacks_to_more_than_the_limit_is_not_opened() {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    archive.start_file("xl/sharedStrings.xml", options).unwrap();
    let zeroes = vec![b' '; 1024 * 1024];
    for _ in 0..=256 {
        archive.write_all(&zeroes).unwrap();
    }
    let file = archive.finish().unwrap().into_inner();
    assert!(file.len() < 1024 * 1024, "{}", file.len());
    let read = read(&file, &form("kakaopay"));
    assert_eq!(read, Err(NoSettlement::TooLargeUnpacked));
}

#[test]
fn the_old_form_of_spreadsheets_is_not_read_from_the_network() {
    let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    let read = read_sent(old, &form("kakaopay"));
    assert_eq!(read, Err(NoSettlement::OldSpreadsheet));
}
