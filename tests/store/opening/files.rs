//! The files of SQLite: their owner, their lock, their damage.

use std::os::unix::fs::PermissionsExt as _;

use credit_gateway::store::Db;
use sqlx::{Connection as _, SqliteConnection};

use crate::samples::at;

#[tokio::test]
async fn a_new_sqlite_file_and_what_stands_beside_it_are_their_owners_alone() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}/gateway.db", folder.path().display());
    let db = Db::open(&url).await.unwrap();
    db.migrate().await.unwrap();
    let mut seen = 0;
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", file.path().display());
        seen += 1;
    }
    assert!(seen >= 3, "the file, its log and its lock");
    db.close().await;
}

/// One file under a second name, and a lock that somebody removes.
#[tokio::test]
async fn no_other_name_of_a_file_leads_past_its_lock() {
    let folder = tempfile::tempdir().unwrap();
    let named = |name: &str| folder.path().join(name);
    let url = |name: &str| format!("sqlite:{}", named(name).display());
    let db = Db::open(&url("gateway.db")).await.unwrap();
    db.migrate().await.unwrap();
    std::os::unix::fs::symlink(named("gateway.db"), named("soft.db")).unwrap();
    // A tool that writes beside the gateway sees the same log by a link, and another one by a second name.
    let beside = Db::open_beside(&url("soft.db")).await.unwrap();
    beside.close().await;
    std::fs::hard_link(named("gateway.db"), named("hard.db")).unwrap();
    let _there_may_be_none = std::fs::remove_file(named("gateway.db.lock"));
    for name in ["gateway.db", "soft.db", "hard.db"] {
        let second = Db::open(&url(name)).await.unwrap_err();
        assert!(
            second.to_string().contains("another process"),
            "{name}: {second}"
        );
    }
    let beside = Db::open_beside(&url("hard.db")).await.unwrap_err();
    assert!(beside.to_string().contains("hard link"), "{beside}");
    db.close().await;
    drop(db);
    let alone = Db::open(&url("hard.db")).await.unwrap_err();
    assert!(alone.to_string().contains("hard link"), "{alone}");
    std::fs::remove_file(named("hard.db")).unwrap();
    Db::open(&url("soft.db")).await.unwrap();
}

/// Work on top of damage may have to be discarded, so no more is accepted.
#[tokio::test]
async fn a_damaged_file_is_not_written_once_the_damage_was_seen() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gateway.db");
    let url = format!("sqlite:{}", file.display());
    let db = Db::open(&url).await.unwrap();
    db.migrate().await.unwrap();
    crate::write(&db, &crate::samples::one_of_everything())
        .await
        .unwrap();
    db.probe(at(1)).await.unwrap();
    db.close().await;
    drop(db);
    let mut person = SqliteConnection::connect(&url).await.unwrap();
    let root = "SELECT rootpage FROM sqlite_schema WHERE name = 'write_probes'";
    let root: i64 = sqlx::query_scalar(root)
        .fetch_one(&mut person)
        .await
        .unwrap();
    person.close().await.unwrap();
    let mut bytes = std::fs::read(&file).unwrap();
    let page = usize::try_from(root).unwrap() * 4096;
    bytes[page - 4096..page].fill(0xa5);
    std::fs::write(&file, bytes).unwrap();

    let db = Db::open(&url).await.unwrap();
    let seen = db.probe(at(2)).await.unwrap_err();
    assert!(seen.is_damage(), "{seen}");
    let refused = db.probe(at(3)).await.unwrap_err();
    assert!(refused.to_string().contains("damaged"), "{refused}");
}
