//! How a PostgreSQL is opened: the settings of its sessions, and the conditions for refusal.

use std::time::Duration;

use sqlx::{
    Executor as _, PgPool, Row as _,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use super::{Pooler, link::in_time, patience::Patience, pools::ACQUIRE_TIMEOUT};
use crate::store::StoreError;

/// Limits of every PostgreSQL session, in milliseconds. A statement of ours takes some. A lock is waited for no
/// longer than a few batches of another gateway take. A transaction of a stalled process must release its locks.
///
/// Every statement of a batch finds its rows one by one, by an index. A plan is kept for as long as its session. A
/// plan made while a table was empty would go on reading or joining the whole of it. Measured, that halves the rate
/// of mints within seconds.
///
/// The server sends keepalives: it releases the locks of a gateway that went silent.
const PG_SESSION: &str = "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3; \
    SET statement_timeout = 10000; SET lock_timeout = 1000; \
    SET idle_in_transaction_session_timeout = 10000; SET jit = off; \
    SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off";
const PG_READ_ONLY: &str = "SET default_transaction_read_only = on; \
    SET enable_seqscan = on; SET enable_hashjoin = on; SET enable_mergejoin = on";
/// Ends any transaction that the previous borrower left open. A BEGIN first keeps the server from warning in the
/// usual case, in which there is none to roll back.
const PG_CLEAN: &str = "BEGIN; ROLLBACK";
/// A server answers that in a millisecond. Three silent connections are skipped within [`ACQUIRE_TIMEOUT`].
const PG_CLEAN_DEADLINE: Duration = Duration::from_millis(750);

pub(super) async fn open_pg(
    connect: PgConnectOptions,
    connections: u32,
    pooler: Pooler,
) -> Result<PgPool, StoreError> {
    let pool = match pooler {
        Pooler::Session => pg_pool(connections).after_connect(|conn, _| {
            Box::pin(async move { conn.execute(PG_SESSION).await.map(drop) })
        }),
        Pooler::Transaction => pg_pool(connections),
    };
    Ok(pool.connect_with(connect).await?)
}

/// The same, where the server itself refuses every change. Audits and exports read whole tables.
pub(super) async fn open_pg_read_only(
    connect: PgConnectOptions,
    connections: u32,
    pooler: Pooler,
    patience: Patience,
) -> Result<PgPool, StoreError> {
    let pool = match pooler {
        Pooler::Session => pg_pool(connections).after_connect(move |conn, _| {
            Box::pin(async move {
                conn.execute(PG_SESSION).await?;
                conn.execute(PG_READ_ONLY).await?;
                match patience.session() {
                    Some(settings) => conn.execute(settings).await.map(drop),
                    None => Ok(()),
                }
            })
        }),
        Pooler::Transaction => pg_pool(connections),
    };
    Ok(pool.connect_with(connect).await?)
}

fn pg_pool(connections: u32) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        // The statement below asks the server anyway. A connection that does not answer is closed, and the next is
        // tried.
        .test_before_acquire(false)
        .before_acquire(|conn, _| {
            Box::pin(async move {
                let clean = in_time(Some(PG_CLEAN_DEADLINE), conn.execute(PG_CLEAN));
                Ok(clean.await.is_ok())
            })
        })
}

pub(super) async fn check_durable(pool: &PgPool) -> Result<(), StoreError> {
    match careless(pool).await?.first() {
        None => Ok(()),
        Some(setting) => Err(StoreError::Unfit(format!(
            "PostgreSQL has {setting} = off: a power cut would lose money"
        ))),
    }
}

/// The settings of a server that make it acknowledge a commit before it is safe.
pub(super) async fn careless(pool: &PgPool) -> Result<Vec<&'static str>, StoreError> {
    let mut off = Vec::new();
    for (setting, shown) in [
        ("fsync", "SHOW fsync"),
        ("synchronous_commit", "SHOW synchronous_commit"),
        ("full_page_writes", "SHOW full_page_writes"),
    ] {
        // Plain statements need no prepared state on the server's connection.
        let value: String = sqlx::raw_sql(shown).fetch_one(pool).await?.try_get(0)?;
        if value == "off" {
            off.push(setting);
        }
    }
    Ok(off)
}

/// Versions of the migrations that a server's database has. Uses a reader, which cannot create the missing table.
pub(super) async fn migrations_applied(pool: &PgPool) -> Result<Vec<i64>, StoreError> {
    let there = sqlx::raw_sql("SELECT to_regclass('_sqlx_migrations') IS NOT NULL");
    if !there.fetch_one(pool).await?.try_get::<bool, _>(0)? {
        return Ok(Vec::new());
    }
    let applied = sqlx::raw_sql("SELECT version FROM _sqlx_migrations");
    let rows = applied.fetch_all(pool).await?;
    let versions = rows.iter().map(|row| row.try_get(0));
    Ok(versions.collect::<Result<_, _>>()?)
}
