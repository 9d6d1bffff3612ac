//! Which database an open one really is, whatever address it was opened by, and whether a gateway works on it. A drill of
//! a restore asks both before it changes anything.

use std::os::unix::fs::MetadataExt as _;

use sqlx::{PgPool, Row as _};

use super::{Address, Db, Options};
use crate::store::{StoreError, engine::Row, sql::Sql};

/// A server has one start, whatever names and poolers lead to it. A copy of its files runs on a server of its own.
const SERVER: &str = "SELECT CAST(EXTRACT(EPOCH FROM pg_postmaster_start_time()) AS TEXT), \
     CAST(current_database() AS TEXT)";
/// Every process of ours names itself so.
const SESSIONS: &str = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() \
     AND application_name = 'credit-gateway' AND pid <> pg_backend_pid()";

/// The last block of each chain is found by its id (`store::journal`).
static NEWEST: Sql = Sql::new(
    "SELECT MAX(made_at) FROM journal WHERE id IN (SELECT id * 8796093022208 + (blocks - 1) * 128 FROM chains \
     WHERE blocks > 0)",
);

/// Two databases are one when their places are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The start of the server, and the database's name on it.
    Server { started: String, name: String },
    /// Device and number of the file.
    File { device: u64, inode: u64 },
}

impl Db {
    /// Opens a copy that nobody's money depends on: its server need not wait for its disk.
    pub async fn open_copy(address: impl Into<Address<'_>>) -> Result<Self, StoreError> {
        let options = Options {
            durable: false,
            ..Options::default()
        };
        Self::open_with(address, options).await
    }

    /// Which database this is.
    ///
    /// # Errors
    /// A server that does not answer, or a file that is gone.
    pub async fn place(&self) -> Result<Place, StoreError> {
        match self {
            Self::Postgres(pg) => {
                let row = sqlx::raw_sql(SERVER).fetch_one(&pg.read).await?;
                Ok(Place::Server {
                    started: row.try_get(0)?,
                    name: row.try_get(1)?,
                })
            }
            Self::Sqlite(lite) => {
                let gone = |error| StoreError::Unfit(format!("{}: {error}", lite.path.display()));
                let file = std::fs::metadata(&lite.path).map_err(gone)?;
                Ok(Place::File {
                    device: file.dev(),
                    inode: file.ino(),
                })
            }
        }
    }

    /// How many sessions of other processes of ours a server's database has; none for a file, which is opened by one.
    pub async fn sessions_of_gateways(&self) -> Result<i64, StoreError> {
        match self {
            Self::Postgres(pg) => sessions(&pg.read).await,
            Self::Sqlite(_) => Ok(0),
        }
    }

    /// When the newest block of the journal was written, in microseconds; `None` where nothing was.
    pub async fn written_until(&self) -> Result<Option<i64>, StoreError> {
        let rows = self.rows(&NEWEST, Vec::new()).await?;
        Ok(rows
            .first()
            .map(|row: &Row| row.int(0))
            .transpose()?
            .flatten())
    }
}

async fn sessions(pool: &PgPool) -> Result<i64, StoreError> {
    Ok(sqlx::raw_sql(SESSIONS).fetch_one(pool).await?.try_get(0)?)
}
