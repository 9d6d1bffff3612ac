//! A Kakao Pay whose answers a test chooses.

use std::sync::{Arc, Mutex};

use axum::{Json, Router, extract::State, http::StatusCode, response::IntoResponse, routing::post};
use serde_json::{Value, json};

use crate::support::world::{World, listen};

/// A fake Kakao Pay for this test, because the simulator cannot behave like this. Its answers follow the documented
/// codes (`-780` with `BANK_FIRM_UNKNOWN`, `-785`, `-723`). The refusal of a used token with `-708` is inferred.
#[derive(Default)]
pub(super) struct Fake {
    pub(super) approves: u32,
    /// The fifteen minutes are over.
    pub(super) late: bool,
    /// The bank's late answer: paid.
    pub(super) paid: bool,
    pub(super) order: String,
    pub(super) approval_url: String,
    pub(super) amount: i64,
    /// How often the payment was looked up.
    pub(super) asks: u32,
    /// The refusal of every approval but the first, where it is not about time.
    pub(super) second: Option<i64>,
}

pub(super) type Kakao = Arc<Mutex<Fake>>;

const TID: &str = "T1234567890abcdef123";

fn refusal(code: i64, detail: Option<&str>) -> axum::response::Response {
    let mut body = json!({"error_code": code, "error_message": "refused"});
    if let Some(detail) = detail {
        body["extras"] = json!({"method_result_code": detail, "method_result_message": "x"});
    }
    (StatusCode::BAD_REQUEST, Json(body)).into_response()
}

async fn ready(State(kakao): State<Kakao>, Json(asked): Json<Value>) -> Json<Value> {
    let mut fake = kakao.lock().unwrap();
    fake.order = asked["partner_order_id"].as_str().unwrap().into();
    fake.approval_url = asked["approval_url"].as_str().unwrap().into();
    fake.amount = asked["total_amount"].as_i64().unwrap();
    Json(json!({
        "tid": TID, "next_redirect_pc_url": "http://127.0.0.1:9/pc",
        "next_redirect_mobile_url": "http://127.0.0.1:9/m", "next_redirect_app_url": "http://127.0.0.1:9/a",
        "created_at": "2026-04-08T10:00:00",
    }))
}

async fn approve(State(kakao): State<Kakao>) -> axum::response::Response {
    let mut fake = kakao.lock().unwrap();
    fake.approves += 1;
    if let Some(code) = fake.second.filter(|_| fake.approves > 1) {
        return refusal(code, None);
    }
    match (fake.approves, fake.late) {
        // "The bank's answer is pending, for about 20 minutes".
        (1, _) => refusal(-780, Some("BANK_FIRM_UNKNOWN")),
        // "The same request is still running".
        (_, false) => refusal(-785, None),
        // "The fifteen minutes were over".
        (_, true) => refusal(-723, None),
    }
}

pub(super) async fn order(State(kakao): State<Kakao>) -> Json<Value> {
    let mut fake = kakao.lock().unwrap();
    fake.asks += 1;
    let amount = |total: i64| json!({"total": total, "tax_free": 0, "vat": total / 11, "point": 0, "discount": 0, "green_deposit": 0});
    let mut body = json!({
        "tid": TID, "cid": "TC0ONETIME", "partner_order_id": fake.order, "partner_user_id": fake.order,
        "status": if fake.paid { "SUCCESS_PAYMENT" } else { "AUTH_PASSWORD" },
        "amount": amount(fake.amount), "canceled_amount": amount(0), "quantity": 1, "item_name": "x",
        "cancel_available_amount": amount(if fake.paid { fake.amount } else { 0 }),
        "created_at": "2026-04-08T10:00:00", "payment_method_type": "MONEY",
    });
    if fake.paid {
        body["approved_at"] = json!("2026-04-08T10:30:00");
    }
    Json(body)
}

pub(super) async fn fake_kakao(world: &World) -> (Kakao, String) {
    let kakao = Kakao::default();
    let router = Router::new()
        .route("/online/v1/payment/ready", post(ready))
        .route("/online/v1/payment/approve", post(approve))
        .route("/online/v1/payment/order", post(order))
        .with_state(kakao.clone());
    let (listener, base) = listen().await;
    world
        .tasks
        .spawn(async move { drop(axum::serve(listener, router).await) });
    (kakao, base)
}
