//! Clients that disconnect during a request: every acknowledged change is in the books.

use std::{net::SocketAddr, sync::Mutex, time::Duration};

use credit_gateway::access::Role;
use futures_util::future::join_all;
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::support::{
    client::{BankWebhook, fresh_key, send},
    world::{BANK_SECRET, World},
};

both_engines!(
    a_client_that_drops_its_connection_loses_no_acknowledged_spend,
    a_feed_that_drops_its_connection_loses_no_acknowledged_deposit,
);

/// Clients at one time, and requests of each.
const CLIENTS: usize = 12;
const REQUESTS: usize = 150;
const CREDITS: i64 = 1_000_000;

fn address(world: &World) -> SocketAddr {
    world
        .gateway()
        .base
        .strip_prefix("http://")
        .unwrap()
        .parse()
        .unwrap()
}

/// Sends a request and disconnects after `patience`; `true` when a success was read before.
async fn hang_up(address: SocketAddr, request: &[u8], patience: Duration) -> bool {
    let mut stream = TcpStream::connect(address).await.unwrap();
    if stream.write_all(request).await.is_err() {
        return false;
    }
    let mut head = [0; 12];
    let read = tokio::time::timeout(patience, stream.read_exact(&mut head)).await;
    matches!(read, Ok(Ok(_))) && head.starts_with(b"HTTP/1.1 20")
}

/// Half a millisecond up to five, differently for each request; every fourth client waits for its answer.
fn patience(client: usize, nth: usize) -> Duration {
    if client.is_multiple_of(4) {
        return Duration::from_secs(10);
    }
    Duration::from_micros((u64::try_from(client * 7919 + nth * 613).unwrap()) % 5_000)
}

async fn a_client_that_drops_its_connection_loses_no_acknowledged_spend(world: &World) {
    world.grant("c1", "promotional", CREDITS).await;
    let acknowledged = Mutex::new(Vec::new());
    let key = &world.gateway().keys[&Role::Service];
    let body = json!({"credits": 1, "meter": "m", "reference": "r"});
    join_all((0..CLIENTS).map(async |client| {
        for nth in 0..REQUESTS {
            let idempotency_key = fresh_key();
            let text = body.to_string();
            let request = format!(
                "POST /v1/customers/c1/spends HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {key}\r\n\
                 Idempotency-Key: {idempotency_key}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{text}",
                text.len(),
            );
            if hang_up(address(world), request.as_bytes(), patience(client, nth)).await {
                acknowledged.lock().unwrap().push(idempotency_key);
            }
        }
    }))
    .await;
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(
        acknowledged.len() >= CLIENTS / 4 * REQUESTS,
        "only {} answers were read",
        acknowledged.len()
    );
    let settled = async || {
        let before = world.database.number("SELECT COUNT(*) FROM spends").await;
        tokio::time::sleep(Duration::from_millis(100)).await;
        before == world.database.number("SELECT COUNT(*) FROM spends").await
    };
    world
        .wait_until("what was under way is done", settled)
        .await;
    let idempotency_keys = world
        .database
        .rows("SELECT client_key FROM idempotency_keys")
        .await;
    let idempotency_keys: std::collections::HashSet<String> = idempotency_keys
        .into_iter()
        .map(|mut row| row.remove(0))
        .collect();
    let lost: Vec<&String> = acknowledged
        .iter()
        .filter(|idempotency_key| !idempotency_keys.contains(*idempotency_key))
        .collect();
    assert!(
        lost.is_empty(),
        "{} of {} acknowledged spends are lost: {lost:?}",
        lost.len(),
        acknowledged.len()
    );
    let spends = world.database.number("SELECT COUNT(*) FROM spends").await;
    assert_eq!(world.balance("c1").await, CREDITS - spends);
    let again = world
        .gateway()
        .post_under(
            &acknowledged[0],
            Role::Service,
            "/v1/customers/c1/spends",
            &body,
        )
        .await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
}

async fn a_feed_that_drops_its_connection_loses_no_acknowledged_deposit(world: &World) {
    let acknowledged = Mutex::new(Vec::new());
    join_all((0..CLIENTS).map(async |client| {
        for nth in 0..REQUESTS / 3 {
            let movement = format!("mv-{client}-{nth}");
            let at = world.now().to_rfc3339();
            let body = json!({"type": "deposit.received", "timestamp": at, "data": {
                "movement_id": movement, "account": "main", "depositor_name": "아무개", "amount": 1_000, "deposited_at": at,
            }});
            let webhook = BankWebhook::signed(BANK_SECRET, &movement, world.now(), &body);
            let mut request = format!(
                "POST /webhooks/bank HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\nwebhook-id: {movement}\r\n\
                 webhook-timestamp: {}\r\nwebhook-signature: {}\r\nContent-Length: {}\r\n\r\n",
                webhook.at.timestamp(),
                webhook.signature,
                webhook.body.len(),
            )
            .into_bytes();
            request.extend(&webhook.body);
            if hang_up(address(world), &request, patience(client, nth)).await {
                acknowledged.lock().unwrap().push(movement);
            }
        }
    }))
    .await;
    // A later request is answered after everything before it: the writer keeps their order.
    send(world.gateway().bare(reqwest::Method::GET, "/readyz"))
        .await
        .ok();
    world.deposit("아무개", 1).await;
    let stored = world
        .database
        .rows("SELECT movement_key FROM deposits")
        .await;
    let stored: std::collections::HashSet<String> =
        stored.into_iter().map(|mut row| row.remove(0)).collect();
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(
        acknowledged.len() >= CLIENTS / 4 * REQUESTS / 3,
        "only {} answers were read",
        acknowledged.len()
    );
    let lost: Vec<&String> = acknowledged
        .iter()
        .filter(|movement| !stored.contains(*movement))
        .collect();
    assert!(
        lost.is_empty(),
        "{} of {} acknowledged deposits are lost: {lost:?}",
        lost.len(),
        acknowledged.len()
    );
}
