//! Notices to customers of a version that takes something away, and the pages that show it.

use credit_gateway::{access::Role, flows};
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{CUT, KINDER, publish, version};
use crate::{
    my::link,
    support::world::{Plan, World},
};

both_engines!(
    .without_workers():
    every_customer_with_credits_is_told_of_a_cut_once,
    a_minor_version_tells_nobody,
    whoever_buys_before_it_applies_is_told_too,
    the_pages_of_a_customer_show_what_will_change,
);

/// As the schedule does.
async fn tell(world: &World) {
    for app in &world.apps {
        flows::policy_notices::sweep(app).await.unwrap();
    }
}

/// The bodies of the notices that were sent, by customer.
async fn told(world: &World) -> Vec<Value> {
    let sql = "SELECT body FROM events WHERE kind = 'policy.notice' ORDER BY customer_id";
    let rows = world.database.rows(sql).await;
    let bodies = rows
        .iter()
        .map(|row| serde_json::from_str(&row[0]).unwrap());
    bodies.collect()
}

async fn announce(world: &World) {
    let cut = version("cut", "2026-04-08T10:00:00", "2026-05-08T10:00:00", CUT);
    assert_eq!(publish(world, &cut).await.status, 201);
}

async fn every_customer_with_credits_is_told_of_a_cut_once(world: &World) {
    world.buy("c1", "direct-1000", 1).await;
    world.grant("c2", "promotional", 10).await;
    world.grant("c3", "promotional", 10).await;
    world.spend("c3", 10).await.ok();
    tell(world).await;
    assert!(told(world).await.is_empty(), "nothing is announced yet");
    announce(world).await;
    tell(world).await;
    world.pass(chrono::TimeDelta::hours(2));
    tell(world).await;
    let sent = told(world).await;
    let to: Vec<&Value> = sent.iter().map(|body| &body["customer_id"]).collect();
    assert_eq!(json!(to), json!(["c1", "c2"]), "c3 has used everything");
    let first = &sent[0];
    for (name, value) in [
        ("version", json!("cut")),
        ("published_at", json!("2026-04-08T10:00:00+09:00")),
        ("effective_at", json!("2026-05-08T10:00:00+09:00")),
        ("page_until", json!("2026-04-15T10:00:00+09:00")),
    ] {
        assert_eq!(first[name], value, "{name}: {first}");
    }
    let cut = &first["cuts"][0];
    assert_eq!(
        (&cut["was"], &cut["is"]),
        (&json!("14 days"), &json!("10 days")),
        "{first}"
    );
    assert!(
        cut["korean"].as_str().unwrap().ends_with("14일 → 10일"),
        "{first}"
    );
    // Numbered in the lane of its customer.
    let lane = "SELECT COUNT(*) FROM events WHERE kind = 'policy.notice' AND seq IS NOT NULL";
    assert_eq!(world.database.number(lane).await, 2);
    let page = world
        .gateway()
        .browse(first["page_url"].as_str().unwrap())
        .await;
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(page.text.contains("14일 → 10일"), "{}", page.text);
}

async fn a_minor_version_tells_nobody(world: &World) {
    world.buy("c1", "direct-1000", 1).await;
    let kinder = version(
        "kinder",
        "2026-04-08T10:00:00",
        "2026-05-08T10:00:00",
        KINDER,
    );
    assert_eq!(publish(world, &kinder).await.status, 201);
    tell(world).await;
    assert!(told(world).await.is_empty());
}

async fn whoever_buys_before_it_applies_is_told_too(world: &World) {
    announce(world).await;
    tell(world).await;
    world.set("2026-05-01T10:00:00+09:00");
    let order = world.buy("late", "direct-1000", 1).await;
    assert_eq!(order["terms"]["policy"], "2025-07-17", "{order}");
    tell(world).await;
    let sent = told(world).await;
    assert_eq!(sent.len(), 1, "the late buyer is told: {sent:?}");
    world.set("2026-05-08T10:00:00+09:00");
    world.buy("later", "direct-1000", 1).await;
    tell(world).await;
    assert_eq!(told(world).await.len(), 1, "nothing is announced any more");
}

async fn the_pages_of_a_customer_show_what_will_change(world: &World) {
    world.set("2026-04-08T11:00:00+09:00");
    world.buy("c1", "package-1000", 1).await;
    let before = world.gateway().browse(&link(world, "c1").await).await;
    assert!(!before.text.contains("정책 변경"), "{}", before.text);
    let cut = version("cut", "2026-04-08T11:00:00", "2026-05-08T11:00:00", CUT);
    assert_eq!(publish(world, &cut).await.status, 201);
    let page = world.gateway().browse(&link(world, "c1").await).await;
    for words in ["정책 변경", "2026년 5월 8일 (금) 11:00", "14일 → 10일"] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    let english = link(world, "c1").await + "&lang=en";
    let english = world.gateway().browse(&english).await;
    assert!(
        english.text.contains("2026-05-08 11:00 KST"),
        "{}",
        english.text
    );
    // The page on which the same is bought again.
    world.set("2026-05-02T00:00:00+09:00");
    flows::notices::sweep(&world.apps[0]).await.unwrap();
    let sql = "SELECT body FROM events WHERE kind = 'credits.expiring'";
    let body: Value = serde_json::from_str(&world.database.rows(sql).await[0][0]).unwrap();
    let renew = world
        .gateway()
        .browse(body["renew_url"].as_str().unwrap())
        .await;
    for words in ["2026년 5월 8일 (금) 11:00", "14일 → 10일"] {
        assert!(renew.text.contains(words), "{words}: {}", renew.text);
    }
    let events = world.gateway().get(Role::Admin, "/v1/events").await;
    assert_eq!(events.status, 200, "{}", events.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_gateways_tell_each_customer_once() {
    let plan = Plan::postgres().gateways(2).without_workers();
    plan.run(async |world: &World| {
        for n in 0..20 {
            world.grant(&format!("c{n}"), "membership", 10).await;
        }
        announce(world).await;
        let known = world.apps.iter().map(|app| flows::policies::take_up(app));
        for taken in join_all(known).await {
            taken.unwrap();
        }
        let sweeps = world
            .apps
            .iter()
            .map(|app| flows::policy_notices::sweep(app));
        for swept in join_all(sweeps).await {
            swept.unwrap();
        }
        assert_eq!(told(world).await.len(), 20);
    })
    .await;
}
