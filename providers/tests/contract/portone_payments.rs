//! PortOne: registering an amount, confirming an attempt, and what the buyer's browser may bring.

use domain::{
    kind::Method,
    payment::{Snapshot, Standing},
};
use providers::{
    error::ProviderError,
    provider::{Callback, CallbackOutcome, Provider as _},
};
use serde_json::{Value, json};
use wiremock::MockServer;

use crate::{
    portone_support::{
        STORE, TOKEN, at, came_back, confirmed, issued, order, paid, portone_at, ready, refused,
    },
    support::{answer, now, order_id, requests, success, with, won},
};

async fn confirm(server: &MockServer, callback: &Callback) -> Result<Snapshot, ProviderError> {
    let portone = portone_at(&server.uri());
    portone.confirm(&order(Method::Card, true), callback).await
}

async fn on(server: &MockServer, verb: &str, rest: &str, status: u16, body: &Value) {
    answer(server, verb, &at(rest), status, body).await;
}

fn code(told: &Result<Snapshot, ProviderError>) -> Option<String> {
    match told {
        Err(ProviderError::Declined(failure)) => failure.code().map(str::to_owned),
        _ => None,
    }
}

#[tokio::test]
async fn the_amount_is_registered_before_the_buyer_is_sent_away() {
    let server = MockServer::start().await;
    on(&server, "POST", "/pre-register", 200, &json!({})).await;
    let portone = portone_at(&server.uri());
    let mut order = order(Method::Card, false);
    order.tax_free = won(1_000);
    let session = portone.begin(&order, now()).await.unwrap();
    // The name is on disk before the buyer goes.
    assert_eq!(session.payment_key, Some(order_id().to_string()));
    assert_eq!(session.redirect_url, None);
    assert_eq!((session.expires_at - now()).num_minutes(), 60);
    let sent = requests(&server).await;
    assert_eq!(
        sent[0].2,
        json!({"storeId": STORE, "totalAmount": 163_020, "taxFreeAmount": 1_000, "currency": "KRW"})
    );
}

#[tokio::test]
async fn a_method_without_a_channel_is_ours_to_mend() {
    let portone = portone_at("http://127.0.0.1:1");
    let told = portone
        .begin(&order(Method::GiftCertificate, false), now())
        .await;
    assert!(
        matches!(told, Err(ProviderError::Misconfigured(_))),
        "{told:?}"
    );
}

#[tokio::test]
async fn the_money_is_taken_with_the_orders_amount_whatever_the_browser_brought() {
    let server = MockServer::start().await;
    on(&server, "POST", "/confirm", 200, &confirmed()).await;
    on(&server, "GET", "", 200, &paid()).await;
    let mut callback = came_back();
    for (name, value) in [("totalAmount", "1"), ("amount", "1"), ("currency", "USD")] {
        callback.query.insert(name.to_owned(), value.to_owned());
    }
    let taken = confirm(&server, &callback).await.unwrap();
    assert_eq!(
        (taken.standing, taken.amount),
        (Standing::Paid, won(163_020))
    );
    assert_eq!(taken.payment_key, order_id().to_string());
    let sent = requests(&server).await;
    assert_eq!(
        sent[0].2,
        json!({"storeId": STORE, "paymentToken": TOKEN, "currency": "KRW", "totalAmount": 163_020,
               "taxFreeAmount": 0, "isTest": true})
    );
}

/// The path names the order's payment, so another payment's token moves nothing.
#[tokio::test]
async fn only_the_orders_own_payment_is_ever_confirmed() {
    let server = MockServer::start().await;
    on(
        &server,
        "POST",
        "/confirm",
        400,
        &refused("INVALID_PAYMENT_TOKEN"),
    )
    .await;
    on(&server, "GET", "", 200, &ready()).await;
    let mut callback = came_back();
    let another = "ord_01arz3ndektsv4rrffq69g5faw".to_owned();
    callback.query.insert("paymentId".to_owned(), another);
    let told = confirm(&server, &callback).await;
    assert_eq!(code(&told).as_deref(), Some("INVALID_PAYMENT_TOKEN"));
    let paths: Vec<_> = requests(&server).await.into_iter().map(|it| it.1).collect();
    assert_eq!(paths, [at("/confirm"), at("")]);
}

