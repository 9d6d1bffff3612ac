//! Applying the migrations, and counting those that are missing.

use sqlx::migrate::Migrate as _;
use sqlx::{Connection as _, Executor as _};

use super::{Db, postgres, taken};
use crate::store::{StoreError, migrations};

/// A migration may build an index over all of a large table, so its statements have no time limit. It does not block
/// others while it waits for a lock.
const PG_MIGRATES: &str = "SET statement_timeout = 0; SET lock_timeout = 10000";

impl Db {
    /// Applies the migrations that are not applied yet.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let migrator = migrations::migrator(self.engine());
        match self {
            Self::Postgres(pg) => {
                pg.pooler.check_migrates()?;
                let mut conn = taken(&pg.write).await?.detach();
                conn.execute(PG_MIGRATES).await?;
                migrator.run(&mut conn).await?;
                conn.close().await?;
            }
            Self::Sqlite(lite) => migrator.run(&lite.write).await?,
        }
        Ok(())
    }

    /// How many migrations are still to be applied: a server refuses to start while there are any.
    pub async fn migrations_missing(&self) -> Result<usize, StoreError> {
        let migrator = migrations::migrator(self.engine());
        let table = &migrator.table_name;
        // Uses a reader, which cannot create the missing table: a check must change nothing.
        let applied = match self {
            Self::Postgres(pg) => postgres::migrations_applied(&pg.read).await?,
            Self::Sqlite(lite) => {
                let mut conn = taken(&lite.read).await?;
                let there: bool = sqlx::query_scalar(
                    "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = $1)",
                )
                .bind(&**table)
                .fetch_one(&mut *conn)
                .await?;
                if there {
                    let applied = conn.list_applied_migrations(table).await?;
                    applied.iter().map(|done| done.version).collect()
                } else {
                    Vec::new()
                }
            }
        };
        Ok(migrator
            .iter()
            .filter(|known| !applied.contains(&known.version))
            .count())
    }
}
