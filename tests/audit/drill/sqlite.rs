//! Drills of SQLite's backups, which are files.

use std::path::Path;

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, SqliteConnection};
use tempfile::TempDir;

use super::steps;
use crate::{TestDatabase, databases};

/// A change of a row that the schema allows and that nobody asked the books for.
const CHANGED: &str =
    "UPDATE payments SET amount = amount + 1000 WHERE id = (SELECT MIN(id) FROM payments)";

impl TestDatabase {
    /// A backup as SQLite makes it beside a running gateway.
    async fn backup(&self, folder: &Path, name: &str) -> String {
        let file = folder.join(name);
        self.database
            .change(&format!("VACUUM INTO '{}'", file.display()))
            .await;
        format!("sqlite:{}", file.display())
    }
}

async fn change(url: &str, sql: &str) {
    let mut file = SqliteConnection::connect(url).await.unwrap();
    let done = file.execute(AssertSqlSafe(sql.to_owned())).await.unwrap();
    assert!(done.rows_affected() > 0);
    file.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_good_backup_passes_and_stays_as_it_was() {
    let test = databases().await.remove(0);
    let folder = TempDir::new().unwrap();
    let backup = test.backup(folder.path(), "backup.db").await;
    let bytes = || std::fs::read(folder.path().join("backup.db")).unwrap();
    let before = bytes();
    let (seal, key) = test.sealed_in(folder.path());
    let said = test
        .drill(&backup, &["--seal", &seal, "--seal-public-key", &key])
        .well();
    let passed = ["restore", "migrate", "newest row", "seal", "audit"].map(|step| (step, "ok"));
    steps(&said, &passed);
    assert!(said.contains("the copy is sound"), "{said}");
    assert!(before == bytes(), "the backup was changed");
    // Without a seal there is nothing to compare with.
    let said = test.drill(&backup, &[]).well();
    steps(
        &said,
        &passed
            .iter()
            .copied()
            .filter(|(step, _)| *step != "seal")
            .collect::<Vec<_>>(),
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_row_fails_and_is_named() {
    let test = databases().await.remove(0);
    let folder = TempDir::new().unwrap();
    let backup = test.backup(folder.path(), "backup.db").await;
    change(&backup, CHANGED).await;
    let said = test.drill(&backup, &[]).badly();
    let passed = ["restore", "migrate", "newest row"].map(|step| (step, "ok"));
    steps(&said, &[&passed[..], &[("audit", "FAILED")]].concat());
    assert!(
        said.contains("    pay_") && said.contains("audit failed after"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_older_than_the_seal_fails() {
    let test = databases().await.remove(0);
    let folder = TempDir::new().unwrap();
    let backup = test.backup(folder.path(), "backup.db").await;
    test.goes_on().await;
    let (seal, key) = test.sealed_in(folder.path());
    let said = test
        .drill(&backup, &["--seal", &seal, "--seal-public-key", &key])
        .badly();
    assert!(
        said.contains("the copy is older than the seal: chain 0"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_live_file_and_what_is_no_backup_are_refused() {
    let test = databases().await.remove(0);
    let folder = TempDir::new().unwrap();
    // By another name, too.
    let link = folder.path().join("link.db");
    std::os::unix::fs::symlink(test.database.folder().join("gateway.db"), &link).unwrap();
    for live in [
        test.database.url.clone(),
        format!("sqlite:{}", link.display()),
    ] {
        let said = test.drill(&live, &[]).badly();
        assert!(
            said.contains("the database that gateways serve from"),
            "{said}"
        );
    }
    let backup = test.backup(folder.path(), "copied.db").await;
    std::fs::write(folder.path().join("copied.db-wal"), "something").unwrap();
    let said = test.drill(&backup, &[]).badly();
    assert!(said.contains("has a log beside it"), "{said}");
    let nothing = format!("sqlite:{}", folder.path().join("nothing.db").display());
    let said = test.drill(&nothing, &[]).badly();
    steps(&said, &[("restore", "FAILED")]);
}
