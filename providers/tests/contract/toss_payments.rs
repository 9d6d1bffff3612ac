//! Toss: open, confirm and look-up. The conclusions from its refusals and missing answers.

use std::time::Duration;

use domain::{failure::Failure, kind::Method, payment::Standing};
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
    BASIC, KEY, answer, at, came_back, card, config, ended, error, now, on_confirm, on_lookup,
    order, order_id, payment_ref, requests, returns, success, toss_at, with, won,
};

fn ready() -> Value {
    with(
        card(),
        json!({"status":"READY","approvedAt":null,"method":null,"card":null,"receipt":null}),
    )
}

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
async fn only_listed_codes_are_declines() {
    for (status, code) in [
        (403, "REJECT_CARD_PAYMENT"),
        (403, "REJECT_CARD_COMPANY"),
        (400, "BELOW_MINIMUM_AMOUNT"),
        (403, "NOT_AVAILABLE_BANK"),
        (400, "INVALID_CARD_LOST_OR_STOLEN"),
    ] {
        let declined = ProviderError::Declined(Failure::new(code, "메시지"));
        assert_eq!(confirmed(status, &error(code)).await, Err(declined));
    }
    for (status, code) in [
        (401, "UNAUTHORIZED_KEY"),
        (400, "INVALID_REQUEST"),
        (403, "INCORRECT_BASIC_AUTH_FORMAT"),
    ] {
        let refused = confirmed(status, &error(code)).await;
        assert!(
            matches!(refused, Err(ProviderError::Misconfigured { .. })),
            "{code}"
        );
    }
    for (status, code) in [
        (400, "PROVIDER_ERROR"),
        (400, "CARD_PROCESSING_ERROR"),
        (409, "IDEMPOTENT_REQUEST_PROCESSING"),
        (500, "FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING"),
        (500, "REJECT_CARD_PAYMENT"),
        (403, "A_CODE_OF_NEXT_YEAR"),
    ] {
        let doubt = confirmed(status, &error(code)).await;
        assert!(
            matches!(doubt, Err(ProviderError::InDoubt(_))),
            "{code}: {doubt:?}"
        );
    }
    let nested = json!({"version":"2022-11-16","traceId":"t","error":error("REJECT_CARD_PAYMENT")});
    assert!(matches!(
        confirmed(403, &nested).await,
        Err(ProviderError::Declined { .. })
    ));
    let busy = confirmed(429, &json!({})).await;
    assert!(matches!(busy, Err(ProviderError::Unreachable(_))));
}

#[tokio::test]
async fn an_answer_that_is_no_answer_is_in_doubt() {
    let html = "<html>Bad Gateway 110-123-457270</html>";
    let order = order(Method::Card, Some(KEY));
    for template in [
        ResponseTemplate::new(200).set_body_string(""),
        ResponseTemplate::new(200).set_body_raw(html, "text/html"),
        ResponseTemplate::new(502).set_body_raw(html, "text/html"),
        ResponseTemplate::new(400).set_body_raw(html, "text/html"),
        ResponseTemplate::new(404),
        ResponseTemplate::new(302).insert_header("Location", "https://elsewhere.example/"),
        ResponseTemplate::new(200).set_body_json(json!({"status":"DONE"})),
        ResponseTemplate::new(200).set_body_json(json!([])),
        ResponseTemplate::new(200).set_body_bytes(vec![b' '; 1024 * 1024 + 1]),
        ResponseTemplate::new(200)
            .set_body_json(card())
            .set_delay(Duration::from_secs(2)),
    ] {
        let server = MockServer::start().await;
        Mock::given(method("POST"))
            .respond_with(template)
            .expect(1)
            .mount(&server)
            .await;
        let doubt = toss_at(&server.uri()).confirm(&order, &came_back()).await;
        assert!(matches!(doubt, Err(ProviderError::InDoubt(_))), "{doubt:?}");
        let text = doubt.unwrap_err().to_string();
        assert!(!text.contains("html") && !text.contains("457270"), "{text}");
    }
}

#[tokio::test]
async fn a_payment_already_processed_is_looked_up() {
    let confirmed = async |code: &str, status: u16, lookup: (u16, Value)| {
        let server = MockServer::start().await;
        on_confirm(&server, status, &error(code)).await;
        on_lookup(&server, lookup.0, &lookup.1).await;
        let order = order(Method::Card, Some(KEY));
        toss_at(&server.uri())
            .confirm(&order, &came_back())
            .await
            .map(|it| it.standing)
    };
    let paid = confirmed("ALREADY_PROCESSED_PAYMENT", 400, (200, card())).await;
    assert_eq!(paid, Ok(Standing::Paid));
    let late = confirmed("NOT_FOUND_PAYMENT_SESSION", 404, (200, card())).await;
    assert_eq!(late, Ok(Standing::Paid));
    let gone = confirmed(
        "NOT_FOUND_PAYMENT_SESSION",
        404,
        (404, error("NOT_FOUND_PAYMENT")),
    )
    .await;
    assert!(
        matches!(gone, Err(ProviderError::Declined { .. })),
        "{gone:?}"
    );
    // It was processed, so a failure to find it proves nothing.
    let odd = confirmed(
        "ALREADY_PROCESSED_PAYMENT",
        400,
        (404, error("NOT_FOUND_PAYMENT")),
    )
    .await;
    assert!(matches!(odd, Err(ProviderError::InDoubt(_))), "{odd:?}");
    let blind = confirmed("ALREADY_PROCESSED_PAYMENT", 400, (500, json!(null))).await;
    assert!(matches!(blind, Err(ProviderError::InDoubt(_))), "{blind:?}");
}

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
