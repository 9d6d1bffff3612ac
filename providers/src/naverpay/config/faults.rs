//! Names every fault of the settings, so that `credit-gateway check` shows all of them at once.

use url::{Host, Url};

use super::{ConfigError, Hosts, NaverPayConfig, VALUE_BYTES_MAX};

const LIVE: Hosts = (
    &[
        "pay.paygate.naver.com",
        "apis.naver.com",
        "pub.apis.naver.com",
    ],
    &["m.pay.naver.com", "order.pay.naver.com", "pay.naver.com"],
);

const DEVELOPMENT: Hosts = (
    &[
        "dev-pay.paygate.naver.com",
        "dev.apis.naver.com",
        "dev-pub.apis.naver.com",
    ],
    &[
        "test-m.pay.naver.com",
        "dev-m.pay.naver.com",
        "test-pay.naver.com",
    ],
);

/// The first of [`faults`].
pub(crate) fn check(config: &NaverPayConfig) -> Result<(), ConfigError> {
    faults(config).into_iter().next().map_or(Ok(()), Err)
}

/// Checks every way in which these settings cannot work, at the start and not with the first buyer.
pub fn faults(config: &NaverPayConfig) -> Vec<ConfigError> {
    let mut wrong = Vec::new();
    let secret = config.client_secret();
    for (value, missing, name) in [
        (
            config.naverpay_client_id.as_str(),
            ConfigError::ClientIdMissing,
            "client id",
        ),
        (secret, ConfigError::SecretMissing, "client secret"),
        (
            config.naverpay_chain_id.as_str(),
            ConfigError::ChainIdMissing,
            "chain id",
        ),
    ] {
        if value.is_empty() {
            wrong.push(missing);
        } else if value.len() > VALUE_BYTES_MAX
            || !value.bytes().all(|byte| byte.is_ascii_graphic())
        {
            wrong.push(ConfigError::Malformed(name));
        }
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    let partner = &config.naverpay_partner_id;
    if !(1..=64).contains(&partner.len()) || !partner.bytes().all(plain) {
        wrong.push(ConfigError::PartnerId);
    }
    for (url, name) in [
        (&config.naverpay_url, "API"),
        (&config.naverpay_window_url, "window"),
    ] {
        if !is_usable(url) {
            wrong.push(ConfigError::Url(name));
        }
    }
    if config
        .naverpay_sdk_url
        .as_ref()
        .is_some_and(|url| !is_usable(url))
    {
        wrong.push(ConfigError::ScriptUrl);
    }
    // A live reservation is unknown to the development window and the reverse: every buyer would end on an error
    // page.
    let (api, window) = (
        config.naverpay_url.host_str(),
        config.naverpay_window_url.host_str(),
    );
    let among = |hosts: &[&str], host: Option<&str>| host.is_some_and(|it| hosts.contains(&it));
    let mixed = |(apis, _): Hosts, (_, windows): Hosts| among(apis, api) && among(windows, window);
    if mixed(LIVE, DEVELOPMENT) || mixed(DEVELOPMENT, LIVE) {
        wrong.push(ConfigError::MixedEnvironments);
    }
    wrong
}

/// Whether an address is of Naver Pay's development environment, in which no money moves: the host names begin with
/// it.
pub(super) fn is_trial(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let of_naver = host.ends_with(".naver.com");
    of_naver
        && ["dev-", "dev.", "test-"]
            .iter()
            .any(|front| host.starts_with(front))
}

/// The environment passed to the script: that of the API. A simulator on this machine is not production.
pub(crate) fn mode(api_url: &Url) -> &'static str {
    if is_trial(api_url) || is_here(api_url) {
        "development"
    } else {
        "production"
    }
}

/// Nothing in the keys distinguishes test keys from real ones. So only a call that cannot leave this machine may be
/// unencrypted.
fn is_usable(url: &Url) -> bool {
    let private = url.scheme() == "https" || (url.scheme() == "http" && is_here(url));
    let bare = url.query().is_none() && url.fragment().is_none();
    private && bare && url.username().is_empty() && url.password().is_none()
}

fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
