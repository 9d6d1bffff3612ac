//! What Naver Pay answers in tests.

use domain::id::OrderId;
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, Request, ResponseTemplate,
    matchers::{header, method, path},
};

use super::{ID, SECRET, TOTAL};
use crate::support::{order_id, with};

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
