//! Naver Pay where its own script opens the window: no call to Naver Pay before the buyer comes back.

use chrono::TimeDelta;
use domain::order::Order;
use providers::{
    http::Limits,
    naverpay::{self, ConfigError, NaverPay, NaverPayConfig},
    provider::Provider as _,
};
use serde_json::{Value, json};
use wiremock::MockServer;

use crate::{
    naverpay_support::{
        APPLY, SECRET, TOTAL, answers, came_back, config, detail, order, said, sent,
    },
    support::{now, order_id, requests, returns, won},
};

const SDK: &str = "https://nsp.pay.naver.com/sdk/js/naverpay.min.js";

fn scripted(base_url: &str) -> NaverPay {
    let config = NaverPayConfig {
        naverpay_sdk_url: Some(SDK.parse().expect("a URL")),
        ..config(base_url)
    };
    let limits = Limits {
        total: std::time::Duration::from_millis(500),
    };
    NaverPay::with_limits(&config, returns(), limits).expect("an adapter")
}

async fn begun(naverpay: &NaverPay) -> Order {
    let mut order = order(None);
    order.session = Some(naverpay.begin(&order, now()).await.expect("a session"));
    order
}

#[tokio::test]
async fn a_session_asks_nothing_of_naver_pay_and_leads_nowhere() {
    let server = MockServer::start().await;
    let naverpay = scripted(&server.uri());
    let session = begun(&naverpay).await.session.unwrap();
    assert_eq!(session.payment_key, None);
    assert_eq!(session.redirect_url, None);
    assert_eq!(session.expires_at, now() + TimeDelta::minutes(70));
    assert_eq!(naverpay.capabilities().session_minutes, 70);
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn the_page_is_told_what_a_reservation_would_be_and_no_secret() {
    let naverpay = scripted("https://dev-pay.paygate.naver.com");
    let order = begun(&naverpay).await;
    let window = naverpay.window().unwrap();
    assert_eq!(window.script().as_str(), SDK);
    let facts = window.facts(&order).unwrap();
    let fact = |name: &str| {
        let found = facts.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str()).unwrap()
    };
    assert_eq!(fact("client-id"), "client-1");
    assert_eq!(fact("chain-id"), "chain-1==");
    assert_eq!(fact("mode"), "development");
    let asked: Value = serde_json::from_str(fact("request")).unwrap();
    assert_eq!(asked["merchantPayKey"], json!(order_id()));
    assert_eq!(asked["productName"], "1,000 credits");
    assert_eq!(asked["productCount"], 3);
    assert_eq!(asked["totalPayAmount"], TOTAL);
    assert_eq!(asked["taxExScopeAmount"], 100_000);
    assert_eq!(asked["productItems"][0]["count"], 3);
    assert_eq!(asked.get("modelVersion"), None);
    let back: url::Url = asked["returnUrl"].as_str().unwrap().parse().unwrap();
    let path = format!("/gw/callbacks/naverpay/{}/success", order_id());
    assert_eq!(back.path(), path);
    let (_, state) = back.query_pairs().find(|(key, _)| key == "state").unwrap();
    let late = order.session.as_ref().unwrap().expires_at;
    let checked = returns().check_callback(&naverpay::ID, order_id(), &state, late);
    assert_eq!(checked, Ok(()));
    let told = format!("{facts:?}");
    assert!(!told.contains(SECRET) && !told.contains("hong"), "{told}");
}

#[tokio::test]
async fn who_comes_back_is_applied_for_and_what_differs_is_told() {
    let server = MockServer::start().await;
    let mut less = detail(order_id());
    less["totalPayAmount"] = json!(10);
    answers(&server, APPLY, 200, &said(&json!({"detail": less}))).await;
    let naverpay = scripted(&server.uri());
    let order = begun(&naverpay).await;
    let snapshot = naverpay.confirm(&order, &came_back()).await.unwrap();
    assert_eq!(snapshot.amount, won(10), "the books see that it differs");
    assert_eq!(sent(&server, APPLY).await.len(), 1);
}

#[test]
fn our_own_script_reads_every_fact_and_the_mode_is_the_apis() {
    for (api, window, mode) in [
        (
            "https://pay.paygate.naver.com",
            "https://m.pay.naver.com",
            "production",
        ),
        (
            "https://apis.naver.com",
            "https://m.pay.naver.com",
            "production",
        ),
        (
            "https://dev.apis.naver.com",
            "https://test-m.pay.naver.com",
            "development",
        ),
        ("http://127.0.0.1:9", "http://127.0.0.1:9", "development"),
    ] {
        let config = NaverPayConfig {
            naverpay_sdk_url: Some(SDK.parse().unwrap()),
            naverpay_window_url: window.parse().unwrap(),
            ..config(api)
        };
        let naverpay = NaverPay::new(&config, returns()).unwrap();
        let mut order = order(None);
        order.session.as_mut().unwrap().expires_at = now();
        let window = naverpay.window().unwrap();
        let facts = window.facts(&order).unwrap();
        assert!(facts.contains(&("mode", mode.to_owned())), "{api}");
        for name in ["clientId", "chainId", "mode", "request", "script"] {
            assert!(window.opener().contains(&format!("order.{name}")), "{name}");
        }
        assert!(window.opener().contains("openType: \"page\""), "no popup");
        assert!(!window.opener().contains("test_"));
    }
}

#[test]
fn a_server_that_reserves_has_no_script() {
    let naverpay = NaverPay::new(&config("https://dev-pay.paygate.naver.com"), returns());
    let naverpay = naverpay.unwrap();
    assert!(naverpay.window().is_none());
    assert_eq!(naverpay.capabilities().session_minutes, 40);
}

#[test]
fn a_script_that_travels_in_clear_is_a_refusal_to_start() {
    for (url, refused) in [
        (SDK, None),
        ("http://127.0.0.1:1/sdk.js", None),
        (
            "http://nsp.pay.naver.com/sdk.js",
            Some(ConfigError::ScriptUrl),
        ),
        (
            "https://nsp.pay.naver.com/sdk.js?x=1",
            Some(ConfigError::ScriptUrl),
        ),
    ] {
        let config = NaverPayConfig {
            naverpay_sdk_url: Some(url.parse().unwrap()),
            ..config("https://dev-pay.paygate.naver.com")
        };
        assert_eq!(NaverPay::new(&config, returns()).err(), refused, "{url}");
    }
}
