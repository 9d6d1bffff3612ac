//! What Kakao Pay answers in tests.

use domain::id::OrderId;
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{header, method, path},
};

use super::{SECRET, TID, TOTAL, parts};
use crate::support::order_id;

/// A captured approval by card on the open API (test merchant, 2024-07-30), for our order.
pub(crate) fn approved(order: OrderId) -> Value {
    json!({"aid":"A6a8d3a301d33ed2dc3c","tid":TID,"cid":"TC0ONETIME","sid":null,
     "partner_order_id":order,"partner_user_id":order,"item_name":"초코파이","item_code":null,"payload":null,
     "quantity":1,"amount":parts(TOTAL),"payment_method_type":"CARD",
     "card_info":{"kakaopay_purchase_corp":"신한","kakaopay_purchase_corp_code":"701",
       "kakaopay_issuer_corp":"신한","kakaopay_issuer_corp_code":"101","bin":"111111","card_type":"신용",
       "install_month":"00","approved_id":"11111111","card_mid":"111111","interest_free_install":"N",
       "card_item_code":"111111","installment_type":"CARD_INSTALLMENT"},
     "sequential_payment_methods":null,"tms_result":"SUCCESS",
     "created_at":"2024-07-30T20:50:27","approved_at":"2024-07-30T20:51:00"})
}

/// The captured partial cancel of the same payment.
pub(crate) fn cancelled(amount: i64, gone: i64) -> Value {
    let status = if gone == TOTAL {
        "CANCEL_PAYMENT"
    } else {
        "PART_CANCEL_PAYMENT"
    };
    json!({"tid":TID,"cid":"TC0ONETIME","status":status,"partner_order_id":order_id(),
     "partner_user_id":order_id(),"payment_method_type":"CARD","item_name":"초코파이",
     "aid":"A6a8d6a129fd342cdd3c","quantity":1,"amount":parts(TOTAL),"canceled_amount":parts(gone),
     "cancel_available_amount":parts(TOTAL - gone),"approved_cancel_amount":parts(amount),
     "created_at":"2024-07-30T20:50:27","approved_at":"2024-07-30T20:51:01","canceled_at":"2024-07-30T21:03:45"})
}

/// The documented answer to order, for our order: `gone` won were returned by `cancels`.
pub(crate) fn asked(gone: i64, cancels: &[Value]) -> Value {
    let status = match gone {
        0 => "SUCCESS_PAYMENT",
        TOTAL => "CANCEL_PAYMENT",
        _ => "PART_CANCEL_PAYMENT",
    };
    let mut actions = vec![
        json!({"aid":"A6a8d3a301d33ed2dc3c","payment_action_type":"PAYMENT",
        "payment_method_type":"CARD","amount":TOTAL,"point_amount":0,"discount_amount":0,
        "approved_at":"2024-07-30T20:51:00","green_deposit":0,"payload":null}),
    ];
    actions.extend_from_slice(cancels);
    json!({"tid":TID,"cid":"TC0ONETIME","status":status,"partner_order_id":order_id(),
     "partner_user_id":order_id(),"payment_method_type":"CARD","item_name":"초코파이","quantity":1,
     "amount":parts(TOTAL),"canceled_amount":parts(gone),"cancel_available_amount":parts(TOTAL - gone),
     "created_at":"2024-07-30T20:50:27","approved_at":"2024-07-30T20:51:00",
     "selected_card_info":{"card_bin":"111111","install_month":0,"card_corp_name":"신한","interest_free_install":"N"},
     "payment_action_details":actions})
}

/// One cancel among the actions, at second `second`.
pub(crate) fn cancel(second: u32, amount: i64, payload: Option<&str>) -> Value {
    json!({"aid":format!("A6a8d6a129fd342cd{second:03}"),"payment_action_type":"CANCEL",
     "payment_method_type":"CARD","amount":amount,"point_amount":0,"discount_amount":0,
     "approved_at":format!("2024-07-30T21:03:{second:02}"),"green_deposit":0,"payload":payload})
}

/// `document` without some fields.
pub(crate) fn without(mut document: Value, names: &[&str]) -> Value {
    for name in names {
        document.as_object_mut().expect("an object").remove(*name);
    }
    document
}

pub(crate) fn error(code: i64) -> Value {
    json!({"error_code":code,"error_message":"approval failure!"})
}

pub(crate) fn failure(code: i64, detail: &str) -> Value {
    json!({"error_code":code,"error_message":"approval failure!",
           "extras":{"method_result_code":detail,"method_result_message":"진행중인 거래가 있습니다."}})
}

/// Answers one of the four calls, which must carry the key and JSON.
pub(crate) async fn on(server: &MockServer, act: &str, template: ResponseTemplate) {
    Mock::given(method("POST"))
        .and(path(format!("/online/v1/payment/{act}")))
        .and(header("Authorization", format!("SECRET_KEY {SECRET}")))
        .and(header("Content-Type", "application/json"))
        .respond_with(template)
        .mount(server)
        .await;
}

pub(crate) async fn answers(server: &MockServer, act: &str, status: u16, body: Value) {
    on(
        server,
        act,
        ResponseTemplate::new(status).set_body_json(body),
    )
    .await;
}

/// The requests sent to one of the four calls, byte by byte.
pub(crate) async fn sent(server: &MockServer, act: &str) -> Vec<String> {
    let received = server.received_requests().await.expect("recording");
    received
        .iter()
        .filter(|it| it.url.path() == format!("/online/v1/payment/{act}"))
        .map(|it| String::from_utf8(it.body.clone()).expect("UTF-8"))
        .collect()
}
