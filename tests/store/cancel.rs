//! A future that is dropped midway must not lose other callers' acknowledged writes. On PostgreSQL, sqlx 0.9.0
//! returns a connection inside an open transaction when a `begin` is dropped. The pool's roll-back on acquire makes
//! that harmless.

use std::{collections::BTreeSet, time::Duration};

use credit_gateway::{
    entropy::CounterEntropy,
    store::{Page, keys},
};
use domain::id::KeyId;

use crate::{databases, samples::at};

const DROPPED: u64 = 600;
const ACKNOWLEDGED: u64 = 400;

fn key(n: u64) -> keys::ApiKey {
    keys::ApiKey {
        id: KeyId::new(at(0), &mut CounterEntropy(n)),
        role: "service".into(),
        hash: "h".into(),
        name: "n".into(),
        created_at: at(0),
        revoked_at: None,
    }
}

#[tokio::test]
async fn dropped_transactions_lose_no_acknowledged_write() {
    for test in databases().await {
        let drops = async {
            for n in 0..DROPPED {
                // Dropped after some hundred microseconds: before, during, or just after the BEGIN.
                let _ =
                    tokio::time::timeout(Duration::from_micros(n % 7 * 100), test.db.begin()).await;
                tokio::task::yield_now().await;
            }
        };
        let writes = async {
            for n in 0..ACKNOWLEDGED {
                keys::add(&test.db, &key(n), None).await.unwrap();
                tokio::task::yield_now().await;
            }
        };
        tokio::join!(drops, writes);
        let mut found = BTreeSet::new();
        let mut page = Page::first(100);
        loop {
            let keys = keys::list(&test.db, &page).await.unwrap();
            let Some(last) = keys.last() else { break };
            page.after = Some(last.id.to_string());
            found.extend(keys.iter().map(|key| key.id));
        }
        assert_eq!(found, (0..ACKNOWLEDGED).map(|n| key(n).id).collect());
    }
}
