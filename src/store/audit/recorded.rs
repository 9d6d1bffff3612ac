//! The recorded tables as the auditor reads them: which columns are digested, and the statement that pages through the
//! rows.

use std::sync::LazyLock;

use crate::store::{
    rows,
    sql::Sql,
    table::{Column, Part, Table},
};

/// A recorded table.
#[derive(Debug)]
pub(super) struct Recorded {
    pub(super) name: &'static str,
    /// The letter of its elements in the journal; upper case for the changing part.
    pub(super) letter: char,
    /// Whether rows older than the days for which answers are remembered may be deleted.
    pub(super) pruned: bool,
    /// Whether its rows are paged through by a text and a number.
    pub(super) numbered: bool,
    /// The columns of the row's name are among them, as among `changing`.
    pub(super) fixed: Vec<&'static str>,
    pub(super) changing: usize,
    pub(super) page: &'static Sql,
}

pub(super) static TABLES: LazyLock<Vec<Recorded>> = LazyLock::new(|| {
    let recorded = |table: &&Table| table.letter.map(|letter| Recorded::new(table, letter));
    rows::TABLES.iter().filter_map(recorded).collect()
});

impl Recorded {
    fn new(table: &Table, letter: char) -> Self {
        let those = |part| {
            let columns = table.columns.iter();
            let these = move |column: &&Column| column.part == Part::Key || column.part == part;
            columns.filter(these).map(|column| column.name)
        };
        let fixed: Vec<&str> = those(Part::Fixed).collect();
        let changing: Vec<&str> = if table.revised {
            those(Part::Changing).collect()
        } else {
            Vec::new()
        };
        let (name, key) = (table.name, table.key());
        // Entries have no name of their own. Only the last entry of each posting's customer is recorded.
        let numbered = letter == 'e';
        let (number, after) = if numbered {
            let after = "(customer_id, seq) > ($1, $2) AND journal_place IS NOT NULL ORDER BY customer_id, seq";
            ("t.seq", after.to_owned())
        } else {
            ("CAST(0 AS BIGINT)", format!("{key} > $1 ORDER BY {key}"))
        };
        // Where the last version of the changing part is; nowhere when nothing changes.
        let revision = if table.revised {
            "COALESCE(t.journal_revision, t.journal_place + 1)"
        } else {
            "CAST(NULL AS BIGINT)"
        };
        let texts = fixed.iter().chain(&changing);
        let texts: Vec<String> = texts
            .map(|column| format!("CAST(t.{column} AS TEXT)"))
            .collect();
        let texts = texts.join(", ");
        let page = format!(
            "SELECT t.{key}, {number}, t.journal_place, {revision}, j.made_at, \
             SUBSTR(j.content, CAST(t.journal_place % 128 * 23 + 1 AS INTEGER), 23), \
             SUBSTR(r.content, CAST({revision} % 128 * 23 + 1 AS INTEGER), 23), {texts} \
             FROM (SELECT * FROM {name} WHERE {after} LIMIT 500) AS t \
             LEFT JOIN journal AS j ON j.id = t.journal_place - t.journal_place % 128 \
             LEFT JOIN journal AS r ON r.id = {revision} - {revision} % 128 \
             ORDER BY 1, 2"
        );
        Self {
            name,
            letter,
            pruned: letter == 'c',
            numbered,
            fixed,
            changing: changing.len(),
            // Leaked once for each table.
            page: Box::leak(Box::new(Sql::new(page.leak()))),
        }
    }
}
