//! The settings the adapter needs, and the refusal to start without them.

mod faults;

use std::sync::Arc;

use clap::Args;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

pub use self::faults::faults;
use self::faults::is_trial;
pub(super) use self::faults::{check, mode};
use super::NaverPay;
use crate::{
    provider::Provider,
    settings::{Configured, lines, made},
    signature::ReturnUrls,
};

/// The partner id in the path of every current contract; older ones had their own.
pub const PARTNER_ID: &str = "naverpay-partner";
/// Far above the length of any id or secret seen, and short enough for a header.
const VALUE_BYTES_MAX: usize = 255;

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

impl NaverPayConfig {
    /// The client secret; empty where it is not set.
    pub(super) fn client_secret(&self) -> &str {
        self.naverpay_client_secret
            .as_ref()
            .map_or("", |secret| secret.expose_secret())
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
