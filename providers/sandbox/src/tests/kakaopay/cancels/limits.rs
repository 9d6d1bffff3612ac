//! Cancels that are refused or limited.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::super::{World, cancel, opened, ready, totals, with};

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
