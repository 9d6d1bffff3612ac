//! The books afterwards: what was acknowledged is there, is answered again as it was, and nothing happened twice.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use credit_gateway::clock::{Clock as _, SystemClock};
use futures_util::{StreamExt as _, stream};

use super::{load::Acknowledged, shop::Shop};
use crate::support::{
    buyer::id_of,
    database::{Database, IN_FLIGHT},
    truth::{agree, audit},
};

/// How long what is under way may take to end.
const ENDS_WITHIN: Duration = Duration::from_secs(40);
/// Requests that are repeated at one time.
const AT_ONCE: usize = 16;

pub(crate) async fn books(shop: &Shop, url: &str, acknowledged: Vec<Acknowledged>) {
    let database = Database::at(url.to_owned());
    let count = acknowledged.len();
    there(&database, &acknowledged, "spends", "/spends").await;
    there(&database, &acknowledged, "orders", "/v1/orders").await;
    there(&database, &acknowledged, "refunds", "/v1/refunds").await;
    repeated(shop, &acknowledged).await;
    eprintln!("{count} requests were acknowledged, are in the books and are answered as before");
    ended(&database).await;
    audit(&database, SystemClock::new().now()).await;
    agree(&database, &shop.sandbox.browse("/books").await.ok()).await;
}

/// Each request made one row, and there are no others: every client repeated its request until it was answered.
async fn there(database: &Database, acknowledged: &[Acknowledged], table: &str, path: &str) {
    let asked = acknowledged.iter().filter(|one| one.path.ends_with(path));
    let asked: BTreeSet<String> = asked.map(|one| id_of(&one.answer)).collect();
    let stored = database.rows(&format!("SELECT id FROM {table}")).await;
    let stored: BTreeSet<String> = stored.into_iter().flatten().collect();
    let lost: Vec<_> = asked.difference(&stored).collect();
    assert!(lost.is_empty(), "acknowledged {table} are lost: {lost:?}");
    let twice: Vec<_> = stored.difference(&asked).collect();
    assert!(
        twice.is_empty(),
        "{table} that nobody was told of: {twice:?}"
    );
    assert!(!asked.is_empty(), "no {table}");
}

/// The same request under the same key, at the other gateway too, is answered with the same thing.
async fn repeated(shop: &Shop, acknowledged: &[Acknowledged]) {
    let again = acknowledged.iter().enumerate().map(|(nth, one)| {
        let gateway = &shop.gateways[nth % shop.gateways.len()];
        async move {
            let answer = gateway
                .post_under(&one.key, one.role, &one.path, &one.body)
                .await
                .ok();
            // What may have changed since is shown as it is now.
            for member in ["id", "credits", "amount", "customer_id", "lots"] {
                assert_eq!(answer[member], one.answer[member], "{}: {member}", one.path);
            }
        }
    });
    let mut again = stream::iter(again).buffer_unordered(AT_ONCE);
    while again.next().await.is_some() {}
}

/// Waits until no refund is under way any more.
async fn ended(database: &Database) {
    let since = Instant::now();
    while database.number(IN_FLIGHT).await > 0 {
        assert!(since.elapsed() < ENDS_WITHIN, "refunds do not end");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let parked = "SELECT COUNT(*) FROM jobs WHERE state = 'parked'";
    assert_eq!(database.number(parked).await, 0);
}
