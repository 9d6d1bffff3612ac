//! Compares every row of the recorded tables with what the journal has of it.
//!
//! A row names the place of its fixed part (`journal_place`). The first version of its changing part is recorded
//! right after it. The last version, if there was another, is at `journal_revision`. A digest is the first 128 bits
//! of the SHA-256 over the columns in their order. Each column is its length in bytes, a colon and its text, or `-`
//! when it is missing. The digest of the changing part begins with the key.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use super::{
    Check, Look, int,
    journal::CLOCKS_DIFFER,
    recorded::{Recorded, TABLES},
    sums::Sums,
    text,
};
use crate::store::{StoreError, query::Arg, row::Row};

/// Columns that say when a row was written. Only of tables whose rows are written at the instant they record.
const WRITTEN_AT: [&str; 3] = ["acted_at", "happened_at", "posted_at"];

/// Columns before those of the row.
const AHEAD: usize = 7;

/// Compares the rows, and subtracts the places they name from `sums`.
pub(super) async fn run(
    look: &mut Look<'_>,
    sums: &mut Sums,
    pruned_before: i64,
) -> Result<Check, StoreError> {
    let mut check = Check::new(
        "rows_recorded",
        "every row is as the journal recorded it: what never changes, and the last version of the rest",
    );
    for table in TABLES.iter() {
        let (mut key, mut number) = (String::new(), 0);
        loop {
            let mut after = vec![Arg::Text(&key)];
            if table.numbered {
                after.push(Arg::Int(number));
            }
            let page = look.rows(table.page, after).await?;
            let Some(last) = page.last() else { break };
            (key, number) = (text(last, 0)?.to_owned(), int(last, 1)?);
            for row in &page {
                compare(table, row, sums, pruned_before, &mut check)?;
            }
        }
    }
    Ok(check)
}

fn compare(
    table: &Recorded,
    row: &Row,
    sums: &mut Sums,
    pruned_before: i64,
    check: &mut Check,
) -> Result<(), StoreError> {
    let mut name = format!("{} {}", table.name, text(row, 0)?);
    if table.numbered {
        name = format!("{name}/{}", int(row, 1)?);
    }
    let (Some(place), Some(made_at)) = (row.int(2)?, row.int(4)?) else {
        check.add(name, "the journal has not recorded it");
        return Ok(());
    };
    if !table.pruned || made_at >= pruned_before {
        sums.there(table.letter, place);
    }
    let fixed = AHEAD..AHEAD + table.fixed.len();
    if !is_of(row, 5, table.letter, fixed.clone())? {
        check.add(name.clone(), "what never changes is not as it was recorded");
    }
    let written = |column: &&str| WRITTEN_AT.contains(column);
    if let Some(column) = table.fixed.iter().position(written) {
        let at: Option<i64> = text(row, AHEAD + column)?.parse().ok();
        if at.is_none_or(|at| at.abs_diff(made_at) > CLOCKS_DIFFER.unsigned_abs()) {
            let detail = "it is not dated when the journal recorded it";
            check.add(name.clone(), detail);
        }
    }
    if table.changing == 0 {
        return Ok(());
    }
    let large = table.letter.to_ascii_uppercase();
    if let Some(revision) = row.int(3)? {
        sums.there(large, revision);
    }
    if !is_of(row, 6, large, fixed.end..fixed.end + table.changing)? {
        check.add(name, "it is not in the version that was recorded last");
    }
    Ok(())
}

/// Whether the element in column `at` is the digest of these columns.
fn is_of(
    row: &Row,
    at: usize,
    letter: char,
    columns: std::ops::Range<usize>,
) -> Result<bool, StoreError> {
    let mut digest = Sha256::new();
    for column in columns {
        match row.text(column)? {
            Some(value) => digest.update(format!("{}:{value}", value.len())),
            None => digest.update("-"),
        }
    }
    let digest = URL_SAFE_NO_PAD.encode(&digest.finalize()[..16]);
    Ok(text(row, at)? == format!("{letter}{digest}"))
}
