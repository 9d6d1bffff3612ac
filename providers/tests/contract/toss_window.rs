//! Toss where its own script opens the window: nothing is asked of Toss before the buyer comes back, and
//! what the buyer's browser says is a hint.

use chrono::TimeDelta;
use domain::{
    kind::Method,
    order::Order,
    payment::{Snapshot, Standing},
};
use providers::{
    error::ProviderError,
    http::Limits,
    provider::{Callback, PaymentRef, Provider as _},
    toss::{ConfigError, ScriptConfig, Toss, TossConfig},
};
use serde_json::json;
use wiremock::MockServer;

use crate::support::{
    KEY, answer, card, config, error, now, on_confirm, on_lookup, order, order_id, payment_ref,
    requests, returns, success, with, won,
};

const CLIENT_KEY: &str = "test_ck_D5GePWvyJnrK0W0k6q8gLzN97Eoq";
const SDK: &str = "https://js.tosspayments.com/v2/standard";

fn script() -> ScriptConfig {
    ScriptConfig {
        client_key: CLIENT_KEY.to_owned(),
        url: SDK.parse().expect("a URL"),
    }
}

fn scripted(base_url: &str) -> Toss {
    let config = TossConfig {
        script: Some(script()),
        ..config(base_url)
    };
    let limits = Limits {
        total: std::time::Duration::from_millis(500),
    };
    Toss::with_limits(&config, returns(), limits).expect("an adapter")
}

/// An order as it is once `begin` was written down.
async fn begun(toss: &Toss, method: Method) -> Order {
    let mut order = order(method, None);
    order.session = Some(toss.begin(&order, now()).await.expect("a session"));
    order
}

fn asked_with(callback: &Callback) -> PaymentRef {
    PaymentRef {
        callback: callback.query.clone(),
        ..payment_ref(None)
    }
}

#[tokio::test]
async fn a_session_asks_nothing_of_toss_and_leads_nowhere() {
    let server = MockServer::start().await;
    let toss = scripted(&server.uri());
    let session = begun(&toss, Method::Card).await.session.unwrap();
    assert_eq!(session.payment_key, None);
    assert_eq!(session.redirect_url, None);
    assert_eq!(session.webhook_secret, None);
    assert_eq!(session.expires_at, now() + TimeDelta::hours(1));
    assert_eq!(toss.terms().session_minutes, 60);
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn a_method_that_toss_does_not_offer_is_refused_at_once() {
    let toss = scripted("https://api.tosspayments.com");
    let refused = toss.begin(&order(Method::BankTransfer, None), now()).await;
    assert!(
        matches!(refused, Err(ProviderError::Misconfigured { ref code, .. }) if code == "METHOD_NOT_OFFERED"),
        "{refused:?}"
    );
}

#[tokio::test]
async fn the_page_is_told_the_orders_facts_and_our_signed_addresses() {
    let toss = scripted("https://api.tosspayments.com");
    let order = begun(&toss, Method::VirtualAccount).await;
    let window = toss.window().unwrap();
    assert_eq!(window.script().as_str(), SDK);
    let facts = window.facts(&order).unwrap();
    let fact = |name: &str| {
        let found = facts.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str())
    };
    assert_eq!(fact("client-key"), Some(CLIENT_KEY));
    assert_eq!(fact("method"), Some("VIRTUAL_ACCOUNT"));
    assert_eq!(fact("amount"), Some("163020"));
    assert_eq!(fact("order-id"), Some(order_id().to_string().as_str()));
    assert_eq!(fact("order-name"), Some("1,000 credits"));
    assert_eq!(fact("customer-name"), Some("홍길동"));
    assert_eq!(fact("valid-hours"), Some("24"));
    assert_eq!(fact("tax-free-amount"), None);
    assert_eq!(fact("flow-mode"), None);
    for (name, outcome) in [("success-url", "success"), ("fail-url", "fail")] {
        let url: url::Url = fact(name).unwrap().parse().unwrap();
        let path = format!("/gw/callbacks/toss/{}/{outcome}", order_id());
        assert_eq!(url.path(), path);
        let (_, state) = url.query_pairs().find(|(key, _)| key == "state").unwrap();
        let late = order.session.as_ref().unwrap().expires_at;
        let checked = returns().check_callback(&providers::toss::ID, order_id(), &state, late);
        assert_eq!(checked, Ok(()));
    }
    let secret = facts.iter().any(|(_, value)| value.contains("test_sk"));
    assert!(!secret, "the secret key stays with us");
    let card = begun(&toss, Method::EasyPay).await;
    let facts = window.facts(&card).unwrap();
    assert!(facts.contains(&("flow-mode", "DEFAULT".to_owned())));
    assert!(!facts.iter().any(|(name, _)| *name == "customer-name"));
}

