//! Drills of PostgreSQL's dumps: restored by `pg_restore`, as operators do.

use std::{
    path::Path,
    process::{Command, Output},
};

use kit::{database::Database, database::Engine, keeper::installed};
use tempfile::TempDir;

use super::{program, steps};
use crate::{TestDatabase, databases};

/// One with a story in PostgreSQL, and a folder; none without the programs.
async fn told() -> Option<(TestDatabase, TempDir)> {
    let test = databases()
        .await
        .into_iter()
        .find(|test| test.database.engine == Engine::Postgres)?;
    Some((test, TempDir::new().unwrap()))
}

/// Runs a program of PostgreSQL.
fn run(name: &str, arguments: &[&str]) {
    let programs = installed("PostgreSQL", &["pg_dump", "pg_restore"]).unwrap();
    let Output { status, stderr, .. } = Command::new(programs.join(name))
        .args(arguments)
        .output()
        .unwrap();
    assert!(
        status.success(),
        "{name}: {}",
        String::from_utf8_lossy(&stderr)
    );
}

fn dump(test: &TestDatabase, folder: &Path) -> String {
    let file = folder.join("backup.dump").display().to_string();
    run("pg_dump", &["-Fc", "-f", &file, "-d", &test.database.url]);
    file
}

/// A scratch database into which a dump was restored.
async fn restored(dump: &str) -> Database {
    let scratch = Database::new(Engine::Postgres).await.unwrap();
    // A test's database comes with the tables of today.
    scratch.change("DROP SCHEMA public CASCADE").await;
    scratch.change("CREATE SCHEMA public").await;
    run(
        "pg_restore",
        &["--no-owner", "--no-privileges", "-d", &scratch.url, dump],
    );
    scratch
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_good_dump_passes_and_one_older_than_the_seal_fails() {
    let Some((test, folder)) = told().await else {
        return;
    };
    let dump = dump(&test, folder.path());
    let (seal, key) = test.sealed_in(folder.path());
    let scratch = restored(&dump).await;
    let said = test
        .drill(&scratch.url, &["--seal", &seal, "--seal-public-key", &key])
        .well();
    let passed = ["restore", "migrate", "newest row", "seal", "audit"].map(|step| (step, "ok"));
    steps(&said, &passed);

    test.goes_on().await;
    let later = TempDir::new().unwrap();
    let (seal, key) = test.sealed_in(later.path());
    let said = test
        .drill(&scratch.url, &["--seal", &seal, "--seal-public-key", &key])
        .badly();
    assert!(
        said.contains("the copy is older than the seal: chain 0"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_row_of_a_dump_fails_and_is_named() {
    let Some((test, folder)) = told().await else {
        return;
    };
    let scratch = restored(&dump(&test, folder.path())).await;
    scratch
        .change(
            "UPDATE payments SET amount = amount + 1000 WHERE id = (SELECT MIN(id) FROM payments)",
        )
        .await;
    let said = test.drill(&scratch.url, &[]).badly();
    assert!(
        said.contains("audit       ") && said.contains("    pay_"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_live_database_is_refused_by_whatever_name() {
    let Some((test, _folder)) = told().await else {
        return;
    };
    let other = test.database.url.replace("@localhost/", "@127.0.0.1/");
    assert_ne!(other, test.database.url);
    for live in [test.database.url.clone(), other] {
        let said = test.drill(&live, &[]).badly();
        assert!(
            said.contains("the database that gateways serve from"),
            "{said}"
        );
        steps(&said, &[("restore", "FAILED")]);
    }
    // The settings name another one, and a gateway works on this.
    let nobodys = Database::new(Engine::Postgres).await.unwrap();
    let copy = test.database.url.clone();
    let misled = program(&nobodys.url, &["drill", "--copy", &copy]).badly();
    assert!(
        misled.contains("sessions of gateways are open on it"),
        "{misled}"
    );
}
