//! Versions of the policy while gateways run: drafts are checked, compared and published, and every gateway takes a
//! published one up.

mod between;
mod command;
mod large;
mod notices;
mod second_person;
mod simulated;

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{buyer::card_order, client::Answer, world::World};

both_engines!(
    a_running_gateway_takes_up_what_is_published,
    a_cut_is_published_with_its_notice_counted_from_now,
    a_draft_is_checked_with_all_its_faults,
    versions_are_compared_by_name_and_by_document,
    a_gateway_that_cannot_take_up_a_version_is_not_ready,
);

mod on_postgres_with_two_gateways {
    both_engines!(@each postgres [.gateways(2)] a_running_gateway_takes_up_what_is_published);
}

const FIRST: &str = include_str!("../../policies/2025-07-17.toml");

/// A later version. Its instants are given without the offset.
pub(crate) fn version(
    name: &str,
    published: &str,
    effective: &str,
    words: &[(&str, &str)],
) -> String {
    let text = FIRST
        .replacen(
            "version = \"2025-07-17\"",
            &format!("version = \"{name}\""),
            1,
        )
        .replacen("change = \"first\"", "change = \"minor\"", 1)
        .replacen(
            "published_at = \"2025-07-17T00:00:00",
            &format!("published_at = \"{published}"),
            1,
        )
        .replacen(
            "effective_at = \"2025-07-17T00:00:00",
            &format!("effective_at = \"{effective}"),
            1,
        );
    words.iter().fold(text, |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    })
}

pub(crate) const KINDER: &[(&str, &str)] = &[("{ days = 14 }", "{ days = 60 }")];
pub(crate) const CUT: &[(&str, &str)] = &[("{ days = 14 }", "{ days = 10 }")];

async fn post(world: &World, path: &str, body: &Value) -> Answer {
    world.gateway().post(Role::Admin, path, body).await
}

pub(crate) async fn publish(world: &World, document: &str) -> Answer {
    post(world, "/v1/policies", &json!({ "document": document })).await
}

/// The version of this name as a gateway lists it.
async fn listed(world: &World, gateway: usize, version: &str) -> Option<Value> {
    let all = world.gateways[gateway]
        .get(Role::Checkout, "/v1/policies")
        .await
        .ok();
    let mut all = all["policies"].as_array().unwrap().iter();
    all.find(|it| it["version"] == version).cloned()
}

/// Publishes as the command line does: no gateway takes part in it. Returns the hash.
async fn publish_elsewhere(world: &World, document: &str) -> String {
    let ids = &mut *crate::support::world::entropy();
    let (db, by) = (&world.apps[0].db, domain::actor::Actor::Gateway);
    let published =
        credit_gateway::flows::policies::publish_draft(db, document, 30, by, world.now(), ids);
    published.await.unwrap().policy.hash
}

async fn a_running_gateway_takes_up_what_is_published(world: &World) {
    let before = world.buy("c1", "direct-1000", 1).await;
    let document = version(
        "kinder",
        "2026-04-08T10:00:00",
        "2026-04-08T11:00:00",
        KINDER,
    );
    let hash = publish_elsewhere(world, &document).await;
    let known = async || {
        let mut known = 0;
        for gateway in 0..world.gateways.len() {
            known += usize::from(listed(world, gateway, "kinder").await.is_some());
        }
        known == world.gateways.len()
    };
    world
        .wait_until("every gateway knows the version", known)
        .await;
    let last = world.gateways.len() - 1;
    let shown = listed(world, last, "kinder").await.unwrap();
    assert_eq!(
        (&shown["state"], &shown["current"]),
        (&json!("announced"), &json!(false)),
        "{shown}"
    );
    assert_eq!(
        (&shown["hash"], &shown["major"]),
        (&json!(hash), &json!(false)),
        "{shown}"
    );
    world.set("2026-04-08T11:00:00+09:00");
    for gateway in 0..=last {
        assert_eq!(
            listed(world, gateway, "kinder").await.unwrap()["state"],
            "current"
        );
        assert_eq!(
            listed(world, gateway, "2025-07-17").await.unwrap()["state"],
            "past"
        );
        let order = card_order(&format!("late{gateway}"), "direct-1000", 1);
        let order = world.gateways[gateway]
            .post(Role::Checkout, "/v1/orders", &order)
            .await
            .ok();
        assert_eq!(order["terms"]["policy"], "kinder", "{order}");
    }
    let bought = world.buy("c2", "direct-1000", 1).await;
    world.pass(TimeDelta::days(50));
    // The later promise counts for both.
    for (order, pinned) in [(before, "2025-07-17"), (bought, "kinder")] {
        assert_eq!(order["terms"]["policy"], pinned, "{order}");
        let quote = world.quote(order["payment_id"].as_str().unwrap()).await;
        assert_eq!(
            (&quote["basis"], &quote["policy"]),
            (&json!("through_support"), &json!("kinder")),
            "{quote}"
        );
    }
}

