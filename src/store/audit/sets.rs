//! Invariants that one statement can check: it returns the rows that break one, with the fault.

use super::{Check, Look, SHOWN_MAX, Violation, int, text};
use crate::store::{StoreError, query::Arg, sql::Sql};

/// An invariant and the statement that finds the rows that break it.
#[derive(Debug)]
pub(super) struct Set {
    pub(super) name: &'static str,
    pub(super) statement: &'static str,
    pub(super) sql: Sql,
    /// Whether `$2` is the instant after which nothing may be dated.
    pub(super) dated: bool,
}

/// `name "what must hold" = "statement that gives id and detail of each row that breaks it";`, preceded by `dated`
/// when it compares with the horizon.
macro_rules! sets {
    ($($(#[$dated:ident])? $name:ident $statement:literal = $sql:literal;)+) => {
        [$($crate::store::audit::sets::Set {
            name: stringify!($name),
            statement: $statement,
            // The total is counted before the rest is cut off.
            sql: $crate::store::sql::Sql::new(concat!(
                "SELECT id, detail, COUNT(*) OVER () FROM (", $sql, ") AS broken ORDER BY id, detail LIMIT $1"
            )),
            dated: $crate::store::audit::sets::sets!(@ $($dated)?),
        }),+]
    };
    (@ dated) => { true };
    (@) => { false };
}
pub(super) use sets;

pub(super) async fn run(
    look: &mut Look<'_>,
    sets: impl Iterator<Item = &'static Set>,
    horizon: i64,
) -> Result<Vec<Check>, StoreError> {
    let mut checks = Vec::new();
    for set in sets {
        let mut args = vec![Arg::Int(i64::try_from(SHOWN_MAX).unwrap_or(i64::MAX))];
        if set.dated {
            args.push(Arg::Int(horizon));
        }
        let mut check = Check::new(set.name, set.statement);
        for row in look.rows(&set.sql, args).await? {
            check.count = u64::try_from(int(&row, 2)?).unwrap_or(u64::MAX);
            check.broken.push(Violation {
                id: text(&row, 0)?.to_owned(),
                detail: text(&row, 1)?.to_owned(),
            });
        }
        checks.push(check);
    }
    Ok(checks)
}
