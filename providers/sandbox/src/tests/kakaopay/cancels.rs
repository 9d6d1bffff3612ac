//! Cancels by the API and at the provider's own console.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{World, cancel, opened, ready, totals, with};

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
async fn the_whole_can_go_at_once() {
    let world = World::new();
    let tid = world.kakao_paid("order-0001", 10_000, "pay_card").await;
    let reply = world.kakao_cancel(&tid, 10_000).await.json();
    assert_eq!(reply["status"], "CANCEL_PAYMENT");
    assert_eq!(reply["approved_cancel_amount"], reply["amount"]);
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
async fn refused_cancels_move_nothing() {
    let world = World::new();
    let unpaid = world.kakao_ready("order-0000", 10_000).await.tid;
    assert_eq!(
        world.kakao_cancel(&unpaid, 1_000).await.kakao_refusal(),
        (400, -784)
    );
    let tid = world.kakao_paid("order-0001", 10_000, "pay").await;
    world.kakao_cancel(&tid, 4_000).await;
    let cases = [
        ("cid", json!("TC0ANOTHER"), -731),
        ("tid", json!("T0000000000000000000"), -721),
        ("cancel_amount", json!(0), -2),
        ("cancel_amount", json!(-1), -2),
        ("cancel_amount", Value::Null, -2),
        ("cancel_amount", json!(6_001), -710),
        ("cancel_amount", json!(10_001), -711),
        ("cancel_tax_free_amount", Value::Null, -2),
        ("cancel_tax_free_amount", json!(1), -722),
        ("cancel_vat_amount", json!(900), -722),
        ("cancel_available_amount", json!(10_000), -722),
        ("payload", json!("x".repeat(201)), -2),
    ];
    for (field, value, code) in cases {
        let body = with(cancel(&tid, 1_000), field, value.clone());
        let reply = world.kakao("cancel", body).await;
        assert_eq!(reply.kakao_refusal(), (400, code), "{field} {value}");
    }
    assert_eq!(
        totals(&world.kakao_order(&tid).await),
        [10_000, 4_000, 6_000]
    );
}

#[tokio::test]
async fn a_tax_named_at_ready_must_match_at_the_end() {
    let world = World::new();
    // Half of 910 is 455 and half of 909 is not whole: the second automatic half would be one won too much.
    let body = with(ready("order-0001", 10_000), "vat_amount", json!(909));
    let opened = opened(&world.kakao("ready", body).await.json());
    let token = world.kakao_authenticate(&opened.page, "pay").await;
    world.kakao_approve(&opened.tid, "order-0001", &token).await;
    let half = world.kakao_cancel(&opened.tid, 5_000).await.json();
    assert_eq!(half["approved_cancel_amount"]["vat"], 455);
    let rest = world.kakao_cancel(&opened.tid, 5_000).await;
    assert_eq!(rest.kakao_refusal(), (400, -722));
    let named = with(cancel(&opened.tid, 5_000), "cancel_vat_amount", json!(454));
    let rest = world.kakao("cancel", named).await.json();
    assert_eq!(rest["status"], "CANCEL_PAYMENT");
}

#[tokio::test]
async fn tax_free_parts_go_back_as_such() {
    let world = World::new();
    let body = with(ready("order-0001", 10_000), "tax_free_amount", json!(4_500));
    let opened = opened(&world.kakao("ready", body).await.json());
    let token = world.kakao_authenticate(&opened.page, "pay").await;
    world.kakao_approve(&opened.tid, "order-0001", &token).await;
    let too_little = world.kakao_cancel(&opened.tid, 10_000).await;
    assert_eq!(too_little.kakao_refusal(), (400, -722));
    let split = with(
        cancel(&opened.tid, 10_000),
        "cancel_tax_free_amount",
        json!(4_500),
    );
    let reply = world.kakao("cancel", split).await.json();
    assert_eq!(reply["status"], "CANCEL_PAYMENT");
    assert_eq!(reply["canceled_amount"]["tax_free"], 4_500);
    assert_eq!(reply["canceled_amount"]["vat"], 500);
}

#[tokio::test]
async fn a_cup_deposit_allows_no_parts() {
    let world = World::new();
    let body = with(ready("order-0001", 10_000), "green_deposit", json!(300));
    let opened = opened(&world.kakao("ready", body).await.json());
    let token = world.kakao_authenticate(&opened.page, "pay").await;
    world.kakao_approve(&opened.tid, "order-0001", &token).await;
    let part = world.kakao_cancel(&opened.tid, 1_000).await;
    assert_eq!(part.kakao_refusal(), (400, -784));
    let whole = world.kakao_cancel(&opened.tid, 10_000).await.json();
    assert_eq!(whole["canceled_amount"]["green_deposit"], 300);
}

#[tokio::test]
async fn a_card_can_be_cancelled_for_a_year_and_money_for_five() {
    let world = World::new();
    let card = world.kakao_paid("order-card", 10_000, "pay_card").await;
    let money = world.kakao_paid("order-money", 10_000, "pay_money").await;
    let day = 24 * 60;
    world.wait(365 * day);
    assert_eq!(
        world.kakao_cancel(&card, 1_000).await.status,
        StatusCode::OK
    );
    world.wait(1);
    assert_eq!(
        world.kakao_cancel(&card, 1_000).await.kakao_refusal(),
        (400, -784)
    );
    world.wait(4 * 365 * day);
    assert_eq!(
        world.kakao_cancel(&money, 1_000).await.status,
        StatusCode::OK
    );
    world.wait(2 * day);
    assert_eq!(
        world.kakao_cancel(&money, 1_000).await.kakao_refusal(),
        (400, -784)
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
