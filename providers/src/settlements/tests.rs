mod archive;
mod bombs;
mod rows;
mod spreadsheets;

use domain::settlement::Line;

use super::{FileRow, Form, NoSettlement, RowSays, Unread, read};

fn form(provider: &'static str) -> Form {
    Form::of(&domain::kind::ProviderId::known(provider)).unwrap()
}

fn lines(rows: &[FileRow]) -> Vec<Line> {
    let lines = rows.iter().filter_map(|row| match &row.says {
        RowSays::Line(line) => Some(line.clone()),
        RowSays::Other | RowSays::Unread(_) => None,
    });
    lines.collect()
}

fn unread(rows: &[FileRow]) -> Vec<(u64, Unread)> {
    let rows = rows.iter().filter_map(|row| match &row.says {
        RowSays::Unread(why) => Some((row.line, *why)),
        RowSays::Other | RowSays::Line(_) => None,
    });
    rows.collect()
}
