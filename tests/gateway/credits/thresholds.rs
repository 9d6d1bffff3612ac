//! Thresholds of a balance, and the event `balance.low`.

mod ends;

use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    buyer::id_of,
    client::{Answer, send},
    world::World,
};

const THRESHOLDS: &str = "/v1/customers/c1/thresholds";

both_engines!(
    a_fall_is_reported_once_and_again_after_the_balance_rose,
    thresholds_are_put_in_place_of_those_before,
    what_are_no_thresholds_is_refused,
    whatever_takes_credits_is_a_fall,
    a_repetition_and_a_refusal_report_nothing,
    many_spends_at_once_fall_once,
);

impl World {
    async fn watch(&self, thresholds: &[i64]) -> Answer {
        let body = json!({ "thresholds": thresholds });
        self.gateway().put(Role::Service, THRESHOLDS, &body).await
    }

    /// Threshold, available before and available after of each event, in the customer's order.
    async fn lows(&self) -> Value {
        let sql = "SELECT body FROM events WHERE kind = 'balance.low' ORDER BY seq";
        let rows = self.database.rows(sql).await;
        let low = rows.iter().map(|row| {
            let body: Value = serde_json::from_str(&row[0]).unwrap();
            json!([
                body["threshold"],
                body["available_before"],
                body["available_after"]
            ])
        });
        low.collect()
    }
}

async fn a_fall_is_reported_once_and_again_after_the_balance_rose(world: &World) {
    world.watch(&[50, 20]).await.ok();
    world.grant("c1", "promotional", 100).await;
    let spend = world.spend("c1", 50).await.ok();
    assert_eq!(world.lows().await, json!([]), "at the threshold");
    world.spend("c1", 1).await.ok();
    world.spend("c1", 10).await.ok();
    assert_eq!(
        world.lows().await,
        json!([[50, 50, 49]]),
        "it was low already"
    );
    let entry = "SELECT body FROM events WHERE kind = 'balance.low'";
    let body: Value = serde_json::from_str(&world.database.rows(entry).await[0][0]).unwrap();
    let entries = "/v1/customers/c1/entries?act=spend";
    let entries = world.gateway().get(Role::Service, entries).await.ok();
    let told = entries["items"].as_array().unwrap().iter();
    let mut told = told.filter(|entry| entry["seq"] == body["entry_seq"]);
    assert_eq!(told.next().unwrap()["available_after"], 49, "{entries}");
    let path = format!("/v1/spends/{}/reverse", id_of(&spend));
    let nothing = Value::Null;
    world
        .gateway()
        .post(Role::Service, &path, &nothing)
        .await
        .ok();
    world.spend("c1", 80).await.ok();
    assert_eq!(
        world.lows().await,
        json!([[50, 50, 49], [50, 89, 9], [20, 89, 9]])
    );
}

async fn thresholds_are_put_in_place_of_those_before(world: &World) {
    let read = async |role| world.gateway().get(role, THRESHOLDS).await.ok();
    let none = json!({"customer_id": "c1", "thresholds": []});
    assert_eq!(read(Role::Support).await, none, "nobody has met c1");
    for _ in 0..2 {
        let set = world.watch(&[70, 5, 30]).await;
        assert_eq!(set.header("credits-balance"), Some("0"));
        assert_eq!(set.ok()["thresholds"], json!([5, 30, 70]));
    }
    assert_eq!(read(Role::Admin).await["thresholds"], json!([5, 30, 70]));
    let acts = "/v1/audit-log?act=customer.thresholds";
    let acts = world.gateway().get(Role::Admin, acts).await.ok();
    assert_eq!(acts["items"].as_array().unwrap().len(), 1, "{acts}");
    assert_eq!(acts["items"][0]["subject"], "c1");
    // Above the balance: it says nothing before it was reached.
    world.grant("c1", "promotional", 69).await;
    world.spend("c1", 1).await.ok();
    assert_eq!(world.lows().await, json!([]));
    assert_eq!(world.watch(&[]).await.ok()["thresholds"], json!([]));
    world.spend("c1", 68).await.ok();
    assert_eq!(world.lows().await, json!([]));
}

async fn what_are_no_thresholds_is_refused(world: &World) {
    let eleven: Vec<i64> = (1..=11).collect();
    for wrong in [&[0, 5][..], &[5, 7, 5], &eleven] {
        let refused = world.watch(wrong).await.refused(422, "invalid_field");
        assert_eq!(refused["field"], "thresholds", "{refused}");
    }
    world.watch(&eleven[..10]).await.ok();
    let body = json!({ "thresholds": [1] });
    let by_support = world.gateway().put(Role::Support, THRESHOLDS, &body);
    by_support.await.refused(403, "forbidden");
    world.grant("c1", "promotional", 5).await;
    world.close_account("c1", true).await.ok();
    world.watch(&[9]).await.refused(409, "customer_closed");
    assert_eq!(world.lows().await, json!([]), "a closing is no fall");
}

async fn whatever_takes_credits_is_a_fall(world: &World) {
    world.grant("c1", "promotional", 100).await;
    world.watch(&[60, 1_000]).await.ok();
    let hold = world.hold("c1", 50, 600).await.ok();
    assert_eq!(world.lows().await, json!([[60, 100, 50]]));
    let path = format!("/v1/holds/{}/release", id_of(&hold));
    let nothing = Value::Null;
    world
        .gateway()
        .post(Role::Service, &path, &nothing)
        .await
        .ok();
    let order = world.buy("c1", "direct-1000", 1).await;
    let payment = order["payment_id"].as_str().unwrap();
    world.refund(payment).await;
    assert_eq!(
        world.lows().await,
        json!([[60, 100, 50], [1_000, 1_100, 100]])
    );
}

async fn a_repetition_and_a_refusal_report_nothing(world: &World) {
    world.grant("c1", "promotional", 100).await;
    world.watch(&[50]).await.ok();
    let body = json!({"credits": 60, "meter": "chat", "reference": "job-1"});
    let path = "/v1/customers/c1/spends";
    for _ in 0..3 {
        let spent = world.gateway();
        let spent = spent.post_under("once", Role::Service, path, &body).await;
        assert_eq!(spent.ok()["balance"], 40);
    }
    world
        .spend("c1", 41)
        .await
        .refused(402, "insufficient_credits");
    assert_eq!(world.lows().await, json!([[50, 100, 40]]));
}

/// However the spends are spread over the writer's batches: one falls below, in whatever order they are carried out.
async fn many_spends_at_once_fall_once(world: &World) {
    world.grant("c1", "promotional", 100).await;
    world.watch(&[95, 50, 5]).await.ok();
    let item = |nth: i64| {
        json!({"customer_id": "c1", "credits": 1, "meter": "chat", "reference": "job-1",
            "idempotency_key": format!("k{nth}")})
    };
    let body = json!({ "spends": (0..100).map(item).collect::<Vec<_>>() });
    let request = world
        .gateway()
        .request(Role::Service, Method::POST, "/v1/spends/batch");
    send(request.json(&body)).await.ok();
    assert_eq!(
        world.lows().await,
        json!([[95, 95, 94], [50, 50, 49], [5, 5, 4]])
    );
}
