//! Naver Pay: the adapter refuses to start without its settings, and never shows its secret.

use domain::{calendar::Period, kind::Method};
use providers::{
    naverpay::{self, ConfigError, NaverPay, NaverPayConfig, documented},
    provider::{Provider as _, RefundsBy},
    settings::Configured as _,
};

use crate::{
    naverpay_support::{SECRET, came_back, config, naverpay_at, order},
    support::returns,
};

const LIVE: &str = "https://pay.paygate.naver.com";
const DEVELOPMENT: &str = "https://dev-pay.paygate.naver.com";

fn refusal(change: impl FnOnce(&mut NaverPayConfig)) -> Option<ConfigError> {
    let mut config = config(DEVELOPMENT);
    change(&mut config);
    NaverPay::new(&config, returns()).err()
}

#[test]
fn a_missing_value_is_a_refusal_to_start() {
    assert_eq!(refusal(|_| {}), None);
    assert_eq!(
        refusal(|it| it.naverpay_client_id.clear()),
        Some(ConfigError::ClientIdMissing)
    );
    assert_eq!(
        refusal(|it| it.naverpay_client_secret = Some("".into())),
        Some(ConfigError::SecretMissing)
    );
    assert_eq!(
        refusal(|it| it.naverpay_chain_id.clear()),
        Some(ConfigError::ChainIdMissing)
    );
}

#[test]
fn values_that_no_header_or_path_can_carry_are_refused() {
    for bad in ["a b", "a\n", "비밀", "\u{feff}a", &"x".repeat(256)] {
        assert_eq!(
            refusal(|it| it.naverpay_client_secret = Some(bad.into())),
            Some(ConfigError::Malformed("client secret")),
            "{bad}"
        );
    }
    for bad in ["", "a/b", "..", "a b", &"x".repeat(65)] {
        assert_eq!(
            refusal(|it| bad.clone_into(&mut it.naverpay_partner_id)),
            Some(ConfigError::PartnerId),
            "{bad}"
        );
    }
    assert_eq!(
        refusal(|it| "np_a1-b2".clone_into(&mut it.naverpay_partner_id)),
        None
    );
}

#[test]
fn nothing_travels_in_clear_beyond_this_machine() {
    for (url, good) in [
        (LIVE, false), // with the development window
        (DEVELOPMENT, true),
        ("https://sandbox.example/naver", true),
        ("http://127.0.0.1:8080/sandbox/naverpay", true),
        ("http://localhost:8080", true),
        ("http://[::1]:8080", true),
        ("http://sandbox.example", false),
        ("http://localhost.example", false),
        ("https://a@pay.example", false),
        ("https://pay.example/?a=b", false),
        ("ftp://pay.example", false),
    ] {
        let refused = refusal(|it| it.naverpay_url = url.parse().unwrap());
        assert_eq!(refused.is_none(), good, "{url}: {refused:?}");
    }
    assert_eq!(
        refusal(|it| it.naverpay_window_url = "http://m.pay.naver.com".parse().unwrap()),
        Some(ConfigError::Url("window"))
    );
}

#[test]
fn one_environments_api_does_not_go_with_the_others_window() {
    let live = "https://m.pay.naver.com/z";
    assert_eq!(
        refusal(|it| it.naverpay_window_url = live.parse().unwrap()),
        Some(ConfigError::MixedEnvironments)
    );
    let both = |it: &mut NaverPayConfig| {
        it.naverpay_window_url = live.parse().unwrap();
        it.naverpay_url = LIVE.parse().unwrap();
    };
    assert_eq!(refusal(both), None);
}

/// Hosts of every generation that is in use, as (API, window) of live and of development.
#[test]
fn an_older_generations_hosts_belong_to_their_environment_too() {
    const APIS: [[&str; 3]; 2] = [
        [
            "pay.paygate.naver.com",
            "apis.naver.com",
            "pub.apis.naver.com",
        ],
        [
            "dev-pay.paygate.naver.com",
            "dev.apis.naver.com",
            "dev-pub.apis.naver.com",
        ],
    ];
    const WINDOWS: [[&str; 3]; 2] = [
        ["m.pay.naver.com", "order.pay.naver.com", "pay.naver.com"],
        [
            "test-m.pay.naver.com",
            "dev-m.pay.naver.com",
            "test-pay.naver.com",
        ],
    ];
    for (of_api, apis) in APIS.iter().enumerate() {
        for (of_window, windows) in WINDOWS.iter().enumerate() {
            for (api, window) in apis.iter().flat_map(|api| windows.map(|it| (api, it))) {
                let refused = refusal(|it| {
                    it.naverpay_url = format!("https://{api}").parse().unwrap();
                    it.naverpay_window_url = format!("https://{window}/z").parse().unwrap();
                });
                let mixed = (of_api != of_window).then_some(ConfigError::MixedEnvironments);
                assert_eq!(refused, mixed, "{api} {window}");
            }
        }
        for api in apis {
            let mut config = config(&format!("https://{api}"));
            config.naverpay_window_url = "https://sandbox.example".parse().unwrap();
            assert_eq!(config.test_only().is_some(), of_api == 1, "{api}");
        }
    }
}

#[tokio::test]
async fn no_secret_is_in_what_the_adapter_prints() {
    let adapter = naverpay_at("http://127.0.0.1:1");
    let error = adapter
        .confirm(&order(None), &came_back())
        .await
        .unwrap_err();
    let shown = format!("{adapter:?} {error:?} {error} {:?}", config(DEVELOPMENT));
    assert!(!shown.contains(SECRET), "{shown}");
    assert!(
        matches!(error, providers::error::ProviderError::Unreachable(_)),
        "{error}"
    );
}

#[test]
fn its_capabilities_are_those_of_the_documents() {
    let adapter = naverpay_at(DEVELOPMENT);
    assert_eq!(adapter.id(), naverpay::ID);
    assert!(adapter.webhooks().is_none());
    let terms = adapter.capabilities();
    assert_eq!(terms.methods, [Method::EasyPay]);
    assert_eq!(terms.amount_min.get(), 10);
    assert_eq!(terms.session_minutes, 40);
    assert_eq!(terms.refund_within, [(Method::EasyPay, Period::Days(1095))]);
    assert_eq!(terms.refunds, RefundsBy::Provider);
    assert!(terms.lookups && terms.partial_refunds && terms.refund_account_for.is_empty());
}

#[test]
fn people_are_told_what_a_code_means() {
    let told = |code: &str| documented(code).map(|it| it.words.buyer_en);
    assert!(told("OwnerAuthFail").unwrap().contains("own name"));
    assert!(told("userCancel").unwrap().contains("cancelled"));
    assert!(told("HTTP_401").unwrap().contains("our side"));
    assert_eq!(told("A_CODE_OF_NEXT_YEAR"), None);
}
