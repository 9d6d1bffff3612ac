//! The settings the adapter needs, and the refusal to start without them.

use std::sync::Arc;

use clap::Args;
use secrecy::SecretString;
use url::Url;

use super::Toss;
use crate::{
    provider::Provider,
    settings::{Configured, exposed, lines, made},
    signature::ReturnUrls,
};

/// The longest lifetime of a virtual account Toss documents, in hours.
const ACCOUNT_HOURS_MAX: i64 = 2160;
/// The longest documented error code has 47 characters.
const TEST_CODE_BYTES_MAX: usize = 100;

/// Toss Payments; switched on by its secret key.
#[derive(Debug, Clone, Args)]
pub struct TossConfig {
    /// `test_sk_…` or `live_sk_…`. Without it Toss Payments is off.
    #[arg(long, env = "CREDIT_GATEWAY_TOSS_SECRET_KEY", hide_env_values = true)]
    pub toss_secret_key: Option<SecretString>,
    #[arg(
        long,
        env = "CREDIT_GATEWAY_TOSS_URL",
        default_value = "https://api.tosspayments.com"
    )]
    // A path in it is kept.
    pub toss_url: Url,
    /// `test_ck_…` or `live_ck_…`, of one pair with the secret key. With it Toss's own script opens the
    /// payment window from a page of ours, for shops that may not create payments from the server.
    #[arg(long, env = "CREDIT_GATEWAY_TOSS_CLIENT_KEY")]
    pub toss_client_key: Option<String>,
    /// Toss's script.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_TOSS_SDK_URL",
        default_value = "https://js.tosspayments.com/v2/standard"
    )]
    pub toss_sdk_url: Url,
    /// How long a virtual account waits for its deposit, in hours.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_TOSS_VIRTUAL_ACCOUNT_HOURS",
        default_value_t = 168
    )]
    pub toss_virtual_account_hours: i64,
    /// The error code that Toss is to answer every confirm and cancel with (`TossPayments-Test-Code`), to test a
    /// refusal. With a test key only.
    #[arg(skip)]
    pub toss_test_code: Option<String>,
}

impl Configured for TossConfig {
    fn switch(&self) -> &'static str {
        "toss_secret_key"
    }

    fn is_on(&self) -> bool {
        self.toss_secret_key.is_some()
    }

    fn is_partly_set(&self) -> bool {
        self.toss_client_key.is_some()
    }

    fn faults(&self) -> Vec<String> {
        lines(&faults(self))
    }

    fn provider(&self, returns: &ReturnUrls) -> Result<Arc<dyn Provider>, String> {
        made(Toss::new(self, returns.clone()))
    }

    fn test_only(&self) -> Option<&'static str> {
        let key = exposed(self.toss_secret_key.as_ref());
        key.starts_with("test_")
            .then_some("toss_secret_key: is a test key")
    }

    fn called(&self) -> Option<(&'static str, &Url)> {
        Some(("toss_url", &self.toss_url))
    }
}

/// Settings with which the adapter refuses to start. No text repeats the key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("the toss secret key is missing")]
    KeyMissing,
    #[error("the toss secret key is not of the form test_sk_… or live_sk_…")]
    KeyMalformed,
    #[error(
        "the toss base URL must be https (http only with a test key), without query or fragment"
    )]
    BaseUrl,
    #[error("virtual accounts must live 1 to {ACCOUNT_HOURS_MAX} hours")]
    VirtualAccountHours,
    #[error(
        "a toss test code is an error code such as REJECT_CARD_PAYMENT, and goes with a test key only"
    )]
    TestCode,
    #[error("the toss client key is not of the form test_ck_… or live_ck_…")]
    ClientKeyMalformed,
    #[error(
        "the toss client key and the secret key are not of one pair: both test_ or both live_, and no key of the payment widget (gck, gsk)"
    )]
    KeysMixed,
    #[error(
        "the address of toss's script must be https (http only with a test key), without query or fragment"
    )]
    ScriptUrl,
    #[error("the HTTP client does not start: {0}")]
    Client(String),
}

/// Whether it is a test key at Toss itself, and not at a simulator.
pub(super) fn is_test_at_toss(config: &TossConfig) -> bool {
    let secret = Key::parse(exposed(config.toss_secret_key.as_ref()));
    let host = config.toss_url.host_str().unwrap_or_default();
    secret.is_ok_and(|key| key.test) && host.ends_with(TOSS_HOST)
}

/// The end of the names of Toss's own servers.
const TOSS_HOST: &str = "tosspayments.com";

/// Everything that is wrong with the settings, so that nobody has to fix them one by one.
pub fn faults(config: &TossConfig) -> Vec<ConfigError> {
    let mut wrong = Vec::new();
    let secret = Key::parse(exposed(config.toss_secret_key.as_ref()));
    // An unreadable key allows an unknown environment, so the rest is checked by the stricter rule.
    let test = secret.as_ref().is_ok_and(|key| key.test);
    if !is_private(&config.toss_url, test) {
        wrong.push(ConfigError::BaseUrl);
    }
    if let Some(client_key) = &config.toss_client_key {
        match Key::read(client_key).filter(|key| key.family == "ck") {
            None => wrong.push(ConfigError::ClientKeyMalformed),
            Some(client) => {
                let of_one_pair =
                    |secret: &Key<'_>| client.test == secret.test && secret.family == "sk";
                if secret.as_ref().is_ok_and(|secret| !of_one_pair(secret)) {
                    wrong.push(ConfigError::KeysMixed);
                }
            }
        }
        if !is_private(&config.toss_sdk_url, test) {
            wrong.push(ConfigError::ScriptUrl);
        }
    }
    if !(1..=ACCOUNT_HOURS_MAX).contains(&config.toss_virtual_account_hours) {
        wrong.push(ConfigError::VirtualAccountHours);
    }
    // Toss ignores it on live keys: the person who set it would think that payments are being refused.
    if let Some(code) = &config.toss_test_code
        && !(test && is_code(code))
    {
        wrong.push(ConfigError::TestCode);
    }
    if let Err(unreadable) = secret {
        wrong.insert(0, unreadable);
    }
    wrong
}

fn is_code(code: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=TEST_CODE_BYTES_MAX).contains(&code.len()) && code.bytes().all(plain)
}

fn is_private(url: &Url, test: bool) -> bool {
    let private = url.scheme() == "https" || (test && url.scheme() == "http");
    private && url.query().is_none() && url.fragment().is_none()
}

/// A parsed Toss key: `^(test|live)_(g?[cs]k)_[A-Za-z0-9_]+$`.
struct Key<'a> {
    test: bool,
    family: &'a str,
}

impl<'a> Key<'a> {
    /// A secret key.
    fn parse(key: &'a str) -> Result<Self, ConfigError> {
        if key.is_empty() {
            return Err(ConfigError::KeyMissing);
        }
        Self::read(key)
            .filter(|key| matches!(key.family, "sk" | "gsk"))
            .ok_or(ConfigError::KeyMalformed)
    }

    fn read(key: &'a str) -> Option<Self> {
        let (mode, rest) = key.split_once('_')?;
        let (family, name) = rest.split_once('_')?;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let formed = matches!(mode, "test" | "live") && !name.is_empty() && name.bytes().all(plain);
        formed.then_some(Self {
            test: mode == "test",
            family,
        })
    }
}
