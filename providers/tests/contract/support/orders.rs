//! Orders, callbacks and refunds of tests.

use std::collections::BTreeMap;

use domain::{id::OrderId, kind::Method, money::Won, order::Order, refund::RefundAccount};
use providers::provider::{Callback, CallbackOutcome, PaymentRef, RefundOrder};
use serde_json::json;

use super::{KEY, won};

pub(crate) fn order_id() -> OrderId {
    "ord_01arz3ndektsv4rrffq69g5fav"
        .parse()
        .expect("an order id")
}

/// An order of 163,020 won, the amount of the documented card payment. Built from JSON, so that fields no adapter
/// reads need no code.
pub(crate) fn order(method: Method, payment_key: Option<&str>) -> Order {
    let session = payment_key.map(|key| {
        json!({"payment_key": key, "redirect_url": null, "deposit": null,
               "webhook_secret": null, "expires_at": "2023-12-01T00:35:00Z"})
    });
    serde_json::from_value(json!({
        "id": order_id(), "customer": "user-1", "product": "pack", "title": "1,000 credits",
        "quantity": 1, "amount": 163_020, "tax_free": 0, "credits": 1000, "kind": "purchased",
        "validity": {"days": 365}, "policy": "2025-07-17", "provider": "toss",
        "method": method, "depositor": "홍길동", "return_url": "https://shop.example/done",
        "session": session, "state": "open",
        "opened_at": "2023-11-30T15:04:00Z", "expires_at": "2023-11-30T15:34:00Z",
    }))
    .expect("an order")
}

pub(crate) fn success(query: &[(&str, &str)]) -> Callback {
    Callback {
        outcome: CallbackOutcome::Success,
        query: query
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect(),
    }
}

pub(crate) fn came_back() -> Callback {
    success(&[("paymentKey", KEY), ("amount", "1")])
}

pub(crate) fn ended(outcome: CallbackOutcome) -> Callback {
    Callback {
        outcome,
        query: BTreeMap::new(),
    }
}

pub(crate) fn payment_ref(payment_key: Option<&str>) -> PaymentRef {
    PaymentRef {
        order: order_id(),
        payment_key: payment_key.map(str::to_owned),
        callback: std::collections::BTreeMap::new(),
        amount: won(163_020),
        since: chrono::DateTime::UNIX_EPOCH,
        over: false,
    }
}

pub(crate) fn refund(amount: i64, expected_balance: i64) -> RefundOrder {
    RefundOrder {
        id: "ref_01arz3ndektsv4rrffq69g5fav"
            .parse()
            .expect("a refund id"),
        order: order_id(),
        payment_key: KEY.to_owned(),
        method: Method::Card,
        paid: won(163_020),
        amount: won(amount),
        tax_free: Won::ZERO,
        vat: Won::ZERO,
        expected_balance: won(expected_balance),
        reason: "고객 변심".to_owned(),
        account: None,
    }
}

pub(crate) fn refund_account(bank: &str) -> RefundAccount {
    RefundAccount {
        bank: bank.to_owned(),
        account_number: "110123457270".to_owned(),
        holder: "홍길동".to_owned(),
    }
}
