//! Shared by the tests of Kakao Pay: its documented and captured answers, for our order, and the adapter with a mock
//! server.

mod answers;

use std::time::Duration;

use domain::{kind::Method, money::Won, order::Order};
use providers::{
    http::Limits,
    kakaopay::{KakaoPay, KakaoPayConfig},
    provider::{PaymentRef, RefundOrder},
};
use serde_json::{Value, json};

pub(crate) use self::answers::{
    answers, approved, asked, cancel, cancelled, error, failure, on, sent, without,
};
use crate::support::{at, order_id, returns, won};

/// Of the documented form, and belonging to nobody.
pub(crate) const SECRET: &str = "DEV0123456789ABCDEF0123456789ABCDEF01234";
pub(crate) const TID: &str = "T6a8d38329fd342cdd38";
pub(crate) const REFUND: &str = "ref_01arz3ndektsv4rrffq69g5fav";
pub(crate) const TOTAL: i64 = 1_100_000;

pub(crate) fn config(base_url: &str) -> KakaoPayConfig {
    KakaoPayConfig {
        kakaopay_secret_key: Some(SECRET.into()),
        kakaopay_cid: "TC0ONETIME".to_owned(),
        kakaopay_url: base_url.parse().expect("a URL"),
    }
}

/// Kakao Pay at `server`, with a wait of at most half a second.
pub(crate) fn kakaopay_at(base_url: &str) -> KakaoPay {
    let limits = Limits {
        total: Duration::from_millis(500),
    };
    KakaoPay::with_limits(&config(base_url), returns(), limits).expect("an adapter")
}

/// An order of the captured payment's amount.
pub(crate) fn order(method: Method, tid: Option<&str>) -> Order {
    let session = tid.map(|tid| {
        json!({"payment_key": tid, "redirect_url": null, "deposit": null,
               "webhook_secret": null, "expires_at": "2024-07-30T12:05:27Z"})
    });
    serde_json::from_value(json!({
        "id": order_id(), "customer": "hong@example.com", "product": "pack", "title": "1,000 credits × 3",
        "quantity": 3, "amount": TOTAL, "tax_free": 0, "credits": 3000, "kind": "purchased",
        "validity": {"days": 365}, "policy": "2025-07-17", "provider": "kakaopay",
        "method": method, "depositor": null, "return_url": "https://shop.example/done",
        "session": session, "state": "open",
        "opened_at": "2024-07-30T11:50:27Z", "expires_at": "2024-07-30T12:20:27Z",
    }))
    .expect("an order")
}

pub(crate) fn payment_ref(tid: Option<&str>) -> PaymentRef {
    PaymentRef {
        order: order_id(),
        payment_key: tid.map(str::to_owned),
        callback: std::collections::BTreeMap::new(),
        amount: won(TOTAL),
        since: at("2024-07-30T20:50:27+09:00"),
        over: false,
    }
}

pub(crate) fn refund(amount: i64, expected_balance: i64) -> RefundOrder {
    RefundOrder {
        id: REFUND.parse().expect("a refund id"),
        order: order_id(),
        payment_key: TID.to_owned(),
        method: Method::Card,
        paid: won(TOTAL),
        amount: won(amount),
        tax_free: Won::ZERO,
        vat: won(amount / 11),
        expected_balance: won(expected_balance),
        reason: "고객 변심".to_owned(),
        account: None,
    }
}

fn parts(total: i64) -> Value {
    json!({"total":total,"tax_free":0,"vat":total / 11,"point":0,"discount":0,"green_deposit":0})
}
