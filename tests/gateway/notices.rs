//! Notices that credits end soon, by the moved clock, and the links in them.

use chrono::TimeDelta;
use credit_gateway::flows;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    client::{Answer, send},
    world::{Plan, World},
};

both_engines!(
    .without_workers():
    a_lot_is_announced_once_for_each_of_the_days,
    a_late_sweep_sends_the_nearest_notice_alone,
    a_lot_younger_than_its_notice_is_not_announced_at_its_purchase,
    what_is_used_up_or_was_given_has_no_link,
    a_link_opens_one_order_however_often_it_is_pressed,
    a_link_that_was_altered_or_is_over_opens_nothing,
);

async fn notify(world: &World) {
    for app in &world.apps {
        flows::notices::sweep(app).await.unwrap();
    }
}

/// The bodies of the notices that were sent, the first one first.
async fn sent(world: &World) -> Vec<Value> {
    let sql = "SELECT body FROM events WHERE kind = 'credits.expiring' ORDER BY id";
    let rows = world.database.rows(sql).await;
    let bodies = rows
        .iter()
        .map(|row| serde_json::from_str(&row[0]).unwrap());
    bodies.collect()
}

async fn a_lot_is_announced_once_for_each_of_the_days(world: &World) {
    world.buy("c1", "direct-1000", 1).await;
    let mut days = Vec::new();
    for (at, left, due) in [
        ("2027-03-09T23:59:59.999999+09:00", 1_000, None),
        ("2027-03-10T00:00:00+09:00", 1_000, Some(30)),
        ("2027-04-01T23:59:59.999999+09:00", 600, None),
        ("2027-04-02T00:00:00+09:00", 600, Some(7)),
        ("2027-04-08T00:00:00+09:00", 600, Some(1)),
        ("2027-04-09T00:00:00+09:00", 0, None),
    ] {
        world.set(at);
        if left == 600 && world.balance("c1").await == 1_000 {
            world.spend("c1", 400).await.ok();
        }
        notify(world).await;
        notify(world).await;
        days.extend(due);
        let sent = sent(world).await;
        let told: Vec<&Value> = sent.iter().map(|body| &body["days"]).collect();
        assert_eq!(json!(told), json!(days), "at {at}");
        if due.is_some() {
            let last = sent.last().unwrap();
            assert_eq!(last["credits"], left, "{last}");
            assert_eq!(last["expires_at"], "2027-04-09T00:00:00+09:00", "{last}");
            assert_eq!(
                (&last["product"], &last["quantity"]),
                (&json!("direct-1000"), &json!(1)),
                "{last}"
            );
        }
    }
    world.sweep().await;
    let ended = "SELECT COUNT(*) FROM events WHERE kind = 'lot.expired'";
    assert_eq!(world.database.number(ended).await, 1);
}

async fn a_late_sweep_sends_the_nearest_notice_alone(world: &World) {
    world.buy("c1", "direct-1000", 1).await;
    notify(world).await;
    world.set("2027-04-05T12:00:00+09:00");
    notify(world).await;
    let sent = sent(world).await;
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert_eq!(sent[0]["days"], 7);
    let rows = "SELECT outcome FROM expiry_notices ORDER BY days DESC";
    assert_eq!(world.database.rows(rows).await, [["overtaken"], ["sent"]]);
}

/// One month from the last day of January is all of February: 28 days.
async fn a_lot_younger_than_its_notice_is_not_announced_at_its_purchase(world: &World) {
    world.set("2027-01-31T10:00:00+09:00");
    world.buy("c1", "package-1000", 1).await;
    notify(world).await;
    assert!(sent(world).await.is_empty());
    world.set("2027-02-22T00:00:00+09:00");
    notify(world).await;
    let sent = sent(world).await;
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert_eq!(sent[0]["days"], 7);
}

async fn what_is_used_up_or_was_given_has_no_link(world: &World) {
    world.buy("c1", "direct-1000", 1).await;
    world.spend("c1", 1_000).await.ok();
    world.set("2027-04-08T00:00:00+09:00");
    notify(world).await;
    assert!(sent(world).await.is_empty());
    world.grant("c2", "membership", 5).await;
    world.pass(TimeDelta::days(29));
    notify(world).await;
    let sent = sent(world).await;
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert_eq!(
        (&sent[0]["product"], &sent[0]["renew_url"]),
        (&Value::Null, &Value::Null)
    );
}

