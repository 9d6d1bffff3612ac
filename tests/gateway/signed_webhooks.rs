//! Signed notices that cannot be used as they are: stored as such, counted apart from unsigned ones, and settled by a
//! person.

mod contradicted;

use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::{
    bad_input::unchanged,
    support::{
        buyer::bank_order,
        client::BankWebhook,
        world::{BANK_SECRET, World},
    },
};

both_engines!(
    a_signed_notice_that_cannot_be_read_waits_for_a_person_who_settles_it,
    an_unreadable_notice_does_not_stand_in_the_way_of_a_readable_one,
    forgers_leave_room_for_what_was_signed,
);

impl World {
    fn signed(&self, id: &str, body: &Value) -> BankWebhook {
        BankWebhook::signed(BANK_SECRET, id, self.now(), body)
    }

    async fn waiting(&self) -> Vec<Value> {
        let list = self.gateway().get(Role::Support, "/v1/inbox?open=true");
        list.await.ok()["items"].as_array().unwrap().clone()
    }

    async fn has_gauge(&self, name: &str, count: i64) {
        let metrics = self.gateway().browse("/metrics").await.text;
        let line = format!("credit_gateway_{name} {count}\n");
        assert!(metrics.contains(&line), "{line}: {metrics}");
    }

    fn deposit_of(&self, movement: &str, won: i64) -> Value {
        let notice = self.notice(movement, "홍길동", won);
        serde_json::from_slice(&notice.body).unwrap()
    }
}

async fn a_signed_notice_that_cannot_be_read_waits_for_a_person_who_settles_it(world: &World) {
    let mut body = world.deposit_of("mv-1", 10_000);
    body["data"]["amount"] = json!("10,000");
    let unreadable = world.signed("msg_1", &body);
    world.gateway().bank_webhook(&unreadable).await.ok();
    // A repetition is the same.
    unchanged(world, world.gateway().bank_webhook(&unreadable))
        .await
        .ok();
    let waiting = world.waiting().await;
    assert_eq!(waiting.len(), 1, "{waiting:?}");
    let row = &waiting[0];
    assert_eq!(
        (&row["verdict"], &row["open"]),
        (&json!("unreadable"), &json!(true)),
        "{row}"
    );
    let note = row["note"].as_str().unwrap();
    assert!(note.contains("malformed"), "{row}");
    world.has_gauge("webhooks_unreadable", 1).await;
    world.has_gauge("webhooks_contradictory", 0).await;
    let path = format!("/v1/inbox/{}", row["id"].as_str().unwrap());
    let (to_replay, to_settle) = (format!("{path}/replay"), format!("{path}/settle"));
    let replay = world
        .gateway()
        .post(Role::Support, &to_replay, &Value::Null);
    unchanged(world, replay).await.refused(422, "invalid_field");
    let nameless = json!({"reason": ""});
    let settle = world.gateway().post(Role::Support, &to_settle, &nameless);
    assert_eq!(
        settle.await.refused(422, "invalid_field")["field"],
        "reason"
    );
    let reason = json!({"reason": "the feed's maker sent it anew"});
    let settle = || world.gateway().post(Role::Support, &to_settle, &reason);
    let settled = settle().await.ok();
    assert_eq!(settled["open"], false, "{settled}");
    assert!(
        settled["effect"].as_str().unwrap().contains("sent it anew"),
        "{settled}"
    );
    let again = unchanged(world, settle()).await.ok();
    assert_eq!(again, settled);
    world.has_gauge("webhooks_unreadable", 0).await;
    assert_eq!(world.waiting().await, Vec::<Value>::new());
    let audit_log =
        "SELECT COUNT(*) FROM audit_log WHERE act = 'inbox.settle' AND detail LIKE '%sent it anew'";
    assert_eq!(world.database.number(audit_log).await, 1);
}

async fn an_unreadable_notice_does_not_stand_in_the_way_of_a_readable_one(world: &World) {
    world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    let readable = world.deposit_of("mv-1", 10_000);
    let mut unreadable = readable.clone();
    unreadable["data"]["deposited_at"] = json!("yesterday");
    let unreadable = world.signed("msg_1", &unreadable);
    world.gateway().bank_webhook(&unreadable).await.ok();
    assert_eq!(world.balance_or_zero("c1").await, 0);
    // Its maker fixes it and sends the same event.
    world
        .gateway()
        .bank_webhook(&world.signed("msg_1", &readable))
        .await
        .ok();
    assert_eq!(world.balance("c1").await, 1_000);
    assert_eq!(world.waiting().await.len(), 1);
}

async fn forgers_leave_room_for_what_was_signed(world: &World) {
    let genuine = world.deposit_of("mv-1", 10_000);
    let mut forged = world.signed("msg_1", &genuine);
    "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".clone_into(&mut forged.signature);
    for _ in 0..620 {
        world
            .gateway()
            .bank_webhook(&forged)
            .await
            .refused(401, "webhook_unverified");
    }
    let rejected = "SELECT COUNT(*) FROM inbox WHERE verdict = 'rejected'";
    assert_eq!(world.database.number(rejected).await, 600);
    for nth in 0..3 {
        let unreadable = world.signed(&format!("msg_{nth}"), &json!([nth]));
        world.gateway().bank_webhook(&unreadable).await.ok();
    }
    world
        .gateway()
        .bank_webhook(&world.signed("msg_9", &genuine))
        .await
        .ok();
    assert_eq!(world.waiting().await.len(), 3);
    world.has_gauge("webhooks_unreadable", 3).await;
    assert_eq!(
        world.database.number("SELECT COUNT(*) FROM deposits").await,
        1
    );
}
