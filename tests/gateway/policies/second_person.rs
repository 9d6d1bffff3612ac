//! A version of the policy that waits for a second admin key, where the settings want one.

use credit_gateway::{access::Role, flows};
use serde_json::{Value, json};

use super::{CUT, KINDER, listed, publish, publish_elsewhere, version};
use crate::support::{
    buyer::id_of,
    client::{Answer, Client},
    world::{World, entropy},
};

both_engines!(
    .second_person():
    a_version_is_published_by_a_second_key_and_once,
    a_draft_is_rejected_or_ends_by_itself,
    what_cannot_be_published_any_more_goes_on_waiting,
);

/// The same gateway for another person with an admin key.
async fn second(world: &World) -> Client {
    let (db, now) = (&world.apps[0].db, world.now());
    let made = flows::keys::make(db, Role::Admin, "second", now, &mut *entropy()).await;
    let mut keys = world.gateway().keys.clone();
    keys.insert(Role::Admin, made.unwrap().key);
    Client::new(world.gateway().base.clone(), keys)
}

async fn decide(client: &Client, draft: &Value, what: &str) -> Answer {
    let path = format!("/v1/policy-drafts/{}", id_of(draft));
    let body = json!({ "decision": what, "reason": "read line by line" });
    client.post(Role::Admin, &path, &body).await
}

fn waits(answer: &Answer) -> Value {
    assert_eq!(answer.status, 202, "{}", answer.text);
    let draft = answer.json();
    assert_eq!(draft["state"], "waiting", "{draft}");
    draft
}

async fn in_state(world: &World, state: &str) -> usize {
    let path = format!("/v1/policy-drafts?state={state}");
    let list = world.gateway().get(Role::Admin, &path).await.ok();
    list["items"].as_array().unwrap().len()
}

fn cut() -> String {
    version("cut", "2026-04-08T10:00:00", "2026-05-20T00:00:00", CUT)
}

async fn a_version_is_published_by_a_second_key_and_once(world: &World) {
    let other = second(world).await;
    // What is wrong is refused at once.
    let soon = version("cut", "2026-04-08T10:00:00", "2026-04-20T00:00:00", CUT);
    assert_eq!(publish(world, &soon).await.status, 422);
    let draft = waits(&publish(world, &cut()).await);
    assert_eq!(
        (&draft["major"], &draft["version"]),
        (&json!(true), &json!("cut")),
        "{draft}"
    );
    assert_eq!(
        draft["cuts"][0],
        "refund.through_support from 14 days to 10 days"
    );
    let again = publish(world, &cut()).await;
    assert_eq!(waits(&again)["id"], draft["id"]);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(listed(world, 0, "cut").await, None);
    assert_eq!(in_state(world, "waiting").await, 1);
    let path = format!("/v1/policy-drafts/{}", id_of(&draft));
    let shown = other.get(Role::Admin, &path).await.ok();
    assert_eq!(
        shown["document"],
        cut(),
        "the second person reads all of it"
    );
    decide(world.gateway(), &draft, "approve")
        .await
        .refused(403, "own_approval");
    assert_eq!(
        listed(world, 0, "cut").await,
        None,
        "nobody else has read it"
    );
    let done = decide(&other, &draft, "approve").await.ok();
    assert_eq!(
        (&done["state"], &done["version"]),
        (&json!("approved"), &json!("cut"))
    );
    assert_ne!(done["decided_by"], done["asked_by"]);
    assert_eq!(listed(world, 0, "cut").await.unwrap()["state"], "announced");
    let repeated = decide(&other, &draft, "approve").await;
    assert_eq!(repeated.header("idempotent-replayed"), Some("true"));
    decide(&other, &draft, "reject")
        .await
        .refused(409, "approval_settled");
    // Who sends it once more is answered as by one who publishes twice.
    assert_eq!(publish(world, &cut()).await.status, 201);
    let lines = "SELECT act, detail FROM audit_log WHERE act LIKE 'policy.%' ORDER BY act";
    let lines = world.database.rows(lines).await;
    let acts: Vec<&str> = lines.iter().map(|line| line[0].as_str()).collect();
    assert_eq!(acts, ["policy.approve", "policy.ask", "policy.publish"]);
    assert!(lines[2][1].contains("asked by key_") && lines[2][1].contains("approved by key_"));
    let events = "SELECT COUNT(*) FROM events WHERE kind = 'policy.published'";
    assert_eq!(world.database.number(events).await, 1);
}

async fn a_draft_is_rejected_or_ends_by_itself(world: &World) {
    let other = second(world).await;
    let draft = waits(&publish(world, &cut()).await);
    decide(&other, &draft, "reject").await.ok();
    decide(&other, &draft, "approve")
        .await
        .refused(409, "approval_settled");
    assert_eq!(
        (
            in_state(world, "rejected").await,
            in_state(world, "waiting").await
        ),
        (1, 0)
    );
    // It may be sent again, and waits for seven days.
    let draft = waits(&publish(world, &cut()).await);
    world.set("2026-04-15T10:00:00+09:00");
    decide(&other, &draft, "approve")
        .await
        .refused(409, "approval_expired");
    assert_eq!(in_state(world, "expired").await, 1);
    assert_eq!(listed(world, 0, "cut").await, None);
    let refused = world
        .gateway()
        .get(Role::Support, "/v1/policy-drafts")
        .await;
    refused.refused(403, "forbidden");
}

async fn what_cannot_be_published_any_more_goes_on_waiting(world: &World) {
    let other = second(world).await;
    // Its notice was long enough when it was sent.
    let tight = version("cut", "2026-04-08T10:00:00", "2026-05-08T12:00:00", CUT);
    let draft = waits(&publish(world, &tight).await);
    world.set("2026-04-09T10:00:00+09:00");
    let late = decide(&other, &draft, "approve").await;
    assert_eq!(late.status, 422, "{}", late.text);
    assert_eq!(in_state(world, "waiting").await, 1);
    // The operator at the machine needs nobody.
    let kinder = version(
        "kinder",
        "2026-04-08T10:00:00",
        "2026-06-08T12:00:00",
        KINDER,
    );
    let draft = waits(&publish(world, &kinder).await);
    publish_elsewhere(world, &kinder).await;
    decide(&other, &draft, "approve")
        .await
        .refused(409, "approval_stale");
}