#[tokio::test]
async fn two_attempts_are_confirmed_under_two_keys_and_one_attempt_under_one() {
    let server = MockServer::start().await;
    on(
        &server,
        "POST",
        "/confirm",
        409,
        &refused("IDEMPOTENCY_OUTSTANDING_REQUEST"),
    )
    .await;
    for token in ["token-1", "token-1", "token-2"] {
        let told = confirm(&server, &success(&[("paymentToken", token)])).await;
        assert!(matches!(told, Err(ProviderError::InDoubt(_))), "{told:?}");
    }
    let keys: Vec<String> = server
        .received_requests()
        .await
        .expect("recording")
        .iter()
        .map(|it| it.headers["idempotency-key"].to_str().unwrap().to_owned())
        .collect();
    assert_eq!(keys[0], keys[1]);
    assert_ne!(keys[0], keys[2]);
    // A string of RFC 8941, 16 to 256 characters between its quotes, without the token.
    assert!(
        keys[0].starts_with("\"confirm-ord_") && keys[0].ends_with('"'),
        "{}",
        keys[0]
    );
    assert!(!keys[0].contains("token-1") && (18..=258).contains(&keys[0].len()));
}

#[tokio::test]
async fn a_channel_that_takes_the_money_itself_is_only_looked_up() {
    let server = MockServer::start().await;
    on(&server, "GET", "", 200, &paid()).await;
    let id = order_id().to_string();
    let taken = confirm(&server, &success(&[("paymentId", &id)]))
        .await
        .unwrap();
    assert_eq!(taken.standing, Standing::Paid);
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn a_token_that_no_header_or_redirect_carries_is_not_sent() {
    let server = MockServer::start().await;
    on(&server, "GET", "", 200, &ready()).await;
    for token in ["", "a b", "토큰", &"x".repeat(2_049)] {
        let told = confirm(&server, &success(&[("paymentToken", token)])).await;
        assert_eq!(told.unwrap().standing, Standing::Pending, "{token}");
    }
    let verbs: Vec<_> = requests(&server).await.into_iter().map(|it| it.0).collect();
    assert!(verbs.iter().all(|verb| verb == "GET"), "{verbs:?}");
}

/// The window leads back by one address: its code is a hint, and what it would mean elsewhere is not believed.
#[tokio::test]
async fn a_code_of_the_window_asks_for_nothing_and_names_only_reasons_of_a_window() {
    for (brought, told) in [
        ("FAILURE_TYPE_PG", "FAILURE_TYPE_PG"),
        ("AmountNotEqualToPredefined", "AmountNotEqualToPredefined"),
        ("A_CODE_OF_NEXT_YEAR", "A_CODE_OF_NEXT_YEAR"),
        // They leave open what happened, or blame us.
        ("PG_PROVIDER", "WINDOW_FAILED"),
        ("UNAUTHORIZED", "WINDOW_FAILED"),
        ("PaymentAlreadyPaid", "WINDOW_FAILED"),
        ("<script>", "WINDOW_FAILED"),
    ] {
        let server = MockServer::start().await;
        let query = [("code", brought), ("paymentToken", TOKEN)];
        let refusal = confirm(&server, &success(&query)).await;
        assert_eq!(code(&refusal).as_deref(), Some(told), "{brought}");
        assert!(requests(&server).await.is_empty(), "{brought}");
    }
}

#[tokio::test]
async fn a_buyer_who_gave_up_is_looked_up() {
    let server = MockServer::start().await;
    let failed = with(ready(), json!({"status": "FAILED"}));
    on(&server, "GET", "", 200, &failed).await;
    let callback = Callback {
        outcome: CallbackOutcome::Fail,
        query: came_back().query,
    };
    // Another attempt may follow under the same name.
    let told = confirm(&server, &callback).await.unwrap();
    assert_eq!(told.standing, Standing::Pending);
}

#[tokio::test]
async fn a_confirmed_payment_that_is_not_shown_yet_is_in_doubt() {
    let server = MockServer::start().await;
    on(&server, "POST", "/confirm", 200, &confirmed()).await;
    on(&server, "GET", "", 200, &ready()).await;
    let told = confirm(&server, &came_back()).await;
    assert!(matches!(told, Err(ProviderError::InDoubt(_))), "{told:?}");
}

/// A buyer changed the method on the page: the account is given up before anything is paid into it.
#[tokio::test]
async fn an_account_that_nobody_ordered_is_closed() {
    for (status, declined) in [(200, true), (409, false)] {
        let server = MockServer::start().await;
        on(&server, "POST", "/confirm", 200, &confirmed()).await;
        on(&server, "GET", "", 200, &issued()).await;
        let closed = if status == 200 {
            json!({"closedAt": "2023-11-30T15:05:08Z"})
        } else {
            refused("PAYMENT_NOT_WAITING_FOR_DEPOSIT")
        };
        on(&server, "POST", "/virtual-account/close", status, &closed).await;
        let told = confirm(&server, &came_back()).await;
        if declined {
            assert_eq!(code(&told).as_deref(), Some("ACCOUNT_MISMATCH"));
        } else {
            // Paid into meanwhile: the next look-up tells.
            assert!(matches!(told, Err(ProviderError::InDoubt(_))), "{told:?}");
        }
    }
}
