//! Kakao Pay's adapter refuses to start without its settings and never shows its key.

use domain::{calendar::Period, kind::Method};
use providers::{
    kakaopay::{self, ConfigError, KakaoPay, KakaoPayConfig, documented},
    provider::{Provider as _, RefundsBy},
};

use crate::{
    kakaopay_support::{SECRET, config, kakaopay_at},
    support::returns,
};

const LIVE: &str = "PRD0123456789ABCDEF0123456789ABCDEF01234";

fn refusal(change: impl FnOnce(&mut KakaoPayConfig)) -> Option<ConfigError> {
    let mut config = config("https://open-api.kakaopay.com");
    change(&mut config);
    KakaoPay::new(&config, returns()).err()
}

#[test]
fn a_missing_or_malformed_key_is_a_refusal_to_start() {
    assert_eq!(refusal(|_| {}), None);
    assert_eq!(
        refusal(|it| it.kakaopay_secret_key = Some("".into())),
        Some(ConfigError::KeyMissing)
    );
    for bad in [
        "DEV",
        "PRD",
        "TST0123456789",
        "DEV0123 456789",
        "DEV0123456789\n",
        "\u{feff}DEV0123456789",
        "DEV0123456789abc",
        "SECRET_KEY DEV0123456789",
        "열쇠",
    ] {
        assert_eq!(
            refusal(|it| it.kakaopay_secret_key = Some(bad.into())),
            Some(ConfigError::KeyMalformed),
            "{bad}"
        );
    }
}

#[test]
fn a_test_key_goes_with_the_test_merchant_and_with_no_other() {
    let with = |key: &'static str, cid: &str| {
        refusal(|it| {
            it.kakaopay_secret_key = Some(key.into());
            it.kakaopay_cid = cid.to_owned();
        })
    };
    assert_eq!(with(SECRET, "TC0ONETIME"), None);
    assert_eq!(with(LIVE, "CA12345678"), None);
    assert_eq!(with(SECRET, "CA12345678"), Some(ConfigError::KeyAndCid));
    assert_eq!(with(LIVE, "TC0ONETIME"), Some(ConfigError::KeyAndCid));
    assert_eq!(
        with(SECRET, "TCSUBSCRIP"),
        Some(ConfigError::CidForSubscriptions)
    );
    for bad in ["", "TC0ONETIM", "TC0ONETIME1", "tc0onetime", "TC0ONETIM\n"] {
        assert_eq!(with(SECRET, bad), Some(ConfigError::CidMalformed), "{bad}");
    }
}

#[test]
fn a_live_key_never_travels_in_clear() {
    let clear = || "http://open-api.kakaopay.com".parse().unwrap();
    assert_eq!(refusal(|it| it.kakaopay_url = clear()), None);
    let live = |it: &mut KakaoPayConfig| {
        it.kakaopay_url = clear();
        it.kakaopay_secret_key = Some(LIVE.into());
        it.kakaopay_cid = "CA12345678".to_owned();
    };
    assert_eq!(refusal(live), Some(ConfigError::BaseUrl));
    let query = |it: &mut KakaoPayConfig| it.kakaopay_url.set_query(Some("a=b"));
    assert_eq!(refusal(query), Some(ConfigError::BaseUrl));
}

#[test]
fn no_secret_is_in_what_the_adapter_prints() {
    let adapter = kakaopay_at("https://open-api.kakaopay.com");
    let shown = format!("{adapter:?} {:?}", config("https://open-api.kakaopay.com"));
    assert!(!shown.contains(&SECRET[3..]), "{shown}");
    assert!(shown.contains("TC0ONETIME"), "{shown}");
}

#[test]
fn its_capabilities_are_those_of_the_documents() {
    let adapter = kakaopay_at("https://open-api.kakaopay.com");
    let terms = adapter.capabilities();
    assert_eq!(adapter.id(), kakaopay::ID);
    assert_eq!(terms.methods, [Method::EasyPay, Method::Card]);
    assert_eq!(terms.amount_min.get(), 100);
    assert_eq!(terms.session_minutes, 15);
    assert_eq!(
        terms.refund_within,
        [
            (Method::Card, Period::Months(12)),
            (Method::EasyPay, Period::Months(60))
        ]
    );
    assert_eq!(terms.refunds, RefundsBy::Provider);
    assert!(terms.lookups && terms.partial_refunds && terms.refund_account_for.is_empty());
    assert!(adapter.webhooks().is_none());
    assert!(kakaopay::LIMITS.total.as_secs() > 11, "Kakao Pay's own");
}

#[test]
fn every_answer_people_may_get_has_words() {
    for code in [
        "-702",
        "-723",
        "-780/USER_LOCKED",
        "-781/8603",
        "QUIT_PAYMENT",
    ] {
        let said = documented(code).unwrap().words;
        assert!(
            !said.buyer_ko.is_empty() && !said.support.is_empty(),
            "{code}"
        );
    }
    assert!(documented("-12345").is_none());
}
