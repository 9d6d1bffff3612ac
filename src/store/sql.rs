//! One text for both engines. Statements are written in PostgreSQL's form. The parts that differ in SQLite are
//! rewritten once:
//!
//! - `= ANY($n)`, a set given as an array, becomes `IN (SELECT value FROM json_each($n))`;
//! - `UNNEST($n::text[]) AS name(value)`, the same as a table, becomes `json_each($n) AS name`;
//! - `FOR UPDATE` and `SKIP LOCKED` are removed: SQLite has a single writer since `BEGIN IMMEDIATE`;
//! - `{table}` stands for all columns of that table, in both, and `{lines}` for the two sides of every entry.

use std::sync::OnceLock;

use super::{engine::Engine, rows};

/// A statement.
#[derive(Debug)]
pub struct Sql {
    text: &'static str,
    pg: OnceLock<String>,
    lite: OnceLock<String>,
}

impl Sql {
    pub(crate) const fn new(text: &'static str) -> Self {
        Self {
            text,
            pg: OnceLock::new(),
            lite: OnceLock::new(),
        }
    }

    /// The statement as sent to this engine.
    pub(crate) fn text(&'static self, engine: Engine) -> &'static str {
        match engine {
            Engine::Postgres => self.pg.get_or_init(|| expand(self.text)),
            Engine::Sqlite => self.lite.get_or_init(|| for_sqlite(&expand(self.text))),
        }
    }
}

/// Declares statements, with the list of all of them for the test that prepares each.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)+) => {
        $($(#[$doc])* static $name: $crate::store::sql::Sql = $crate::store::sql::Sql::new($text);)+
        pub(crate) static STATEMENTS: &[&$crate::store::sql::Sql] = &[$(&$name),+];
    };
}
pub(crate) use statements;

/// The two sides of each entry, the amount signed: the balance of an account is the sum of its lines. This is not a
/// view, because somebody with access to the database could change a view's meaning.
const LINES: &str = "(SELECT customer_id, seq, posting_id, act, unit, lot_id, reference, posted_at, \
     CASE side WHEN 1 THEN to_account ELSE from_account END AS account, side * amount AS amount \
     FROM entries CROSS JOIN (SELECT -1 AS side UNION ALL SELECT 1) AS sides)";

/// Replaces each `{table}` by the table's columns, and `{lines}`.
fn expand(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 512);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after
            .split_once('}')
            .expect("a brace that opens also closes");
        out.push_str(before);
        if name == "lines" {
            out.push_str(LINES);
        } else {
            let table = rows::TABLES.iter().find(|table| table.name == name);
            out.push_str(&table.expect("the braces name a table").select_list());
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn for_sqlite(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 128);
    let plain = text
        .replace(" FOR UPDATE", "")
        .replace(" SKIP LOCKED", "")
        .replace("UNNEST(", "json_each(")
        .replace("::text[])", ")")
        .replace("(value)", "");
    let mut rest = plain.as_str();
    while let Some((before, after)) = rest.split_once("= ANY(") {
        let (parameter, after) = after.split_once(')').expect("ANY( closes");
        out.push_str(before);
        out.push_str("IN (SELECT value FROM json_each(");
        out.push_str(parameter);
        out.push_str("))");
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::for_sqlite;

    #[test]
    fn sets_and_locks_are_said_in_sqlites_way() {
        assert_eq!(
            for_sqlite(
                "SELECT id FROM t WHERE id = ANY($1) AND k = ANY($2) ORDER BY id FOR UPDATE SKIP LOCKED"
            ),
            "SELECT id FROM t WHERE id IN (SELECT value FROM json_each($1)) AND k IN (SELECT value FROM json_each($2)) ORDER BY id"
        );
    }
}
