//! Opening a window at Toss.

use domain::kind::Method;
use providers::{error::ProviderError, provider::Provider as _};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{header, method, path},
};

use super::ready;
use crate::support::{
    BASIC, KEY, answer, at, error, now, order, order_id, requests, toss_at, with,
};

#[tokio::test]
async fn a_window_is_opened_under_the_orders_id_and_comes_back_signed() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/v1/payments"))
        .and(header("Authorization", BASIC))
        .and(header("Idempotency-Key", order_id().to_string()))
        .and(header("Content-Type", "application/json"))
        .respond_with(ResponseTemplate::new(200).set_body_json(ready()))
        .expect(5)
        .mount(&server)
        .await;
    let toss = toss_at(&server.uri());
    for (how, word) in [
        (Method::Card, "CARD"),
        (Method::EasyPay, "CARD"),
        (Method::AccountTransfer, "TRANSFER"),
        (Method::Mobile, "MOBILE_PHONE"),
        (Method::VirtualAccount, "VIRTUAL_ACCOUNT"),
    ] {
        let session = toss.begin(&order(how, None), now()).await.unwrap();
        assert_eq!(session.payment_key.as_deref(), Some(KEY));
        assert!(session.redirect_url.unwrap().ends_with("/checkout"));
        assert_eq!(session.expires_at, at("2023-12-01T00:35:00+09:00"));
        assert_eq!(requests(&server).await.last().unwrap().2["method"], word);
    }
    let sent = requests(&server).await;
    let (_, _, body) = &sent[0];
    assert_eq!(body["amount"], 163_020);
    assert_eq!(body["orderId"], order_id().to_string());
    assert_eq!(body["flowMode"], "DEFAULT");
    assert_eq!(body["validHours"], Value::Null);
    let back = format!("https://pay.shop.example/gw/callbacks/toss/{}", order_id());
    assert!(
        body["successUrl"]
            .as_str()
            .unwrap()
            .starts_with(&format!("{back}/success?state="))
    );
    assert!(
        body["failUrl"]
            .as_str()
            .unwrap()
            .starts_with(&format!("{back}/fail?state="))
    );
    let (_, _, by_account) = &sent[4];
    assert_eq!(by_account["validHours"], 24);
    assert_eq!(by_account["customerName"], "홍길동");
}

#[tokio::test]
async fn a_window_that_does_not_open_is_told_apart() {
    let begun = async |status: u16, body: Value| {
        let server = MockServer::start().await;
        answer(&server, "POST", "/v1/payments", status, &body).await;
        let order = order(Method::Card, None);
        toss_at(&server.uri())
            .begin(&order, now())
            .await
            .unwrap_err()
    };
    let below = begun(400, error("BELOW_MINIMUM_AMOUNT")).await;
    assert!(matches!(below, ProviderError::Declined { .. }), "{below}");
    let key = begun(401, error("UNAUTHORIZED_KEY")).await;
    assert!(matches!(key, ProviderError::Misconfigured { .. }), "{key}");
    let busy = begun(429, json!({})).await;
    assert!(matches!(busy, ProviderError::Unreachable(_)), "{busy}");
    for (status, body) in [
        (400, error("DUPLICATED_ORDER_ID")),
        (400, error("A_CODE_OF_NEXT_YEAR")),
        (500, error("UNKNOWN_PAYMENT_ERROR")),
        (200, with(ready(), json!({"checkout":null}))),
    ] {
        let doubt = begun(status, body).await;
        assert!(matches!(doubt, ProviderError::InDoubt(_)), "{doubt}");
    }
}

#[tokio::test]
async fn a_method_toss_does_not_have_is_refused_without_a_call() {
    let server = MockServer::start().await;
    let error = toss_at(&server.uri())
        .begin(&order(Method::BankTransfer, None), now())
        .await;
    assert!(matches!(error, Err(ProviderError::Misconfigured { .. })));
    assert!(requests(&server).await.is_empty());
}
