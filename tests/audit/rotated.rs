//! Accounts that move to another key are new versions of their rows, and no damage. An account that is put back to
//! what was stored before is one. Whoever audits has no key.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use credit_gateway::{
    clock::{Clock, TestClock},
    entropy::SystemEntropy,
    flows::account_keys::{count, rotate},
    sealing::{Keyring, key_text},
    store::{
        Db, Writer,
        audit::{Check, audit},
        writer::Settings,
    },
};
use domain::id::Entropy;
use kit::{database::account_keys, truth::days_off};
use tokio_util::task::TaskTracker;

use super::{databases_with, story};

/// The database with a new key before the one of the tests.
pub(crate) fn with_another_key(db: &Db) -> Db {
    let mut keys = vec![key_text([9; 32]).into()];
    keys.extend(account_keys());
    db.clone().with_keys(Keyring::of(&keys).unwrap())
}

/// Moves all accounts to the first key of a database. Returns how many rows were.
pub(crate) async fn moved(db: &Db, now: DateTime<Utc>) -> u64 {
    let clock: Arc<dyn Clock> = Arc::new(TestClock::at(now));
    let tracker = TaskTracker::new();
    let entropy = || -> Box<dyn Entropy> { Box::new(SystemEntropy::new()) };
    let settings = Settings::of(db.engine());
    let writer = Writer::start(db, &story::rules(), &clock, entropy, settings, &tracker);
    let moved = rotate(db, &writer, |_| ()).await.unwrap();
    writer.close();
    tracker.close();
    tracker.wait().await;
    moved
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_key_is_a_version_and_an_older_text_is_found() {
    for test in databases_with(story::QUIET).await {
        let one = "SELECT id, account FROM refunds WHERE account IS NOT NULL ORDER BY id";
        let before = test.database.rows(one).await[0].clone();
        let db = with_another_key(&test.db);
        let counted = count(&db).await.unwrap();
        assert_eq!(
            (counted.under.len(), counted.in_clear),
            (1, 0),
            "{counted:?}"
        );
        let rows = moved(&db, test.now).await;
        assert!(rows >= 2, "{rows} rows with accounts");
        assert_eq!(moved(&db, test.now).await, 0, "nothing is left");
        let reader = Db::open_read_only(&test.database.url).await.unwrap();
        let checks = audit(&reader, test.now, &days_off()).await.unwrap();
        assert!(checks.iter().all(Check::holds), "{:?}", test.broken().await);
        let [id, text] = &before[..] else {
            panic!("two columns")
        };
        let back = format!("UPDATE refunds SET account = '{text}' WHERE id = '{id}'");
        assert_eq!(
            test.suffer(&["refunds"], &back).await,
            ["rows_recorded"].into()
        );
    }
}
