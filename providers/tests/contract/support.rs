//! Shared by the tests: an order, a Toss behind a mock server, its real payloads.

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, Utc};
use domain::{id::OrderId, kind::Method, money::Won, order::Order, refund::RefundAccount};
use providers::{
    bank::{Bank, BankConfig},
    http::Limits,
    provider::{Callback, CallbackOutcome, PaymentRef, RawWebhook, RefundOrder},
    signature::ReturnUrls,
    toss::{Toss, TossConfig},
};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path},
};

/// A public key of the documentation, with its documented header.
pub(crate) const SECRET_KEY: &str = "test_sk_zXLkKEypNArWmo50nX3lmeaxYG5R";
pub(crate) const BASIC: &str = "Basic dGVzdF9za196WExrS0V5cE5BcldtbzUwblgzbG1lYXhZRzVSOg==";
pub(crate) const KEY: &str = "Kl56WYb7w4vZnjEJeQVxn0ZyqmKWbD8PmOoBN0k12dzgRG9p";

pub(crate) fn won(amount: i64) -> Won {
    Won::new(amount).expect("an amount")
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

pub(crate) fn now() -> DateTime<Utc> {
    at("2023-12-01T00:05:00+09:00")
}

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

pub(crate) fn returns() -> ReturnUrls {
    let base = "https://pay.shop.example/gw/".parse().expect("a URL");
    ReturnUrls::new(base, &"k".repeat(32).into()).expect("return URLs")
}

pub(crate) const BANK_OLD: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
pub(crate) const BANK_NEW: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

pub(crate) fn bank_config() -> BankConfig {
    BankConfig {
        bank_account: "main".to_owned(),
        bank_code: "088".to_owned(),
        bank_account_number: Some("110-123-457270".to_owned()),
        bank_holder: "주식회사 크레딧".to_owned(),
        bank_webhook_secrets: vec![BANK_NEW.into(), BANK_OLD.into()],
        bank_payaction_key: None,
        bank_payaction_mall_id: None,
        bank_statements_only: false,
        bank_order_hours: 24,
    }
}

pub(crate) fn bank() -> Bank {
    Bank::new(&bank_config()).expect("an adapter")
}

pub(crate) fn config(base_url: &str) -> TossConfig {
    TossConfig {
        toss_secret_key: Some(SECRET_KEY.into()),
        toss_url: base_url.parse().expect("a URL"),
        toss_client_key: None,
        toss_sdk_url: "https://js.tosspayments.com/v2/standard"
            .parse()
            .expect("a URL"),
        toss_virtual_account_hours: 24,
        toss_test_code: None,
    }
}

/// Toss at `server`, with a wait of at most half a second.
pub(crate) fn toss_at(base_url: &str) -> Toss {
    let limits = Limits {
        total: Duration::from_millis(500),
    };
    Toss::with_limits(&config(base_url), returns(), limits).expect("an adapter")
}

pub(crate) async fn answer(server: &MockServer, verb: &str, at: &str, status: u16, body: &Value) {
    let template = ResponseTemplate::new(status).set_body_json(body);
    Mock::given(method(verb))
        .and(path(at))
        .respond_with(template)
        .mount(server)
        .await;
}

pub(crate) async fn on_confirm(server: &MockServer, status: u16, body: &Value) {
    answer(server, "POST", "/v1/payments/confirm", status, body).await;
}

pub(crate) async fn on_lookup(server: &MockServer, status: u16, body: &Value) {
    answer(server, "GET", &format!("/v1/payments/{KEY}"), status, body).await;
}

pub(crate) fn error(code: &str) -> Value {
    json!({"code": code, "message": "메시지"})
}

/// The requests that arrived, as method, path and body.
pub(crate) async fn requests(server: &MockServer) -> Vec<(String, String, Value)> {
    let received = server.received_requests().await.expect("recording");
    received
        .iter()
        .map(|it| {
            let body = serde_json::from_slice(&it.body).unwrap_or(Value::Null);
            (it.method.to_string(), it.url.path().to_owned(), body)
        })
        .collect()
}

/// A real card payment of a test merchant (tosspayments-rs, `src/api/get_payment.rs`), for our order.
pub(crate) fn card() -> Value {
    json!({"mId":"tvivarepublica4","lastTransactionKey":"7F8E548429D327BFE5ACEAF508E8DC36",
     "paymentKey":KEY,"orderId":order_id(),"orderName":"www.hilti.co.kr",
     "taxExemptionAmount":0,"status":"DONE","requestedAt":"2023-12-01T00:05:06+09:00",
     "approvedAt":"2023-12-01T00:05:07+09:00","useEscrow":false,"cultureExpense":false,
     "card":{"issuerCode":"4V","acquirerCode":"21","number":"40000000****109*",
       "installmentPlanMonths":0,"isInterestFree":false,"interestPayer":null,"approveNo":"00000000",
       "useCardPoint":false,"cardType":"미확인","ownerType":"미확인","acquireStatus":"READY","amount":163_020},
     "virtualAccount":null,"transfer":null,"mobilePhone":null,"giftCertificate":null,"cashReceipt":null,
     "cashReceipts":null,"discount":null,"cancels":null,"secret":null,"type":"NORMAL","easyPay":null,
     "country":"KR","failure":null,"isPartialCancelable":false,
     "receipt":{"url":"https://dashboard.tosspayments.com/receipt/redirection?transactionId=tviva20231201000506vM4Q2&ref=PX"},
     "checkout":{"url":format!("https://api.tosspayments.com/v1/payments/{KEY}/checkout")},
     "currency":"KRW","totalAmount":163_020,"balanceAmount":163_020,"suppliedAmount":148_200,"vat":14_820,
     "taxFreeAmount":0,"method":"카드","version":"2022-11-16"})
}

/// A real virtual account, live, 2025 (names and account masked), for our order.
pub(crate) fn virtual_account() -> Value {
    json!({"mId":"znsyz1004","lastTransactionKey":"3CCA83C4814FC15B67058F74D42F980B",
     "paymentKey":KEY,"orderId":order_id(),"orderName":"크레딧","taxExemptionAmount":0,
     "status":"WAITING_FOR_DEPOSIT","requestedAt":"2025-11-30T14:17:19+09:00",
     "approvedAt":null,"useEscrow":false,"cultureExpense":false,"card":null,
     "virtualAccount":{"accountNumber":"790196********","accountType":"고정","bankCode":"06",
       "customerName":"김**","dueDate":"2025-11-30T15:17:19+09:00","expired":false,
       "settlementStatus":"INCOMPLETED","refundStatus":"NONE","refundReceiveAccount":null,"depositorName":null},
     "transfer":null,"cancels":null,"secret":"ps_eqRGgYO1r57E4Z541ZMW3QnN2Eya","type":"NORMAL",
     "easyPay":null,"country":"KR","failure":null,"isPartialCancelable":true,
     "currency":"KRW","totalAmount":30000,"balanceAmount":30000,"suppliedAmount":27273,"vat":2727,
     "taxFreeAmount":0,"method":"가상계좌","version":"2022-11-16","metadata":null})
}

/// One row of `cancels`, as a real answer has it.
pub(crate) fn cancel(reason: &str, amount: i64, rest: i64) -> Value {
    json!({"transactionKey":"A8992D33A3620C9D270A233360F00AD7","cancelReason":reason,
     "taxExemptionAmount":0,"canceledAt":"2024-12-04T11:01:16+09:00","easyPayDiscountAmount":0,
     "receiptKey":null,"cancelStatus":"DONE","cancelRequestId":null,"cancelAmount":amount,
     "taxFreeAmount":0,"refundableAmount":rest})
}

/// `document` with some fields replaced.
pub(crate) fn with(mut document: Value, changes: Value) -> Value {
    let Value::Object(changes) = changes else {
        unreachable!("changes are an object")
    };
    for (name, value) in changes {
        document[name] = value;
    }
    document
}

pub(crate) fn webhook(headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> RawWebhook {
    RawWebhook {
        headers: headers
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
            .collect(),
        body: body.as_ref().to_vec().into(),
    }
}