/// The link of a notice of `direct-1000`, a month before its end.
async fn link(world: &World, customer: &str) -> String {
    world.set("2026-04-08T11:00:00+09:00");
    world.buy(customer, "direct-1000", 1).await;
    world.set("2027-03-10T12:00:00+09:00");
    notify(world).await;
    let sent = sent(world).await;
    sent.last().unwrap()["renew_url"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn press(world: &World, link: &str, form: &'static str) -> Answer {
    let request = world.gateway().bare(Method::POST, link);
    send(
        request
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form),
    )
    .await
}

async fn orders(world: &World) -> i64 {
    world.database.number("SELECT COUNT(*) FROM orders").await
}

const BY_CARD: &str = "way=toss%2Fcard";

async fn a_link_opens_one_order_however_often_it_is_pressed(world: &World) {
    let link = link(world, "c1").await;
    let page = world.gateway().browse(&link).await;
    assert_eq!(page.status, 200, "{}", page.text);
    for needed in ["10,000원", "909원", "toss/card", "bank/bank_transfer"] {
        assert!(page.text.contains(needed), "{needed}: {}", page.text);
    }
    assert_eq!(orders(world).await, 1, "looking opens nothing");
    let pressed = join_all((0..4).map(|_| press(world, &link, BY_CARD))).await;
    for answer in &pressed {
        assert_eq!(answer.status, 303, "{}", answer.text);
        assert_eq!(answer.location(), pressed[0].location());
    }
    assert_eq!(orders(world).await, 2);
    let opened = "SELECT id FROM orders WHERE state <> 'completed'";
    let id = world.database.rows(opened).await[0][0].clone();
    let order = world.order(&id).await;
    assert_eq!(order["customer_id"], "c1");
    assert!(pressed[0].location().contains(&id));
    world.pay(&order).await;
    assert_eq!(world.balance("c1").await, 2_000);
    assert_eq!(press(world, &link, BY_CARD).await.status, 303);
    assert_eq!(orders(world).await, 2, "what was paid is not opened again");
    let nameless = press(world, &link, "way=bank%2Fbank_transfer").await;
    assert_eq!(nameless.status, 422, "{}", nameless.text);
    let unknown = press(world, &link, "way=toss").await;
    assert_eq!(unknown.status, 422, "{}", unknown.text);
    assert_eq!(orders(world).await, 2);
}

async fn a_link_that_was_altered_or_is_over_opens_nothing(world: &World) {
    let link = link(world, "c1").await;
    let own = world.lots("c1").await[0]["id"].as_str().unwrap().to_owned();
    world.buy("c2", "direct-1000", 1).await;
    let other = world.lots("c2").await[0]["id"].as_str().unwrap().to_owned();
    let order = world.database.rows("SELECT id FROM orders LIMIT 1").await[0][0].clone();
    let of_order = world.order(&order).await["checkout_url"]
        .as_str()
        .unwrap()
        .to_owned();
    let state = |url: &str| url.split("state=").nth(1).unwrap().to_owned();
    let before = orders(world).await;
    let over = "2027-04-23T00:00:00+09:00";
    for (at, wrong) in [
        (
            "2027-03-10T13:00:00+09:00",
            link.replacen("state=", "state=9", 1),
        ),
        ("2027-03-10T13:00:00+09:00", link.replacen(&own, &other, 1)),
        (
            "2027-03-10T13:00:00+09:00",
            link.replacen(&state(&link), &state(&of_order), 1),
        ),
        (over, link.clone()),
    ] {
        world.set(at);
        let shown = world.gateway().browse(&wrong).await;
        assert_eq!(shown.status, 403, "{wrong}: {}", shown.text);
        let pressed = press(world, &wrong, BY_CARD).await;
        assert_eq!(pressed.status, 403, "{wrong}: {}", pressed.text);
    }
    assert_eq!(orders(world).await, before);
    world.set("2027-04-22T23:59:59+09:00");
    assert_eq!(world.gateway().browse(&link).await.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_gateways_announce_each_lot_once() {
    let plan = Plan::postgres().gateways(2).without_workers();
    plan.run(async |world: &World| {
        for n in 0..20 {
            world.grant(&format!("c{n}"), "membership", 10).await;
        }
        world.set("2026-05-08T00:00:00+09:00");
        let sweeps = world.apps.iter().map(|app| flows::notices::sweep(app));
        for swept in join_all(sweeps).await {
            swept.unwrap();
        }
        assert_eq!(sent(world).await.len(), 20);
    })
    .await;
}
