//! The settings the adapter needs, and the refusal to start without them.

use secrecy::{ExposeSecret as _, SecretString};
use url::{Host, Url};

/// The partner id in the path of every current contract; older ones had their own.
pub const PARTNER_ID: &str = "naverpay-partner";
/// Far above the length of any id or secret seen, and short enough for a header.
const VALUE_BYTES_MAX: usize = 255;
/// Hosts of an environment: those of the API, then those of the window. Keys and reservations of one environment are
/// unknown in the other. All generations that were seen in use are listed, today's first.
type Hosts = (&'static [&'static str], &'static [&'static str]);
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

/// The settings of the adapter. Naver Pay Center shows different values for development and for live.
#[derive(Debug, Clone)]
pub struct NaverPayConfig {
    /// `X-Naver-Client-Id`. Not a secret: the browser SDK uses it too.
    pub client_id: String,
    /// `X-Naver-Client-Secret`.
    pub client_secret: SecretString,
    /// `X-NaverPay-Chain-Id`: names the shop.
    pub chain_id: String,
    /// The partner id in the path of every call; [`PARTNER_ID`] unless the contract names another.
    pub partner_id: String,
    /// `https://pay.paygate.naver.com`, `https://dev-pay.paygate.naver.com`, or a sandbox. A path in
    /// it is kept.
    pub api_url: Url,
    /// Where buyers pay: `https://m.pay.naver.com`, `https://test-m.pay.naver.com`, or a sandbox. A
    /// path in it is kept.
    pub window_url: Url,
    /// `https://nsp.pay.naver.com/sdk/js/naverpay.min.js`, or a sandbox. Set where Naver Pay's script opens the
    /// window in the buyer's browser, because the contract allows no reservations from the server.
    pub script_url: Option<Url>,
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

/// The first of [`faults`].
pub(super) fn check(config: &NaverPayConfig) -> Result<(), ConfigError> {
    faults(config).into_iter().next().map_or(Ok(()), Err)
}

/// Checks every way in which these settings cannot work, at the start and not with the first buyer.
pub fn faults(config: &NaverPayConfig) -> Vec<ConfigError> {
    let mut wrong = Vec::new();
    let secret = config.client_secret.expose_secret();
    for (value, missing, name) in [
        (
            config.client_id.as_str(),
            ConfigError::ClientIdMissing,
            "client id",
        ),
        (secret, ConfigError::SecretMissing, "client secret"),
        (
            config.chain_id.as_str(),
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
    let partner = &config.partner_id;
    if !(1..=64).contains(&partner.len()) || !partner.bytes().all(plain) {
        wrong.push(ConfigError::PartnerId);
    }
    for (url, name) in [(&config.api_url, "API"), (&config.window_url, "window")] {
        if !is_usable(url) {
            wrong.push(ConfigError::Url(name));
        }
    }
    if config
        .script_url
        .as_ref()
        .is_some_and(|url| !is_usable(url))
    {
        wrong.push(ConfigError::ScriptUrl);
    }
    // A live reservation is unknown to the development window and the reverse: every buyer would end on an error
    // page.
    let (api, window) = (config.api_url.host_str(), config.window_url.host_str());
    let among = |hosts: &[&str], host: Option<&str>| host.is_some_and(|it| hosts.contains(&it));
    let mixed = |(apis, _): Hosts, (_, windows): Hosts| among(apis, api) && among(windows, window);
    if mixed(LIVE, DEVELOPMENT) || mixed(DEVELOPMENT, LIVE) {
        wrong.push(ConfigError::MixedEnvironments);
    }
    wrong
}

/// Whether an address is of Naver Pay's development environment, in which no money moves: the host names begin with
/// it.
pub fn is_trial(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let of_naver = host.ends_with(".naver.com");
    of_naver
        && ["dev-", "dev.", "test-"]
            .iter()
            .any(|front| host.starts_with(front))
}

/// The environment passed to the script: that of the API. A simulator on this machine is not production.
pub(super) fn mode(api_url: &Url) -> &'static str {
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
