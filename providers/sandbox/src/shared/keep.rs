//! The books in a file, so that a restart forgets no payment. The file holds no data of a real provider. It belongs
//! to a development database and lies beside it.
//!
//! Not kept: faults, answers ordered in advance, and calls that were not answered yet.

mod file;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use self::file::{bytes, replace};
pub(crate) use self::file::{damaged, load, write};
use super::sandbox::Simulated;
use super::simulator::Core;

/// The period whose changes a killed simulator may lose.
const WRITE_EVERY: Duration = Duration::from_millis(200);
/// The polling interval during a stop: running work may still move money.
const LOOK_EVERY: Duration = Duration::from_millis(10);

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
