//! Webhooks that are not genuine: refused, stored in the inbox with the reason, and without any effect.

mod toss;

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    bad_input::unchanged,
    support::{
        buyer::bank_order,
        client::{Answer, BankWebhook, send},
        world::{BANK_SECRET, World},
    },
};

both_engines!(
    a_notice_that_is_not_genuine_leaves_one_line_in_the_inbox,
    a_notice_that_is_signed_but_malformed_leaves_one_line_that_waits_for_a_person,
    what_is_no_webhook_at_all_leaves_nothing,
    a_notice_told_again_changes_nothing,
);

/// Counts before and after must differ only by lines of the inbox.
async fn only_the_inbox_grew(
    world: &World,
    by: i64,
    request: impl Future<Output = Answer>,
) -> Answer {
    let before = world.database.counts().await;
    let answer = request.await;
    for ((table, was), (_, is)) in before.into_iter().zip(world.database.counts().await) {
        let expected = if table == "inbox" { was + by } else { was };
        assert_eq!(is, expected, "rows of {table}: {}", answer.text);
    }
    answer
}

async fn is_rejected(world: &World, webhook: &BankWebhook, rule: &str) {
    let answer = only_the_inbox_grew(world, 1, world.gateway().bank_webhook(webhook)).await;
    let refused = answer.refused(401, "webhook_unverified");
    assert_eq!(refused["rule"], rule, "{refused}");
}

async fn a_notice_that_is_not_genuine_leaves_one_line_in_the_inbox(world: &World) {
    world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    let genuine = world.notice("mv-1", "홍길동", 10_000);
    let mut forged = genuine.clone();
    "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".clone_into(&mut forged.signature);
    is_rejected(world, &forged, "bad_signature").await;
    let mut altered = genuine.clone();
    let text = String::from_utf8(genuine.body.clone()).unwrap();
    altered.body = text.replace("10000", "10001").into_bytes();
    is_rejected(world, &altered, "bad_signature").await;
    let mut renamed = genuine.clone();
    "msg_other".clone_into(&mut renamed.id);
    is_rejected(world, &renamed, "bad_signature").await;
    let body: Value = serde_json::from_slice(&genuine.body).unwrap();
    for (seconds, rule) in [(-301, "too_old"), (301, "too_new")] {
        let at = world.now() + TimeDelta::seconds(seconds);
        is_rejected(
            world,
            &BankWebhook::signed(BANK_SECRET, "msg", at, &body),
            rule,
        )
        .await;
    }
    let bare = world
        .gateway()
        .bare(Method::POST, "/webhooks/bank")
        .body("{}");
    let answer = only_the_inbox_grew(world, 1, send(bare)).await;
    assert_eq!(
        answer.refused(401, "webhook_unverified")["rule"],
        "missing_header"
    );
    // At the exact limit of the tolerance the genuine one is still accepted.
    let at = world.now() - TimeDelta::seconds(300);
    let latest = BankWebhook::signed(BANK_SECRET, "msg", at, &body);
    world.gateway().bank_webhook(&latest).await.ok();
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn a_notice_that_is_signed_but_malformed_leaves_one_line_that_waits_for_a_person(
    world: &World,
) {
    let genuine = world.notice("mv-1", "홍길동", 10_000);
    let genuine: Value = serde_json::from_slice(&genuine.body).unwrap();
    let with = |field: &str, value: Value| {
        let mut body = genuine.clone();
        body["data"][field] = value;
        body
    };
    for body in [
        with("amount", json!(-10_000)),
        with("amount", json!(0)),
        with("amount", json!(10_000.5)),
        with("amount", json!("10000")),
        with("depositor_name", json!("")),
        with("depositor_name", json!("홍\u{0}길동")),
        with("movement_id", json!("m".repeat(101))),
        with("deposited_at", json!("yesterday")),
        json!([]),
    ] {
        let webhook = BankWebhook::signed(BANK_SECRET, "msg", world.now(), &body);
        only_the_inbox_grew(world, 1, world.gateway().bank_webhook(&webhook))
            .await
            .ok();
    }
    let waiting = "SELECT COUNT(*) FROM inbox WHERE verdict = 'unreadable' AND settled_at IS NULL";
    assert_eq!(world.database.number(waiting).await, 9);
    let body = json!({"type": "account.opened", "data": 7});
    let ignored = BankWebhook::signed(BANK_SECRET, "msg", world.now(), &body);
    only_the_inbox_grew(world, 1, world.gateway().bank_webhook(&ignored))
        .await
        .ok();
    unchanged(world, world.gateway().bank_webhook(&ignored))
        .await
        .ok();
}

async fn what_is_no_webhook_at_all_leaves_nothing(world: &World) {
    let body = json!({"x": "x".repeat(64 * 1024)});
    let large = BankWebhook::signed(BANK_SECRET, "msg", world.now(), &body);
    let answer = unchanged(world, world.gateway().bank_webhook(&large)).await;
    answer.refused(413, "body_too_large");
    let unknown = world
        .gateway()
        .bare(Method::POST, "/webhooks/paypal")
        .body("{}");
    unchanged(world, send(unknown))
        .await
        .refused(404, "route_not_found");
    let read = world.gateway().bare(Method::GET, "/webhooks/bank");
    unchanged(world, send(read))
        .await
        .refused(405, "method_not_allowed");
}

async fn a_notice_told_again_changes_nothing(world: &World) {
    world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    let genuine = world.notice("mv-1", "홍길동", 10_000);
    world.gateway().bank_webhook(&genuine).await.ok();
    for _ in 0..3 {
        unchanged(world, world.gateway().bank_webhook(&genuine))
            .await
            .ok();
    }
    assert_eq!(world.balance("c1").await, 1_000);
}
