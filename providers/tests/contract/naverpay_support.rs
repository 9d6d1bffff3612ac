//! Shared by the tests of Naver Pay: its documented and captured answers, for our order, and the adapter with a mock
//! server.

mod answers;

use std::{collections::BTreeMap, time::Duration};

use domain::{kind::Method, order::Order};
use providers::{
    error::ProviderError,
    http::Limits,
    naverpay::{NaverPay, NaverPayConfig, PARTNER_ID},
    provider::{Callback, PaymentRef, RefundOrder},
};
use serde_json::json;

pub(crate) use self::answers::{
    answers, applied, approval, cancel_row, cancelled, detail, history, keys, on, refused,
    requests_to, said, sent,
};
use crate::support::{at, order_id, returns, success, won};

pub(crate) const SECRET: &str = "Xq3vT9mK1s";
pub(crate) const ID: &str = "20170201NP1043587746";
pub(crate) const REFUND: &str = "ref_01arz3ndektsv4rrffq69g5fav";
pub(crate) const TOTAL: i64 = 965_862;
pub(crate) const RESERVE: &str = "/naverpay-partner/naverpay/payments/v2/reserve";
pub(crate) const APPLY: &str = "/naverpay-partner/naverpay/payments/v2.2/apply/payment";
pub(crate) const CANCEL: &str = "/naverpay-partner/naverpay/payments/v1/cancel";
pub(crate) const RANGE: &str = "/naverpay-partner/naverpay/payments/v2.2/list/history";

pub(crate) fn one() -> String {
    format!("{RANGE}/{ID}")
}

pub(crate) fn config(base_url: &str) -> NaverPayConfig {
    NaverPayConfig {
        naverpay_client_id: "client-1".to_owned(),
        naverpay_client_secret: Some(SECRET.into()),
        naverpay_chain_id: "chain-1==".to_owned(),
        naverpay_partner_id: PARTNER_ID.to_owned(),
        naverpay_url: base_url.parse().expect("a URL"),
        naverpay_window_url: "https://test-m.pay.naver.com".parse().expect("a URL"),
        naverpay_sdk_url: None,
    }
}

/// Naver Pay at `server`, with a wait of at most half a second.
pub(crate) fn naverpay_at(base_url: &str) -> NaverPay {
    let limits = Limits {
        total: Duration::from_millis(500),
    };
    NaverPay::with_limits(&config(base_url), returns(), limits).expect("an adapter")
}

/// An order of the captured payment's amount, with the parameters the buyer's browser brought back, if it did.
pub(crate) fn order(came_back: Option<&[(&str, &str)]>) -> Order {
    let callback: BTreeMap<_, _> = came_back.unwrap_or_default().iter().copied().collect();
    serde_json::from_value(json!({
        "id": order_id(), "customer": "hong@example.com", "product": "pack_1,000", "title": "1,000 credits × 3",
        "quantity": 3, "amount": TOTAL, "tax_free": 100_000, "credits": 3000, "kind": "purchased",
        "validity": {"days": 365}, "policy": "2025-07-17", "provider": "naverpay",
        "method": Method::EasyPay, "depositor": null, "return_url": "https://shop.example/done",
        "session": {"payment_key": null, "redirect_url": null, "deposit": null, "webhook_secret": null,
                    "callback": callback, "expires_at": "2017-02-01T06:50:00Z"},
        "state": "open", "opened_at": "2017-02-01T06:10:00Z", "expires_at": "2017-02-01T07:05:00Z",
    }))
    .expect("an order")
}

pub(crate) fn came_back() -> Callback {
    success(&[("resultCode", "Success"), ("paymentId", ID)])
}

pub(crate) fn payment_ref(payment_key: Option<&str>, callback: &[(&str, &str)]) -> PaymentRef {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    PaymentRef {
        order: order_id(),
        payment_key: payment_key.map(str::to_owned),
        callback: callback.iter().map(owned).collect(),
        amount: won(TOTAL),
        since: at("2017-02-01T06:10:00Z"),
        over: false,
    }
}

pub(crate) fn refund(amount: i64, tax_free: i64, expected_balance: i64) -> RefundOrder {
    RefundOrder {
        id: REFUND.parse().expect("a refund id"),
        order: order_id(),
        payment_key: ID.to_owned(),
        method: Method::EasyPay,
        paid: won(TOTAL),
        amount: won(amount),
        tax_free: won(tax_free),
        vat: won((amount - tax_free) / 11),
        expected_balance: won(expected_balance),
        reason: "고객 변심".to_owned(),
        account: None,
    }
}

/// Asserts that nothing may be concluded, and that the error repeats nothing of an answer.
pub(crate) fn assert_in_doubt<T: std::fmt::Debug>(result: &Result<T, ProviderError>, case: &str) {
    assert!(
        matches!(result, Err(ProviderError::InDoubt(_))),
        "{case}: {result:?}"
    );
    let text = format!("{result:?}");
    assert!(
        !text.contains("465887") && !text.contains("html"),
        "{case}: {text}"
    );
}