async fn a_cut_is_published_with_its_notice_counted_from_now(world: &World) {
    // The document claims to be published since March.
    let soon = version("cut", "2026-03-01T00:00:00", "2026-05-08T09:59:59", CUT);
    let refused = publish(world, &soon).await;
    assert_eq!(
        refused.status, 422,
        "published without notice: {}",
        refused.text
    );
    let told = refused.json();
    assert_eq!(
        (&told["code"], &told["field"]),
        (&json!("invalid_field"), &json!("document")),
        "{told}"
    );
    let reason = told["reasons"][0].as_str().unwrap();
    for words in [
        "effective_at: ",
        "30 days",
        "2026-05-08T10:00:00+09:00",
        "refund.through_support from 14 days to 10 days",
    ] {
        assert!(reason.contains(words), "{words}: {reason}");
    }
    let good = version("cut", "2026-03-01T00:00:00", "2026-05-08T10:00:00", CUT);
    let published = publish(world, &good).await;
    assert_eq!(published.status, 201, "{}", published.text);
    let shown = published.json();
    assert_eq!(
        (&shown["state"], &shown["major"]),
        (&json!("announced"), &json!(true)),
        "{shown}"
    );
    assert_eq!(
        shown["cuts"],
        json!(["refund.through_support from 14 days to 10 days"]),
        "{shown}"
    );
    // This gateway knows it at once.
    assert_eq!(listed(world, 0, "cut").await, Some(shown.clone()));
    let again = publish(world, &good).await;
    assert_eq!(
        (again.status, again.header("idempotent-replayed")),
        (201, Some("true"))
    );
    assert_eq!(again.json(), shown);
    let edited = publish(world, &format!("{good}# more\n")).await;
    assert_eq!(edited.status, 422, "{}", edited.text);
    assert!(edited.text.contains("never changed"), "{}", edited.text);
    announced_once(world, &shown).await;
    // A buyer who reads the announcement still buys under the version of today.
    let order = world.buy("c1", "direct-1000", 1).await;
    assert_eq!(order["terms"]["policy"], "2025-07-17", "{order}");
}

/// One event and one line of the audit log tell of it.
async fn announced_once(world: &World, shown: &Value) {
    let events = "SELECT subject, body FROM events WHERE kind = 'policy.published'";
    let events = world.database.rows(events).await;
    assert_eq!(events.len(), 1, "{events:?}");
    let body: Value = serde_json::from_str(&events[0][1]).unwrap();
    for (name, value) in [
        ("major", json!(true)),
        ("cuts", shown["cuts"].clone()),
        ("published_at", json!("2026-03-01T00:00:00+09:00")),
        ("effective_at", json!("2026-05-08T10:00:00+09:00")),
    ] {
        assert_eq!(body[name], value, "{name}: {body}");
    }
    let acts = world
        .gateway()
        .get(Role::Admin, "/v1/audit-log?act=policy.publish")
        .await
        .ok();
    let by = acts["items"][0]["by"].as_str().unwrap();
    assert!(by.starts_with("key_"), "{acts}");
    assert_eq!(acts["items"].as_array().unwrap().len(), 1, "{acts}");
}

