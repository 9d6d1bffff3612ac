//! The data needed before a measurement: customers, and orders that await a deposit. One statement writes them, the
//! same text on both engines; credits are granted through the gateway.

mod chains;
mod grown;
mod month_end;
mod orders;

use std::str::FromStr as _;

use sqlx::{AssertSqlSafe, PgPool, SqlitePool, sqlite::SqliteConnectOptions};

pub(crate) use self::{grown::history, month_end::Lapsing, orders::Orders};
use crate::requests;

/// Customers of the spread load.
pub(crate) const CUSTOMERS: u64 = 10_000;
/// The one customer of the hot load.
pub(crate) const HOT: &str = "bench-hot";
/// The feed's name for the account.
pub(crate) const ACCOUNT: &str = "main";
/// Price of every order, in won: `direct-1000` of the sample catalogue.
pub(crate) const PRICE: i64 = 10_000;
/// The first number of order ids, so that all have the same number of digits.
pub(crate) const FIRST: u64 = 1_000_000_000;

/// Each names a place in the journal, like an order that a gateway opened: without one it would be written like a new
/// row. The auditor reports the missing element at that place; the bench ignores that.
///
/// `ord_`, the first digits of a present-day UUIDv7, and the number. Consecutive orders belong to different buyers
/// (7919 is a prime), as in production.
const MAKE_ORDERS: &str = "
    WITH RECURSIVE numbers(n) AS (
        SELECT CAST($1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < $2
    )
    INSERT INTO orders (id, customer_id, product, title, quantity, amount, tax_free, credits, kind,
        validity, policy, policy_hash, provider, method, depositor, depositor_key, return_url, session, state,
        opened_at, expires_at, journal_place)
    SELECT 'ord_01m0000000000000' || CAST(n AS TEXT), 'buyer-' || CAST(1000000 + n * 7919 % $6 AS TEXT),
        'direct-1000', '1,000 credits', 1, 10000, 0, 1000, 'purchased', '{\"days\":365}', '2025-07-17', COALESCE((SELECT hash FROM policies WHERE version = '2025-07-17'), ''),
        'bank', 'bank_transfer', '홍길동' || CAST(n AS TEXT), 'main|홍길동' || CAST(n AS TEXT),
        'http://127.0.0.1/bought', $5, 'awaiting_deposit', $3, $4, n
    FROM numbers";

/// The session of an order that waits for a transfer.
const SESSION: &str = r#"{"payment_key":null,"redirect_url":null,"deposit":{"bank":"004","account_number":"123-456-789012","holder":"주식회사 크레딧","due_at":"2040-01-02T03:04:05.678901Z"},"webhook_secret":null,"expires_at":"2040-01-02T03:04:05.678901Z"}"#;

/// Customers with a history are there already.
const MAKE_CUSTOMERS: &str = "
    WITH RECURSIVE numbers(n) AS (
        SELECT CAST(0 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < $1
    )
    INSERT INTO customers (id, state, debt, seq, head, opened_at)
    SELECT $3 || CAST($4 + n AS TEXT), 'open', 0, 0, '', $2 FROM numbers WHERE true
    ON CONFLICT DO NOTHING";

const MAKE_LOTS: &str = "
    INSERT INTO lots (id, customer_id, kind, reason, policy, policy_hash, granted, remaining, held, spent, refunded,
        expired, revoked, debt_paid, bonus_gone, acquired_at, expires_at)
    SELECT 'lot_01m1000000000000' || (1000000000 + n), 'bench-' || (10000 + n), 'promotional',
        'throughput', '2025-07-17', COALESCE((SELECT hash FROM policies WHERE version = '2025-07-17'), ''), 100000000, 100000000, 0, 0, 0, 0, 0, 0, 0, $2, $2 + 2592000000000
    FROM generate_series(0, $1 - 1) AS n";

/// Each step by a key: a join in the planner's own order would read every deposit for every order.
const MINTED: &str = "
    SELECT COUNT(*) FROM deposits WHERE state = 'matched' AND EXISTS (
        SELECT 1 FROM orders WHERE id = deposits.order_id AND state || '' = 'completed' AND EXISTS (
            SELECT 1 FROM payments WHERE id = orders.payment_id AND EXISTS (
                SELECT 1 FROM lots WHERE payment_id = payments.id)))";

pub(crate) fn customer(number: u64) -> String {
    format!("bench-{}", 10_000 + number)
}

pub(crate) fn depositor(order: u64) -> String {
    format!("홍길동{order}")
}

/// The page cache of the SQLite connection that seeds, in KiB: the inner pages of all indexes of ten million lots fit.
const SEEDING_CACHE: &str = "-262144";

/// The database, used beside the gateway.
pub(crate) enum Database {
    Postgres(PgPool),
    Sqlite(SqlitePool),
}

/// A value of a statement.
#[derive(Debug, Clone, Copy)]
enum Value<'v> {
    Int(i64),
    Text(&'v str),
}

impl Database {
    pub(crate) async fn open(url: &str) -> anyhow::Result<Self> {
        Ok(if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url)?;
            Self::Sqlite(
                SqlitePool::connect_with(options.pragma("cache_size", SEEDING_CACHE)).await?,
            )
        } else {
            Self::Postgres(PgPool::connect(url).await?)
        })
    }

    /// Runs a statement and returns the number of its rows. `{rows}` in the text is the elements of the JSON array `$1`,
    /// as column `value` of `e`.
    async fn run(&self, sql: &str, values: &[Value<'_>]) -> anyhow::Result<u64> {
        macro_rules! run {
            ($pool:expr, $rows:expr) => {{
                let mut query = sqlx::query(AssertSqlSafe(sql.replace("{rows}", $rows)));
                for value in values {
                    query = match *value {
                        Value::Int(number) => query.bind(number),
                        Value::Text(text) => query.bind(text.to_owned()),
                    };
                }
                query.execute($pool).await?.rows_affected()
            }};
        }
        Ok(match self {
            Self::Postgres(pool) => {
                run!(pool, "json_array_elements(CAST($1 AS json)) AS e(value)")
            }
            Self::Sqlite(pool) => run!(pool, "json_each($1) AS e"),
        })
    }

    /// Makes the customers and these orders.
    pub(crate) async fn seed(&self, orders: &Orders) -> anyhow::Result<()> {
        let at = requests::now().timestamp_micros();
        let later = at + 48 * 3600 * 1_000_000;
        let range = orders.range();
        let (start, end) = (i64::try_from(range.start)?, i64::try_from(range.end)?);
        let (spenders, buyers) = (i64::try_from(CUSTOMERS)?, i64::try_from(orders.buyers())?);
        // Each with the same number of digits, so that all ids have one length.
        for (name, first, count) in [("bench-", 10_000, spenders), ("buyer-", 1_000_000, buyers)] {
            let values = [
                Value::Int(count),
                Value::Int(at),
                Value::Text(name),
                Value::Int(first),
            ];
            self.run(MAKE_CUSTOMERS, &values).await?;
        }
        let values = [
            Value::Int(start),
            Value::Int(end),
            Value::Int(at),
            Value::Int(later),
            Value::Text(SESSION),
            Value::Int(buyers),
        ];
        self.run(MAKE_ORDERS, &values).await?;
        self.analyze().await
    }

    /// Autovacuum would do this within a minute: plans made without statistics make a measurement useless.
    async fn analyze(&self) -> anyhow::Result<()> {
        if let Self::Postgres(_) = self {
            self.run("VACUUM ANALYZE", &[]).await?;
        }
        Ok(())
    }

    /// Gives every customer a lot without any ledger entry: for `pgbench`, which keeps no ledger.
    pub(crate) async fn grant_directly(&self) -> anyhow::Result<()> {
        let at = requests::now().timestamp_micros();
        let values = [Value::Int(i64::try_from(CUSTOMERS)?), Value::Int(at)];
        if let Self::Postgres(_) = self {
            self.run(MAKE_LOTS, &values).await?;
        }
        self.analyze().await
    }

    /// Makes each measurement start with the same distance to its next checkpoint.
    pub(crate) async fn checkpoint(&self) -> anyhow::Result<()> {
        if let Self::Postgres(_) = self {
            self.run("CHECKPOINT", &[]).await?;
        }
        Ok(())
    }

    /// Orders that are paid, with payment, lot and deposit.
    pub(crate) async fn minted(&self) -> anyhow::Result<u64> {
        let count: i64 = match self {
            Self::Postgres(pool) => sqlx::query_scalar(MINTED).fetch_one(pool).await?,
            Self::Sqlite(pool) => sqlx::query_scalar(MINTED).fetch_one(pool).await?,
        };
        Ok(u64::try_from(count)?)
    }

    /// The version of the server, for people.
    pub(crate) async fn version(&self) -> anyhow::Result<String> {
        Ok(match self {
            Self::Postgres(pool) => {
                let version: String = sqlx::query_scalar("SHOW server_version")
                    .fetch_one(pool)
                    .await?;
                format!("PostgreSQL {version}")
            }
            Self::Sqlite(pool) => {
                let version: String = sqlx::query_scalar("SELECT sqlite_version()")
                    .fetch_one(pool)
                    .await?;
                format!("SQLite {version}")
            }
        })
    }

    pub(crate) async fn close(self) {
        match self {
            Self::Postgres(pool) => pool.close().await,
            Self::Sqlite(pool) => pool.close().await,
        }
    }
}
