//! A database of one test: a file, or a database of the private PostgreSQL. The tests read it by their own SQL, so
//! that the store's code is not involved.

use std::path::Path;

use credit_gateway::{
    sealing::{Keyring, key_text},
    store::Db,
};
use secrecy::SecretString;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, SqliteConnection};
use tempfile::TempDir;

use crate::postgres::{self, DURABLE};

/// Jobs that are due soon. An order that awaits a deposit always has one for an hour later.
pub const NEAR_JOBS: &str =
    "SELECT COUNT(*) FROM jobs WHERE state <> 'parked' AND run_at - created_at < 60000000";

/// Refunds that were or will be sent to a provider, and whose outcome is not recorded. For refunds by hand, support
/// records the outcome.
pub const IN_FLIGHT: &str = "SELECT COUNT(*) FROM payments JOIN orders ON orders.id = payments.order_id \
     WHERE payments.in_flight > 0 AND orders.provider IN ('toss', 'kakaopay', 'naverpay', 'portone')";

/// Tables of the store itself, which a gateway also writes to while nobody asks for anything.
const OF_THE_STORE: [&str; 9] = [
    "_sqlx_migrations",
    "chains",
    "journal",
    "write_probes",
    // Events on their way out.
    "event_chains",
    "event_feed",
    "event_heads",
    "webhook_deliveries",
    "webhook_progress",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// The location of one test's rows.
#[derive(Debug)]
pub struct Database {
    pub engine: Engine,
    pub url: String,
    folder: Option<TempDir>,
}

impl Database {
    /// A new, empty one. `None` when there is no PostgreSQL and it is not required.
    pub async fn new(engine: Engine) -> Option<Self> {
        match engine {
            Engine::Sqlite => {
                let folder = TempDir::new().unwrap();
                let url = format!("sqlite:{}", folder.path().join("gateway.db").display());
                Some(Self {
                    engine,
                    url,
                    folder: Some(folder),
                })
            }
            Engine::Postgres => Some(Self {
                engine,
                url: postgres::fresh_url().await?,
                folder: None,
            }),
        }
    }

    /// One that survives a power cut, which the program itself requires. A SQLite file always does.
    pub async fn durable(engine: Engine) -> Option<Self> {
        match engine {
            Engine::Sqlite => Self::new(engine).await,
            Engine::Postgres => {
                let url = postgres::fresh_url_on(DURABLE).await?;
                Some(Self {
                    engine,
                    url,
                    folder: None,
                })
            }
        }
    }

    /// One of a server that the test itself looks after.
    pub const fn at(url: String) -> Self {
        Self {
            engine: Engine::Postgres,
            url,
            folder: None,
        }
    }

    /// The folder of a SQLite file.
    pub fn folder(&self) -> &Path {
        self.folder.as_ref().expect("SQLite").path()
    }

    /// The rows of a query, every column of which must be text.
    pub async fn rows(&self, sql: &str) -> Vec<Vec<String>> {
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
    pub async fn change(&self, sql: &str) {
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
    pub async fn number(&self, sql: &str) -> i64 {
        self.rows(&format!("SELECT CAST(({sql}) AS TEXT)")).await[0][0]
            .parse()
            .unwrap()
    }

    /// How many rows each table has that a request could write to.
    pub async fn counts(&self) -> Vec<(String, i64)> {
        let names = match self.engine {
            Engine::Sqlite => {
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
            }
            Engine::Postgres => {
                "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name"
            }
        };
        let tables = self.rows(names).await.into_iter().flatten();
        let count =
            |table: String| format!("SELECT '{table}', CAST(COUNT(*) AS TEXT) FROM {table}");
        let counts = tables.filter(|table| !OF_THE_STORE.contains(&table.as_str()));
        let sql = counts.map(count).collect::<Vec<_>>().join(" UNION ALL ");
        let rows = self.rows(&sql).await;
        rows.into_iter()
            .map(|row| (row[0].clone(), row[1].parse().unwrap()))
            .collect()
    }
}

/// A database with every table in it and no row, and a handle.
#[derive(Debug)]
pub struct TestDatabase {
    pub db: Db,
    pub database: Database,
}

/// The key of the tests for the accounts that refunds go to.
pub fn account_keys() -> Vec<SecretString> {
    vec![key_text([7; 32]).into()]
}

/// One of each engine; of SQLite alone where PostgreSQL is not installed.
pub async fn databases() -> Vec<TestDatabase> {
    let mut databases = Vec::new();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        if let Some(database) = Database::new(engine).await {
            let db = match engine {
                Engine::Sqlite => Db::open(&database.url).await.unwrap(),
                Engine::Postgres => postgres::open(&database.url).await,
            };
            db.migrate().await.unwrap();
            let db = db.with_keys(Keyring::of(&account_keys()).unwrap());
            databases.push(TestDatabase { db, database });
        }
    }
    databases
}