#[test]
fn our_own_script_has_the_browser_leave_and_reads_every_fact() {
    let toss = scripted("https://api.tosspayments.com");
    let opener = toss.window().unwrap().opener();
    for name in [
        "clientKey",
        "method",
        "amount",
        "orderId",
        "orderName",
        "successUrl",
        "failUrl",
        "flowMode",
        "customerName",
        "taxFreeAmount",
        "validHours",
    ] {
        assert!(opener.contains(&format!("order.{name}")), "{name}");
    }
    assert!(opener.contains("windowTarget: \"self\""), "no frame");
    assert!(
        opener.contains("successUrl") && opener.contains("failUrl"),
        "no promise"
    );
    assert!(!opener.contains("test_ck") && !opener.contains("http"));
}

#[test]
fn a_server_that_opens_windows_itself_has_no_script() {
    let toss = Toss::new(&config("https://api.tosspayments.com"), returns()).unwrap();
    assert!(toss.window().is_none());
    assert_eq!(toss.terms().session_minutes, 30);
}

#[tokio::test]
async fn the_payment_that_came_back_is_confirmed_with_the_orders_amount() {
    let server = MockServer::start().await;
    on_confirm(&server, 200, &card()).await;
    let toss = scripted(&server.uri());
    let order = begun(&toss, Method::Card).await;
    let callback = success(&[("paymentKey", KEY), ("amount", "1"), ("orderId", "other")]);
    let snapshot = toss.confirm(&order, &callback).await.unwrap();
    assert_eq!(snapshot.standing, Standing::Paid);
    assert_eq!(snapshot.amount, won(163_020));
    let sent = &requests(&server).await[0].2;
    let expected = json!({"paymentKey": KEY, "orderId": order_id(), "amount": 163_020});
    assert_eq!(*sent, expected);
}

#[tokio::test]
async fn who_comes_back_without_a_payment_costs_no_call() {
    let server = MockServer::start().await;
    let toss = scripted(&server.uri());
    let order = begun(&toss, Method::Card).await;
    for query in [
        &[][..],
        &[("paymentKey", "")],
        &[("paymentKey", "../cancel")],
    ] {
        let refused = toss.confirm(&order, &success(query)).await;
        assert!(
            matches!(refused, Err(ProviderError::Declined { ref code, .. }) if code == "PAYMENT_KEY_MISSING"),
            "{refused:?}"
        );
    }
    assert!(requests(&server).await.is_empty());
}

/// Whatever Toss answers to a confirmation that names another order's payment: once it is seen to be
/// another's, nothing of this order was taken.
#[tokio::test]
async fn a_confirmation_of_another_orders_payment_is_a_definite_no() {
    let theirs = with(card(), json!({"orderId": "ord_of_somebody_else"}));
    for code in ["INVALID_REQUEST", "ALREADY_PROCESSED_PAYMENT", "NEW_CODE"] {
        let server = MockServer::start().await;
        on_confirm(&server, 400, &error(code)).await;
        on_lookup(&server, 200, &theirs).await;
        let toss = scripted(&server.uri());
        let order = begun(&toss, Method::Card).await;
        let refused = toss.confirm(&order, &success(&[("paymentKey", KEY)])).await;
        assert!(
            matches!(refused, Err(ProviderError::Declined { ref code, .. }) if code == "PAYMENT_KEY_MISMATCH"),
            "{code}: {refused:?}"
        );
    }
}

/// The amount that the window shows stands in the buyer's browser. Toss does not document how it refuses another.
#[tokio::test]
async fn a_window_opened_for_another_amount_is_a_definite_no() {
    let cheap = json!({"status": "IN_PROGRESS", "approvedAt": null, "totalAmount": 100, "balanceAmount": 100});
    let server = MockServer::start().await;
    on_confirm(&server, 400, &error("NEW_CODE")).await;
    on_lookup(&server, 200, &with(card(), cheap)).await;
    let toss = scripted(&server.uri());
    let order = begun(&toss, Method::Card).await;
    let refused = toss.confirm(&order, &success(&[("paymentKey", KEY)])).await;
    assert!(
        matches!(refused, Err(ProviderError::Declined { ref code, .. }) if code == "AMOUNT_MISMATCH"),
        "{refused:?}"
    );
    // What was taken all the same is told as it is: the books park it for a person.
    let server = MockServer::start().await;
    on_confirm(&server, 400, &error("ALREADY_PROCESSED_PAYMENT")).await;
    let taken = json!({"totalAmount": 100, "balanceAmount": 100});
    on_lookup(&server, 200, &with(card(), taken)).await;
    let toss = scripted(&server.uri());
    let order = begun(&toss, Method::Card).await;
    let told = toss.confirm(&order, &success(&[("paymentKey", KEY)])).await;
    assert_eq!(told.unwrap().amount, won(100));
}

/// Two windows of one order: while the first is in doubt, the second must not be taken as well.
#[tokio::test]
async fn the_payment_that_came_back_first_stays_the_one() {
    let server = MockServer::start().await;
    on_confirm(&server, 200, &card()).await;
    let toss = scripted(&server.uri());
    let mut order = begun(&toss, Method::Card).await;
    let session = order.session.as_mut().unwrap();
    session.callback = success(&[("paymentKey", KEY)]).query;
    let second = success(&[("paymentKey", "tnhig20251121102047bvrO8")]);
    toss.confirm(&order, &second).await.unwrap();
    assert_eq!(requests(&server).await[0].2["paymentKey"], KEY);
}

