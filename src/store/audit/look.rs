//! The one transaction in which everything is read, and the reading of columns.

use std::{fmt::Write as _, time::Duration};

use futures_util::future::BoxFuture;
use sha2::{Digest as _, Sha256};

use super::Check;
use crate::store::{
    StoreError,
    columns::Set,
    db::Held,
    engine::{Engine, Row},
    query::Arg,
    sql::Sql,
};

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

/// A transaction that only reads and sees one instant.
#[derive(Debug)]
pub(super) struct Look<'c>(&'c mut Held);

impl<'c> Look<'c> {
    pub(super) async fn begin(held: &'c mut Held) -> Result<Self, StoreError> {
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

    /// Within a transaction that reads one instant and has begun.
    pub(super) const fn within(held: &'c mut Held) -> Self {
        Self(held)
    }

    /// From here on rows are read in pages, and their related rows are found by keys.
    pub(super) async fn by_keys(&mut self) -> Result<(), StoreError> {
        if let Held::Postgres(link) = &mut *self.0 {
            link.execute_plain(PG_BY_KEYS).await?;
        }
        Ok(())
    }

    pub(super) async fn end(self) -> Result<(), StoreError> {
        match self.0 {
            Held::Postgres(link) => link.rollback().await,
            Held::Sqlite(link) => link.rollback().await,
        }
    }

    /// The next page of a statement that goes on after a text, its first column; none at the end. Moves `after` on.
    pub(super) async fn page(
        &mut self,
        sql: &'static Sql,
        after: &mut String,
    ) -> Result<Option<Vec<Row>>, StoreError> {
        let page = self.rows(sql, vec![Arg::Text(after)]).await?;
        let Some(last) = page.last() else {
            return Ok(None);
        };
        text(last, 0)?.clone_into(after);
        Ok(Some(page))
    }

    /// Checks every row of a statement that is read page by page. `faults` gives what is wrong with one.
    pub(super) fn every_row<'s, F>(
        &'s mut self,
        mut check: Check,
        sql: &'static Sql,
        faults: impl Fn(&Row) -> Result<F, StoreError> + Send + 's,
    ) -> BoxFuture<'s, Result<Check, StoreError>>
    where
        F: IntoIterator<Item: Into<String>>,
    {
        Box::pin(async move {
            let mut after = String::new();
            while let Some(page) = self.page(sql, &mut after).await? {
                for row in &page {
                    for fault in faults(row)? {
                        check.add(text(row, 0)?, fault);
                    }
                }
            }
            Ok(check)
        })
    }

    pub(super) async fn rows(
        &mut self,
        sql: &'static Sql,
        args: Vec<Arg<'_>>,
    ) -> Result<Vec<Row>, StoreError> {
        self.0.conn().all(sql, args).await
    }

    pub(super) const fn engine(&mut self) -> Engine {
        self.0.conn().engine()
    }

    /// Changes rows, of a database aside.
    pub(super) async fn run(
        &mut self,
        sql: &'static Sql,
        args: Vec<Arg<'_>>,
    ) -> Result<u64, StoreError> {
        self.0.conn().run(sql, args).await
    }

    /// The rows of a statement whose one parameter is a set of texts.
    pub(super) fn rows_of<'s, 't>(
        &'s mut self,
        sql: &'static Sql,
        set: impl IntoIterator<Item = &'t str>,
    ) -> BoxFuture<'s, Result<Vec<Row>, StoreError>> {
        let mut set = set.into_iter().peekable();
        let args = set.peek().is_some().then(|| {
            let engine = self.0.conn().engine();
            vec![Arg::Set(Set::of(engine, set))]
        });
        Box::pin(async move {
            match args {
                Some(args) => self.rows(sql, args).await,
                None => Ok(Vec::new()),
            }
        })
    }
}

/// A text column. A missing one reads as empty, as the hash chain treats it.
pub(super) fn text(row: &Row, at: usize) -> Result<&str, StoreError> {
    Ok(row.text(at)?.unwrap_or_default())
}

pub(super) fn int(row: &Row, at: usize) -> Result<i64, StoreError> {
    Ok(row.int(at)?.unwrap_or_default())
}

pub(super) fn hex(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// SHA-256, in hex, over fields, each preceded by its length in bytes and a colon.
pub(super) fn hash_of(fields: &[&str]) -> String {
    let mut digest = Sha256::new();
    for field in fields {
        digest.update(format!("{}:{field}", field.len()));
    }
    hex(&digest.finalize())
}
