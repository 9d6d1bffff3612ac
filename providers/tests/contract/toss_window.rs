//! Toss where its own script opens the window: no call to Toss before the buyer comes back.

use chrono::TimeDelta;
use domain::{kind::Method, order::Order};
use providers::{
    error::ProviderError,
    http::Limits,
    provider::Provider as _,
    toss::{ConfigError, Toss, TossConfig},
};
use wiremock::MockServer;

use crate::support::{config, now, order, order_id, requests, returns};

const CLIENT_KEY: &str = "test_ck_D5GePWvyJnrK0W0k6q8gLzN97Eoq";
const SDK: &str = "https://js.tosspayments.com/v2/standard";

pub(crate) fn scripted(base_url: &str) -> Toss {
    let config = TossConfig {
        toss_client_key: Some(CLIENT_KEY.to_owned()),
        toss_sdk_url: SDK.parse().expect("a URL"),
        ..config(base_url)
    };
    let limits = Limits {
        total: std::time::Duration::from_millis(500),
    };
    Toss::with_limits(&config, returns(), limits).expect("an adapter")
}

/// An order in its state after `begin` was stored.
pub(crate) async fn begun(toss: &Toss, method: Method) -> Order {
    let mut order = order(method, None);
    order.session = Some(toss.begin(&order, now()).await.expect("a session"));
    order
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
    assert_eq!(toss.capabilities().session_minutes, 60);
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn a_method_that_toss_does_not_offer_is_refused_at_once() {
    let toss = scripted("https://api.tosspayments.com");
    let refused = toss.begin(&order(Method::BankTransfer, None), now()).await;
    assert!(
        matches!(refused, Err(ProviderError::Misconfigured(ref failure)) if failure.code() == Some("METHOD_NOT_OFFERED")),
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
    assert!(
        opener.contains("order.script"),
        "it fetches the provider's script itself, so that the page works while that one hangs"
    );
}

#[test]
fn a_server_that_opens_windows_itself_has_no_script() {
    let toss = Toss::new(&config("https://api.tosspayments.com"), returns()).unwrap();
    assert!(toss.window().is_none());
    assert_eq!(toss.capabilities().session_minutes, 30);
}

/// The secret key, the client key, the script, and the reason the adapter does not start with them.
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
            toss_secret_key: Some((*secret).into()),
            toss_client_key: Some((*client).to_owned()),
            toss_sdk_url: sdk.parse().unwrap(),
            ..config("https://api.tosspayments.com")
        };
        let refusal = Toss::new(&config, returns()).err();
        assert_eq!(refusal, *expected, "{secret} {client} {sdk}");
    }
}
