//! Toss: open, confirm and look-up. The conclusions from its refusals and missing answers.

mod refused;
mod replayed;
mod windows;

use domain::{kind::Method, payment::Standing};
use providers::{
    error::ProviderError,
    provider::{CallbackOutcome, Provider as _},
    toss::Toss,
};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_json, header, method, path},
};

use crate::support::{
    BASIC, KEY, answer, at, came_back, card, config, ended, error, on_confirm, on_lookup, order,
    order_id, payment_ref, requests, returns, success, toss_at, with, won,
};

fn ready() -> Value {
    with(
        card(),
        json!({"status":"READY","approvedAt":null,"method":null,"card":null,"receipt":null}),
    )
}

#[tokio::test]
async fn a_confirmed_card_payment_is_paid_with_the_orders_amount() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/v1/payments/confirm"))
        .and(header("Authorization", BASIC))
        .and(header("Idempotency-Key", format!("confirm-{}", order_id())))
        .and(body_json(
            json!({"paymentKey":KEY,"orderId":order_id(),"amount":163_020}),
        ))
        .respond_with(ResponseTemplate::new(200).set_body_json(card()))
        .expect(2)
        .mount(&server)
        .await;
    let toss = toss_at(&server.uri());
    let snapshot = toss
        .confirm(&order(Method::Card, Some(KEY)), &came_back())
        .await
        .unwrap();
    assert_eq!(snapshot.standing, Standing::Paid);
    assert_eq!(snapshot.order_ref, order_id().to_string());
    assert_eq!(snapshot.payment_key, KEY);
    assert_eq!(
        (snapshot.amount, snapshot.cancelled),
        (won(163_020), won(0))
    );
    assert_eq!(snapshot.currency, "KRW");
    assert_eq!(snapshot.method, Method::Card);
    assert_eq!(snapshot.paid_at, Some(at("2023-12-01T00:05:07+09:00")));
    let tax = snapshot.tax.unwrap();
    assert_eq!(
        (tax.supplied, tax.vat, tax.tax_free),
        (won(148_200), won(14_820), won(0))
    );
    let facts: Vec<_> = snapshot
        .facts
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    assert_eq!(
        facts,
        [
            ("approve_no", "00000000"),
            ("card", "40000000****109*"),
            ("card_owner", "미확인"),
            ("card_type", "미확인"),
            ("installment_months", "0"),
            ("issuer", "4V"),
            ("last_transaction_key", "7F8E548429D327BFE5ACEAF508E8DC36"),
            ("m_id", "tvivarepublica4"),
            (
                "receipt_url",
                "https://dashboard.tosspayments.com/receipt/redirection?transactionId=tviva20231201000506vM4Q2&ref=PX"
            ),
        ]
    );
    // A callback that lost its parameters does not lose the sale: the session has the payment.
    assert!(
        toss.confirm(&order(Method::Card, Some(KEY)), &success(&[]))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_callback_naming_another_payment_is_refused_without_a_call() {
    let server = MockServer::start().await;
    let toss = toss_at(&server.uri());
    for (known, named) in [
        (Some(KEY), Some("another")),
        (None, None),
        (None, Some("")),
        (None, Some("../confirm")),
        (None, Some("..")),
        (None, Some("a/b")),
    ] {
        let query: Vec<_> = named.map(|key| ("paymentKey", key)).into_iter().collect();
        let error = toss
            .confirm(&order(Method::Card, known), &success(&query))
            .await;
        assert!(
            matches!(error, Err(ProviderError::Declined { .. })),
            "{named:?}"
        );
    }
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn a_buyer_who_gave_up_takes_no_money_and_is_only_asked_about() {
    let server = MockServer::start().await;
    on_lookup(&server, 200, &ready()).await;
    for outcome in [CallbackOutcome::Fail, CallbackOutcome::Cancel] {
        let asked = toss_at(&server.uri())
            .confirm(&order(Method::Card, Some(KEY)), &ended(outcome))
            .await;
        assert_eq!(asked.unwrap().standing, Standing::Pending);
    }
    assert!(
        requests(&server)
            .await
            .iter()
            .all(|(verb, ..)| verb == "GET")
    );
}

async fn confirmed(status: u16, body: &Value) -> Result<Standing, ProviderError> {
    let server = MockServer::start().await;
    on_confirm(&server, status, body).await;
    let order = order(Method::Card, Some(KEY));
    toss_at(&server.uri())
        .confirm(&order, &came_back())
        .await
        .map(|it| it.standing)
}

#[tokio::test]
async fn a_test_code_goes_with_every_confirmation_and_no_look() {
    let server = MockServer::start().await;
    let no = ResponseTemplate::new(403).set_body_json(error("REJECT_CARD_PAYMENT"));
    Mock::given(path("/v1/payments/confirm"))
        .and(header("TossPayments-Test-Code", "REJECT_CARD_PAYMENT"))
        .respond_with(no)
        .expect(1)
        .mount(&server)
        .await;
    on_lookup(&server, 200, &card()).await;
    let mut config = config(&server.uri());
    config.toss_test_code = Some("REJECT_CARD_PAYMENT".to_owned());
    let toss = Toss::new(&config, returns()).unwrap();
    let order = order(Method::Card, Some(KEY));
    let declined = toss.confirm(&order, &came_back()).await;
    assert!(matches!(declined, Err(ProviderError::Declined { .. })));
    toss.lookup(&payment_ref(Some(KEY))).await.unwrap();
    let asked = server.received_requests().await.unwrap();
    assert!(!asked[1].headers.contains_key("TossPayments-Test-Code"));
}

#[tokio::test]
async fn a_payment_is_asked_for_by_key_or_else_by_order() {
    let server = MockServer::start().await;
    on_lookup(&server, 200, &card()).await;
    let by_order = format!("/v1/payments/orders/{}", order_id());
    answer(&server, "GET", &by_order, 404, &error("NOT_FOUND_PAYMENT")).await;
    let toss = toss_at(&server.uri());
    assert_eq!(
        toss.lookup(&payment_ref(Some(KEY))).await.unwrap().standing,
        Standing::Paid
    );
    let missing = toss.lookup(&payment_ref(None)).await;
    assert!(
        matches!(missing, Err(ProviderError::Declined { .. })),
        "{missing:?}"
    );
}
