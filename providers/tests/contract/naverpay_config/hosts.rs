//! The hosts of the two environments.

use providers::{
    naverpay::{ConfigError, NaverPayConfig},
    settings::Configured as _,
};

use super::{DEVELOPMENT, refusal};
use crate::naverpay_support::config;

const LIVE: &str = "https://pay.paygate.naver.com";

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
