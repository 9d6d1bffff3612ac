//! Naver Pay: the adapter refuses to start without its settings, and never shows its secret.

mod hosts;

use domain::{calendar::Period, kind::Method};
use providers::{
    naverpay::{self, ConfigError, NaverPay, NaverPayConfig, documented},
    provider::{Provider as _, RefundsBy},
};

use crate::{
    naverpay_support::{SECRET, came_back, config, naverpay_at, order},
    support::returns,
};

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