async fn a_draft_is_checked_with_all_its_faults(world: &World) {
    let check = async |document: &str| {
        let answer = post(
            world,
            "/v1/policies/check",
            &json!({ "document": document }),
        )
        .await;
        let told = answer.ok();
        let faults = told["faults"].as_array().unwrap().iter();
        let fields: Vec<String> = faults
            .map(|it| it["field"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(told["valid"], fields.is_empty(), "{told}");
        fields
    };
    let good = version("good", "2026-04-08T10:00:00", "2026-06-01T00:00:00", CUT);
    assert_eq!(check(&good).await, Vec::<String>::new());
    let broken = good.replacen("{ days = 7 }", "{ days = 3 }", 1).replacen(
        "{ days = 90 }",
        "{ days = 0 }",
        1,
    );
    assert_eq!(
        check(&broken).await,
        ["validity.promotional.period", "refund.by_right.period"]
    );
    assert_eq!(check("version = ").await, ["document"]);
    // Beside the published versions.
    let soon = version("soon", "2026-04-08T10:00:00", "2026-05-01T00:00:00", CUT);
    assert_eq!(check(&soon).await, ["effective_at"]);
    assert_eq!(
        check(&FIRST.replacen("{ days = 14 }", "{ days = 15 }", 1)).await,
        ["version"]
    );
    assert_eq!(check(FIRST).await, Vec::<String>::new());
    let long = format!("{good}# {}", "x".repeat(domain::policy::DOCUMENT_BYTES_MAX));
    assert_eq!(check(&long).await, ["document"]);
    // Nothing was published by it.
    assert_eq!(listed(world, 0, "good").await, None);
    for path in [
        "/v1/policies",
        "/v1/policies/check",
        "/v1/policies/diff",
        "/v1/policies/simulate",
    ] {
        let refused = world
            .gateway()
            .post(Role::Support, path, &json!({ "document": good }))
            .await;
        assert_eq!(refused.problem(), (403, "forbidden".to_owned()), "{path}");
    }
}

async fn versions_are_compared_by_name_and_by_document(world: &World) {
    let draft = version("draft", "2026-04-08T10:00:00", "2026-06-01T00:00:00", CUT);
    let diff = post(
        world,
        "/v1/policies/diff",
        &json!({ "old": "2025-07-17", "new": draft }),
    )
    .await
    .ok();
    assert_eq!(
        diff["changes"],
        json!([
            { "rule": "refund.through_support", "was": "14 days", "is": "10 days", "effect": "worse" },
        ])
    );
    assert_eq!(
        (&diff["major"], &diff["notice_days"]),
        (&json!(true), &json!(30)),
        "{diff}"
    );
    assert_eq!(diff["earliest_effective_at"], "2026-05-08T10:00:00+09:00");
    let back = post(
        world,
        "/v1/policies/diff",
        &json!({ "old": draft, "new": "2025-07-17" }),
    )
    .await
    .ok();
    assert_eq!(
        (&back["changes"][0]["effect"], &back["major"]),
        (&json!("better"), &json!(false)),
        "{back}"
    );
    let unknown = post(
        world,
        "/v1/policies/diff",
        &json!({ "old": "2025-07-17", "new": "2099" }),
    )
    .await;
    let told = unknown.json();
    assert_eq!(
        (unknown.status, &told["field"]),
        (422, &json!("new")),
        "{told}"
    );
    assert!(
        told["rule"].as_str().unwrap().contains("2025-07-17"),
        "{told}"
    );
    let broken = post(
        world,
        "/v1/policies/diff",
        &json!({ "old": "a\nb", "new": "2025-07-17" }),
    )
    .await;
    assert_eq!(
        (broken.status, &broken.json()["field"]),
        (422, &json!("old"))
    );
}

async fn a_gateway_that_cannot_take_up_a_version_is_not_ready(world: &World) {
    let ready = async || world.gateway().browse("/readyz").await.status;
    assert_eq!(ready().await, 200);
    let known = &world.apps[0].known;
    // An answer of this path stands for a second, and so does what the schedule finds out for five.
    let noted = async || {
        known.note(Some("made by a newer gateway".to_owned()));
        ready().await == 503
    };
    world.wait_until("the gateway is not ready", noted).await;
    credit_gateway::flows::policies::take_up(&world.apps[0])
        .await
        .unwrap();
    world
        .wait_until("the gateway is ready again", async || ready().await == 200)
        .await;
}
