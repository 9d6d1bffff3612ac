//! The settings the adapter needs, and the refusal to start without them.

use std::{ops::RangeInclusive, sync::Arc};

use clap::Args;
use domain::kind::Method;
use secrecy::SecretString;
use url::{Host, Url};

use super::PortOne;
use crate::{
    provider::Provider,
    settings::{Configured, exposed, lines, made, padded},
    signature::{InvalidSecret, ReturnUrls, WebhookSecret},
};

/// PortOne's script for a `<script>` element.
pub const SCRIPT_URL: &str = "https://cdn.portone.io/v2/browser-sdk.js";
/// The script calls and frames hosts of these two domains (seen in the content security policies of shops; PortOne documents
/// none).
pub const WINDOW_HOSTS: &str = "https://*.portone.io https://*.iamport.co";
/// The longest lifetime of a virtual account that any PG behind PortOne documents (Toss Payments: 90 days), in hours.
const ACCOUNT_HOURS_MAX: i64 = 2160;
/// Far above the length of any secret or id seen, and short enough for a header.
const VALUE_BYTES_MAX: usize = 255;
/// The length of a shared secret in Standard Webhooks 1.0.0, in bytes. PortOne's own example has 16.
const WEBHOOK_SECRET_BYTES: RangeInclusive<usize> = 16..=64;

/// PortOne V2; switched on by its API secret.
#[derive(Clone, Args)]
pub struct PortOneConfig {
    /// The V2 API secret. Without it PortOne is off.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_PORTONE_API_SECRET",
        hide_env_values = true
    )]
    pub portone_api_secret: Option<SecretString>,
    /// `store-…`. Not a secret: the script uses it too.
    #[arg(long, env = "CREDIT_GATEWAY_PORTONE_STORE_ID", default_value = "")]
    pub portone_store_id: String,
    /// The methods that are offered, each with its channel: `card=channel-key-…,easy_pay=channel-key-…`. Methods are `card`,
    /// `easy_pay`, `account_transfer`, `virtual_account` and `mobile`.
    #[arg(long, env = "CREDIT_GATEWAY_PORTONE_CHANNELS", value_delimiter = ',')]
    pub portone_channels: Vec<String>,
    /// Standard Webhooks secrets (`whsec_…`), comma-separated while one replaces the other.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_PORTONE_WEBHOOK_SECRETS",
        value_delimiter = ',',
        hide_env_values = true
    )]
    pub portone_webhook_secrets: Vec<SecretString>,
    /// The channels are test channels: no money moves.
    #[arg(long, env = "CREDIT_GATEWAY_PORTONE_TEST")]
    pub portone_test: bool,
    #[arg(
        long,
        env = "CREDIT_GATEWAY_PORTONE_URL",
        default_value = "https://api.portone.io"
    )]
    // A path in it is kept.
    pub portone_url: Url,
    /// PortOne's script.
    #[arg(long, env = "CREDIT_GATEWAY_PORTONE_SDK_URL", default_value = SCRIPT_URL)]
    pub portone_sdk_url: Url,
    /// The hosts that PortOne's script and the window of the PG call and frame, separated by spaces.
    #[arg(long, env = "CREDIT_GATEWAY_PORTONE_WINDOW_HOSTS", default_value = WINDOW_HOSTS)]
    pub portone_window_hosts: String,
    /// How long a virtual account waits for its deposit, in hours.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_PORTONE_VIRTUAL_ACCOUNT_HOURS",
        default_value_t = 168
    )]
    pub portone_virtual_account_hours: i64,
}

impl std::fmt::Debug for PortOneConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PortOneConfig")
            .field("store_id", &self.portone_store_id)
            .field("channels", &self.portone_channels)
            .field("test", &self.portone_test)
            .field("url", &self.portone_url.as_str())
            .finish_non_exhaustive()
    }
}

impl Configured for PortOneConfig {
    fn switch(&self) -> &'static str {
        "portone_api_secret"
    }

    fn is_on(&self) -> bool {
        self.portone_api_secret.is_some()
    }

    fn is_partly_set(&self) -> bool {
        !(self.portone_store_id.is_empty()
            && self.portone_channels.is_empty()
            && self.portone_webhook_secrets.is_empty())
    }

    fn faults(&self) -> Vec<String> {
        lines(&faults(self))
    }

    fn provider(&self, returns: &ReturnUrls) -> Result<Arc<dyn Provider>, String> {
        made(PortOne::new(self, returns.clone()))
    }

    fn test_only(&self) -> Option<&'static str> {
        self.portone_test
            .then_some("portone_test: is set, so the channels move no money")
    }

    fn weaknesses(&self) -> Vec<String> {
        let secrets = self.portone_webhook_secrets.iter().enumerate();
        let short = secrets.filter_map(|(place, secret)| {
            // A secret that cannot be read is among the faults.
            let bytes = WebhookSecret::bytes_of(secret).ok()?;
            (!WEBHOOK_SECRET_BYTES.contains(&bytes)).then(|| {
                format!(
                    "portone_webhook_secrets: number {} has {bytes} bytes; PortOne's have {} and more",
                    place + 1,
                    WEBHOOK_SECRET_BYTES.start(),
                )
            })
        });
        let secret = self.portone_api_secret.as_ref();
        let padded = secret.and_then(|secret| padded("portone_api_secret", secret));
        short.chain(padded).collect()
    }

    fn called(&self) -> Option<(&'static str, &Url)> {
        Some(("portone_url", &self.portone_url))
    }
}

