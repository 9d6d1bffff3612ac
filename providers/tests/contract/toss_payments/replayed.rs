//! Confirmations whose fault Toss repeats under the same key.

use domain::{kind::Method, payment::Standing};
use providers::{error::ProviderError, provider::Provider as _};
use serde_json::json;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_json, header, path},
};

use super::ready;
use crate::support::{KEY, came_back, card, error, on_lookup, order, order_id, toss_at, with};

/// A 400 stays bound to its key for 15 days; Toss marks the replay by a second trace id.
async fn replayed_fault(server: &MockServer, key: &str, times: u64) {
    let replay = ResponseTemplate::new(400)
        .set_body_json(error("PROVIDER_ERROR"))
        .insert_header("x-tosspayments-trace-id", "new1, old1");
    Mock::given(path("/v1/payments/confirm"))
        .and(header("Idempotency-Key", key))
        .respond_with(replay)
        .expect(times)
        .mount(server)
        .await;
}

#[tokio::test]
async fn a_replayed_fault_moves_on_to_the_next_key_while_the_payment_waits() {
    let server = MockServer::start().await;
    let key = format!("confirm-{}", order_id());
    let waiting = with(card(), json!({"status":"IN_PROGRESS","approvedAt":null}));
    on_lookup(&server, 200, &waiting).await;
    replayed_fault(&server, &key, 1).await;
    Mock::given(path("/v1/payments/confirm"))
        .and(header("Idempotency-Key", format!("{key}-1")))
        .and(body_json(
            json!({"paymentKey":KEY,"orderId":order_id(),"amount":163_020}),
        ))
        .respond_with(ResponseTemplate::new(200).set_body_json(card()))
        .expect(1)
        .mount(&server)
        .await;
    let order = order(Method::Card, Some(KEY));
    let paid = toss_at(&server.uri()).confirm(&order, &came_back()).await;
    assert_eq!(paid.unwrap().standing, Standing::Paid);
}

#[tokio::test]
async fn a_replayed_fault_of_a_payment_that_ended_asks_for_nothing_more() {
    for (status, body, standing) in [
        (200, card(), Some(Standing::Paid)),
        (200, ready(), Some(Standing::Pending)),
        (404, error("NOT_FOUND_PAYMENT"), None),
        (500, json!(null), None),
    ] {
        let server = MockServer::start().await;
        on_lookup(&server, status, &body).await;
        replayed_fault(&server, &format!("confirm-{}", order_id()), 1).await;
        let order = order(Method::Card, Some(KEY));
        match toss_at(&server.uri()).confirm(&order, &came_back()).await {
            Ok(snapshot) => assert_eq!(Some(snapshot.standing), standing),
            Err(error) => assert!(
                standing.is_none() && matches!(error, ProviderError::InDoubt(_)),
                "{error}"
            ),
        }
    }
}

#[tokio::test]
async fn a_confirmation_uses_up_four_keys_at_most() {
    let server = MockServer::start().await;
    let key = format!("confirm-{}", order_id());
    let waiting = with(card(), json!({"status":"IN_PROGRESS","approvedAt":null}));
    on_lookup(&server, 200, &waiting).await;
    for key in [
        &key,
        &format!("{key}-1"),
        &format!("{key}-2"),
        &format!("{key}-3"),
    ] {
        replayed_fault(&server, key, 1).await;
    }
    let order = order(Method::Card, Some(KEY));
    let doubt = toss_at(&server.uri()).confirm(&order, &came_back()).await;
    assert!(matches!(doubt, Err(ProviderError::InDoubt(_))), "{doubt:?}");
}
