//! PortOne: the adapter refuses to start without its settings, and never shows its secrets.

use domain::kind::Method;
use providers::{
    portone::{self, ConfigError, PortOne, PortOneConfig, documented},
    provider::{Provider as _, RefundsBy},
    settings::Configured as _,
};

use crate::{
    portone_support::{
        CHANNEL, SECRET, WEBHOOKS_NEW, WEBHOOKS_OLD, came_back, config, order, portone_at,
    },
    support::{returns, won},
};

const LIVE: &str = "https://api.portone.io";

fn refusal(change: impl FnOnce(&mut PortOneConfig)) -> Option<ConfigError> {
    let mut config = config(LIVE);
    change(&mut config);
    PortOne::new(&config, returns()).err()
}

#[test]
fn a_missing_value_is_a_refusal_to_start() {
    assert_eq!(refusal(|_| {}), None);
    for (change, expected) in [
        (
            (|it: &mut PortOneConfig| it.portone_api_secret = Some("".into()))
                as fn(&mut PortOneConfig),
            ConfigError::SecretMissing,
        ),
        (|it| it.portone_store_id.clear(), ConfigError::StoreId),
        (
            |it| it.portone_channels.clear(),
            ConfigError::ChannelsMissing,
        ),
        // Without webhooks nobody tells of a deposit.
        (
            |it| it.portone_webhook_secrets.clear(),
            ConfigError::WebhookSecretMissing,
        ),
        (
            |it| it.portone_virtual_account_hours = 2161,
            ConfigError::VirtualAccountHours,
        ),
    ] {
        assert_eq!(refusal(change), Some(expected));
    }
}

#[test]
fn each_method_has_one_channel_and_only_what_portone_opens_has_any() {
    let channels = |written: &[&str]| {
        let written: Vec<String> = written.iter().map(|it| (*it).to_owned()).collect();
        refusal(|it| it.portone_channels = written)
    };
    let card = format!("card={CHANNEL}");
    assert_eq!(channels(&[&card]), None);
    assert_eq!(
        channels(&[&card, &card]),
        Some(ConfigError::ChannelTwice(2))
    );
    for wrong in [
        "card",
        "card=",
        "=channel-key-1",
        "bank_transfer=channel-key-1",
        "gift_certificate=channel-key-1",
        "CARD=channel-key-1",
        "card=channel key",
    ] {
        assert_eq!(
            channels(&[&format!("easy_pay={CHANNEL}"), wrong]),
            Some(ConfigError::Channel(2)),
            "{wrong}"
        );
    }
}

#[test]
fn an_address_or_a_host_that_a_browser_must_not_be_sent_to_is_refused() {
    for bad in [
        "http://api.portone.io",
        "https://api.portone.io/?a=1",
        "https://user@api.portone.io",
    ] {
        let url = bad.parse().expect("a URL");
        assert_eq!(
            refusal(|it| it.portone_url = url),
            Some(ConfigError::Url("API")),
            "{bad}"
        );
        let url = bad.parse().expect("a URL");
        assert_eq!(
            refusal(|it| it.portone_sdk_url = url),
            Some(ConfigError::Url("script")),
            "{bad}"
        );
    }
    let here = "http://127.0.0.1:8090/sandbox/portone"
        .parse()
        .expect("a URL");
    assert_eq!(refusal(|it| it.portone_url = here), None);
    for bad in [
        "",
        "https:",
        "https://*",
        "https://a.example; script-src *",
        "'unsafe-inline'",
        "http://a.example",
    ] {
        let hosts = bad.to_owned();
        assert_eq!(
            refusal(|it| it.portone_window_hosts = hosts),
            Some(ConfigError::WindowHosts),
            "{bad}"
        );
    }
    let more = "https://*.portone.io https://pg.example:8443".to_owned();
    assert_eq!(refusal(|it| it.portone_window_hosts = more), None);
}

#[tokio::test]
async fn no_secret_is_in_what_the_adapter_prints() {
    let adapter = portone_at("http://127.0.0.1:1");
    let error = adapter
        .confirm(&order(Method::Card, true), &came_back())
        .await
        .unwrap_err();
    let shown = format!("{adapter:?} {error:?} {error} {:?}", config(LIVE));
    for secret in [SECRET, WEBHOOKS_NEW, WEBHOOKS_OLD] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn a_test_channel_is_told_to_whoever_starts_it_and_a_short_secret_is_weak() {
    let mut config = config(LIVE);
    assert!(config.test_only().is_some());
    assert_eq!(config.weaknesses(), Vec::<String>::new());
    config.portone_test = false;
    config.portone_webhook_secrets = vec!["whsec_c2hvcnQ=".into()];
    assert_eq!(config.test_only(), None);
    assert_eq!(config.weaknesses().len(), 1);
}

#[test]
fn its_capabilities_are_those_of_the_settings_and_the_documents() {
    let adapter = portone_at(LIVE);
    let terms = adapter.capabilities();
    assert_eq!(adapter.id(), portone::ID);
    assert_eq!(
        terms.methods,
        [
            Method::Card,
            Method::EasyPay,
            Method::AccountTransfer,
            Method::VirtualAccount,
            Method::Mobile
        ]
    );
    assert_eq!(terms.refund_account_for, [Method::VirtualAccount]);
    assert_eq!((terms.refunds, terms.lookups), (RefundsBy::Provider, true));
    assert_eq!(terms.amounts(Method::Card).min, won(100));
    assert_eq!(terms.amounts(Method::AccountTransfer).min, won(200));
    assert!(adapter.webhooks().is_some() && adapter.movements().is_some());
    assert!(adapter.window().is_some() && adapter.recurring().is_none());
    assert_eq!(terms.callback_code, Some("code"));
    assert!(documented("FAILURE_TYPE_PG").is_some());
}
