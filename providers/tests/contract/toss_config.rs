//! The adapter refuses to start without its settings, never shows its key, and has every bank.

use domain::{calendar::Period, kind::Method};
use providers::{
    error::ProviderError,
    provider::{Provider as _, RefundsBy},
    registry::{ConfiguredTwice, Registry},
    toss::{self, ConfigError, Toss, TossConfig, banks},
};

use crate::support::{BASIC, SECRET_KEY, came_back, config, order, returns, toss_at};

fn refusal(change: impl FnOnce(&mut TossConfig)) -> Option<ConfigError> {
    let mut config = config("https://api.tosspayments.com");
    change(&mut config);
    Toss::new(&config, returns()).err()
}

/// Toss answers test keys with an empty list of settlements, which says nothing of what is paid out.
#[test]
fn settlements_are_asked_for_with_live_keys_alone() {
    let settles = |key: &str, url: &str| {
        let mut config = config(url);
        config.toss_secret_key = Some(key.into());
        config.toss_client_key = None;
        let toss = Toss::new(&config, returns()).unwrap();
        toss.settlements().is_some()
    };
    assert!(settles("live_sk_abc", "https://api.tosspayments.com"));
    assert!(!settles("test_sk_abc", "https://api.tosspayments.com"));
    assert!(settles("test_sk_abc", "http://127.0.0.1:8090/sandbox/toss"));
}

#[test]
fn a_missing_or_malformed_key_is_a_refusal_to_start() {
    assert_eq!(refusal(|_| {}), None);
    assert_eq!(
        refusal(|it| it.toss_secret_key = Some("".into())),
        Some(ConfigError::KeyMissing)
    );
    assert_eq!(
        refusal(|it| it.toss_secret_key = None),
        Some(ConfigError::KeyMissing)
    );
    for good in [
        "test_gsk_docs_OaPz8L5KdmQXkzRz3y47BMw6",
        "live_sk_a1",
        "live_gsk_a1",
    ] {
        assert_eq!(
            refusal(|it| it.toss_secret_key = Some(good.into())),
            None,
            "{good}"
        );
    }
    for bad in [
        "test_ck_D5GePWvyJnrK0W0k6q8gLzN97Eoq",
        "live_gck_a1",
        "test_sk_",
        "test_sk",
        "prod_sk_a1",
        "\u{feff}test_sk_a1",
        "test_sk_a1\n",
        "test_sk_a1:",
    ] {
        assert_eq!(
            refusal(|it| it.toss_secret_key = Some(bad.into())),
            Some(ConfigError::KeyMalformed),
            "{bad}"
        );
    }
}

#[test]
fn a_live_key_never_travels_in_clear() {
    let clear = || "http://api.tosspayments.com".parse().unwrap();
    assert_eq!(refusal(|it| it.toss_url = clear()), None);
    let live = |it: &mut TossConfig| {
        it.toss_url = clear();
        it.toss_secret_key = Some("live_sk_a1".into());
    };
    assert_eq!(refusal(live), Some(ConfigError::BaseUrl));
}

#[test]
fn virtual_accounts_live_as_long_as_toss_allows() {
    for (hours, good) in [(0, false), (1, true), (2160, true), (2161, false)] {
        assert_eq!(
            refusal(|it| it.toss_virtual_account_hours = hours).is_none(),
            good,
            "{hours}"
        );
    }
}

#[test]
fn a_test_code_is_a_code_and_goes_with_a_test_key() {
    let refused = |key: &str, code: &str| {
        refusal(|it| {
            it.toss_secret_key = Some(key.into());
            it.toss_test_code = Some(code.to_owned());
        })
    };
    assert_eq!(refused(SECRET_KEY, "REJECT_CARD_PAYMENT"), None);
    for (key, code) in [
        ("live_sk_a1", "REJECT_CARD_PAYMENT"),
        (SECRET_KEY, ""),
        (SECRET_KEY, "reject"),
        (SECRET_KEY, "A\r\nB"),
        (SECRET_KEY, &"A".repeat(101)),
    ] {
        assert_eq!(refused(key, code), Some(ConfigError::TestCode), "{code:?}");
    }
}

#[test]
fn people_are_told_by_the_code() {
    let told = |code: &str| toss::documented(code).map(|it| it.words.buyer_en);
    assert!(told("REJECT_CARD_PAYMENT").unwrap().contains("balance"));
    assert!(told("EXCEED_MAX_REFUND_DUE").unwrap().contains("transfer"));
    assert_eq!(told("A_CODE_OF_NEXT_YEAR"), None);
}

#[tokio::test]
async fn no_secret_is_in_what_the_adapter_prints() {
    let adapter = toss_at("http://127.0.0.1:1");
    let error: ProviderError = adapter
        .confirm(&order(Method::Card, None), &came_back())
        .await
        .unwrap_err();
    let shown = format!(
        "{adapter:?} {error:?} {error} {:?}",
        config("https://x.example")
    );
    for secret in [SECRET_KEY, &SECRET_KEY[8..], &BASIC[6..], "dGVzdF9z"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(matches!(error, ProviderError::Unreachable(_)), "{error}");
}

#[test]
fn its_capabilities_are_those_of_the_contract() {
    let adapter = toss_at("https://api.tosspayments.com");
    let terms = adapter.capabilities();
    let takes = |method| {
        let limit = terms.amounts(method);
        (limit.min.get(), limit.max.map(domain::money::Won::get))
    };
    assert_eq!(terms.amount_min.get(), 100);
    assert_eq!(takes(Method::Card), (100, None));
    assert_eq!(takes(Method::AccountTransfer), (200, Some(10_000_000)));
    assert_eq!(takes(Method::VirtualAccount), (200, None));
    assert_eq!(takes(Method::EasyPay), (200, None));
    assert_eq!(takes(Method::Mobile), (200, None));
    assert_eq!(terms.session_minutes, 30);
    assert_eq!(terms.refund_account_for, [Method::VirtualAccount]);
    assert_eq!(terms.refunds, RefundsBy::Provider);
    assert!(terms.lookups && terms.partial_refunds);
    assert_eq!(
        terms.refund_within,
        [
            (Method::AccountTransfer, Period::Days(180)),
            (Method::VirtualAccount, Period::Days(365)),
        ]
    );
}

#[test]
fn a_registry_knows_each_provider_once() {
    let adapter = || std::sync::Arc::new(toss_at("https://api.tosspayments.com")) as _;
    let registry = Registry::new([adapter()]).unwrap();
    assert_eq!(registry.get(&toss::ID).map(|it| it.id()), Some(toss::ID));
    assert_eq!(registry.all().count(), 1);
    assert_eq!(
        Registry::new([adapter(), adapter()]).unwrap_err(),
        ConfiguredTwice(toss::ID)
    );
}

#[test]
fn every_bank_code_survives_the_way_to_toss_and_back() {
    for (kftc, code) in banks::all() {
        assert_eq!(banks::to_toss(kftc), Some(code));
        assert_eq!(banks::to_kftc(code), Some(kftc));
        assert!(kftc.len() == 3 && code.len() == 2, "{kftc} {code}");
    }
    assert_eq!(banks::all().count(), 51);
    assert_eq!(banks::to_toss("004"), Some("06"));
    assert_eq!(banks::to_kftc("06"), Some("004"));
    for unknown in ["04", "06", "000", "", "005"] {
        assert_eq!(banks::to_toss(unknown), None, "{unknown}");
    }
    assert_eq!(banks::to_kftc("04"), None);
}
