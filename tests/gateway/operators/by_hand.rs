//! Transfers by hand.

use credit_gateway::access::Role;
use serde_json::{Value, json};

use super::audit_log;
use crate::support::{
    buyer::id_of,
    world::{Plan, World},
};

both_engines!(a_transfer_by_hand_is_told_in_full_and_who_read_it_is_on_record,);

const ACCOUNT: &str = "99887766554433";

async fn a_transfer_by_hand_is_told_in_full_and_who_read_it_is_on_record(world: &World) {
    let refund = refund_by_hand(world).await;
    let path = format!("/v1/refunds/{}/payout", id_of(&refund));
    for read in 1..=2 {
        let payout = world.gateway().get(Role::Support, &path).await;
        assert_eq!(payout.header("cache-control"), Some("no-store"));
        assert_eq!(
            payout.ok(),
            json!({
                "refund_id": refund["id"], "bank": "004", "account_number": ACCOUNT, "holder": "홍길동",
                "amount": 10_000,
            })
        );
        assert_eq!(
            audit_log(world, "refund.payout_read", &id_of(&refund)).await,
            read
        );
    }
    for role in [Role::Checkout, Role::Service, Role::Admin] {
        let refused = world.gateway().get(role, &path).await;
        refused.refused(403, "forbidden");
    }
    pay(world, &refund).await;
    let late = world.gateway().get(Role::Support, &path).await;
    late.refused(409, "refund_not_open");
    assert_eq!(
        audit_log(world, "refund.payout_read", &id_of(&refund)).await,
        2
    );
}

pub(super) async fn refund_by_hand(world: &World) -> Value {
    let order = world.buy_by_transfer("c1", "direct-1000", "홍길동").await;
    let account = json!({"bank": "004", "account_number": ACCOUNT, "holder": "홍길동"});
    let payment = order["payment_id"].as_str().unwrap();
    let refund = world.request_refund(payment, Some(account)).await.ok();
    assert_eq!(refund["state"], "by_hand", "{refund}");
    refund
}

pub(super) async fn pay(world: &World, refund: &Value) {
    let path = format!("/v1/refunds/{}/paid", id_of(refund));
    let body = json!({"evidence": "transfer 20260408-17"});
    world.gateway().post(Role::Support, &path, &body).await.ok();
}

/// By a change at the database's own prompt, which SQLite accepts only while no gateway has the file.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refund_by_hand_without_an_account_says_so() {
    Plan::postgres()
        .run(async |world| {
            let refund = refund_by_hand(world).await;
            world
                .database
                .change("UPDATE refunds SET account = NULL")
                .await;
            let path = format!("/v1/refunds/{}/payout", id_of(&refund));
            let refused = world.gateway().get(Role::Support, &path).await;
            refused.refused(409, "refund_account_missing");
            pay(world, &refund).await;
        })
        .await;
}
