//! What a stream holds: a place, which is given back, and nothing of the database.

use credit_gateway::{access::Role, store::writer::STREAMS_OF_CUSTOMER_MAX};
use futures_util::future::join_all;

use super::{LONG, PATH, Stream, texts};
use crate::support::world::World;

both_engines!(
    places_are_limited_and_given_back_when_clients_go_away,
    slow_readers_hold_nothing_that_others_need,
);

async fn places_are_limited_and_given_back_when_clients_go_away(world: &World) {
    let gateway = world.gateway();
    let mut streams = Vec::new();
    for _ in 0..STREAMS_OF_CUSTOMER_MAX {
        streams.push(Stream::open(gateway, None).await);
    }
    let watchers = world.apps[0].writer.watchers();
    assert_eq!(watchers.open(), STREAMS_OF_CUSTOMER_MAX);
    let refused = gateway.get(Role::Service, PATH).await;
    assert_eq!(refused.header("retry-after"), Some("5"));
    refused.refused(429, "too_many_streams");
    // Another customer has places of its own.
    let request = gateway.request(
        Role::Service,
        reqwest::Method::GET,
        "/v1/customers/c2/stream",
    );
    let other = request.send().await.unwrap();
    assert_eq!(other.status(), 200);
    drop(other);
    streams.pop();
    let given_back = async || watchers.open() == STREAMS_OF_CUSTOMER_MAX - 1;
    world
        .wait_until("the places are given back", given_back)
        .await;
    let mut again = Stream::open(gateway, None).await;
    assert_eq!(again.balances(1).await, texts(&[(0, "0")]));
    drop((streams, again));
    let none = async || watchers.open() == 0;
    world.wait_until("every place is given back", none).await;
}

/// Clients that never read, more of them than the database has connections.
async fn slow_readers_hold_nothing_that_others_need(world: &World) {
    let gateway = world.gateway();
    for customer in ["c1", "c2", "c3"] {
        world.grant(customer, "promotional", 100_000).await;
    }
    let open = |nth: usize| {
        let path = format!("/v1/customers/c{}/stream", nth % 3 + 1);
        let request = gateway.request(Role::Service, reqwest::Method::GET, &path);
        let request = request.timeout(LONG).header("Last-Event-ID", "0");
        async move { request.send().await.unwrap() }
    };
    let slow = join_all((0..24).map(open)).await;
    assert!(slow.iter().all(|response| response.status() == 200));
    for _ in 0..30 {
        let uses = ["c1", "c2", "c3"].map(|customer| world.spend(customer, 1));
        for answer in join_all(uses).await {
            answer.ok();
        }
        assert_eq!(gateway.browse("/readyz").await.status, 200);
    }
    // Whoever reads at last finds every change.
    let mut response = slow.into_iter().next().unwrap();
    let mut text = String::new();
    while !text.contains("\"seq\":31,") {
        let chunk = response.chunk().await.unwrap().expect("the stream goes on");
        text += std::str::from_utf8(&chunk).unwrap();
    }
    assert_eq!(text.matches("event: balance").count(), 31);
}
