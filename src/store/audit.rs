//! The auditor: evaluates the invariants over what is stored, and names the rows that break them.
//!
//! It shares nothing with the code that wrote the rows. It has its own statements, its own reading of JSON columns
//! and its own hashes, so that a mistake in the books cannot hide itself. Everything is read in one transaction that
//! sees one instant, while a gateway goes on writing. The ledger, the journal and the rows recorded in it are read
//! page by page, so memory does not grow with them.

mod bonuses;
mod calendar;
mod credits;
mod deposits;
mod entry;
mod feed;
mod idempotency_keys;
mod journal;
mod lifetimes;
mod money;
mod parts;
mod promised;
mod record;
mod recorded;
mod rows;
mod sets;
mod spending;
mod sums;
mod terms;
mod walk;
mod windows;

use std::{fmt::Write as _, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use super::{
    StoreError,
    columns::Set,
    db::{Db, Held},
    query::Arg,
    row::Row,
    sql::Sql,
};
pub use calendar::DaysOff;
pub use journal::Sealed;

/// Broken rows that are named per check: enough to show what kind of damage it is.
pub const SHOWN_MAX: usize = 20;
/// How far ahead of the auditor's clock a row may be dated, in minutes. Gateways' clocks differ a little, and rows
/// are written between reading the clock and the first read of the database.
const AHEAD_MINUTES: i64 = 5;
/// The minimum time for which the answer to an idempotency key is kept; older ones may be gone.
const ANSWERS_KEPT_DAYS: i64 = 30;
/// One instant for every statement. Whole tables are summed, which takes longer than the limits of a session that
/// serves requests.
const PG_BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
/// Whole tables are joined, so never row by row. A planner that knows nothing of a table yet, or of a sum over one,
/// assumes that it is short. Comparing a hundred thousand spends with their postings then took longer than ten
/// minutes.
const PG_PATIENCE: &str = "SET LOCAL statement_timeout = '15min'; SET LOCAL idle_in_transaction_session_timeout = '15min'; \
    SET LOCAL enable_nestloop = off";

/// Above the server's own limit.
const PG_DEADLINE: Duration = Duration::from_mins(16);
/// Pages of rows with what the journal records of each, found by its key. A planner without statistics would read the
/// whole journal for every page.
const PG_BY_KEYS: &str = "SET LOCAL enable_nestloop = on; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off";

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
    const fn new(name: &'static str, statement: &'static str) -> Self {
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

    fn add(&mut self, id: impl Into<String>, detail: impl Into<String>) {
        self.count += 1;
        if self.broken.len() < SHOWN_MAX {
            self.broken.push(Violation {
                id: id.into(),
                detail: detail.into(),
            });
        }
    }
}

/// Evaluates every invariant at one instant. All checks come back in a fixed order, including those that hold. `now`
/// decides only what is dated in the future, and which answers may have been forgotten. `off` are the public holidays
/// that the gateways know, for the periods that depend on them.
pub async fn audit(db: &Db, now: DateTime<Utc>, off: &DaysOff) -> Result<Vec<Check>, StoreError> {
    evaluate(db, now, off, None).await
}

/// The same, and also whether everything that was there when a seal was made is still there unchanged.
pub async fn audit_since(
    db: &Db,
    now: DateTime<Utc>,
    off: &DaysOff,
    sealed: &Sealed,
) -> Result<Vec<Check>, StoreError> {
    evaluate(db, now, off, Some(sealed)).await
}

async fn evaluate(
    db: &Db,
    now: DateTime<Utc>,
    off: &DaysOff,
    sealed: Option<&Sealed>,
) -> Result<Vec<Check>, StoreError> {
    let mut held = db.reader().await?;
    let mut look = Look::begin(&mut held).await?;
    let horizon = (now + TimeDelta::minutes(AHEAD_MINUTES)).timestamp_micros();
    let pruned_before = (now - TimeDelta::days(ANSWERS_KEPT_DAYS)).timestamp_micros();
    let stated = credits::SETS
        .iter()
        .chain(&money::SETS)
        .chain(&deposits::SETS)
        .chain(&record::SETS)
        .chain(&terms::SETS)
        .chain(&windows::SETS);
    let mut checks = sets::run(&mut look, stated, horizon).await?;
    look.by_keys().await?;
    checks.extend(walk::run(&mut look).await?);
    checks.push(idempotency_keys::run(&mut look).await?);
    checks.push(feed::run(&mut look).await?);
    let (policies, versions) = terms::run(&mut look).await?;
    checks.push(policies);
    checks.extend(lifetimes::run(&mut look, &versions, off).await?);
    checks.extend(windows::run(&mut look, &versions, off).await?);
    let (chained, kept, mut sums) = journal::run(&mut look, sealed, pruned_before).await?;
    let recorded = rows::run(&mut look, &mut sums, pruned_before).await?;
    checks.extend([chained, recorded, sums.into_check()]);
    checks.extend(promised::run(&mut look).await?);
    checks.push(bonuses::run(&mut look).await?);
    checks.extend(sealed.map(|_| kept));
    look.end().await?;
    Ok(checks)
}

/// A transaction that only reads and sees one instant.
#[derive(Debug)]
struct Look<'c>(&'c mut Held);

impl<'c> Look<'c> {
    async fn begin(held: &'c mut Held) -> Result<Self, StoreError> {
        match held {
            Held::Postgres(link) => {
                link.set_deadline(PG_DEADLINE);
                link.begin(PG_BEGIN).await?;
                link.execute_plain(PG_PATIENCE).await?;
            }
            // The connection is one that may only read; its first statement fixes the instant.
            Held::Sqlite(link) => link.begin("BEGIN").await?,
        }
        Ok(Self(held))
    }

    /// From here on rows are read in pages, and their related rows are found by keys.
    async fn by_keys(&mut self) -> Result<(), StoreError> {
        if let Held::Postgres(link) = &mut *self.0 {
            link.execute_plain(PG_BY_KEYS).await?;
        }
        Ok(())
    }

    async fn end(self) -> Result<(), StoreError> {
        match self.0 {
            Held::Postgres(link) => link.rollback().await,
            Held::Sqlite(link) => link.rollback().await,
        }
    }

    async fn rows(
        &mut self,
        sql: &'static Sql,
        args: Vec<Arg<'_>>,
    ) -> Result<Vec<Row>, StoreError> {
        self.0.conn().all(sql, args).await
    }

    /// The rows of a statement whose one parameter is a set of texts.
    async fn rows_of<'t>(
        &mut self,
        sql: &'static Sql,
        set: impl IntoIterator<Item = &'t str>,
    ) -> Result<Vec<Row>, StoreError> {
        let mut set = set.into_iter().peekable();
        if set.peek().is_none() {
            return Ok(Vec::new());
        }
        let engine = self.0.conn().engine();
        self.rows(sql, vec![Arg::Set(Set::of(engine, set))]).await
    }
}

/// A text column. A missing one reads as empty, as the hash chain treats it.
fn text(row: &Row, at: usize) -> Result<&str, StoreError> {
    Ok(row.text(at)?.unwrap_or_default())
}

fn int(row: &Row, at: usize) -> Result<i64, StoreError> {
    Ok(row.int(at)?.unwrap_or_default())
}

fn hex(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
