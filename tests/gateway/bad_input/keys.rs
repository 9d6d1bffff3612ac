//! Requests without a right key, a role that covers them, or a usable idempotency key.

use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::json;

use super::{GRANTS, ORDERS, SPENDS, grant, spend, unchanged};
use crate::support::{buyer::card_order, client::send, world::World};

both_engines!(
    nobody_does_what_his_role_does_not_cover,
    nobody_is_let_in_without_a_key_that_is_right,
    a_change_without_a_usable_idempotency_key_is_refused,
);

async fn nobody_does_what_his_role_does_not_cover(world: &World) {
    let gateway = world.gateway();
    for (role, path, body) in [
        (Role::Service, ORDERS, card_order("c1", "direct-1000", 1)),
        (Role::Support, ORDERS, card_order("c1", "direct-1000", 1)),
        (Role::Checkout, SPENDS, spend()),
        (Role::Support, SPENDS, spend()),
        (Role::Admin, SPENDS, spend()),
        (Role::Checkout, GRANTS, grant()),
        (Role::Support, GRANTS, grant()),
        (Role::Service, "/v1/refunds", json!({})),
        (Role::Checkout, "/v1/refunds", json!({})),
        (Role::Service, "/v1/customers/c1/close", json!({})),
    ] {
        let refused = unchanged(world, gateway.post(role, path, &body))
            .await
            .refused(403, "forbidden");
        assert!(
            refused["roles"]
                .as_array()
                .is_some_and(|roles| !roles.is_empty()),
            "{refused}"
        );
    }
}

async fn nobody_is_let_in_without_a_key_that_is_right(world: &World) {
    let gateway = world.gateway();
    let bare = || {
        gateway
            .bare(Method::POST, SPENDS)
            .header("idempotency-key", "k")
            .json(&spend())
    };
    let none = unchanged(world, send(bare())).await;
    none.refused(401, "unauthenticated");
    assert!(none.header("www-authenticate").is_some());
    let key = &gateway.keys[&Role::Service];
    let (start, _) = key.split_at(key.len() - 4);
    for (wrong, code) in [
        (format!("{start}ffff"), "unknown_api_key"),
        (key.replacen("service", "admin", 1), "unknown_api_key"),
        ("nonsense".to_owned(), "unknown_api_key"),
    ] {
        unchanged(world, send(bare().bearer_auth(wrong)))
            .await
            .refused(401, code);
    }
    unchanged(
        world,
        send(bare().header("authorization", format!("Basic {key}"))),
    )
    .await
    .refused(401, "unauthenticated");
}

async fn a_change_without_a_usable_idempotency_key_is_refused(world: &World) {
    world.grant("c1", "promotional", 10).await;
    let request = || {
        world
            .gateway()
            .request(Role::Service, Method::POST, SPENDS)
            .json(&spend())
    };
    unchanged(world, send(request()))
        .await
        .refused(400, "idempotency_key_missing");
    let long = "k".repeat(256);
    for key in ["", "a b", "열쇠", long.as_str()] {
        let keyed = request().header("idempotency-key", key.as_bytes());
        unchanged(world, send(keyed))
            .await
            .refused(400, "idempotency_key_invalid");
    }
    let doubled = request()
        .header("idempotency-key", "one")
        .header("idempotency-key", "two");
    unchanged(world, send(doubled))
        .await
        .refused(400, "idempotency_key_invalid");
    let at_the_limit = request().header("idempotency-key", "k".repeat(255));
    send(at_the_limit).await.ok();
}
