//! How each engine is opened: the settings, and the conditions for refusal.

use std::{path::PathBuf, str::FromStr as _, sync::Arc};

use sqlx::postgres::PgConnectOptions;

use super::{
    Db, Options, PG_WRITERS,
    link::{Damage, PG_DEADLINE},
    patience::Patience,
    pooler::{Address, Pooler},
    pools::{PostgresPools, SqlitePools},
    postgres::{check_durable, open_pg, open_pg_read_only},
    sqlite::{
        LITE_READERS, LITE_WRITER_CACHE, check_one_name, check_sqlite_version, create_private,
        lite_options, lite_pool, lite_reading, lock,
    },
};
use crate::{sealing::Keyring, store::StoreError};

pub(super) enum Location {
    Postgres(Box<PgConnectOptions>),
    Sqlite(PathBuf),
}

pub(super) fn place(url: &str, pooler: Pooler) -> Result<Location, StoreError> {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        if names_several(url) {
            return Err(StoreError::Unfit(
                "the database's URL names one server: for several, name a pooler or an address that moves with the primary"
                    .to_owned(),
            ));
        }
        // The parse error may repeat the URL, which may hold a password.
        let unreadable = |_| StoreError::Unfit("the database's URL cannot be read".to_owned());
        let connect = PgConnectOptions::from_str(url).map_err(unreadable)?;
        return Ok(Location::Postgres(Box::new(pooler.options(connect))));
    }
    let path = url
        .strip_prefix("sqlite://")
        .or_else(|| url.strip_prefix("sqlite:"));
    match path.map(|path| path.split_once('?').map_or(path, |(path, _)| path)) {
        Some("" | ":memory:") => Err(StoreError::Unfit(
            "a database in memory forgets money: name a file".to_owned(),
        )),
        Some(path) => Ok(Location::Sqlite(PathBuf::from(path))),
        None => Err(StoreError::Unfit(
            "a database is named by postgres://… or sqlite:<path>".to_owned(),
        )),
    }
}

/// Whether a URL has what clients of `libpq` know for several servers. The driver would take the hosts for one name, and
/// ignore which of them is wanted, so that a standby could be taken for the primary.
fn names_several(url: &str) -> bool {
    let (_, rest) = url.split_once("://").unwrap_or_default();
    let (address, asked) = rest.split_once('?').unwrap_or((rest, ""));
    let hosts = address.split('/').next().unwrap_or_default();
    let hosts = hosts.rsplit('@').next().unwrap_or_default();
    let mut asked = asked.split('&').filter_map(|pair| pair.split_once('='));
    hosts.contains(',')
        || asked.any(|(name, value)| {
            name == "target_session_attrs" || (name == "host" && value.contains(','))
        })
}

/// Host and port of a server that is reached over the network.
pub(super) fn host(place: &Location) -> Option<(String, u16)> {
    let Location::Postgres(connect) = place else {
        return None;
    };
    let local = connect.get_socket().is_some() || connect.get_host().starts_with('/');
    (!local).then(|| (connect.get_host().to_owned(), connect.get_port()))
}

#[cfg(test)]
#[path = "open_tests.rs"]
mod tests;

impl Db {
    /// Opens `postgres://…` or `sqlite:<path>` for reading and writing. Does not migrate.
    pub async fn open(address: impl Into<Address<'_>>) -> Result<Self, StoreError> {
        Self::open_with(address, Options::default()).await
    }

