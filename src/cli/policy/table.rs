//! The table of all payments that a simulation judged, as CSV for spreadsheets.

use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::Path,
};

use anyhow::Context as _;
use domain::{calendar::rfc3339_seoul, simulation::Row};

/// Spreadsheets take a file without the mark for one of the system's own encoding.
const MARK: &str = "\u{feff}";
const HEAD: &str = "customer_id,payment_id,lot_id,kind,paid,unused,basis_before,basis_after,amount_before,amount_after,\
    by_right_until_before,by_right_until_after,through_support_until_before,through_support_until_after,rules\r\n";

/// A table under way. It is written row by row.
#[derive(Debug)]
pub(super) struct Table(BufWriter<File>);

impl Table {
    pub(super) fn create(path: &Path) -> anyhow::Result<Self> {
        let file = File::create(path).with_context(|| path.display().to_string())?;
        let mut table = BufWriter::new(file);
        write!(table, "{MARK}{HEAD}")?;
        Ok(Self(table))
    }

    pub(super) fn add(&mut self, rows: &[Row]) -> std::io::Result<()> {
        rows.iter()
            .try_for_each(|row| self.0.write_all(line(row).as_bytes()))
    }

    pub(super) fn end(mut self) -> std::io::Result<()> {
        self.0.flush()?;
        self.0.get_ref().sync_all()
    }
}

/// No value holds a comma, a quote or a line end: they are ids, words, whole numbers and instants.
pub(super) fn line(row: &Row) -> String {
    let (before, after) = (&row.before, &row.after);
    let cells = [
        safe(row.customer_id.as_str()),
        row.payment_id.to_string(),
        row.lot_id.to_string(),
        row.kind.to_string(),
        row.paid.to_string(),
        row.unused.to_string(),
        before.basis.to_string(),
        after.basis.to_string(),
        before.amount.to_string(),
        after.amount.to_string(),
        rfc3339_seoul(before.refund_by_right_until),
        rfc3339_seoul(after.refund_by_right_until),
        rfc3339_seoul(before.refund_through_support_until),
        rfc3339_seoul(after.refund_through_support_until),
        row.rules.join(" "),
    ];
    format!("{}\r\n", cells.join(","))
}

/// A customer's name that a spreadsheet would take for a formula gets an apostrophe before it.
fn safe(name: &str) -> String {
    if name.starts_with(['=', '+', '-', '@']) {
        format!("'{name}")
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{HEAD, safe};

    #[test]
    fn no_name_is_taken_for_a_formula() {
        for (name, cell) in [("alice", "alice"), ("@alice", "'@alice"), ("+82", "'+82")] {
            assert_eq!(safe(name), cell);
        }
    }

    #[test]
    fn the_table_has_a_head_for_each_column() {
        assert_eq!(HEAD.split(',').count(), 15);
        assert!(!HEAD.contains(' '), "no line of the text was indented");
    }
}
