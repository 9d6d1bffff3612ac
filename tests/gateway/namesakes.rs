//! Deposits that two customers could have sent: an order of the same name and amount was cancelled recently. The
//! owner of the money cannot be known, so a person decides.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{
    buyer::{bank_order, id_of},
    world::World,
};

both_engines!(
    money_for_a_cancelled_order_never_pays_a_namesakes,
    money_for_an_expired_order_never_pays_a_namesakes,
    a_namesake_of_long_ago_is_no_doubt,
    who_orders_again_is_paid_at_once,
    a_transfer_made_again_never_pays_a_namesakes,
);

/// Alice cancels her order and still transfers; Mallory has opened one of the same name and amount meanwhile.
async fn money_for_a_cancelled_order_never_pays_a_namesakes(world: &World) {
    let alices = world
        .open_order(&bank_order("alice", "direct-1000", "홍길동"))
        .await;
    let path = format!("/v1/orders/{}/cancel", id_of(&alices));
    world
        .gateway()
        .post(Role::Checkout, &path, &Value::Null)
        .await
        .ok();
    world.pass(TimeDelta::hours(1));
    let mallorys = world
        .open_order(&bank_order("mallory", "direct-1000", "홍 길동"))
        .await;
    world.pass(TimeDelta::minutes(5));
    world.deposit("홍길동", 10_000).await;
    assert_eq!(
        world.balance_or_zero("mallory").await,
        0,
        "Alice's money paid Mallory's order"
    );
    let waiting = world.queued("ambiguous").await;
    let reason = waiting["reason"].as_str().unwrap();
    for order in [&alices, &mallorys] {
        assert!(reason.contains(&id_of(order)), "{reason}");
    }
    let body = json!({"order_id": alices["id"], "reason": "the bank confirms the sender"});
    let path = format!("/v1/deposits/{}/match", id_of(&waiting));
    world.gateway().post(Role::Support, &path, &body).await.ok();
    assert_eq!(
        (
            world.balance("alice").await,
            world.balance_or_zero("mallory").await
        ),
        (1_000, 0)
    );
}

async fn money_for_an_expired_order_never_pays_a_namesakes(world: &World) {
    let alices = world
        .open_order(&bank_order("alice", "direct-1000", "홍길동"))
        .await;
    world.pass(TimeDelta::hours(26));
    world.sweep().await;
    world.wait_for_order(&id_of(&alices), "expired").await;
    world.pass(TimeDelta::days(30));
    world
        .open_order(&bank_order("mallory", "direct-1000", "홍길동"))
        .await;
    world.deposit("홍길동", 10_000).await;
    assert_eq!(world.balance_or_zero("mallory").await, 0);
    world.queued("ambiguous").await;
}

async fn a_namesake_of_long_ago_is_no_doubt(world: &World) {
    let alices = world
        .open_order(&bank_order("alice", "direct-1000", "홍길동"))
        .await;
    world.pass(TimeDelta::hours(26));
    world.sweep().await;
    world.wait_for_order(&id_of(&alices), "expired").await;
    world.pass(TimeDelta::days(32));
    world.buy_by_transfer("bob", "direct-1000", "홍길동").await;
    assert_eq!(world.balance("bob").await, 1_000);
}

/// Whichever of her orders the money is for, it is hers.
async fn who_orders_again_is_paid_at_once(world: &World) {
    let first = world
        .open_order(&bank_order("alice", "direct-1000", "홍길동"))
        .await;
    let path = format!("/v1/orders/{}/cancel", id_of(&first));
    world
        .gateway()
        .post(Role::Checkout, &path, &Value::Null)
        .await
        .ok();
    world
        .buy_by_transfer("alice", "direct-1000", "홍길동")
        .await;
    assert_eq!(world.balance("alice").await, 1_000);
}

impl World {
    /// The one deposit that waits in a state.
    pub(crate) async fn queued(&self, state: &str) -> Value {
        let path = format!("/v1/deposits?state={state}");
        let listed = self.gateway().get(Role::Support, &path).await.ok();
        let items = listed["items"].as_array().unwrap();
        assert_eq!(items.len(), 1, "{listed}");
        items[0].clone()
    }
}

/// Alice's bank takes the transfer of her completed order back, and makes it again while Mallory's order waits.
async fn a_transfer_made_again_never_pays_a_namesakes(world: &World) {
    world
        .open_order(&bank_order("alice", "direct-1000", "홍길동"))
        .await;
    let movement = world.deposit("홍길동", 10_000).await;
    world
        .wait_until("the lot", async || {
            world.balance_or_zero("alice").await == 1_000
        })
        .await;
    world
        .at_provider(&format!("/bank/deposits/{movement}/reverse"), &json!({}))
        .await;
    world
        .wait_until("the reversal", async || {
            world.balance_or_zero("alice").await == 0
        })
        .await;
    world.pass(TimeDelta::hours(1));
    world
        .open_order(&bank_order("mallory", "direct-1000", "홍길동"))
        .await;
    world.pass(TimeDelta::minutes(5));
    world.deposit("홍길동", 10_000).await;
    world.queued("ambiguous").await;
    assert_eq!(world.balance_or_zero("mallory").await, 0);
}
