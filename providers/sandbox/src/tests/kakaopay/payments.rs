//! Approvals and look-ups.

mod refused;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{Opened, World, approve, with};

#[tokio::test]
async fn an_approval_takes_the_money_once_and_names_no_status() {
    let world = World::new();
    let Opened { tid, page } = world.kakao_ready("order-0001", 1_100_000).await;
    let token = world.kakao_authenticate(&page, "pay_card").await;
    world.wait(1);
    let body = with(
        approve(&tid, "order-0001", &token),
        "payload",
        json!("ours"),
    );
    let reply = world.kakao("approve", body).await;
    assert_eq!(reply.status, StatusCode::OK, "{:?}", reply.body);
    let told = reply.json();
    assert!(told.get("status").is_none());
    let aid = told["aid"].as_str().unwrap();
    assert!(aid.len() == 20 && aid.starts_with('A'), "{aid}");
    assert_eq!(told["sid"], Value::Null);
    assert_eq!(told["payload"], "ours");
    assert_eq!(
        told["amount"],
        json!({"total": 1_100_000, "tax_free": 0, "vat": 100_000, "point": 0, "discount": 0, "green_deposit": 0})
    );
    assert_eq!(told["card_info"]["approved_id"], "11111111");
    assert_eq!(
        (&told["created_at"], &told["approved_at"]),
        (&json!("2026-01-02T12:04:05"), &json!("2026-01-02T12:05:05"))
    );
    let order = world.kakao_order(&tid).await;
    assert_eq!(
        (&order["status"], &order["payment_method_type"]),
        (&json!("SUCCESS_PAYMENT"), &json!("CARD"))
    );
    assert_eq!(order["selected_card_info"]["install_month"], 0);
    assert_eq!(order["cancel_available_amount"], order["amount"]);
    let actions = order["payment_action_details"].as_array().unwrap();
    assert_eq!(actions.len(), 1);
    assert_eq!(
        (&actions[0]["aid"], &actions[0]["payment_action_type"]),
        (&json!(aid), &json!("PAYMENT"))
    );
    let row = &world.books().await["kakaopay"]["payments"][0];
    assert_eq!(
        *row,
        json!({
            "payment_key": tid, "order_id": "order-0001", "amount": 1_100_000, "cancelled": 0,
            "status": "SUCCESS_PAYMENT", "approvals": 1, "cancels": [],
        })
    );
    assert!(world.sent().await.is_empty(), "it sends no webhook");
}

#[tokio::test]
async fn money_has_no_card() {
    let world = World::new();
    let Opened { tid, page } = world.kakao_ready("order-0001", 2_200).await;
    let token = world.kakao_authenticate(&page, "pay").await;
    let told = world.kakao_approve(&tid, "order-0001", &token).await.json();
    assert_eq!(
        (&told["payment_method_type"], &told["card_info"]),
        (&json!("MONEY"), &Value::Null)
    );
    let order = world.kakao_order(&tid).await;
    assert!(order.get("selected_card_info").is_none());
    assert!(order.get("item_code").is_none());
}
