//! A file that is written piece by piece, and has its name only when it is whole.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{BufWriter, IsTerminal as _, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use crate::http::sheets::{Language, Sheet};

/// How a file is written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Form {
    Csv(Language),
    Json,
    Jsonl,
}

/// Rows between two lines of progress on a terminal: about once in a second.
const PROGRESS_EVERY: u64 = 50_000;

/// A file on its way. It is removed when it is dropped before its end.
#[derive(Debug)]
pub(super) struct SheetFile<T: 'static> {
    out: BufWriter<File>,
    pub(super) sheet: &'static Sheet<T>,
    form: Form,
    path: PathBuf,
    /// The name until it is whole.
    part: PathBuf,
    rows: u64,
    /// The number of rows at which progress is shown again; none where nobody looks.
    shown_at: Option<u64>,
}

impl<T> SheetFile<T> {
    /// # Errors
    /// When there is such a file already, or it cannot be written.
    pub(super) fn begin(path: &Path, sheet: &'static Sheet<T>, form: Form) -> anyhow::Result<Self> {
        let shown = || path.display().to_string();
        anyhow::ensure!(!path.exists(), "{} exists already", path.display());
        let mut part = OsString::from(path);
        part.push(".part");
        let part = PathBuf::from(part);
        // Only its owner reads it: it names customers.
        let mut options = File::options();
        options.write(true).create(true).truncate(true).mode(0o600);
        let out = options.open(&part).with_context(shown)?;
        let mut file = Self {
            out: BufWriter::new(out),
            sheet,
            form,
            path: path.to_owned(),
            part,
            rows: 0,
            shown_at: std::io::stderr().is_terminal().then_some(PROGRESS_EVERY),
        };
        match form {
            Form::Csv(language) => file.out.write_all(&sheet.head(language)),
            Form::Json => file.out.write_all(b"["),
            Form::Jsonl => Ok(()),
        }
        .with_context(shown)?;
        Ok(file)
    }

    pub(super) fn add(&mut self, items: &[T]) -> anyhow::Result<()> {
        self.write(items)
            .with_context(|| self.path.display().to_string())?;
        if self.shown_at.is_some_and(|at| self.rows >= at) {
            self.shown_at = Some(self.rows.saturating_add(PROGRESS_EVERY));
            let _nobody_reads = write!(std::io::stderr(), "\r{} rows", self.rows);
        }
        Ok(())
    }

    fn write(&mut self, items: &[T]) -> anyhow::Result<()> {
        if let Form::Csv(_) = self.form {
            self.out.write_all(&self.sheet.lines(items))?;
            self.rows = self.rows.saturating_add(u64::try_from(items.len())?);
            return Ok(());
        }
        for item in items {
            let (before, after): (&[u8], &[u8]) = match self.form {
                Form::Json if self.rows == 0 => (b"\n", b""),
                Form::Json => (b",\n", b""),
                Form::Jsonl | Form::Csv(_) => (b"", b"\n"),
            };
            self.out.write_all(before)?;
            self.out.write_all(&self.sheet.json(item)?)?;
            self.out.write_all(after)?;
            self.rows = self.rows.saturating_add(1);
        }
        Ok(())
    }

    /// Gives the file its name. Returns how many rows it has.
    pub(super) fn end(mut self) -> anyhow::Result<u64> {
        let shown = || self.path.display().to_string();
        let last: &[u8] = match self.form {
            Form::Json => b"\n]\n",
            Form::Csv(_) | Form::Jsonl => b"",
        };
        let written = self.out.write_all(last).and_then(|()| self.out.flush());
        written.with_context(shown)?;
        self.out.get_ref().sync_all().with_context(shown)?;
        if self.shown_at.is_some() {
            let _nobody_reads = writeln!(std::io::stderr(), "\r{} rows", self.rows);
        }
        fs::rename(&self.part, &self.path).with_context(shown)?;
        Ok(self.rows)
    }
}

impl<T> Drop for SheetFile<T> {
    fn drop(&mut self) {
        // After the end there is none of this name any more.
        let _none = fs::remove_file(&self.part);
    }
}
