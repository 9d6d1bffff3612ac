//! One invariant, the rows that break it, and the invariants that one statement can check: it returns those rows, with
//! the fault of each.

use serde::Serialize;

use super::{Look, int, text};
use crate::store::{StoreError, query::Arg, sql::Sql};

/// Broken rows that are named per check: enough to show what kind of damage it is.
pub const SHOWN_MAX: usize = 20;

/// One invariant, and what breaks it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// A stable word.
    pub name: &'static str,
    /// The rule, in one sentence.
    pub statement: &'static str,
    /// The first [`SHOWN_MAX`] rows that break it.
    pub broken: Vec<Violation>,
    /// How many rows break it.
    pub count: u64,
}

/// A row that breaks an invariant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// The row: its id, or `customer/seq` of an entry.
    pub id: String,
    /// The fault of the row. Ids, words and numbers only: never a name, an account or a body.
    pub detail: String,
}

impl Check {
    pub(super) const fn new(name: &'static str, statement: &'static str) -> Self {
        Self {
            name,
            statement,
            broken: Vec::new(),
            count: 0,
        }
    }

    pub const fn holds(&self) -> bool {
        self.count == 0
    }

    pub(super) fn add(&mut self, id: impl Into<String>, detail: impl Into<String>) {
        self.count += 1;
        if self.broken.len() < SHOWN_MAX {
            self.broken.push(Violation {
                id: id.into(),
                detail: detail.into(),
            });
        }
    }
}

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
        [$($crate::store::audit::check::Set {
            name: stringify!($name),
            statement: $statement,
            // The total is counted before the rest is cut off.
            sql: $crate::store::sql::Sql::new(concat!(
                "SELECT id, detail, COUNT(*) OVER () FROM (", $sql, ") AS broken ORDER BY id, detail LIMIT $1"
            )),
            dated: $crate::store::audit::check::sets!(@ $($dated)?),
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
            check.add(text(&row, 0)?, text(&row, 1)?);
            check.count = u64::try_from(int(&row, 2)?).unwrap_or(u64::MAX);
        }
        checks.push(check);
    }
    Ok(checks)
}
