//! An endpoint that fails in the gateway itself, or whose receiver hangs, stops no other.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{endpoint, everything, settled};
use crate::support::{
    receiver::Receiver,
    world::{Plan, World, listen},
};

both_engines!(receivers_that_hang_keep_no_other_waiting);

/// Less than the time after which a receiver that hangs is given up on.
const AT_ONCE: Duration = Duration::from_secs(8);

async fn receivers_that_hang_keep_no_other_waiting(world: &World) {
    let mut hanging = Vec::new();
    for _ in 0..4 {
        let (listener, base) = listen().await;
        hanging.push(listener);
        let url = format!("{base}/hooks");
        endpoint(world, &json!({ "url": url, "types": ["credits.granted"] })).await;
    }
    let well = Receiver::start(world).await;
    let asked = json!({ "url": well.url, "types": ["customer.closed"] });
    endpoint(world, &asked).await;
    // As many customers as one endpoint may have messages on their way.
    for nth in 0..16 {
        world.grant(&format!("c{nth}"), "promotional", 1).await;
    }
    let under_way = "SELECT COUNT(*) FROM webhook_deliveries WHERE attempts > 0";
    let full = async || world.database.number(under_way).await >= 4 * 12;
    world.wait_until("they hang", full).await;
    let began = Instant::now();
    world.close_account("c0", true).await.ok();
    world
        .wait_until("the other's came", async || !well.taken().is_empty())
        .await;
    assert!(began.elapsed() < AT_ONCE, "{:?}", began.elapsed());
}

/// A statement about deliveries of this endpoint fails from now on where they are not as `rule` says.
async fn broken(world: &World, known: &Value, rule: &str) {
    let id = known["id"].as_str().unwrap();
    let sql = format!(
        "ALTER TABLE webhook_deliveries ADD CONSTRAINT broken_{id} CHECK (endpoint_id <> '{id}' OR {rule}) NOT VALID"
    );
    world.database.change(&sql).await;
}

/// Two broken endpoints around a sound one, so that one of them comes before it and one after it.
async fn three(world: &World) -> (Value, Receiver, Value) {
    let (one, sound, other) = (
        Receiver::start(world).await,
        Receiver::start(world).await,
        Receiver::start(world).await,
    );
    let first = everything(world, &one).await;
    everything(world, &sound).await;
    let last = everything(world, &other).await;
    (first, sound, last)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_endpoint_that_cannot_be_claimed_for_stops_no_other_on_postgres() {
    Plan::postgres()
        .run(async |world: &World| {
            let (first, sound, last) = three(world).await;
            world.grant("ann", "promotional", 1).await;
            world
                .wait_until("it came", async || !sound.taken().is_empty())
                .await;
            settled(world).await;
            for known in [&first, &last] {
                broken(world, known, "attempts = 0").await;
            }
            for credits in 2..=4 {
                world.grant("ann", "promotional", credits).await;
            }
            world
                .wait_until("all came", async || sound.taken().len() == 4)
                .await;
            assert_eq!(sound.numbers_of("ann"), [1, 2, 3, 4]);
        })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_endpoint_that_cannot_be_followed_stops_no_other_on_postgres() {
    Plan::postgres()
        .run(async |world: &World| {
            let (first, sound, last) = three(world).await;
            for known in [&first, &last] {
                broken(world, known, "position < 0").await;
            }
            world.grant("ann", "promotional", 1).await;
            world
                .wait_until("it came", async || !sound.taken().is_empty())
                .await;
        })
        .await;
}