    pub async fn open_with(
        address: impl Into<Address<'_>>,
        options: Options,
    ) -> Result<Self, StoreError> {
        let Address { url, pooler } = address.into();
        match place(url, pooler)? {
            Location::Postgres(connect) => {
                pooler.check(&connect).await?;
                let write = open_pg(*connect.clone(), PG_WRITERS, pooler).await?;
                if options.durable {
                    check_durable(&write).await?;
                }
                let readers = options.connections_max.saturating_sub(PG_WRITERS).max(1);
                let read = open_pg(*connect, readers, pooler).await?;
                Ok(Self::Postgres(PostgresPools {
                    write,
                    read,
                    damage: Damage::default(),
                    keys: Keyring::default(),
                    pooler,
                    begin: pooler.begin(),
                    deadline: PG_DEADLINE,
                }))
            }
            Location::Sqlite(path) => {
                if let Some(folder) = path
                    .parent()
                    .filter(|folder| !folder.as_os_str().is_empty())
                {
                    std::fs::create_dir_all(folder).map_err(|error| {
                        StoreError::Unfit(format!("folder {}: {error}", folder.display()))
                    })?;
                }
                create_private(&path)?;
                let lock = lock(&path)?;
                check_one_name(&path)?;
                let base = lite_options(&path);
                let writing = base.clone().pragma("cache_size", LITE_WRITER_CACHE);
                let write = lite_pool(writing.optimize_on_close(true, None), 1).await?;
                check_sqlite_version(&write).await?;
                let read = lite_pool(base.pragma("query_only", "ON"), LITE_READERS).await?;
                Ok(Self::Sqlite(SqlitePools {
                    write,
                    read,
                    damage: Damage::default(),
                    keys: Keyring::default(),
                    path,
                    lock: Some(Arc::new(lock)),
                }))
            }
        }
    }

    /// Opens for one short write beside a running gateway: for `key` and `sync`. SQLite's own locking orders the two
    /// writers; our own lock only keeps a second gateway away.
    pub async fn open_beside(address: impl Into<Address<'_>>) -> Result<Self, StoreError> {
        let Address { url, pooler } = address.into();
        match place(url, pooler)? {
            Location::Postgres(connect) => {
                pooler.check(&connect).await?;
                let write = open_pg(*connect, PG_WRITERS, pooler).await?;
                check_durable(&write).await?;
                Ok(Self::Postgres(PostgresPools {
                    read: write.clone(),
                    write,
                    damage: Damage::default(),
                    keys: Keyring::default(),
                    pooler,
                    begin: pooler.begin(),
                    deadline: PG_DEADLINE,
                }))
            }
            Location::Sqlite(path) => {
                check_one_name(&path)?;
                let write = lite_pool(lite_options(&path), 1).await?;
                check_sqlite_version(&write).await?;
                Ok(Self::Sqlite(SqlitePools {
                    read: write.clone(),
                    write,
                    damage: Damage::default(),
                    keys: Keyring::default(),
                    path,
                    lock: None,
                }))
            }
        }
    }

    /// Opens for reading only, beside a process that writes: for `audit`.
    pub async fn open_read_only(address: impl Into<Address<'_>>) -> Result<Self, StoreError> {
        Self::open_reading(address.into(), Patience::Served).await
    }

    /// The same where nobody waits for an answer, so that one statement may take minutes: for `export`.
    pub async fn open_patient(address: impl Into<Address<'_>>) -> Result<Self, StoreError> {
        Self::open_reading(address.into(), Patience::Offline).await
    }

    async fn open_reading(
        Address { url, pooler }: Address<'_>,
        patience: Patience,
    ) -> Result<Self, StoreError> {
        match place(url, pooler)? {
            Location::Postgres(connect) => {
                pooler.check(&connect).await?;
                let readers = Options::default().connections_max;
                let read = open_pg_read_only(*connect, readers, pooler, patience).await?;
                Ok(Self::Postgres(PostgresPools {
                    write: read.clone(),
                    read,
                    damage: Damage::default(),
                    keys: Keyring::default(),
                    pooler,
                    begin: patience.begin(pooler),
                    deadline: patience.deadline(),
                }))
            }
            Location::Sqlite(path) => {
                let read = lite_pool(
                    lite_reading(&path)
                        .read_only(true)
                        .pragma("query_only", "ON"),
                    LITE_READERS,
                )
                .await?;
                check_sqlite_version(&read).await?;
                Ok(Self::Sqlite(SqlitePools {
                    write: read.clone(),
                    read,
                    damage: Damage::default(),
                    keys: Keyring::default(),
                    path,
                    lock: None,
                }))
            }
        }
    }

    /// Host and port of the server that a URL names; none for a file, and for a server on this machine's own socket.
    /// The URL's password is left out.
    ///
    /// # Errors
    /// A URL that names no database.
    pub fn host(url: &str) -> Result<Option<(String, u16)>, StoreError> {
        place(url, Pooler::Session).map(|place| host(&place))
    }
}