/// Settings with which the adapter refuses to start. No text repeats a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("the portone API secret is missing")]
    SecretMissing,
    #[error("the portone API secret is not plain text of at most {VALUE_BYTES_MAX} characters")]
    SecretMalformed,
    #[error("the portone store id is missing or not a plain name such as store-…")]
    StoreId,
    #[error("portone has no channel: name a method and its channel, such as card=channel-key-…")]
    ChannelsMissing,
    #[error(
        "portone channel {0} is not METHOD=CHANNEL with a method of card, easy_pay, account_transfer, virtual_account and mobile"
    )]
    Channel(usize),
    #[error("portone channel {0} names a method that another one names too")]
    ChannelTwice(usize),
    #[error(
        "the portone webhook secret is missing: without it nobody reports deposits and cancels"
    )]
    WebhookSecretMissing,
    #[error("secret {position} of portone's webhooks: {source}")]
    WebhookSecretMalformed {
        position: usize,
        source: InvalidSecret,
    },
    #[error(
        "the portone {0} URL must be https (http only to this machine), without user, query or fragment"
    )]
    Url(&'static str),
    #[error("the portone window hosts must be https://HOST, separated by spaces")]
    WindowHosts,
    #[error("virtual accounts must live 1 to {ACCOUNT_HOURS_MAX} hours")]
    VirtualAccountHours,
    #[error("the HTTP client does not start: {0}")]
    Client(String),
}

/// Checks every way in which these settings cannot work, at the start and not with the first buyer.
pub fn faults(config: &PortOneConfig) -> Vec<ConfigError> {
    let mut wrong = Vec::new();
    let secret = exposed(config.portone_api_secret.as_ref());
    if secret.is_empty() {
        wrong.push(ConfigError::SecretMissing);
    } else if secret.len() > VALUE_BYTES_MAX || !secret.bytes().all(|it| it.is_ascii_graphic()) {
        wrong.push(ConfigError::SecretMalformed);
    }
    if !is_name(&config.portone_store_id) {
        wrong.push(ConfigError::StoreId);
    }
    wrong.extend(channels(config).err());
    wrong.extend(webhook_secrets(config).err());
    for (url, name) in [
        (&config.portone_url, "API"),
        (&config.portone_sdk_url, "script"),
    ] {
        if !is_usable(url) {
            wrong.push(ConfigError::Url(name));
        }
    }
    if !config.portone_window_hosts.split(' ').all(is_source) {
        wrong.push(ConfigError::WindowHosts);
    }
    if !(1..=ACCOUNT_HOURS_MAX).contains(&config.portone_virtual_account_hours) {
        wrong.push(ConfigError::VirtualAccountHours);
    }
    wrong
}

/// The methods that are offered, each with the key of its channel.
pub(super) fn channels(config: &PortOneConfig) -> Result<Vec<(Method, String)>, ConfigError> {
    let mut channels: Vec<(Method, String)> = Vec::new();
    for (place, written) in config.portone_channels.iter().enumerate() {
        let channel = written.trim().split_once('=').and_then(|(method, key)| {
            let method: Method = method.parse().ok()?;
            let offered = super::window::pay_method(method).is_some();
            (offered && is_name(key)).then(|| (method, key.to_owned()))
        });
        let (method, key) = channel.ok_or(ConfigError::Channel(place + 1))?;
        if channels.iter().any(|(known, _)| *known == method) {
            return Err(ConfigError::ChannelTwice(place + 1));
        }
        channels.push((method, key));
    }
    if channels.is_empty() {
        return Err(ConfigError::ChannelsMissing);
    }
    Ok(channels)
}

pub(super) fn webhook_secrets(config: &PortOneConfig) -> Result<Vec<WebhookSecret>, ConfigError> {
    let secrets = config.portone_webhook_secrets.iter().enumerate();
    let secrets: Vec<WebhookSecret> = secrets
        .map(|(place, secret)| {
            let position = place + 1;
            WebhookSecret::parse(secret)
                .map_err(|source| ConfigError::WebhookSecretMalformed { position, source })
        })
        .collect::<Result<_, _>>()?;
    if secrets.is_empty() {
        return Err(ConfigError::WebhookSecretMissing);
    }
    Ok(secrets)
}

/// A store's id or a channel's key: both are a word, a hyphen and a UUID where seen.
fn is_name(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    (1..=VALUE_BYTES_MAX).contains(&text.len()) && text.bytes().all(plain)
}

/// A host as a content security policy names it.
fn is_source(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.*:".contains(&byte);
    let host = text.strip_prefix("https://").unwrap_or_default();
    !host.is_empty() && host != "*" && host.bytes().all(plain)
}

/// Nothing in the secret distinguishes a test from real money. So only a call that cannot leave this machine may be
/// unencrypted.
fn is_usable(url: &Url) -> bool {
    let here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    let private = url.scheme() == "https" || (url.scheme() == "http" && here);
    let bare = url.query().is_none() && url.fragment().is_none();
    private && bare && url.username().is_empty() && url.password().is_none()
}
