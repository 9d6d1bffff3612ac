//! Refunds: by right, through support, by hand, and refused.

mod windows;

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{buyer::id_of, world::World};

both_engines!(
    an_unused_purchase_is_refunded_in_full,
    only_the_unused_part_is_refunded,
    two_refunds_of_one_payment_never_pass_it,
    a_bank_transfer_is_refunded_by_hand,
    credits_on_their_way_back_cannot_be_spent,
    expired_credits_bring_nothing_back,
    one_refund_of_a_payment_at_a_time,
);

fn payment_of(order: &Value) -> String {
    order["payment_id"].as_str().unwrap().to_owned()
}

async fn an_unused_purchase_is_refunded_in_full(world: &World) {
    let payment = payment_of(&world.buy("c1", "direct-1000", 1).await);
    let refund = world.refund(&payment).await;
    assert_eq!(
        (&refund["amount"], &refund["credits"]),
        (&json!(10_000), &json!(1_000)),
        "{refund}"
    );
    assert_eq!(refund["basis"], "by_right");
    assert_eq!(world.balance("c1").await, 0);
    let paid = &world.sandbox_books().await["toss"]["payments"][0];
    assert_eq!(
        (&paid["status"], &paid["cancelled"]),
        (&json!("CANCELED"), &json!(10_000))
    );
    assert_eq!(
        paid["cancels"][0]["idempotency_key"], refund["id"],
        "sent under another key than its id"
    );
}

async fn only_the_unused_part_is_refunded(world: &World) {
    let payment = payment_of(&world.buy("c1", "direct-1000", 1).await);
    world.spend("c1", 333).await.ok();
    let quote = world.quote(&payment).await;
    assert_eq!(
        (&quote["amount"], &quote["credits"]),
        (&json!(6_670), &json!(667)),
        "{quote}"
    );
    let refund = world.refund(&payment).await;
    assert_eq!(refund["amount"], 6_670);
    assert_eq!(world.balance("c1").await, 0);
    assert_eq!(
        world.sandbox_books().await["toss"]["payments"][0]["status"],
        "PARTIAL_CANCELED"
    );
}

/// Credits held during the first refund come back and are refunded second.
async fn two_refunds_of_one_payment_never_pass_it(world: &World) {
    let payment = payment_of(&world.buy("c1", "direct-1000", 1).await);
    let hold = world.hold("c1", 334, 3_600).await.ok();
    let first = world.refund(&payment).await;
    assert_eq!(first["amount"], 6_660);
    let path = format!("/v1/holds/{}/release", id_of(&hold));
    world
        .gateway()
        .post(Role::Service, &path, &Value::Null)
        .await
        .ok();
    let second = world.refund(&payment).await;
    assert_eq!(second["amount"], 3_340);
    let paid = &world.sandbox_books().await["toss"]["payments"][0];
    assert_eq!(paid["cancelled"], 10_000);
    let nothing = world.quote(&payment).await;
    assert_eq!(
        (&nothing["amount"], &nothing["basis"]),
        (&json!(0), &json!("refused")),
        "{nothing}"
    );
}

async fn a_bank_transfer_is_refunded_by_hand(world: &World) {
    let payment = payment_of(&world.buy_by_transfer("c1", "direct-1000", "홍길동").await);
    let account = json!({"bank": "004", "account_number": "99887766554433", "holder": "홍길동"});
    let refund = world.request_refund(&payment, Some(account)).await;
    assert!(
        !refund.text.contains("99887766554433") && !refund.text.contains("홍길동"),
        "{}",
        refund.text
    );
    assert!(
        refund.text.contains("4433"),
        "the last digits are what support reads back: {}",
        refund.text
    );
    let refund = refund.ok();
    assert_eq!(refund["state"], "by_hand");
    assert_eq!(world.balance("c1").await, 0);
    let path = format!("/v1/refunds/{}/paid", id_of(&refund));
    let paid = world
        .gateway()
        .post(
            Role::Support,
            &path,
            &json!({"evidence": "transfer 20260408-17"}),
        )
        .await
        .ok();
    assert_eq!(paid["state"], "succeeded", "{paid}");
    let sql = "SELECT refunded FROM payments";
    assert_eq!(world.database.number(sql).await, 10_000);
}

async fn credits_on_their_way_back_cannot_be_spent(world: &World) {
    let payment = payment_of(&world.buy("c1", "direct-1000", 1).await);
    // The provider does not answer until the test allows it.
    let broken =
        json!([{"kind": "refuse_5xx_before", "probability_percent": 100, "operation": "cancel"}]);
    world.faults("toss", broken).await;
    let refund = world.request_refund(&payment, None).await.ok();
    world
        .spend("c1", 1)
        .await
        .refused(402, "insufficient_credits");
    world.faults("toss", json!([])).await;
    let id = id_of(&refund);
    let ended = async || world.refund_state(&id).await == "succeeded";
    world
        .wait_while_time_passes("the refund ends", TimeDelta::seconds(1), ended)
        .await;
    assert_eq!(
        world.sandbox_books().await["toss"]["payments"][0]["cancels"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

async fn expired_credits_bring_nothing_back(world: &World) {
    let payment = payment_of(&world.buy("c1", "package-1000", 1).await);
    world.set("2026-05-09T00:00:00+09:00");
    let quote = world.quote(&payment).await;
    assert_eq!(
        (&quote["amount"], &quote["basis"]),
        (&json!(0), &json!("refused")),
        "{quote}"
    );
}

async fn one_refund_of_a_payment_at_a_time(world: &World) {
    let payment = payment_of(&world.buy_by_transfer("c1", "direct-1000", "홍길동").await);
    let account = json!({"bank": "004", "account_number": "99887766554433", "holder": "홍길동"});
    let quote = world.quote(&payment).await;
    let first = world
        .request_refund(&payment, Some(account.clone()))
        .await
        .ok();
    let body = json!({"payment_id": payment, "quote_id": quote["id"], "reason": "again", "refund_account": account});
    world
        .gateway()
        .post(Role::Support, "/v1/refunds", &body)
        .await
        .refused(409, "refund_open");
    let path = format!("/v1/refunds/{}/paid", id_of(&first));
    world
        .gateway()
        .post(Role::Support, &path, &json!({"evidence": "done"}))
        .await
        .ok();
}
