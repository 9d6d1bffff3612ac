//! Refunds of virtual accounts.

use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{buyer::id_of, world::World};

both_engines!(
    a_refund_goes_to_the_account_that_was_named,
    a_refund_without_an_account_is_refused,
    the_account_of_a_refund_is_only_shown_masked,
);

fn account() -> Value {
    json!({"bank": "088", "account_number": "110123456789", "holder": "홍길동"})
}

async fn a_refund_goes_to_the_account_that_was_named(world: &World) {
    let order = world.paid_account("c1").await;
    let payment = order["payment_id"].as_str().unwrap();
    let refund = world.request_refund(payment, Some(account())).await.ok();
    let id = id_of(&refund);
    world
        .wait_until("the refund ends", async || {
            world.refund_state(&id).await == "succeeded"
        })
        .await;
    assert_eq!(
        world.sandbox_books().await["toss"]["payments"][0]["cancelled"],
        10_000
    );
    assert_eq!(world.balance("c1").await, 0);
}

async fn a_refund_without_an_account_is_refused(world: &World) {
    let order = world.paid_account("c1").await;
    let payment = order["payment_id"].as_str().unwrap();
    let refused = world
        .request_refund(payment, None)
        .await
        .refused(422, "invalid_field");
    assert_eq!(refused["field"], "refund_account");
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn the_account_of_a_refund_is_only_shown_masked(world: &World) {
    let order = world.paid_account("c1").await;
    let payment = order["payment_id"].as_str().unwrap();
    let refund = world.request_refund(payment, Some(account())).await;
    assert!(
        !refund.text.contains("110123456789") && !refund.text.contains("홍길동"),
        "{}",
        refund.text
    );
    let id = id_of(&refund.ok());
    world
        .wait_until("the refund ends", async || {
            world.refund_state(&id).await == "succeeded"
        })
        .await;
    let refund = world
        .gateway()
        .get(Role::Support, &format!("/v1/refunds/{id}"))
        .await;
    assert!(
        !refund.text.contains("110123456789") && !refund.text.contains("홍길동"),
        "{}",
        refund.text
    );
    assert!(refund.text.contains("6789"), "{}", refund.text);
}
