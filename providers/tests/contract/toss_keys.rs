//! Toss binds every answer to its idempotency key for 15 days, refusals included. A refusal whose cause is gone must
//! not be replayed for ever. An answer with an unknown outcome keeps its key.

use domain::kind::Method;
use providers::{error::ProviderError, provider::Provider as _};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{header, method, path},
};

use crate::support::{
    KEY, came_back, cancel, card, error, now, on_lookup, order, order_id, refund, requests,
    toss_at, with,
};

const REFUND: &str = "ref_01arz3ndektsv4rrffq69g5fav";

fn refusal(code: &str) -> ResponseTemplate {
    ResponseTemplate::new(403).set_body_json(error(code))
}

/// Toss marks a replay by a second trace id.
fn replay(code: &str) -> ResponseTemplate {
    refusal(code).insert_header("x-tosspayments-trace-id", "new1, old1")
}

async fn under(server: &MockServer, key: &str, template: ResponseTemplate) {
    Mock::given(method("POST"))
        .and(header("Idempotency-Key", key))
        .respond_with(template)
        .expect(1)
        .mount(server)
        .await;
}

fn refunded() -> Value {
    let rows = json!([cancel(&format!("{REFUND} 고객 변심"), 1000, 162_020)]);
    with(
        card(),
        json!({"status":"PARTIAL_CANCELED","balanceAmount":162_020,"cancels":rows}),
    )
}

#[tokio::test]
async fn a_refund_that_was_refused_for_want_of_a_setting_or_a_contract_is_sent_anew_when_they_are_mended()
 {
    for code in [
        "NOT_AVAILABLE_BANK",
        "EXCEED_MAX_REFUND_AMOUNT",
        "NOT_SUPPORTED_REFUND",
        "FORBIDDEN_REQUEST",
        "INVALID_REQUEST",
        "NOT_FOUND_MERCHANT",
    ] {
        let server = MockServer::start().await;
        under(&server, REFUND, replay(code)).await;
        let done = ResponseTemplate::new(200).set_body_json(refunded());
        under(&server, &format!("{REFUND}-1"), done).await;
        let sent = toss_at(&server.uri()).refund(&refund(1000, 163_020)).await;
        assert!(sent.is_ok(), "{code}: {sent:?}");
    }
}

#[tokio::test]
async fn what_is_refused_now_keeps_its_key_and_so_does_every_doubt() {
    for (template, code) in [
        (refusal("NOT_SUPPORTED_REFUND"), "NOT_SUPPORTED_REFUND"),
        (
            refusal("EXCEED_MAX_REFUND_AMOUNT"),
            "EXCEED_MAX_REFUND_AMOUNT",
        ),
        (replay("PROVIDER_ERROR"), "PROVIDER_ERROR"),
        (
            replay("ALREADY_REFUNDING_PAYMENT"),
            "ALREADY_REFUNDING_PAYMENT",
        ),
        (replay("A_CODE_OF_NEXT_YEAR"), "A_CODE_OF_NEXT_YEAR"),
        (
            replay("INVALID_REFUND_ACCOUNT_INFO"),
            "INVALID_REFUND_ACCOUNT_INFO",
        ),
    ] {
        let server = MockServer::start().await;
        under(&server, REFUND, template).await;
        let kept = toss_at(&server.uri()).refund(&refund(1000, 163_020)).await;
        assert!(kept.is_err(), "{code}");
        assert_eq!(requests(&server).await.len(), 1, "{code}");
    }
}

#[tokio::test]
async fn a_refund_outlives_every_pause_of_its_job_and_asking_ends() {
    let server = MockServer::start().await;
    under(&server, REFUND, replay("NOT_AVAILABLE_BANK")).await;
    for turn in 1..31 {
        under(
            &server,
            &format!("{REFUND}-{turn}"),
            replay("NOT_AVAILABLE_BANK"),
        )
        .await;
    }
    let done = ResponseTemplate::new(200).set_body_json(refunded());
    under(&server, &format!("{REFUND}-31"), done).await;
    let sent = toss_at(&server.uri()).refund(&refund(1000, 163_020)).await;
    assert!(sent.is_ok(), "{sent:?}");

    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(replay("NOT_AVAILABLE_BANK"))
        .expect(32)
        .mount(&server)
        .await;
    let later = toss_at(&server.uri()).refund(&refund(1000, 163_020)).await;
    assert!(
        matches!(later, Err(ProviderError::Unreachable(_))),
        "{later:?}"
    );
}

#[tokio::test]
async fn a_window_that_was_refused_opens_when_the_setting_is_mended() {
    let server = MockServer::start().await;
    let key = order_id().to_string();
    under(&server, &key, replay("INVALID_URL")).await;
    let ready = with(
        card(),
        json!({"status":"READY","approvedAt":null,"method":null}),
    );
    let opened = ResponseTemplate::new(200).set_body_json(ready);
    under(&server, &format!("{key}-1"), opened).await;
    let session = toss_at(&server.uri())
        .begin(&order(Method::Card, None), now())
        .await;
    assert_eq!(session.unwrap().payment_key.as_deref(), Some(KEY));
}

#[tokio::test]
async fn a_confirmation_that_was_refused_for_want_of_a_right_goes_on_under_the_next_key() {
    let server = MockServer::start().await;
    let key = format!("confirm-{}", order_id());
    let waiting = with(card(), json!({"status":"IN_PROGRESS","approvedAt":null}));
    on_lookup(&server, 200, &waiting).await;
    under(&server, &key, replay("FORBIDDEN_REQUEST")).await;
    Mock::given(path("/v1/payments/confirm"))
        .and(header("Idempotency-Key", format!("{key}-1")))
        .respond_with(ResponseTemplate::new(200).set_body_json(card()))
        .expect(1)
        .mount(&server)
        .await;
    let paid = toss_at(&server.uri())
        .confirm(&order(Method::Card, Some(KEY)), &came_back())
        .await;
    assert!(paid.is_ok(), "{paid:?}");
}
