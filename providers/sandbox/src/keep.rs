//! The books in a file, so that a restart forgets no payment. The file holds no data of a real provider. It belongs
//! to a development database and lies beside it.
//!
//! Not kept: faults, answers ordered in advance, and calls that were not answered yet.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::app::App;
use crate::books::Books;

/// The version of the file's format. A file of another version is refused, never guessed at.
const FORM: u32 = 1;
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

#[derive(Serialize)]
struct Kept<'a> {
    form: u32,
    books: &'a Books,
}

#[derive(Deserialize)]
struct Found {
    form: u32,
    books: Value,
}

/// The books in the file; `None` when there is no file.
pub(crate) fn load(file: &Path) -> Result<Option<Books>, BooksError> {
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(of_file(file, error)),
    };
    let damaged = |why: String| BooksError::Damaged {
        file: file.to_owned(),
        why,
    };
    let found: Found =
        serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
    if found.form != FORM {
        let why = format!("it has form {}, not {FORM}", found.form);
        return Err(damaged(why));
    }
    let mut books: Books =
        serde_json::from_value(found.books).map_err(|error| damaged(error.to_string()))?;
    books.resume();
    Ok(Some(books))
}

/// Writes the current books.
pub(crate) fn write(books: &Books, file: &Path) -> Result<(), BooksError> {
    let bytes = bytes(books).map_err(|error| of_file(file, error))?;
    replace(file, &bytes).map_err(|error| of_file(file, error))
}

/// Writes the books whenever they changed, until the simulators stop and no work is running any more.
pub(crate) async fn keep(app: Arc<App>, file: PathBuf) {
    loop {
        tokio::select! {
            () = app.stop.cancelled() => break,
            () = tokio::time::sleep(WRITE_EVERY) => write_if_changed(&app, &file).await,
        }
    }
    // This task is the last one.
    while app.tracker.len() > 1 {
        write_if_changed(&app, &file).await;
        tokio::time::sleep(LOOK_EVERY).await;
    }
    write_if_changed(&app, &file).await;
}

async fn write_if_changed(app: &App, file: &Path) {
    let Some(changed) = app.changed_books(bytes) else {
        return;
    };
    let path = file.to_owned();
    let written = tokio::task::spawn_blocking(move || replace(&path, &changed?)).await;
    let written = written.unwrap_or_else(|error| Err(io::Error::other(error)));
    if let Err(error) = written {
        app.books_unwritten();
        tracing::warn!(%error, file = %file.display(), "The simulators' books cannot be written: a restart would forget them");
    }
}

fn bytes(books: &Books) -> io::Result<Vec<u8>> {
    let kept = Kept { form: FORM, books };
    Ok(serde_json::to_vec(&kept)?)
}

/// Replaces the old file by a new one; the old file stays complete until then. Nobody else may read it: it names
/// buyers.
fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
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

/// A map whose keys are not texts, as a list of pairs.
pub(crate) mod pairs {
    use std::collections::HashMap;
    use std::hash::Hash;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<K: Serialize, V: Serialize, S: Serializer>(
        map: &HashMap<K, V>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_seq(map)
    }

    pub(crate) fn deserialize<'de, K, V, D>(from: D) -> Result<HashMap<K, V>, D::Error>
    where
        K: Deserialize<'de> + Eq + Hash,
        V: Deserialize<'de>,
        D: Deserializer<'de>,
    {
        let pairs: Vec<(K, V)> = Deserialize::deserialize(from)?;
        Ok(pairs.into_iter().collect())
    }
}

/// An HTTP status as its number.
pub(crate) mod status {
    use axum::http::StatusCode;
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde passes a field by reference"
    )]
    pub(crate) fn serialize<S: Serializer>(status: &StatusCode, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u16(status.as_u16())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<StatusCode, D::Error> {
        let number = u16::deserialize(from)?;
        StatusCode::from_u16(number).map_err(de::Error::custom)
    }
}

/// A body, which is always JSON, as text.
pub(crate) mod text {
    use axum::body::Bytes;
    use serde::{Deserialize as _, Deserializer, Serializer, ser};

    pub(crate) fn serialize<S: Serializer>(body: &Bytes, to: S) -> Result<S::Ok, S::Error> {
        let text = std::str::from_utf8(body).map_err(ser::Error::custom)?;
        to.serialize_str(text)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Bytes, D::Error> {
        Ok(Bytes::from(String::deserialize(from)?))
    }
}
