//! Toss: refunds. One key per refund, the balance guarded, nothing assumed.

mod accounts;
mod refused;

use domain::payment::Snapshot;
use providers::{
    error::ProviderError,
    provider::{Provider as _, RefundOrder, is_reason_of},
    toss::Toss,
};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_json, header, method as method_is, path},
};

use crate::support::{
    BASIC, KEY, cancel, card, config, error, refund, returns, toss_at, with, won,
};

const REFUND: &str = "ref_01arz3ndektsv4rrffq69g5fav";

fn cancel_path() -> String {
    format!("/v1/payments/{KEY}/cancel")
}

fn cancelled(rows: &Value, balance: i64) -> Value {
    with(
        card(),
        json!({"status":"PARTIAL_CANCELED","balanceAmount":balance,"cancels":rows}),
    )
}

fn ours() -> Value {
    cancelled(
        &json!([
            cancel("다른 취소", 1, 163_019),
            cancel(&format!("{REFUND} 고객 변심"), 1000, 162_019)
        ]),
        162_019,
    )
}

async fn sends(refund: &RefundOrder, answer: &Value, body: Value) -> Snapshot {
    let server = MockServer::start().await;
    Mock::given(method_is("POST"))
        .and(path(cancel_path()))
        .and(header("Authorization", BASIC))
        .and(header("Idempotency-Key", REFUND))
        .and(body_json(body))
        .respond_with(ResponseTemplate::new(200).set_body_json(answer))
        .expect(1)
        .mount(&server)
        .await;
    toss_at(&server.uri())
        .refund(refund)
        .await
        .expect("a refund")
}

#[tokio::test]
async fn a_part_is_sent_with_its_amount_and_the_balance_it_expects() {
    let mut part = refund(1000, 163_019);
    part.tax_free = won(100);
    let body = json!({"cancelReason":format!("{REFUND} 고객 변심"),"cancelAmount":1000,
                      "refundableAmount":163_019,"taxFreeAmount":100});
    let snapshot = sends(&part, &ours(), body).await;
    assert_eq!(snapshot.cancelled, won(1001));
    assert!(is_reason_of(part.id, &snapshot.cancels[1].reason));
    assert!(!is_reason_of(part.id, &snapshot.cancels[0].reason));
}

#[tokio::test]
async fn all_of_an_untouched_payment_is_sent_without_an_amount() {
    let body = json!({"cancelReason":format!("{REFUND} 고객 변심"),"refundableAmount":163_020});
    sends(&refund(163_020, 163_020), &ours(), body).await;
}

#[tokio::test]
async fn a_long_reason_is_cut_and_keeps_the_refunds_id() {
    let mut long = refund(1000, 163_020);
    long.reason = "사".repeat(400);
    let line: String = format!("{REFUND} {}", "사".repeat(400))
        .chars()
        .take(200)
        .collect();
    assert!(is_reason_of(long.id, &line));
    let body = json!({"cancelReason":line,"cancelAmount":1000,"refundableAmount":163_020});
    sends(&long, &ours(), body).await;
}

#[tokio::test]
async fn a_test_code_goes_with_every_cancel() {
    let server = MockServer::start().await;
    let no = ResponseTemplate::new(403).set_body_json(error("EXCEED_MAX_REFUND_DUE"));
    Mock::given(header("TossPayments-Test-Code", "EXCEED_MAX_REFUND_DUE"))
        .respond_with(no)
        .expect(1)
        .mount(&server)
        .await;
    let mut config = config(&server.uri());
    config.toss_test_code = Some("EXCEED_MAX_REFUND_DUE".to_owned());
    let toss = Toss::new(&config, returns()).unwrap();
    let late = toss.refund(&refund(1000, 163_020)).await;
    assert!(matches!(late, Err(ProviderError::TooLate { .. })));
}
