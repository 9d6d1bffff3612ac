//! The connection layer between a gateway and PostgreSQL. A pooler in transaction mode gives each transaction any
//! free connection of the server. So nothing may be left on a connection for the next user: no setting of a session,
//! no prepared statement. The driver ends the messages of one statement twice (once after it is parsed, once after it
//! ran); they must belong to one transaction.

use clap::ValueEnum;
use sqlx::{ConnectOptions as _, PgConnection, Postgres, Row as _, postgres::PgConnectOptions};

use super::{
    commit_failed,
    link::{Link, PG_DEADLINE, in_time},
};
use crate::store::StoreError;

/// The owner of the server's connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Pooler {
    /// One of the server's belongs to each of ours as long as it lives: there is no pooler, or one in session mode.
    #[default]
    Session,
    /// Each transaction has any: `PgBouncer` with `pool_mode = transaction`, and what works like it.
    Transaction,
}

/// Where a database is, and whether a pooler is in front of it.
#[derive(Debug, Clone, Copy)]
pub struct Address<'a> {
    /// `postgres://…` or `sqlite:<path>`.
    pub url: &'a str,
    pub pooler: Pooler,
}

impl<'a> From<&'a str> for Address<'a> {
    fn from(url: &'a str) -> Self {
        Self {
            url,
            pooler: Pooler::Session,
        }
    }
}

impl<'a> From<&'a String> for Address<'a> {
    fn from(url: &'a String) -> Self {
        url.as_str().into()
    }
}

/// The limits and plans of `PG_SESSION`, for one transaction: they end with it. The pooler sends the keepalives.
const BEGIN: &str = "BEGIN; SET LOCAL statement_timeout = 10000; SET LOCAL lock_timeout = 1000; \
    SET LOCAL idle_in_transaction_session_timeout = 10000; SET LOCAL jit = off; \
    SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off";
/// One instant for every statement, and nothing is written.
pub(super) const BEGIN_SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
/// The same with the limits and plans of [`BEGIN`].
pub(super) const BEGIN_SNAPSHOT_POOLED: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \
    SET LOCAL statement_timeout = 10000; SET LOCAL lock_timeout = 1000; \
    SET LOCAL idle_in_transaction_session_timeout = 10000; SET LOCAL jit = off; \
    SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off";
/// The same for a caller that only reads, and may read whole tables.
const BEGIN_READ_ONLY: &str =
    "BEGIN READ ONLY; SET LOCAL statement_timeout = 10000; SET LOCAL jit = off";

/// Connections that are compared to find out whether each has a server connection for itself, and how often. A pooler
/// in transaction mode gives out the one that was free last. Two that ask in turn get the same at once. With others
/// in between they do not get the same each time.
const COMPARED: usize = 2;
const ROUNDS: usize = 5;

const SETTING: &str = "CREDIT_GATEWAY_DATABASE_POOLER=transaction";

impl Pooler {
    /// How a transaction begins; none when a plain `BEGIN` does, and single statements need none.
    pub(super) const fn begin(self) -> Option<&'static str> {
        match self {
            Self::Session => None,
            Self::Transaction => Some(BEGIN),
        }
    }

    pub(super) const fn begin_read_only(self) -> Option<&'static str> {
        match self {
            Self::Session => None,
            Self::Transaction => Some(BEGIN_READ_ONLY),
        }
    }

    /// How to connect. No float is ever read, and some poolers refuse the setting for how floats are printed.
    pub(super) fn options(self, connect: PgConnectOptions) -> PgConnectOptions {
        let connect = connect
            .application_name("credit-gateway")
            .extra_float_digits(None)
            .disable_statement_logging();
        match self {
            Self::Session => connect,
            Self::Transaction => connect.statement_cache_capacity(0),
        }
    }

    /// Refuses a pooler in transaction mode that the settings do not name. Settings of a session would reach others,
    /// and prepared statements would be missing or somebody else's. Nothing is set before this is known.
    pub(super) async fn check(self, connect: &PgConnectOptions) -> Result<(), StoreError> {
        if self == Self::Transaction {
            return Ok(());
        }
        let mut compared: Vec<PgConnection> = Vec::new();
        for _ in 0..COMPARED {
            compared.push(connect.connect().await?);
        }
        let mut first = Vec::new();
        for round in 0..ROUNDS {
            for (at, conn) in compared.iter_mut().enumerate() {
                let server = server_of(conn).await?;
                let own = if round == 0 {
                    !first.contains(&server)
                } else {
                    first[at] == server
                };
                if !own {
                    return Err(StoreError::Unfit(format!(
                        "the database is behind a pooler in transaction mode: say so with {SETTING}, or let the pooler work in session mode"
                    )));
                }
                if round == 0 {
                    first.push(server);
                }
            }
        }
        for conn in compared {
            sqlx::Connection::close(conn).await?;
        }
        Ok(())
    }

    /// Migrations take a lock that belongs to a session.
    pub(super) fn check_migrates(self) -> Result<(), StoreError> {
        match self {
            Self::Session => Ok(()),
            Self::Transaction => Err(StoreError::Unfit(format!(
                "migrations are not applied through a pooler in transaction mode: run `credit-gateway migrate` once without {SETTING}, \
                 with DATABASE_URL naming the server itself or a pooler in session mode"
            ))),
        }
    }
}

/// The server's process that answers, queried without a prepared statement.
async fn server_of(conn: &mut PgConnection) -> Result<i32, sqlx::Error> {
    let asked = sqlx::raw_sql("SELECT pg_backend_pid()").fetch_one(conn);
    in_time(Some(PG_DEADLINE), asked).await?.try_get(0)
}

impl Link<Postgres> {
    /// Begins a transaction around a single statement, where it needs one and has none. Returns whether it did.
    pub(crate) async fn begin_alone(&mut self) -> Result<bool, StoreError> {
        match self.pooled().filter(|_| !self.is_in_transaction()) {
            None => Ok(false),
            Some(begin) => self.begin(begin).await.map(|()| true),
        }
    }

    /// Ends the transaction that [`Link::begin_alone`] began, by the statement's result.
    pub(crate) async fn end_alone<T>(
        &mut self,
        alone: bool,
        done: Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if !alone {
            return done;
        }
        match done {
            Ok(done) => self.commit().await.map(|()| done).map_err(commit_failed),
            Err(error) => {
                // A connection that cannot be rolled back is closed when it is dropped.
                let _closed = self.rollback().await;
                Err(error)
            }
        }
    }
}
