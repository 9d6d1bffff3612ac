//! The open pools of either engine.

use std::{fs::File, os::unix::fs::MetadataExt as _, path::PathBuf, sync::Arc, time::Duration};

use sqlx::{PgPool, Postgres, Sqlite, SqlitePool};

use super::{
    link::{Damage, Link},
    pooler::Pooler,
    taken,
};
use crate::{sealing::Keyring, store::StoreError};

/// An open PostgreSQL. Sessions of the pool that reads are not set read-only. Behind a pooler a setting of one
/// session may stay with the server's connection, which a writer may get next.
#[derive(Debug, Clone)]
pub struct PostgresPools {
    pub(super) write: PgPool,
    pub(super) read: PgPool,
    pub(super) damage: Damage,
    pub(super) pooler: Pooler,
    /// How a transaction begins, where a pooler gives each transaction another connection of the server.
    pub(super) begin: Option<&'static str>,
    /// How long a statement may take as we see it.
    pub(super) deadline: Duration,
    pub(super) keys: Keyring,
}

impl PostgresPools {
    /// A connection of one of the two pools.
    pub(super) async fn link(&self, pool: &PgPool) -> Result<Link<Postgres>, StoreError> {
        let (damage, keys) = (self.damage.clone(), self.keys.clone());
        Ok(Link::pg(
            taken(pool).await?,
            damage,
            keys,
            self.begin,
            self.deadline,
        ))
    }
}

/// An open SQLite file: one connection that writes, some that read.
#[derive(Debug, Clone)]
pub struct SqlitePools {
    pub(super) write: SqlitePool,
    pub(super) read: SqlitePool,
    pub(super) damage: Damage,
    pub(super) path: PathBuf,
    /// Held while open, so that no second process writes. None when opened for reading or beside a gateway.
    pub(super) lock: Option<Arc<File>>,
    pub(super) keys: Keyring,
}

impl SqlitePools {
    /// A connection of one of the two pools.
    pub(super) async fn link(&self, pool: &SqlitePool) -> Result<Link<Sqlite>, StoreError> {
        let (damage, keys) = (self.damage.clone(), self.keys.clone());
        Ok(Link::lite(taken(pool).await?, damage, keys))
    }

    /// Whether the file may be written: it is sound as far as is known, and its name still refers to it. Writes to a
    /// file that was removed or replaced are lost when this process ends.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        self.damage.check()?;
        let Some(lock) = &self.lock else {
            return Ok(());
        };
        let same = lock.metadata().and_then(|open| {
            let named = std::fs::metadata(&self.path)?;
            Ok((open.dev(), open.ino()) == (named.dev(), named.ino()))
        });
        if same.is_ok_and(|same| same) {
            Ok(())
        } else {
            Err(StoreError::Unfit(format!(
                "database file {} was removed or replaced while it was open: put it back, or stop this gateway",
                self.path.display()
            )))
        }
    }
}

/// How long a caller waits for a connection: longer than any healthy batch, shorter than a client's patience.
pub(super) const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);
