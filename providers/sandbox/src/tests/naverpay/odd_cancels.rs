//! Cancels that are unfinished, failed at the bank, or were not requested by the API.

use axum::http::StatusCode;
use serde_json::json;

use super::super::World;
use super::{book_entry, cancel, force, history, ok, paid, row, rows};

#[tokio::test]
async fn an_unfinished_cancel_finishes_by_itself() {
    let world = World::new();
    let id = paid(&world, "order-1", 1_000).await;
    force(&world, "cancel", "CancelNotComplete").await;
    let reply = cancel(
        &world,
        &id,
        400,
        "&merchantPayTransactionKey=refund-1",
        None,
    )
    .await;
    assert_eq!(reply.code(), ok("CancelNotComplete"));
    assert_eq!(reply.json()["body"]["payHistId"], "");
    assert_eq!(
        rows(&history(&world, &id).await).len(),
        1,
        "what is under way is not in the history"
    );
    let other = cancel(
        &world,
        &id,
        100,
        "&merchantPayTransactionKey=refund-2",
        None,
    )
    .await;
    assert_eq!(other.code(), ok("PreCancelNotComplete"));
    world.wait(5);
    assert_eq!(
        rows(&history(&world, &id).await)[1],
        row("04", "SUCCESS", 400)
    );
    assert_eq!(
        cancel(&world, &id, 100, "", None).await.code(),
        ok("Success")
    );
}

#[tokio::test]
async fn an_unfinished_cancel_finishes_when_it_is_sent_again() {
    let world = World::new();
    let id = paid(&world, "order-1", 1_000).await;
    force(&world, "cancel", "CancelNotComplete").await;
    let extra = "&merchantPayTransactionKey=refund-1";
    cancel(&world, &id, 400, extra, None).await;
    assert_eq!(
        cancel(&world, &id, 400, extra, None).await.code(),
        ok("Success")
    );
    assert_eq!(
        rows(&history(&world, &id).await),
        [row("01", "SUCCESS", 1_000), row("04", "SUCCESS", 400)]
    );
    assert_eq!(book_entry(&world).await["cancelled"], 400);
}

#[tokio::test]
async fn an_attempt_that_failed_at_the_bank_stays_in_the_history_and_moves_nothing() {
    let world = World::new();
    let id = paid(&world, "order-1", 1_000).await;
    for code in [
        "FaultCheckOngoing",
        "MaintenanceOngoing",
        "InvalidDiscountCancelCondition",
    ] {
        force(&world, "cancel", code).await;
        assert_eq!(cancel(&world, &id, 400, "", None).await.code(), ok(code));
    }
    assert_eq!(
        rows(&history(&world, &id).await),
        [row("01", "SUCCESS", 1_000), row("04", "FAIL", 400)]
    );
    let entry = book_entry(&world).await;
    assert_eq!(
        (&entry["cancelled"], &entry["cancels"]),
        (&json!(0), &json!([]))
    );
}

#[tokio::test]
async fn an_operators_cancel_has_no_key_and_is_told_to_nobody() {
    let world = World::new();
    let id = paid(&world, "order-1", 1_000).await;
    let body = json!({"paymentKey": id, "amount": 400});
    let reply = world.own("POST", "/naverpay/console/cancel", body).await;
    assert_eq!(reply.json()["body"]["totalRestAmount"], 600);
    let rest = world
        .own(
            "POST",
            "/naverpay/console/cancel",
            json!({"paymentKey": id}),
        )
        .await;
    assert_eq!(rest.json()["body"]["totalRestAmount"], 0);
    assert!(world.sent().await.is_empty());
    let cancels = book_entry(&world).await["cancels"].clone();
    assert_eq!(cancels[0]["reason"], "판매자 센터 취소");
    assert_eq!(cancels[0]["idempotency_key"], json!(null));
    let none_left = world
        .own(
            "POST",
            "/naverpay/console/cancel",
            json!({"paymentKey": id}),
        )
        .await;
    assert_eq!(none_left.code(), (400, "AlreadyCanceled".to_owned()));
    let misspelt = world
        .own("POST", "/naverpay/console/cancel", json!({"paymentId": id}))
        .await;
    assert_eq!(
        (misspelt.status, &misspelt.json()["error"]["field"]),
        (StatusCode::BAD_REQUEST, &json!("paymentId"))
    );
}
