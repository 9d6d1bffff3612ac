//! The file of the books: read whole, written whole.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::super::sandbox::Simulated;
use super::{BooksError, Kept};

/// The version of the file's format. A file of another version is refused, never guessed at.
const FORM: u32 = 2;

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
