//! Disputes through HTTP: recorded by support, decided, and their credits followed whether the provider shows the money or not.

mod refunds;

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{buyer::id_of, client::Answer, world::World};

both_engines!(
    a_lost_dispute_takes_its_credits_and_a_reinstated_one_gives_them_back,
    a_dispute_lost_by_a_cancel_follows_the_provider,
    what_is_recorded_of_a_dispute_has_its_rules,
);

const CASE: &str = "CB-2026-1201";

fn payment_of(order: &Value) -> String {
    order["payment_id"].as_str().unwrap().to_owned()
}

impl World {
    pub(crate) async fn dispute(&self, payment: &str, more: Value) -> Answer {
        let mut body = json!({"reference": CASE, "reason": "not my purchase"});
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let path = format!("/v1/payments/{payment}/disputes");
        self.gateway().post(Role::Support, &path, &body).await
    }

    pub(crate) async fn decide(&self, dispute: &str, body: Value) -> Answer {
        let path = format!("/v1/disputes/{dispute}/decision");
        self.gateway().post(Role::Support, &path, &body).await
    }

    async fn balance_told(&self, customer: &str) -> Value {
        let path = format!("/v1/customers/{customer}/balance");
        self.gateway().get(Role::Service, &path).await.ok()
    }

    async fn open_disputes(&self) -> usize {
        let path = "/v1/disputes?open=true";
        let listed = self.gateway().get(Role::Support, path).await.ok();
        listed["items"].as_array().unwrap().len()
    }
}

fn lost(taken: &str) -> Value {
    json!({"state": "lost", "taken": taken, "note": "the card company wrote"})
}

async fn a_lost_dispute_takes_its_credits_and_a_reinstated_one_gives_them_back(world: &World) {
    let payment = payment_of(&world.buy("c1", "direct-1000", 1).await);
    world.spend("c1", 300).await.ok();
    let quote = world.quote(&payment).await;
    let respond_by = world.now() + TimeDelta::days(7);
    let dispute = world
        .dispute(&payment, json!({"respond_by": respond_by}))
        .await;
    let dispute = dispute.ok();
    assert_eq!(dispute["amount"], 10_000, "{dispute}");
    assert_eq!(dispute["state"], "open", "{dispute}");
    assert_eq!(world.open_disputes().await, 1);
    // Nothing is refunded meanwhile, and nothing has moved.
    let refund = json!({"payment_id": payment, "quote_id": id_of(&quote), "reason": "asked"});
    let gateway = world.gateway();
    let refused = gateway.post(Role::Support, "/v1/refunds", &refund).await;
    refused.refused(409, "payment_disputed");
    assert_eq!(world.balance("c1").await, 700);
    let ended = world
        .decide(&id_of(&dispute), lost("settlement"))
        .await
        .ok();
    assert_eq!(ended["state"], "lost", "{ended}");
    assert_eq!(
        world.balance("c1").await,
        0,
        "the credits go with the money"
    );
    let owed = world.balance_told("c1").await;
    assert_eq!(owed["debt"], 300, "{owed}");
    assert_eq!(world.open_disputes().await, 0);
    // The provider still counts the payment as paid. Looks at it change nothing.
    world.pass(TimeDelta::days(15));
    let asked = async || {
        let jobs =
            "SELECT COUNT(*) FROM jobs WHERE state = 'waiting' AND attempts = 0 AND run_at <= ";
        let due = format!("{jobs}{}", world.now().timestamp_micros());
        world.database.number(&due).await == 0
    };
    world.wait_until("the looks are over", asked).await;
    assert_eq!(world.balance("c1").await, 0);
    let known = gateway.get(Role::Support, "/v1/contradictions").await.ok();
    assert_eq!(known["items"], json!([]), "{known}");
    let again = json!({"state": "reinstated", "note": "the card company paid it back"});
    let back = world.decide(&id_of(&dispute), again).await.ok();
    assert_eq!(back["state"], "reinstated", "{back}");
    assert_eq!(
        world.balance("c1").await,
        700,
        "the credits come back with it"
    );
    let owed = world.balance_told("c1").await;
    assert_eq!(owed["debt"], 0, "{owed}");
}

async fn a_dispute_lost_by_a_cancel_follows_the_provider(world: &World) {
    let payment = payment_of(&world.buy("c1", "direct-1000", 1).await);
    let dispute = world.dispute(&payment, json!({"amount": 4_000})).await.ok();
    let ended = world.decide(&id_of(&dispute), lost("cancel")).await.ok();
    assert_eq!(ended["taken"], "cancel", "{ended}");
    assert_eq!(
        world.balance("c1").await,
        1_000,
        "only the provider says what went"
    );
    let books = world.sandbox_books().await;
    let key = &books["toss"]["payments"][0]["payment_key"];
    let cancel = json!({"paymentKey": key, "amount": 4_000});
    world.at_provider("/toss/console/cancel", &cancel).await;
    let gone = async || world.balance("c1").await == 600;
    world
        .wait_while_time_passes("the cancel is seen", TimeDelta::minutes(5), gone)
        .await;
}

async fn what_is_recorded_of_a_dispute_has_its_rules(world: &World) {
    let payment = payment_of(&world.buy("c1", "direct-1000", 1).await);
    for more in [json!({"reference": ""}), json!({"reason": " "})] {
        let refused = world.dispute(&payment, more).await;
        refused.refused(422, "invalid_field");
    }
    for amount in [0, 10_001] {
        let refused = world.dispute(&payment, json!({"amount": amount})).await;
        refused.refused(409, "dispute_over_left");
    }
    let dispute = world.dispute(&payment, json!({})).await.ok();
    let id = id_of(&dispute);
    world
        .dispute(&payment, json!({}))
        .await
        .refused(409, "payment_disputed");
    for body in [
        json!({"state": "lost", "note": "x"}),
        json!({"state": "won", "taken": "cancel", "note": "x"}),
        json!({"state": "open", "note": "x"}),
        json!({"state": "won", "note": ""}),
    ] {
        world.decide(&id, body).await.refused(422, "invalid_field");
    }
    let reinstated = json!({"state": "reinstated", "note": "x"});
    world
        .decide(&id, reinstated)
        .await
        .refused(409, "dispute_state");
    world
        .decide(&id, json!({"state": "won", "note": "x"}))
        .await
        .ok();
    world
        .decide(&id, lost("settlement"))
        .await
        .refused(409, "dispute_state");
    let none = "dpt_00000000000000000000000000";
    world
        .decide(none, lost("cancel"))
        .await
        .refused(404, "dispute_not_found");
}