async fn by_order(server: &MockServer, status: u16, body: &serde_json::Value) {
    let path = format!("/v1/payments/orders/{}", order_id());
    answer(server, "GET", &path, status, body).await;
}

fn standing(found: Result<Snapshot, ProviderError>) -> Standing {
    found.expect("a snapshot").standing
}

/// A buyer may open two windows: the payment that came back is the one that was confirmed.
#[tokio::test]
async fn a_look_up_goes_by_the_payment_that_came_back() {
    let server = MockServer::start().await;
    on_lookup(&server, 200, &card()).await;
    let toss = scripted(&server.uri());
    let callback = success(&[("paymentKey", KEY)]);
    let found = toss.lookup(&asked_with(&callback)).await;
    assert_eq!(standing(found), Standing::Paid);
    assert_eq!(requests(&server).await.len(), 1);
}

/// The browser can name any payment it likes. One of another order, or none at all, is not believed.
#[tokio::test]
async fn a_payment_of_another_order_is_not_taken_for_this_ones() {
    let aborted = with(card(), json!({"status": "ABORTED", "approvedAt": null}));
    for (status, named) in [
        (
            200,
            with(card(), json!({"orderId": "ord_of_somebody_else"})),
        ),
        (404, error("NOT_FOUND_PAYMENT")),
    ] {
        let server = MockServer::start().await;
        on_lookup(&server, status, &named).await;
        by_order(&server, 200, &aborted).await;
        let toss = scripted(&server.uri());
        let callback = success(&[("paymentKey", KEY)]);
        let found = standing(toss.lookup(&asked_with(&callback)).await);
        assert!(matches!(found, Standing::Failed { .. }), "{found:?}");
    }
}

#[tokio::test]
async fn a_silence_about_the_payment_that_came_back_stays_a_doubt() {
    let server = MockServer::start().await;
    on_lookup(
        &server,
        500,
        &error("FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING"),
    )
    .await;
    by_order(&server, 404, &error("NOT_FOUND_PAYMENT")).await;
    let toss = scripted(&server.uri());
    let callback = success(&[("paymentKey", KEY)]);
    let found = toss.lookup(&asked_with(&callback)).await;
    assert!(matches!(found, Err(ProviderError::InDoubt(_))), "{found:?}");
}

#[tokio::test]
async fn an_order_whose_buyer_never_came_back_is_asked_about_by_its_id() {
    let server = MockServer::start().await;
    by_order(&server, 404, &error("NOT_FOUND_PAYMENT")).await;
    let found = scripted(&server.uri()).lookup(&payment_ref(None)).await;
    assert!(
        matches!(found, Err(ProviderError::Declined { .. })),
        "{found:?}"
    );
}

/// The secret key, the client key, the script, and why the adapter does not start with them.
const PAIRS: &[(&str, &str, &str, Option<ConfigError>)] = {
    use ConfigError::{ClientKeyMalformed, KeysMixed, ScriptUrl};
    const LOCAL: &str = "http://127.0.0.1:1/v2/standard";
    const ASKED: &str = "https://js.tosspayments.com/v2?x=1";
    &[
        ("test_sk_a1", CLIENT_KEY, SDK, None),
        ("live_sk_a1", "live_ck_a1", SDK, None),
        ("test_sk_a1", "test_ck_a1", LOCAL, None),
        ("live_sk_a1", "live_ck_a1", LOCAL, Some(ScriptUrl)),
        ("test_sk_a1", "test_ck_a1", ASKED, Some(ScriptUrl)),
        ("live_sk_a1", "test_ck_a1", SDK, Some(KeysMixed)),
        ("test_sk_a1", "live_ck_a1", SDK, Some(KeysMixed)),
        ("test_gsk_a1", "test_ck_a1", SDK, Some(KeysMixed)),
        ("test_sk_a1", "test_gck_a1", SDK, Some(ClientKeyMalformed)),
        ("test_sk_a1", "test_sk_a1", SDK, Some(ClientKeyMalformed)),
        ("test_sk_a1", "test_ck_", SDK, Some(ClientKeyMalformed)),
        ("test_sk_a1", "", SDK, Some(ClientKeyMalformed)),
        ("test_sk_a1", "test_ck_a1\"", SDK, Some(ClientKeyMalformed)),
    ]
};

#[test]
fn keys_of_two_pairs_are_a_refusal_to_start() {
    for (secret, client, sdk, expected) in PAIRS {
        let config = TossConfig {
            secret_key: (*secret).into(),
            script: Some(ScriptConfig {
                client_key: (*client).to_owned(),
                url: sdk.parse().unwrap(),
            }),
            ..config("https://api.tosspayments.com")
        };
        let refusal = Toss::new(&config, returns()).err();
        assert_eq!(refusal, *expected, "{secret} {client} {sdk}");
    }
}
