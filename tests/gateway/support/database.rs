//! A database of one test: a file, or a database of the private PostgreSQL. The tests read it by their own SQL, so
//! that the store's code is not involved.

use std::fmt::Write as _;

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, SqliteConnection};
use tempfile::TempDir;

use crate::postgres;

/// Jobs that are due soon. An order that awaits a deposit always has one for an hour later.
pub(crate) const NEAR_JOBS: &str =
    "SELECT COUNT(*) FROM jobs WHERE state <> 'parked' AND run_at - created_at < 60000000";

/// Refunds that were or will be sent to a provider, and whose outcome is not recorded. For refunds by hand, support
/// records the outcome.
pub(crate) const IN_FLIGHT: &str = "SELECT COUNT(*) FROM payments JOIN orders ON orders.id = payments.order_id \
     WHERE payments.in_flight > 0 AND orders.provider IN ('toss', 'kakaopay', 'naverpay')";

/// Every table that a request could write to.
pub(crate) const TABLES: [&str; 17] = [
    "customers",
    "orders",
    "payments",
    "lots",
    "spends",
    "holds",
    "quotes",
    "refunds",
    "deposits",
    "inbox",
    "entries",
    "idempotency_keys",
    "jobs",
    "events",
    "audit_log",
    "api_keys",
    "policies",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// The location of one test's rows.
#[derive(Debug)]
pub(crate) struct Database {
    pub(crate) engine: Engine,
    pub(crate) url: String,
    _folder: Option<TempDir>,
}

impl Database {
    /// A new, empty one. `None` when there is no PostgreSQL and it is not required.
    pub(crate) async fn new(engine: Engine) -> Option<Self> {
        match engine {
            Engine::Sqlite => {
                let folder = TempDir::new().unwrap();
                let url = format!("sqlite:{}", folder.path().join("gateway.db").display());
                Some(Self {
                    engine,
                    url,
                    _folder: Some(folder),
                })
            }
            Engine::Postgres => Some(Self {
                engine,
                url: postgres::fresh_url().await?,
                _folder: None,
            }),
        }
    }

    /// One that survives a power cut, which the program itself requires. A SQLite file always does.
    pub(crate) async fn durable(engine: Engine) -> Option<Self> {
        match engine {
            Engine::Sqlite => Self::new(engine).await,
            Engine::Postgres => {
                let url = postgres::fresh_url_on("-c fsync=on").await?;
                Some(Self {
                    engine,
                    url,
                    _folder: None,
                })
            }
        }
    }

    /// The rows of a query, every column of which must be text.
    pub(crate) async fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        macro_rules! texts {
            ($rows:expr) => {
                $rows
                    .iter()
                    .map(|row| {
                        (0..row.columns().len())
                            .map(|at| row.get::<Option<String>, _>(at).unwrap_or_default())
                            .collect()
                    })
                    .collect()
            };
        }
        let sql = AssertSqlSafe(sql.to_owned());
        match self.engine {
            Engine::Sqlite => {
                let mut conn = self.lite().await;
                let rows = sqlx::query(sql).fetch_all(&mut conn).await.unwrap();
                conn.close().await.unwrap();
                texts!(rows)
            }
            Engine::Postgres => {
                let mut conn = PgConnection::connect(&self.url).await.unwrap();
                let rows = sqlx::query(sql).fetch_all(&mut conn).await.unwrap();
                conn.close().await.unwrap();
                texts!(rows)
            }
        }
    }

    /// Runs a statement that changes rows. On SQLite only while no gateway has the file.
    pub(crate) async fn change(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        match self.engine {
            Engine::Sqlite => {
                let mut conn = self.lite().await;
                sqlx::query(sql).execute(&mut conn).await.unwrap();
                conn.close().await.unwrap();
            }
            Engine::Postgres => {
                let mut conn = PgConnection::connect(&self.url).await.unwrap();
                sqlx::query(sql).execute(&mut conn).await.unwrap();
                conn.close().await.unwrap();
            }
        }
    }

    async fn lite(&self) -> SqliteConnection {
        SqliteConnection::connect(&self.url).await.unwrap()
    }

    /// One number.
    pub(crate) async fn number(&self, sql: &str) -> i64 {
        self.rows(&format!("SELECT CAST(({sql}) AS TEXT)")).await[0][0]
            .parse()
            .unwrap()
    }

    /// How many rows each table has.
    pub(crate) async fn counts(&self) -> Vec<(String, i64)> {
        let mut sql = String::new();
        for table in TABLES {
            let union = if sql.is_empty() { "" } else { " UNION ALL " };
            write!(
                sql,
                "{union}SELECT '{table}', CAST(COUNT(*) AS TEXT) FROM {table}"
            )
            .unwrap();
        }
        let rows = self.rows(&sql).await;
        rows.into_iter()
            .map(|row| (row[0].clone(), row[1].parse().unwrap()))
            .collect()
    }
}
