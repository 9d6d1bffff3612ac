//! The drill of a restore: a good backup passes, and one that is damaged, older than a seal or not a backup at all is named.

mod postgres;
mod sqlite;

use credit_gateway::{access::Role, entropy::CounterEntropy, flows};
use kit::process::built;

use crate::TestDatabase;

/// How a drill ended, and what it said.
struct Drilled {
    good: bool,
    said: String,
}

impl Drilled {
    #[track_caller]
    fn well(self) -> String {
        assert!(self.good, "{}", self.said);
        self.said
    }

    #[track_caller]
    fn badly(self) -> String {
        assert!(!self.good, "{}", self.said);
        self.said
    }
}

/// Runs the program; `live` is the database that its settings name.
fn program(live: &str, arguments: &[&str]) -> Drilled {
    let mut program = std::process::Command::new(built());
    let output = program
        .args(arguments)
        .env_clear()
        .env("DATABASE_URL", live)
        .output()
        .unwrap();
    Drilled {
        good: output.status.success(),
        said: String::from_utf8([output.stdout, output.stderr].concat()).unwrap(),
    }
}

impl TestDatabase {
    /// Drills a copy of this database, at the instant at which its story ends.
    fn drill(&self, copy: &str, more: &[&str]) -> Drilled {
        let at = self.now.to_rfc3339();
        let arguments = ["drill", "--copy", copy, "--at", &at];
        program(&self.database.url, &[&arguments, more].concat())
    }

    /// Writes one thing more.
    async fn goes_on(&self) {
        let mut entropy = CounterEntropy(1 << 60);
        let made = flows::keys::make(&self.db, Role::Service, "later", self.now, &mut entropy);
        made.await.unwrap();
    }

    /// Seals this database by the program. Returns the files of the seal and of its public key.
    fn sealed_in(&self, folder: &std::path::Path) -> (String, String) {
        let file = |name: &str| folder.join(name).display().to_string();
        let (key, seal) = (file("seal.key"), file("now.seal"));
        program(&self.database.url, &["seal-key", "--out", &key]).well();
        program(&self.database.url, &["seal", "--key", &key, "--out", &seal]).well();
        (seal, format!("{key}.pub"))
    }
}

/// Every step, in order, with its result.
#[track_caller]
fn steps(said: &str, expected: &[(&str, &str)]) {
    let found: Vec<(&str, &str)> = said
        .lines()
        .filter_map(|line| {
            let (name, rest) = line.split_at_checked(12)?;
            let result = rest.split_once(" s  ")?.1.split_whitespace().next()?;
            Some((name.trim(), result))
        })
        .collect();
    assert_eq!(found, expected, "{said}");
}
