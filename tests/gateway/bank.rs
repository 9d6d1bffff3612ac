//! Transfers to the seller's own account, reported by a signed feed.

mod arrived;
mod reversed;
mod unmatched;

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{
    buyer::{bank_order, id_of},
    client::BankWebhook,
    world::{BANK_SECRET, World},
};

both_engines!(
    a_deposit_of_the_right_name_and_amount_mints,
    the_page_shows_where_to_send_the_money,
    names_are_compared_by_what_a_person_reads,
    the_same_movement_told_twice_is_one_deposit,
    an_order_that_could_not_be_told_from_another_is_refused,
    a_deposit_that_was_not_believed_changes_nothing,
    a_stored_notice_can_be_replayed_and_changes_nothing_twice,
);

async fn a_deposit_of_the_right_name_and_amount_mints(world: &World) {
    world.buy_by_transfer("c1", "direct-1000", "홍길동").await;
    assert_eq!(world.balance("c1").await, 1_000);
    assert_eq!(world.deposits("matched").await.len(), 1);
}

async fn the_page_shows_where_to_send_the_money(world: &World) {
    let order = world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    assert_eq!(order["state"], "awaiting_deposit", "{order}");
    let page = world
        .gateway()
        .browse(order["checkout_url"].as_str().unwrap())
        .await;
    assert_eq!(page.status, 200, "{}", page.text);
    for shown in ["12345678901234", "10,000", "홍길동"] {
        assert!(
            page.text.contains(shown),
            "{shown} is missing: {}",
            page.text
        );
    }
}

async fn names_are_compared_by_what_a_person_reads(world: &World) {
    let order = world
        .open_order(&bank_order("c1", "direct-1000", "(주) 크레딧 Co."))
        .await;
    world.deposit("㈜크레딧ＣＯ", 10_000).await;
    assert_eq!(world.order(&id_of(&order)).await["state"], "completed");
}

async fn the_same_movement_told_twice_is_one_deposit(world: &World) {
    world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    let first = world.notice("mv-1", "홍길동", 10_000);
    // Another message, with another id, about the same movement.
    let body: Value = serde_json::from_slice(&first.body).unwrap();
    let second = BankWebhook::signed(BANK_SECRET, "msg-other", world.now(), &body);
    for webhook in [&first, &second, &first] {
        assert_eq!(world.gateway().bank_webhook(webhook).await.status, 200);
    }
    assert_eq!(world.balance("c1").await, 1_000);
    assert_eq!(
        world.database.number("SELECT COUNT(*) FROM deposits").await,
        1
    );
    assert_eq!(world.database.number("SELECT COUNT(*) FROM inbox").await, 2);
}

async fn an_order_that_could_not_be_told_from_another_is_refused(world: &World) {
    let first = world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    let second = world
        .gateway()
        .post(
            Role::Checkout,
            "/v1/orders",
            &bank_order("c2", "direct-1000", "홍 길 동"),
        )
        .await;
    let refused = second.refused(409, "depositor_taken");
    assert!(
        !refused.to_string().contains("c1"),
        "another customer is named: {refused}"
    );
    // Another amount or another name is distinguishable.
    world
        .open_order(&bank_order("c2", "direct-100", "홍길동"))
        .await;
    world
        .open_order(&bank_order("c2", "direct-1000", "홍길동4821"))
        .await;
    world.deposit("홍길동", 10_000).await;
    assert_eq!(world.order(&id_of(&first)).await["state"], "completed");
    assert_eq!(world.balance_or_zero("c2").await, 0);
}

async fn a_deposit_that_was_not_believed_changes_nothing(world: &World) {
    let order = world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    let mut forged = world.notice("mv-1", "홍길동", 10_000);
    "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".clone_into(&mut forged.signature);
    let refused = world
        .gateway()
        .bank_webhook(&forged)
        .await
        .refused(401, "webhook_unverified");
    assert_eq!(refused["rule"], "bad_signature");
    assert_eq!(
        world.order(&id_of(&order)).await["state"],
        "awaiting_deposit"
    );
    // Its id does not block the genuine one.
    world
        .gateway()
        .bank_webhook(&world.notice("mv-1", "홍길동", 10_000))
        .await
        .ok();
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn a_stored_notice_can_be_replayed_and_changes_nothing_twice(world: &World) {
    world.buy_by_transfer("c1", "direct-1000", "홍길동").await;
    world.pass(TimeDelta::hours(3));
    let inbox = world.gateway().get(Role::Support, "/v1/inbox").await.ok();
    let row = &inbox["items"][0];
    assert_eq!(row["verdict"], "signed", "{row}");
    let path = format!("/v1/inbox/{}/replay", id_of(row));
    world
        .gateway()
        .post(Role::Support, &path, &Value::Null)
        .await
        .ok();
    assert_eq!(world.balance("c1").await, 1_000);
    assert_eq!(
        world.database.number("SELECT COUNT(*) FROM deposits").await,
        1
    );
}

impl World {
    async fn deposits(&self, state: &str) -> Vec<Value> {
        let path = format!("/v1/deposits?state={state}");
        self.gateway().get(Role::Support, &path).await.ok()["items"]
            .as_array()
            .unwrap()
            .clone()
    }

    async fn pair(
        &self,
        deposit: &Value,
        order: &Value,
        despite_amount: bool,
    ) -> crate::support::client::Answer {
        let path = format!("/v1/deposits/{}/match", id_of(deposit));
        let mut body = json!({"order_id": order["id"], "reason": "the buyer called"});
        if despite_amount {
            body["despite_amount"] = true.into();
        }
        self.gateway().post(Role::Support, &path, &body).await
    }

    async fn give_back(&self, deposit: &Value) -> crate::support::client::Answer {
        let path = format!("/v1/deposits/{}/return", id_of(deposit));
        self.gateway()
            .post(Role::Support, &path, &json!({"reason": "not ours"}))
            .await
    }
}
