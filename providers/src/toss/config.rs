//! The settings the adapter needs, and the refusal to start without them.

mod faults;

use std::sync::Arc;

use clap::Args;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

pub(super) use self::faults::check;
pub use self::faults::faults;
use super::Toss;
use crate::{
    provider::Provider,
    settings::{Configured, lines, made},
    signature::ReturnUrls,
};

/// The longest lifetime of a virtual account Toss documents, in hours.
const ACCOUNT_HOURS_MAX: i64 = 2160;

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
        let key = self.secret_key();
        key.starts_with("test_")
            .then_some("toss_secret_key: is a test key")
    }

    fn called(&self) -> Option<(&'static str, &Url)> {
        Some(("toss_url", &self.toss_url))
    }
}

impl TossConfig {
    /// The secret key; empty where it is not set.
    pub(super) fn secret_key(&self) -> &str {
        self.toss_secret_key
            .as_ref()
            .map_or("", |key| key.expose_secret())
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
