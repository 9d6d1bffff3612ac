//! The bodies of `approve`, `order` and `cancel`. Absent and null fields are as in real captures: `approve` writes
//! nulls, the others leave out unknown fields.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::payment::{Approval, Cancel, Method, Payment};
use crate::shared::time::kst;

/// `2023-07-15T21:18:22`: Korean wall-clock time without an offset.
pub(super) fn local(at: DateTime<Utc>) -> String {
    kst(at).trim_end_matches("+09:00").to_owned()
}

/// The answer has no status: 200 and an aid mean approved.
pub(super) fn approved(payment: &Payment, approval: &Approval, cid: &str) -> Value {
    let card = payment.method() == Some(Method::Card);
    json!({
        "aid": approval.aid, "tid": payment.tid, "cid": cid, "sid": null,
        "partner_order_id": payment.order_id, "partner_user_id": payment.user_id,
        "item_name": payment.item_name, "item_code": payment.item_code, "payload": approval.payload,
        "quantity": payment.quantity, "amount": payment.amount.json(),
        "payment_method_type": payment.method().map(Method::name),
        "card_info": card.then(|| card_info(payment)), "sequential_payment_methods": null,
        "created_at": local(payment.created_at), "approved_at": local(approval.at),
    })
}

/// The card of the test environment, word for word.
fn card_info(payment: &Payment) -> Value {
    json!({
        "kakaopay_purchase_corp": "신한", "kakaopay_purchase_corp_code": "701",
        "kakaopay_issuer_corp": "신한", "kakaopay_issuer_corp_code": "101",
        "bin": "111111", "card_type": "신용", "install_month": format!("{:02}", payment.install_month),
        "approved_id": "11111111", "card_mid": "111111", "interest_free_install": "N",
        "card_item_code": "111111", "installment_type": "CARD_INSTALLMENT",
    })
}

/// The shared part of `order` and `cancel`.
fn common(payment: &Payment, cid: &str) -> Value {
    let mut body = json!({
        "tid": payment.tid, "cid": cid, "status": payment.status.name(),
        "partner_order_id": payment.order_id, "partner_user_id": payment.user_id,
        "item_name": payment.item_name, "quantity": payment.quantity,
        "amount": payment.amount.json(), "canceled_amount": payment.cancelled().json(),
        "cancel_available_amount": payment.left().json(), "created_at": local(payment.created_at),
    });
    if let Some(method) = payment.method() {
        body["payment_method_type"] = json!(method.name());
    }
    if let Some(code) = &payment.item_code {
        body["item_code"] = json!(code);
    }
    if let Some(approval) = &payment.approval {
        body["approved_at"] = json!(local(approval.at));
    }
    if let Some(cancel) = payment.cancels.last() {
        body["canceled_at"] = json!(local(cancel.at));
    }
    body
}

pub(super) fn cancelled(payment: &Payment, cancel: &Cancel, cid: &str) -> Value {
    let mut body = common(payment, cid);
    body["aid"] = json!(cancel.aid);
    body["approved_cancel_amount"] = cancel.amount.json();
    if let Some(payload) = &cancel.payload {
        body["payload"] = json!(payload);
    }
    body
}

pub(super) fn order(payment: &Payment, cid: &str) -> Value {
    let mut body = common(payment, cid);
    let mut actions = Vec::new();
    if let Some(approval) = &payment.approval {
        actions.push(action(
            payment,
            "PAYMENT",
            (&approval.aid, approval.at, approval.payload.as_deref()),
            (payment.amount.total, payment.amount.green_deposit),
        ));
        if payment.method() == Some(Method::Card) {
            body["selected_card_info"] = json!({
                "card_bin": "111111", "install_month": payment.install_month, "card_corp_name": "신한",
                "interest_free_install": "N",
            });
        }
    }
    for cancel in &payment.cancels {
        actions.push(action(
            payment,
            "CANCEL",
            (&cancel.aid, cancel.at, cancel.payload.as_deref()),
            (cancel.amount.total, cancel.amount.green_deposit),
        ));
    }
    body["payment_action_details"] = Value::Array(actions);
    body
}

fn action(
    payment: &Payment,
    kind: &str,
    (aid, at, payload): (&str, DateTime<Utc>, Option<&str>),
    (amount, green_deposit): (i64, i64),
) -> Value {
    let mut action = json!({
        "aid": aid, "payment_action_type": kind, "amount": amount, "point_amount": 0, "discount_amount": 0,
        "green_deposit": green_deposit, "approved_at": local(at),
        "payment_method_type": payment.method().map(Method::name),
    });
    if let Some(payload) = payload {
        action["payload"] = json!(payload);
    }
    action
}
