//! Cancels by the API: parts, the whole, every refusal, the deadline.

mod limits;

use serde_json::json;

use super::super::World;
use super::{approve, authenticated, book_entry, cancel, history, ok, order, paid, row, rows};

#[tokio::test]
async fn the_last_part_is_a_part_too() {
    let world = World::new();
    let id = paid(&world, "order-1", 100).await;
    for (amount, rest) in [(30, 70), (30, 40), (40, 0)] {
        let extra = format!(
            "&merchantPayTransactionKey=refund-{rest}&doCompareRest=1&expectedRestAmount={rest}"
        );
        let reply = cancel(&world, &id, amount, &extra, None).await;
        assert_eq!(reply.code(), ok("Success"), "{:?}", reply.body);
        let body = &reply.json()["body"];
        assert_eq!(
            (&body["totalRestAmount"], &body["taxScopeRestAmount"]),
            (&json!(rest), &json!(rest))
        );
        assert_eq!(body["primaryPayCancelAmount"], amount);
    }
    let body = history(&world, &id).await;
    let part = |amount| row("04", "SUCCESS", amount);
    assert_eq!(
        rows(&body),
        [row("01", "SUCCESS", 100), part(30), part(30), part(40)]
    );
    assert_eq!(body["list"][2]["merchantPayTransactionKey"], "refund-40");
    assert_eq!(
        cancel(
            &world,
            &id,
            1,
            "&doCompareRest=1&expectedRestAmount=7",
            None
        )
        .await
        .code(),
        ok("AlreadyCanceled")
    );
    let entry = book_entry(&world).await;
    assert_eq!(
        (&entry["status"], &entry["cancelled"]),
        (&json!("CANCELLED"), &json!(100))
    );
    assert_eq!(entry["cancels"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn the_whole_in_one_go_is_a_full_cancel() {
    let world = World::new();
    let id = paid(&world, "order-1", 1_000).await;
    assert_eq!(
        cancel(&world, &id, 1_000, "", None).await.code(),
        ok("Success")
    );
    let body = history(&world, &id).await;
    assert_eq!(
        rows(&body),
        [row("01", "SUCCESS", 1_000), row("03", "SUCCESS", 1_000)]
    );
    assert_eq!(
        cancel(&world, &id, 1_000, "", None).await.code(),
        ok("AlreadyCanceled")
    );
}

#[tokio::test]
async fn a_rest_that_differs_is_told() {
    let world = World::new();
    let id = paid(&world, "order-1", 1_000).await;
    let differs = cancel(
        &world,
        &id,
        200,
        "&doCompareRest=1&expectedRestAmount=1000",
        None,
    )
    .await;
    assert_eq!(differs.code(), ok("RestAmountDiff"));
    assert!(
        differs.json()["message"].as_str().unwrap().contains("1000"),
        "the message tells the rest"
    );
    assert_eq!(book_entry(&world).await["cancelled"], 0);
}

#[tokio::test]
async fn a_part_is_taken_from_the_primary_means_first() {
    let world = World::new();
    let id = authenticated(&world, &order("order-1", 1_000), "mixed").await;
    approve(&world, &id, None).await;
    let taken = cancel(&world, &id, 650, "", None).await.json()["body"].clone();
    assert_eq!(
        (
            &taken["primaryPayCancelAmount"],
            &taken["npointCancelAmount"]
        ),
        (&json!(600), &json!(50))
    );
    assert_eq!(
        (&taken["applyRestAmount"], &taken["totalRestAmount"]),
        (&json!(250), &json!(350))
    );
}
