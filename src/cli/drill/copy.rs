//! The copy that a drill works on, which is never the database that gateways serve from.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Context as _;
use tempfile::TempDir;

use super::Drill;
use crate::store::{Address, Db, Pooler};

/// A session that was closed is gone within milliseconds: a second is long.
const LOOKS: u32 = 20;
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// A copy that may be changed. The folder of a copied file is removed with it.
pub(super) struct Restored {
    pub(super) url: String,
    _folder: Option<TempDir>,
}

/// Finds what was restored, and makes sure that it may be changed.
///
/// # Errors
/// The database that gateways serve from, a file that is no backup, and what cannot be opened.
pub(super) async fn find(asked: &Drill) -> anyhow::Result<(Restored, String)> {
    match file_of(&asked.copy) {
        Some(file) => of_file(asked, Path::new(file)),
        None => of_server(asked).await,
    }
}

/// The path of a SQLite address.
fn file_of(url: &str) -> Option<&str> {
    let path = url.strip_prefix("sqlite://");
    path.or_else(|| url.strip_prefix("sqlite:"))
}

/// Copies the file to a folder of its own.
fn of_file(asked: &Drill, file: &Path) -> anyhow::Result<(Restored, String)> {
    let named = || format!("{}", file.display());
    let backup = file.canonicalize().with_context(named)?;
    if let Some(live) = file_of(&asked.database.database_url) {
        let live = Path::new(live).canonicalize().ok();
        anyhow::ensure!(live.as_ref() != Some(&backup), LIVE);
    }
    anyhow::ensure!(
        !has_log(&backup),
        "{} has a log beside it, so it is in use or was copied without it: make a backup with VACUUM INTO",
        file.display()
    );
    let folder = TempDir::new()?;
    let copy = folder.path().join("copy.db");
    let bytes = std::fs::copy(&backup, &copy).with_context(named)?;
    let url = format!("sqlite:{}", copy.display());
    let said = format!("{bytes} bytes of {} copied", file.display());
    let folder = Some(folder);
    Ok((
        Restored {
            url,
            _folder: folder,
        },
        said,
    ))
}

const LIVE: &str = "this is the database that gateways serve from: restore into another one";

/// Whether SQLite's log lies beside a file, with something in it.
fn has_log(file: &Path) -> bool {
    let mut log: OsString = file.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(PathBuf::from(log)).is_ok_and(|log| log.len() > 0)
}

/// A scratch database of a server. What it really is decides, not its address.
async fn of_server(asked: &Drill) -> anyhow::Result<(Restored, String)> {
    let live = &asked.database;
    anyhow::ensure!(live.database_url != asked.copy, LIVE);
    let address = Address {
        url: &asked.copy,
        pooler: Pooler::Session,
    };
    let looked = Db::open_read_only(address).await?;
    let place = looked.place().await?;
    // A live database that is lost is what a drill is for, so it need not be there.
    let said = match Db::open_read_only(live).await {
        Ok(open) => {
            let same = open.place().await? == place;
            open.close().await;
            anyhow::ensure!(!same, LIVE);
            "another database than the one that gateways serve from"
        }
        Err(_) => "the database that gateways serve from was not reached",
    };
    let sessions = sessions_that_stay(&looked).await?;
    looked.close().await;
    anyhow::ensure!(
        sessions == 0,
        "{sessions} sessions of gateways are open on it: it is no scratch database"
    );
    Ok((
        Restored {
            url: asked.copy.clone(),
            _folder: None,
        },
        said.to_owned(),
    ))
}

/// Sessions of other gateways. Our own that were just closed are there for a moment.
async fn sessions_that_stay(db: &Db) -> anyhow::Result<i64> {
    for _ in 0..LOOKS {
        if db.sessions_of_gateways().await? == 0 {
            return Ok(0);
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
    Ok(db.sessions_of_gateways().await?)
}
