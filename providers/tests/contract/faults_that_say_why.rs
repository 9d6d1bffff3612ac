//! A fault inside a provider proves nothing, but its text is shown to people: a final refusal was seen in one.

use domain::failure::Failure;
use providers::{error::ProviderError, provider::Provider};
use serde_json::{Value, json};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::method};

use crate::{kakaopay_support, naverpay_support, support};

async fn broken(status: u16, body: &Value) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(status).set_body_json(body))
        .mount(&server)
        .await;
    server
}

fn says(error: &ProviderError, code: &str, message: &str) {
    let failure = Failure::new(code, message);
    assert_eq!(*error, ProviderError::InDoubt(failure));
}

/// <https://techchat.tosspayments.com/m/1327972624625696840>
#[tokio::test]
async fn toss_refuses_a_part_of_an_escrow_payment_inside_a_500() {
    let es12 = json!({"code": "FAILED_INTERNAL_SYSTEM_PROCESSING",
                      "message": "[ES12] 부분취소 불가한 에스크로 상태 입니다."});
    let server = broken(500, &es12).await;
    let toss = support::toss_at(&server.uri());
    let error = toss
        .refund(&support::refund(1000, 163_020))
        .await
        .unwrap_err();
    let message = "[ES12] 부분취소 불가한 에스크로 상태 입니다. (status 500)";
    says(&error, "FAILED_INTERNAL_SYSTEM_PROCESSING", message);
}

#[tokio::test]
async fn a_card_companys_words_inside_a_500_are_kept_when_the_money_is_asked_for() {
    let said = json!({"code": "FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING", "message": "카드사 점검 계좌 110-123-457270"});
    let server = broken(500, &said).await;
    let toss = support::toss_at(&server.uri());
    let order = support::order(domain::kind::Method::Card, Some(support::KEY));
    let error = toss
        .confirm(&order, &support::came_back())
        .await
        .unwrap_err();
    let code = "FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING";
    says(&error, code, "카드사 점검 계좌 … (status 500)");
}

#[tokio::test]
async fn a_fault_without_a_message_keeps_its_code() {
    let server = broken(500, &json!({"code": "COMMON_ERROR", "message": null})).await;
    let toss = support::toss_at(&server.uri());
    let error = toss
        .refund(&support::refund(1000, 163_020))
        .await
        .unwrap_err();
    says(&error, "COMMON_ERROR", "(status 500)");
}

#[tokio::test]
async fn naver_pays_and_kakao_pays_faults_keep_their_words_too() {
    let server = broken(
        503,
        &json!({"code": "MaintenanceOngoing", "message": "시스템 점검 중입니다."}),
    )
    .await;
    let naverpay = naverpay_support::naverpay_at(&server.uri());
    let refund = naverpay_support::refund(1000, 0, 1000);
    let error = naverpay.refund(&refund).await.unwrap_err();
    says(
        &error,
        "MaintenanceOngoing",
        "시스템 점검 중입니다. (status 503)",
    );

    let body = json!({"error_code": -780, "error_message": "승인 실패", "extras": {
        "method_result_code": "8303", "method_result_message": "정지카드"}});
    let server = broken(500, &body).await;
    let kakaopay = kakaopay_support::kakaopay_at(&server.uri());
    let error = kakaopay
        .refund(&kakaopay_support::refund(1000, 2200))
        .await
        .unwrap_err();
    says(&error, "-780/8303", "승인 실패 정지카드 (status 500)");
}
