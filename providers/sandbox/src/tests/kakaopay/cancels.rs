//! Cancels by the API and at the provider's own console.

mod limits;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{World, cancel, totals, with};

#[tokio::test]
async fn parts_add_up_to_the_whole() {
    let world = World::new();
    let tid = world.kakao_paid("order-0001", 10_000, "pay").await;
    world.wait(60);
    let body = with(
        cancel(&tid, 3_000),
        "cancel_available_amount",
        json!(10_000),
    );
    let body = with(body, "payload", json!("ref_1"));
    let first = world.kakao("cancel", body).await.json();
    assert_eq!(first["status"], "PART_CANCEL_PAYMENT");
    assert_eq!(totals(&first), [10_000, 3_000, 7_000]);
    assert_eq!(first["approved_cancel_amount"]["vat"], 273);
    assert_eq!(first["payload"], "ref_1");
    assert_eq!(first["canceled_at"], "2026-01-02T13:04:05");

    let second = world.kakao_cancel(&tid, 7_000).await.json();
    assert_eq!(second["status"], "CANCEL_PAYMENT");
    assert_eq!(totals(&second), [10_000, 10_000, 0]);
    assert_eq!(second["approved_cancel_amount"]["total"], 7_000);
    assert_ne!(first["aid"], second["aid"]);
    assert_eq!(second["cancel_available_amount"]["vat"], 0);

    let order = world.kakao_order(&tid).await;
    assert_eq!(order["status"], "CANCEL_PAYMENT");
    let actions: Vec<(&Value, &Value)> = order["payment_action_details"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (&it["payment_action_type"], &it["amount"]))
        .collect();
    assert_eq!(
        actions,
        [
            (&json!("PAYMENT"), &json!(10_000)),
            (&json!("CANCEL"), &json!(3_000)),
            (&json!("CANCEL"), &json!(7_000))
        ]
    );
    let more = world.kakao_cancel(&tid, 1).await;
    assert_eq!(more.kakao_refusal(), (400, -784));
    let row = &world.books().await["kakaopay"]["payments"][0];
    assert_eq!(row["cancelled"], 10_000);
    assert_eq!(
        row["cancels"][0],
        json!({"transaction_key": first["aid"], "amount": 3_000, "reason": "ref_1", "by": "api"})
    );
}

#[tokio::test]
async fn the_same_cancel_twice_gives_the_money_back_twice_unless_it_names_the_balance() {
    let world = World::new();
    let tid = world.kakao_paid("order-0001", 10_000, "pay").await;
    world.kakao_cancel(&tid, 1_000).await;
    let repeated = world.kakao_cancel(&tid, 1_000).await.json();
    assert_eq!(totals(&repeated), [10_000, 2_000, 8_000]);
    let guarded = with(cancel(&tid, 1_000), "cancel_available_amount", json!(8_000));
    let first = world.kakao("cancel", guarded.clone()).await;
    assert_eq!(first.status, StatusCode::OK);
    let second = world.kakao("cancel", guarded).await;
    assert_eq!(second.kakao_refusal(), (400, -722));
    assert_eq!(
        totals(&world.kakao_order(&tid).await),
        [10_000, 3_000, 7_000]
    );
}

#[tokio::test]
async fn an_operator_cancels_without_telling_anybody() {
    let world = World::new();
    let tid = world.kakao_paid("order-0001", 10_000, "pay").await;
    let press = async |body: Value| world.own("POST", "/kakaopay/console/cancel", body).await;
    let part = press(json!({"paymentKey": tid, "amount": 2_500})).await;
    assert_eq!(part.json()["status"], "PART_CANCEL_PAYMENT");
    let rest = press(json!({"paymentKey": tid, "reason": "상담"})).await;
    assert_eq!(rest.json()["status"], "CANCEL_PAYMENT");
    assert_eq!(rest.json()["canceled_amount"], rest.json()["amount"]);
    assert_eq!(
        press(json!({"paymentKey": tid})).await.kakao_refusal(),
        (400, -784)
    );
    assert_eq!(
        press(json!({"paymentKey": "none"})).await.kakao_refusal(),
        (400, -721)
    );
    let misspelt = press(json!({"paymentkey": tid})).await;
    assert_eq!(misspelt.json()["error"]["field"], "paymentkey");
    assert_eq!(totals(&world.kakao_order(&tid).await), [10_000, 10_000, 0]);
    let row = &world.books().await["kakaopay"]["payments"][0];
    assert_eq!(row["cancels"][0]["by"], "console");
    assert!(world.sent().await.is_empty());
}
