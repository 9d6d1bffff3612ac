//! Links and queries that are altered, over, or not understood.

use chrono::TimeDelta;
use credit_gateway::access::Role;

use super::unchanged;
use crate::support::{
    buyer::{card_order, id_of},
    world::World,
};

/// Several turns of each worker.
const A_WHILE: std::time::Duration = std::time::Duration::from_secs(2);

both_engines!(
    a_link_that_was_altered_or_is_over_leads_nowhere,
    queries_are_read_strictly,
);

async fn a_link_that_was_altered_or_is_over_leads_nowhere(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let other = world.open_order(&card_order("c2", "direct-1000", 1)).await;
    let back = world.press(&order, "pay").await;
    let state = |url: &str| {
        url.split("state=")
            .nth(1)
            .unwrap()
            .split('&')
            .next()
            .unwrap()
            .to_owned()
    };
    let (page, callback) = (order["checkout_url"].as_str().unwrap(), back.as_str());
    let altered = |url: &str| url.replacen("state=", "state=9", 1);
    let stateless = |url: &str| url.replacen("state=", "stat=", 1);
    for wrong in [
        altered(callback),
        stateless(callback),
        callback.replace(&id_of(&order), &id_of(&other)),
        callback.replacen("/callbacks/toss/", "/callbacks/bank/", 1),
        callback.replacen(&state(callback), &state(page), 1),
        altered(page),
        page.replacen(&id_of(&order), &id_of(&other), 1),
        page.replacen(&state(page), &state(callback), 1),
    ] {
        let answer = unchanged(world, world.gateway().browse(&wrong)).await;
        assert!(
            (400..500).contains(&answer.status),
            "{wrong}: {} {}",
            answer.status,
            answer.text
        );
        assert!(
            !answer.text.contains("sandbox"),
            "leads on: {}",
            answer.text
        );
    }
    world.pass(TimeDelta::hours(3));
    at_rest(world).await;
    let answer = unchanged(world, world.gateway().browse(callback)).await;
    assert!(
        (400..500).contains(&answer.status),
        "{} {}",
        answer.status,
        answer.text
    );
    assert_eq!(
        world.sandbox_books().await["toss"]["payments"][0]["approvals"],
        0
    );
}

/// Waits until what became due by itself is done: for a while no row is added.
async fn at_rest(world: &World) {
    let mut before = world.database.counts().await;
    loop {
        tokio::time::sleep(A_WHILE).await;
        let now = world.database.counts().await;
        if now == before {
            return;
        }
        before = now;
    }
}

async fn queries_are_read_strictly(world: &World) {
    world.grant("c1", "promotional", 10).await;
    for (query, status, code) in [
        ("balance?when=now", 400, "invalid_query"),
        (
            "balance?at=2026-04-08T10:00:00%2B09:00&at=2026-04-08T10:00:00%2B09:00",
            400,
            "invalid_query",
        ),
        ("balance?at=yesterday", 422, "invalid_field"),
        ("lots?limit=0", 422, "invalid_field"),
        ("lots?limit=101", 422, "invalid_field"),
        ("lots?limit=ten", 422, "invalid_field"),
        ("entries?cursor=%00", 400, "invalid_query"),
        ("entries?cursor=abc", 400, "invalid_query"),
    ] {
        let path = format!("/v1/customers/c1/{query}");
        let refused = unchanged(world, world.gateway().get(Role::Service, &path))
            .await
            .refused(status, code);
        assert!(refused["field"].is_string(), "{query}: {refused}");
    }
    let deposits = world
        .gateway()
        .get(Role::Support, "/v1/deposits?state=lost")
        .await;
    assert_eq!(deposits.refused(422, "invalid_field")["field"], "state");
}
