//! How long and in which form an answer is stored.

use chrono::TimeDelta;
use credit_gateway::{access::Role, flows};
use serde_json::{Value, json};

use crate::support::{buyer::bank_order, client::fresh_key, world::World};

both_engines!(
    an_answer_is_given_again_for_thirty_days_and_then_forgotten,
    a_stored_answer_is_a_small_document_of_its_version,
);

async fn an_answer_is_given_again_for_thirty_days_and_then_forgotten(world: &World) {
    world.grant("c1", "membership", 100).await;
    let (key, path) = (fresh_key(), "/v1/customers/c1/spends");
    let body = json!({"credits": 3, "meter": "m", "reference": "r"});
    let ask = async || {
        let answer = world.gateway().post_under(&key, Role::Service, path, &body);
        answer.await
    };
    let first = ask().await.ok();
    for _ in 0..8 {
        world.spend("c1", 1).await.ok();
    }
    let kept = async || {
        world
            .database
            .number("SELECT COUNT(*) FROM idempotency_keys")
            .await
    };
    let all = kept().await;
    world.pass(TimeDelta::days(30));
    assert_eq!(flows::expiry::forget(&world.apps[0]).await.unwrap(), 0);
    let again = ask().await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    let again = again.ok();
    // The current balance.
    for member in ["id", "credits", "parts", "at"] {
        assert_eq!(again[member], first[member], "{member}");
    }
    assert_eq!(kept().await, all);
    world.audit().await;
    world.pass(TimeDelta::days(1) + TimeDelta::seconds(1));
    flows::expiry::forget(&world.apps[0]).await.unwrap();
    assert_eq!(kept().await, 0);
    world.audit().await;
    // The key is free again, and its use now is another act.
    world.grant("c1", "membership", 100).await;
    let anew = ask().await;
    assert_eq!(anew.header("idempotent-replayed"), None);
    assert_ne!(anew.ok()["id"], first["id"]);
}

async fn a_stored_answer_is_a_small_document_of_its_version(world: &World) {
    world.grant("c1", "promotional", 100).await;
    world.spend("c1", 3).await.ok();
    world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    let replies = world
        .database
        .rows("SELECT reply FROM idempotency_keys")
        .await;
    for reply in replies.iter().map(|row| &row[0]) {
        let document: Value = serde_json::from_str(reply).unwrap();
        assert_eq!(document["v"], 1, "{document}");
        assert_eq!(document.as_object().unwrap().len(), 2, "{document}");
        assert!(reply.len() < 700 && !reply.contains("홍길동"), "{reply}");
    }
    assert_eq!(replies.len(), 3);
}
