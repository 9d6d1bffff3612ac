//! Audits beside a running gateway, and of a copy.

use chrono::TimeDelta;
use credit_gateway::store::{
    Db,
    audit::{Check, audit},
};
use kit::truth::days_off;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, SqliteConnection};
use tokio_util::task::TaskTracker;

use super::{databases, empty_databases, story};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_audit_amid_writing_sees_one_instant() {
    for test in empty_databases().await {
        let after_all = story::beginning() + TimeDelta::days(10_000);
        let telling = TaskTracker::new().spawn({
            let db = test.db.clone();
            async move { story::tell(&db, story::BUSY).await }
        });
        let mut audits = 0;
        while !telling.is_finished() {
            let broken: Vec<Check> = audit(&test.db, after_all, &days_off())
                .await
                .unwrap()
                .into_iter()
                .filter(|check| !check.holds())
                .collect();
            assert_eq!(broken, Vec::new());
            audits += 1;
        }
        telling.await.unwrap();
        assert!(audits > 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_audited_beside_the_gateway_that_has_it_open() {
    let test = databases().await.remove(0);
    let beside = Db::open_read_only(&test.database.url).await.unwrap();
    assert!(
        audit(&beside, test.now, &days_off())
            .await
            .unwrap()
            .iter()
            .all(Check::holds)
    );
    test.prompt("UPDATE customers SET debt = 7 WHERE id = 'dave'")
        .await;
    let broken: Vec<Check> = audit(&beside, test.now, &days_off())
        .await
        .unwrap()
        .into_iter()
        .filter(|check| !check.holds())
        .collect();
    let named: Vec<_> = broken
        .iter()
        .map(|check| (check.name, check.broken[0].id.as_str()))
        .collect();
    assert_eq!(named, [("debts", "dave"), ("debts_of_payments", "dave")]);
}

/// A backup is stored on a read-only medium.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_made_by_vacuum_into_is_audited_without_being_written() {
    use std::os::unix::fs::PermissionsExt as _;

    let test = databases().await.remove(0);
    let kept = test.database.folder().join("kept");
    std::fs::create_dir(&kept).unwrap();
    let copy = kept.join("copy.db");
    let mut person = SqliteConnection::connect(&test.database.url).await.unwrap();
    let vacuum = format!("VACUUM INTO '{}'", copy.display());
    person.execute(AssertSqlSafe(vacuum)).await.unwrap();
    person.close().await.unwrap();
    std::fs::set_permissions(&copy, std::fs::Permissions::from_mode(0o444)).unwrap();
    std::fs::set_permissions(&kept, std::fs::Permissions::from_mode(0o555)).unwrap();
    let before = std::fs::read(&copy).unwrap();
    let reader = Db::open_read_only(&format!("sqlite:{}", copy.display()))
        .await
        .unwrap();
    let checks = audit(&reader, test.now, &days_off()).await.unwrap();
    reader.close().await;
    assert!(checks.iter().all(Check::holds));
    assert_eq!(std::fs::read(&copy).unwrap(), before);
    assert_eq!(std::fs::read_dir(&kept).unwrap().count(), 1);
    std::fs::set_permissions(&kept, std::fs::Permissions::from_mode(0o755)).unwrap();
}
