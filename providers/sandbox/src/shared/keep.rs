//! The books in a file, so that a restart forgets no payment. The file holds no data of a real provider. It belongs
//! to a development database and lies beside it.
//!
//! Not kept: faults, answers ordered in advance, and calls that were not answered yet.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::sandbox::Simulated;
use super::simulator::Core;

/// The period whose changes a killed simulator may lose.
const WRITE_EVERY: Duration = Duration::from_millis(200);
/// The polling interval during a stop: running work may still move money.
const LOOK_EVERY: Duration = Duration::from_millis(10);
/// The version of the file's format. A file of another version is refused, never guessed at.
const FORM: u32 = 2;

/// Why the books cannot be kept in this file.
#[derive(Debug, thiserror::Error)]
pub enum BooksError {
    /// The file exists and cannot be read, or it cannot be written.
    #[error("the simulators' books {}: {error}", .file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// The system's error.
        error: io::Error,
    },
    /// Damaged, cut off, or of another form.
    #[error(
        "the simulators' books {} cannot be understood ({why}): move the file away, and the simulators begin with empty books",
        .file.display()
    )]
    Damaged {
        /// The file.
        file: PathBuf,
        /// Where it becomes unreadable.
        why: String,
    },
}

/// The content of the file: the books of each provider by its name.
#[derive(Serialize, Deserialize)]
struct Kept {
    form: u32,
    books: BTreeMap<String, Value>,
}

/// Writes the books whenever they changed, until the simulators stop and no work is running any more.
pub(crate) async fn keep(core: Arc<Core>, all: Arc<[Box<dyn Simulated>]>, file: PathBuf) {
    loop {
        tokio::select! {
            () = core.stop.cancelled() => break,
            () = tokio::time::sleep(WRITE_EVERY) => write_if_changed(&core, &all, &file).await,
        }
    }
    // This task is the last one.
    while core.tracker.len() > 1 {
        write_if_changed(&core, &all, &file).await;
        tokio::time::sleep(LOOK_EVERY).await;
    }
    write_if_changed(&core, &all, &file).await;
}

async fn write_if_changed(core: &Core, all: &[Box<dyn Simulated>], file: &Path) {
    // The mark is taken off first: a change from now on is in the bytes, or sets it again.
    if !core.changed.swap(false, Ordering::Relaxed) {
        return;
    }
    let changed = bytes(all);
    let path = file.to_owned();
    let written = tokio::task::spawn_blocking(move || replace(&path, &changed?)).await;
    let written = written.unwrap_or_else(|error| Err(io::Error::other(error)));
    if let Err(error) = written {
        core.changed.store(true, Ordering::Relaxed);
        tracing::warn!(%error, file = %file.display(), "The simulators' books cannot be written: a restart would forget them");
    }
}

/// The books in the file, by the names of their providers; empty when there is no file.
pub(crate) fn load(file: &Path) -> Result<BTreeMap<String, Value>, BooksError> {
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return Err(of_file(file, error)),
    };
    let found: Kept =
        serde_json::from_slice(&bytes).map_err(|error| damaged(file, error.to_string()))?;
    if found.form != FORM {
        let why = format!("it has form {}, not {FORM}", found.form);
        return Err(damaged(file, why));
    }
    Ok(found.books)
}

/// A file that cannot be understood.
pub(crate) fn damaged(file: &Path, why: String) -> BooksError {
    BooksError::Damaged {
        file: file.to_owned(),
        why,
    }
}

/// Writes the current books.
pub(crate) fn write(all: &[Box<dyn Simulated>], file: &Path) -> Result<(), BooksError> {
    let bytes = bytes(all).map_err(|error| of_file(file, error))?;
    replace(file, &bytes).map_err(|error| of_file(file, error))
}

pub(super) fn bytes(all: &[Box<dyn Simulated>]) -> io::Result<Vec<u8>> {
    let books = all
        .iter()
        .map(|it| Ok((it.name().to_owned(), it.kept()?)))
        .collect::<serde_json::Result<_>>()?;
    Ok(serde_json::to_vec(&Kept { form: FORM, books })?)
}

/// Replaces the old file by a new one; the old file stays complete until then. Nobody else may read it: it names
/// buyers.
pub(super) fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut new = file.as_os_str().to_owned();
    new.push(".new");
    let new = PathBuf::from(new);
    let written = fill(&new, bytes).and_then(|()| std::fs::rename(&new, file));
    if written.is_err() {
        let _perhaps_never_made = std::fs::remove_file(&new);
    }
    written
}

fn fill(new: &Path, bytes: &[u8]) -> io::Result<()> {
    // Left behind by a killed process.
    match std::fs::remove_file(new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut options = OpenOptions::new();
    let mut open: File = options.write(true).create_new(true).mode(0o600).open(new)?;
    open.write_all(bytes)?;
    open.sync_all()
}

fn of_file(file: &Path, error: io::Error) -> BooksError {
    BooksError::File {
        file: file.to_owned(),
        error,
    }
}
