//! What Toss answers in tests.

use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path},
};

use super::KEY;
use super::orders::order_id;

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
