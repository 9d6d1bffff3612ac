//! What is installed beside the program (`packaging`), laid out by the script that the image is built with, and read by the
//! programs that it is for.

mod image;
mod manual;
mod unit;

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tempfile::TempDir;

use crate::support::process::built;

/// The tree as `packaging/build.sh` lays it out.
struct Installed {
    folder: TempDir,
}

pub(crate) fn source(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

pub(crate) fn read(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

impl Installed {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let mut script = Command::new(source("packaging/build.sh"));
        let done = script
            .arg("--binary")
            .arg(built())
            .arg(folder.path())
            .output();
        well(&done.unwrap());
        Self { folder }
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file.trim_start_matches('/'))
    }

    fn read(&self, file: &str) -> String {
        read(&self.path(file))
    }
}

/// What a program said; it must have ended well.
#[track_caller]
pub(crate) fn well(output: &Output) -> String {
    let said = [output.stdout.as_slice(), &output.stderr].concat();
    let said = String::from_utf8(said).unwrap();
    assert!(output.status.success(), "{said}");
    said
}

/// A program that checks what we made; `None`, with a word, where it is not installed and `REQUIRE_TOOLS` is not 1.
#[expect(
    clippy::disallowed_methods,
    reason = "the environment says what the machine has"
)]
pub(crate) fn tool(name: &str, package: &str) -> Option<Command> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    if std::env::split_paths(&path).any(|folder| folder.join(name).is_file()) {
        return Some(Command::new(name));
    }
    assert!(
        std::env::var("REQUIRE_TOOLS").as_deref() != Ok("1"),
        "REQUIRE_TOOLS=1, and {name} is not installed"
    );
    eprintln!("SKIPPED: {name} is not installed (Debian, Ubuntu: apt-get install {package})");
    None
}
