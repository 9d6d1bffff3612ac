//! The settings the adapter needs, and the refusal to start without them.

use std::sync::Arc;

use clap::Args;
use secrecy::SecretString;
use url::{Host, Url};

use super::NaverPay;
use crate::{
    provider::Provider,
    settings::{Configured, exposed, lines, made},
    signature::ReturnUrls,
};

/// The partner id in the path of every current contract; older ones had their own.
pub const PARTNER_ID: &str = "naverpay-partner";
/// Far above the length of any id or secret seen, and short enough for a header.
const VALUE_BYTES_MAX: usize = 255;
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

/// Hosts of an environment: those of the API, then those of the window. Keys and reservations of one environment are
/// unknown in the other. All generations that were seen in use are listed, today's first.
type Hosts = (&'static [&'static str], &'static [&'static str]);

/// Naver Pay, payment type; switched on by its client secret.
#[derive(Debug, Clone, Args)]
pub struct NaverPayConfig {
    // `X-Naver-Client-Id`. Not a secret: the browser SDK uses it too.
    #[arg(long, env = "CREDIT_GATEWAY_NAVERPAY_CLIENT_ID", default_value = "")]
    pub naverpay_client_id: String,
    /// Without it Naver Pay is off.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_NAVERPAY_CLIENT_SECRET",
        hide_env_values = true
    )]
    pub naverpay_client_secret: Option<SecretString>,
    /// Names the shop.
    #[arg(long, env = "CREDIT_GATEWAY_NAVERPAY_CHAIN_ID", default_value = "")]
    pub naverpay_chain_id: String,
    #[arg(long, env = "CREDIT_GATEWAY_NAVERPAY_PARTNER_ID", default_value = PARTNER_ID)]
    pub naverpay_partner_id: String,
    #[arg(
        long,
        env = "CREDIT_GATEWAY_NAVERPAY_URL",
        default_value = "https://pay.paygate.naver.com"
    )]
    // `https://dev-pay.paygate.naver.com` for tests. A path in it is kept.
    pub naverpay_url: Url,
    /// Where buyers pay.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_NAVERPAY_WINDOW_URL",
        default_value = "https://m.pay.naver.com"
    )]
    pub naverpay_window_url: Url,
    /// Naver Pay's script. With it the buyer opens the window from a page of the gateway; without it the gateway reserves
    /// the payment.
    #[arg(long, env = "CREDIT_GATEWAY_NAVERPAY_SDK_URL")]
    pub naverpay_sdk_url: Option<Url>,
}

impl Configured for NaverPayConfig {
    fn switch(&self) -> &'static str {
        "naverpay_client_secret"
    }

    fn is_on(&self) -> bool {
        self.naverpay_client_secret.is_some()
    }

    fn is_partly_set(&self) -> bool {
        !(self.naverpay_client_id.is_empty() && self.naverpay_chain_id.is_empty())
    }

    fn faults(&self) -> Vec<String> {
        lines(&faults(self))
    }

    fn provider(&self, returns: &ReturnUrls) -> Result<Arc<dyn Provider>, String> {
        made(NaverPay::new(self, returns.clone()))
    }

    fn test_only(&self) -> Option<&'static str> {
        let trial = is_trial(&self.naverpay_url) || is_trial(&self.naverpay_window_url);
        trial.then_some("naverpay_url: is the development environment")
    }

    fn called(&self) -> Option<(&'static str, &Url)> {
        Some(("naverpay_url", &self.naverpay_url))
    }
}

/// Settings with which the adapter refuses to start. No text repeats the secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("the naverpay client id is missing")]
    ClientIdMissing,
    #[error("the naverpay client secret is missing")]
    SecretMissing,
    #[error("the naverpay chain id is missing: every contract has one")]
    ChainIdMissing,
    #[error("the naverpay {0} is not plain text of at most {VALUE_BYTES_MAX} characters")]
    Malformed(&'static str),
    #[error("the naverpay partner id is not a plain name such as {PARTNER_ID}")]
    PartnerId,
    #[error(
        "the naverpay {0} URL must be https (http only to this machine), without user, query or fragment"
    )]
    Url(&'static str),
    #[error(
        "the address of naverpay's script must be https (http only to this machine), without user, query or fragment"
    )]
    ScriptUrl,
    #[error("the naverpay API URL and window URL belong to different environments")]
    MixedEnvironments,
    #[error("the HTTP client does not start: {0}")]
    Client(String),
}

/// Checks every way in which these settings cannot work, at the start and not with the first buyer.
pub fn faults(config: &NaverPayConfig) -> Vec<ConfigError> {
    let mut wrong = Vec::new();
    let secret = exposed(config.naverpay_client_secret.as_ref());
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
fn is_trial(url: &Url) -> bool {
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
