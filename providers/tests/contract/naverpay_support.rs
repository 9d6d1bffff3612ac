//! Shared by the tests of Naver Pay: its documented and captured answers, for our order, and the adapter with a mock
//! server.

use std::{collections::BTreeMap, time::Duration};

use domain::{id::OrderId, kind::Method, order::Order};
use providers::{
    error::ProviderError,
    http::Limits,
    naverpay::{NaverPay, NaverPayConfig, PARTNER_ID},
    provider::{Callback, PaymentRef, RefundOrder},
};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, Request, ResponseTemplate,
    matchers::{header, method, path},
};

use crate::support::{at, order_id, returns, success, with, won};

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

/// An answer with the random field of the development servers (captured as `"dazRE":"mDgrJ"`).
pub(crate) fn said(body: &Value) -> Value {
    json!({"code":"Success","message":"성공","body":body,"dazRE":"mDgrJ"})
}

pub(crate) fn refused(code: &str) -> Value {
    json!({"code":code,"message":"메시지","xQw3e":"Zz91a"})
}

/// The documented `detail` of an approval, for our order and amount.
pub(crate) fn detail(order: OrderId) -> Value {
    json!({"productName":"상품명","merchantId":"loginId","merchantName":"가맹점명","cardNo":"465887**********",
     "admissionYmdt":"20170201151722","payHistId":"20170201NP1043587781","totalPayAmount":TOTAL,"applyPayAmount":TOTAL,
     "primaryPayAmount":TOTAL - 500,"npointPayAmount":500,"giftCardAmount":0,"discountPayAmount":0,
     "taxScopeAmount":TOTAL - 100_000,"taxExScopeAmount":100_000,"environmentDepositAmount":0,"primaryPayMeans":"CARD",
     "merchantPayKey":order,"merchantUserKey":"jenie","cardCorpCode":"C0","paymentId":ID,
     "admissionTypeCode":"01","settleExpectAmount":971,"payCommissionAmount":29,"admissionState":"SUCCESS",
     "tradeConfirmYmdt":"20170201152510","cardAuthNo":"17545616","cardInstCount":0,"usedCardPoint":false,
     "bankCorpCode":"","bankAccountNo":"","settleExpected":false,"extraDeduction":false,"useCfmYmdt":null,
     "userIdentifier":"t1GLYqqJ05MnViYdR/GdMDpzdocRclgTL4mBLn0R1Ls="})
}

pub(crate) fn applied() -> Value {
    said(&json!({"paymentId":ID,"detail":detail(order_id())}))
}

/// A row of history of our payment: its approval.
pub(crate) fn approval() -> Value {
    let mut row = with(
        detail(order_id()),
        json!({"merchantPayTransactionKey":null,"giftCardPayAmount":0,
        "settleInfo":{"settleCreated":true,"totalSettleAmount":950,"totalCommissionAmount":50}}),
    );
    row.as_object_mut().expect("a row").remove("giftCardAmount");
    row
}

/// A row of history of our payment: a cancel.
pub(crate) fn cancel_row(key: Option<&str>, amount: i64, tax_free: i64) -> Value {
    let changes = json!({"payHistId":"20170210NP1166130812","admissionTypeCode":"04","admissionYmdt":"20170210125427",
        "totalPayAmount":amount,"taxScopeAmount":amount - tax_free,"taxExScopeAmount":tax_free,
        "merchantPayTransactionKey":key,"cancelRequester":"2"});
    with(approval(), changes)
}

pub(crate) fn history(rows: &[Value]) -> Value {
    said(
        &json!({"list":rows,"totalCount":rows.len(),"responseCount":rows.len(),
                 "totalPageCount":1,"currentPageNumber":1}),
    )
}

/// The captured answer to a cancel of 10,000 won that leaves 955,862, for our payment.
pub(crate) fn cancelled() -> Value {
    said(&json!({"paymentId":ID,"payHistId":"20241110NP1166130812",
     "primaryPayMeans":"CARD","primaryPayCancelAmount":10_000,"primaryPayRestAmount":955_862,"npointCancelAmount":0,
     "npointRestAmount":0,"giftCardCancelAmount":0,"giftCardRestAmount":0,"discountCancelAmount":0,"discountRestAmount":0,
     "cancelYmdt":"20241110125427","totalRestAmount":955_862,"applyRestAmount":955_862,"taxScopeAmount":10_000,
     "taxExScopeAmount":0,"taxScopeRestAmount":955_862,"taxExScopeRestAmount":0,"environmentDepositAmount":0,
     "environmentDepositRestAmount":0}))
}

/// Answers one of the calls, which must carry the three headers.
pub(crate) async fn on(server: &MockServer, at: &str, template: ResponseTemplate) {
    Mock::given(method("POST"))
        .and(path(at))
        .and(header("X-Naver-Client-Id", "client-1"))
        .and(header("X-Naver-Client-Secret", SECRET))
        .and(header("X-NaverPay-Chain-Id", "chain-1=="))
        .respond_with(template)
        .mount(server)
        .await;
}

pub(crate) async fn answers(server: &MockServer, at: &str, status: u16, body: &Value) {
    let template = ResponseTemplate::new(status).set_body_json(body);
    on(server, at, template).await;
}

pub(crate) async fn requests_to(server: &MockServer, at: &str) -> Vec<Request> {
    let received = server.received_requests().await.expect("recording");
    received
        .into_iter()
        .filter(|it| it.url.path() == at)
        .collect()
}

/// The requests sent to one of the calls, byte by byte.
pub(crate) async fn sent(server: &MockServer, at: &str) -> Vec<String> {
    let requests = requests_to(server, at).await;
    requests
        .into_iter()
        .map(|it| String::from_utf8(it.body).expect("UTF-8"))
        .collect()
}

/// The idempotency keys of the requests sent to one of the calls.
pub(crate) async fn keys(server: &MockServer, at: &str) -> Vec<String> {
    let requests = requests_to(server, at).await;
    let key = |it: &Request| {
        it.headers["X-NaverPay-Idempotency-Key"]
            .to_str()
            .map(str::to_owned)
    };
    requests.iter().map(|it| key(it).expect("a key")).collect()
}

/// Answers without information: slow, broken, HTML, empty, cut, of another form.
pub(crate) fn silences() -> Vec<ResponseTemplate> {
    vec![
        ResponseTemplate::new(200)
            .set_body_json(applied())
            .set_delay(Duration::from_secs(5)),
        ResponseTemplate::new(500).set_body_json(refused("TimeExpired")),
        ResponseTemplate::new(503).set_body_json(refused("MaintenanceOngoing")),
        ResponseTemplate::new(502).set_body_string("<html>465887000000</html>"),
        ResponseTemplate::new(200).set_body_string("<html>465887000000</html>"),
        ResponseTemplate::new(400).set_body_string("<html>465887000000</html>"),
        ResponseTemplate::new(400).set_body_json(json!({"code":"Success","body":{}})),
        ResponseTemplate::new(404),
        ResponseTemplate::new(409),
        ResponseTemplate::new(200),
        ResponseTemplate::new(200).set_body_json(json!([])),
        ResponseTemplate::new(200).set_body_json(json!({"message":"성공"})),
        ResponseTemplate::new(200).set_body_json(json!({"code":"Success"})),
        ResponseTemplate::new(200)
            .set_body_json(json!({"code":"Success","body":{"list":"465887000000"}})),
        ResponseTemplate::new(200).set_body_string("{\"code\":\"Succ"),
        ResponseTemplate::new(302)
            .insert_header("Location", "https://elsewhere.example")
            .set_body_json(applied()),
    ]
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
