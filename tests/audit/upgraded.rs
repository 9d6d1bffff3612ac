//! Databases that an earlier version wrote (`released/`), brought to this version's schema: migrations only add, so
//! nothing that was recorded may look different afterwards.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use chrono::{DateTime, Utc};
use credit_gateway::{
    flows::account_keys::count,
    store::{
        Db,
        audit::{Check, audit},
    },
};
use kit::{
    database::{Database, Engine},
    truth::days_off,
};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};

use super::{
    databases_with,
    rotated::{moved, with_another_key},
    story,
};

/// Every released text of an engine, by name. Each is the whole database as its engine's own program writes it.
fn released(engine: Engine) -> Vec<PathBuf> {
    let name = format!("{engine:?}.sql").to_lowercase();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/audit/released");
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(&name))
        .collect();
    found.sort();
    found
}

/// An empty database of the engine, filled with a released text.
async fn restored(engine: Engine, text: &Path) -> Option<Database> {
    let database = Database::new(engine).await?;
    let sql = std::fs::read_to_string(text).unwrap();
    match engine {
        Engine::Sqlite => {
            let file = database.folder().join("gateway.db");
            std::fs::File::create(file).unwrap();
            let mut conn = SqliteConnection::connect(&database.url).await.unwrap();
            let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut conn).await;
            done.unwrap();
            conn.close().await.unwrap();
        }
        Engine::Postgres => {
            let mut conn = PgConnection::connect(&database.url).await.unwrap();
            // A test's database comes with the tables of today.
            let empty = sqlx::raw_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
            empty.execute(&mut conn).await.unwrap();
            let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut conn).await;
            done.unwrap();
            conn.close().await.unwrap();
        }
    }
    Some(database)
}

async fn opened(database: &Database) -> Db {
    match database.engine {
        Engine::Sqlite => Db::open(&database.url).await.unwrap(),
        Engine::Postgres => kit::postgres::open(&database.url).await,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_of_an_earlier_version_is_sound_after_the_migrations() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        for text in released(engine) {
            let Some(database) = restored(engine, &text).await else {
                continue;
            };
            let entries = database.number("SELECT COUNT(*) FROM entries").await;
            let db = opened(&database).await;
            db.migrate().await.unwrap();
            assert_eq!(db.migrations_missing().await.unwrap(), 0);
            let last = database.number("SELECT MAX(made_at) FROM journal").await;
            let last = DateTime::from_timestamp_micros(last).unwrap();
            accounts_are_encrypted(&db, &database, last).await;
            let now = story::goes_on(&db, last).await;
            let broken: Vec<Check> = audit(&db, now, &days_off())
                .await
                .unwrap()
                .into_iter()
                .filter(|check| !check.holds())
                .collect();
            assert_eq!(broken, Vec::new(), "{}", text.display());
            assert!(entries > 100, "{}: {entries} entries", text.display());
            let added = database.number("SELECT COUNT(*) FROM entries").await - entries;
            assert_eq!(added, 2, "a grant and a spend");
        }
    }
}

/// Accounts that an earlier version wrote in clear text are read, and encrypted by a rotation.
async fn accounts_are_encrypted(db: &Db, database: &Database, now: DateTime<Utc>) {
    let in_clear = database.number(IN_CLEAR).await;
    assert!(in_clear >= 2, "{in_clear} rows");
    let db = with_another_key(db);
    let counted = count(&db).await.unwrap();
    assert!(counted.under.is_empty(), "{counted:?}");
    assert_eq!(moved(&db, now).await, u64::try_from(in_clear).unwrap());
    let counted = count(&db).await.unwrap();
    assert_eq!(
        (counted.under.len(), counted.in_clear),
        (1, 0),
        "{counted:?}"
    );
    assert_eq!(database.number(IN_CLEAR).await, 0);
}

/// Rows with the account number of the released stories.
const IN_CLEAR: &str = "SELECT (SELECT COUNT(*) FROM refunds WHERE account LIKE '%110123456789%') + \
     (SELECT COUNT(*) FROM contradictions WHERE account LIKE '%110123456789%') + \
     (SELECT COUNT(*) FROM approvals WHERE request LIKE '%110123456789%')";

/// Writes the text of today's database, to be committed when a migration is about to be added:
/// `RELEASED=NNNN cargo test --test audit write_a_released -- --ignored`, with `sqlite3` and `pg_dump` on the path.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "writes files of the repository, for whoever is about to add a migration"]
#[expect(
    clippy::disallowed_methods,
    reason = "a name for the file, from whoever runs it"
)]
async fn write_a_released_database() {
    let name = std::env::var("RELEASED").expect("RELEASED names the last migration");
    for test in databases_with(story::QUIET).await {
        let engine = test.database.engine;
        let dumped = match engine {
            Engine::Sqlite => {
                let file = test.database.folder().join("gateway.db");
                Command::new("sqlite3").arg(file).arg(".dump").output()
            }
            Engine::Postgres => Command::new("pg_dump")
                .args([
                    "--inserts",
                    "--rows-per-insert=200",
                    "--no-owner",
                    "--no-privileges",
                ])
                .arg(&test.database.url)
                .output(),
        };
        let dumped = dumped.unwrap();
        let said = String::from_utf8_lossy(&dumped.stderr);
        assert!(dumped.status.success(), "{said}");
        // Lines that begin with a backslash are for the program that restores, not for the server.
        let text: String = String::from_utf8(dumped.stdout)
            .unwrap()
            .split_inclusive('\n')
            .filter(|line| !line.starts_with('\\'))
            .collect();
        let file = format!("tests/audit/released/{name}_{engine:?}.sql").to_lowercase();
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(file), text).unwrap();
    }
}
