//! Look-ups that change nothing.

use serde_json::{Value, json};

use super::super::World;
use super::{JSON, Reply, call, cancel, history, paid, row, rows};

async fn range(world: &World, condition: Value) -> Reply {
    call(
        world,
        "/v2.2/list/history",
        JSON,
        None,
        &condition.to_string(),
    )
    .await
}

fn condition() -> Value {
    json!({"startTime": "20260102000000", "endTime": "20260102235959", "approvalType": "ALL", "pageNumber": 1, "rowsPerPage": 2})
}

#[tokio::test]
async fn a_range_comes_in_pages_by_time() {
    let world = World::new();
    let first = paid(&world, "order-1", 1_000).await;
    world.wait(1);
    paid(&world, "order-2", 2_000).await;
    world.wait(1);
    cancel(&world, &first, 300, "", None).await;
    let page = range(&world, condition()).await.json()["body"].clone();
    assert_eq!(
        rows(&page),
        [row("01", "SUCCESS", 1_000), row("01", "SUCCESS", 2_000)]
    );
    for (name, value) in [
        ("totalCount", 3),
        ("responseCount", 2),
        ("totalPageCount", 2),
        ("currentPageNumber", 1),
    ] {
        assert_eq!(page[name], value, "{name}");
    }
    let mut next = condition();
    next["pageNumber"] = json!(2);
    let page = range(&world, next).await.json()["body"].clone();
    assert_eq!(rows(&page), [row("04", "SUCCESS", 300)]);
    let mut cancels = condition();
    cancels["approvalType"] = json!("CANCEL");
    assert_eq!(range(&world, cancels).await.json()["body"]["totalCount"], 1);
    let mut minute = condition();
    (minute["startTime"], minute["endTime"]) = (json!("20260102120505"), json!("20260102120505"));
    assert_eq!(
        rows(&range(&world, minute).await.json()["body"]),
        [row("01", "SUCCESS", 2_000)]
    );
}

#[tokio::test]
async fn a_condition_must_be_whole() {
    let world = World::new();
    for (name, value) in [
        ("startTime", Value::Null),
        ("endTime", json!("2026-01-02")),
        ("startTime", json!("20251202235958")),
        ("endTime", json!("20260101000000")),
        ("approvalType", json!("SOME")),
        ("rowsPerPage", json!(101)),
        ("rowsPerPage", json!(0)),
        ("pageNumber", json!(0)),
    ] {
        let mut broken = condition();
        broken[name] = value;
        assert_eq!(
            range(&world, broken).await.code(),
            (200, "RequireCondition".to_owned()),
            "{name}"
        );
    }
    let mut widest = condition();
    widest["startTime"] = json!("20251202235959");
    assert_eq!(
        range(&world, widest).await.code(),
        (200, "Success".to_owned())
    );
}

#[tokio::test]
async fn rows_tell_the_settlement_after_an_hour() {
    let world = World::new();
    let id = paid(&world, "order-1", 1_000).await;
    let first = history(&world, &id).await["list"][0].clone();
    assert_eq!(
        (
            &first["settleInfo"]["settleCreated"],
            &first["giftCardPayAmount"]
        ),
        (&json!(false), &json!(0))
    );
    assert_eq!(
        (&first["masterMerchantId"], &first["merchantPayKey"]),
        (&json!("sandboxshop"), &json!("order-1"))
    );
    world.wait(60);
    let settled = history(&world, &id).await["list"][0]["settleInfo"].clone();
    assert_eq!(
        (
            &settled["totalSettleAmount"],
            &settled["totalCommissionAmount"]
        ),
        (&json!(971), &json!(29))
    );
}

#[tokio::test]
async fn a_number_in_the_body_makes_the_times_needless() {
    let world = World::new();
    let id = paid(&world, "order-1", 1_000).await;
    paid(&world, "order-2", 2_000).await;
    let body = range(&world, json!({"paymentId": id})).await.json()["body"].clone();
    assert_eq!(rows(&body), [row("01", "SUCCESS", 1_000)]);
}
