//! One header, 409 with the earlier answer, and no comparison of bodies.

use serde_json::json;

use super::super::World;
use super::{approve, authenticated, book_entry, cancel, force, order, paid};

#[tokio::test]
async fn the_same_key_brings_the_same_body_and_moves_nothing() {
    let world = World::new();
    let id = paid(&world, "order-1", 1_000).await;
    let first = cancel(&world, &id, 300, "", Some("cx-1-1")).await;
    let again = cancel(&world, &id, 300, "", Some("cx-1-1")).await;
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (200, 409));
    assert_eq!(again.body, first.body);
    assert_eq!(again.header("x-naverpay-idempotency-key"), "cx-1-1");
    assert_eq!(
        cancel(&world, &id, 300, "", Some("cx-1-2"))
            .await
            .status
            .as_u16(),
        200
    );
    let entry = book_entry(&world).await;
    assert_eq!(entry["cancelled"], 600);
    assert_eq!(entry["cancels"][0]["idempotency_key"], "cx-1-1");
}

#[tokio::test]
async fn without_a_key_a_second_part_is_a_second_refund() {
    let world = World::new();
    let id = paid(&world, "order-1", 1_000).await;
    cancel(&world, &id, 300, "", None).await;
    cancel(&world, &id, 300, "", None).await;
    assert_eq!(book_entry(&world).await["cancelled"], 600);
}

#[tokio::test]
async fn an_approval_and_a_cancel_share_one_space_of_keys() {
    let world = World::new();
    let id = authenticated(&world, &order("order-1", 1_000), "card").await;
    let approved = approve(&world, &id, Some("same")).await;
    let cancelled = cancel(&world, &id, 300, "", Some("same")).await;
    assert_eq!(
        (cancelled.status.as_u16(), &cancelled.body),
        (409, &approved.body)
    );
    assert_eq!(book_entry(&world).await["cancelled"], 0);
}

#[tokio::test]
async fn a_failure_is_replayed_until_the_key_changes() {
    let world = World::new();
    let id = authenticated(&world, &order("order-1", 1_000), "card").await;
    force(&world, "confirm", "BankMaintenance").await;
    let failed = approve(&world, &id, Some("ap-1")).await;
    let again = approve(&world, &id, Some("ap-1")).await;
    assert_eq!(
        (failed.status.as_u16(), again.code()),
        (200, (409, "BankMaintenance".to_owned()))
    );
    assert_eq!(
        approve(&world, &id, Some("ap-2")).await.code(),
        (200, "Success".to_owned())
    );
}

#[tokio::test]
async fn keys_have_at_most_64_characters() {
    let world = World::new();
    let id = paid(&world, "order-1", 1_000).await;
    let longest = "k".repeat(64);
    assert_eq!(
        cancel(&world, &id, 1, "", Some(&longest)).await.code(),
        (200, "Success".to_owned())
    );
    for wrong in ["", &"k".repeat(65)] {
        assert_eq!(
            cancel(&world, &id, 1, "", Some(wrong)).await.code(),
            (200, "InvalidParameter".to_owned())
        );
    }
}

#[tokio::test]
async fn while_an_approval_runs_the_same_key_gets_409_and_another_already_on_going() {
    let world = World::new();
    let id = authenticated(&world, &order("order-1", 1_000), "card").await;
    let slow = json!([{"kind": "delay", "probability_percent": 100, "operation": "confirm", "times": 1, "delay_ms": 50}]);
    world.set_faults("naverpay", slow).await;
    let (first, same, other) = tokio::join!(
        approve(&world, &id, Some("ap-1")),
        approve(&world, &id, Some("ap-1")),
        approve(&world, &id, Some("ap-2")),
    );
    assert_eq!((same.status.as_u16(), same.body.len()), (409, 0));
    assert_eq!(other.code(), (200, "AlreadyOnGoing".to_owned()));
    assert_eq!(first.code(), (200, "Success".to_owned()));
    assert_eq!(
        approve(&world, &id, Some("ap-1")).await.code(),
        (409, "Success".to_owned())
    );
    assert_eq!(
        approve(&world, &id, Some("ap-2")).await.code(),
        (200, "AlreadyComplete".to_owned())
    );
}
