//! The settings the adapter needs, and the refusal to start without them.

mod faults;

use std::sync::Arc;

use clap::Args;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

pub(super) use self::faults::check;
pub use self::faults::faults;
use super::KakaoPay;
use crate::{
    provider::Provider,
    settings::{Configured, lines, made},
    signature::ReturnUrls,
};

/// The one-time payment merchant of the documents, with which no money moves.
pub const TEST_CID: &str = "TC0ONETIME";

/// Kakao Pay one-time payments; switched on by its secret key.
#[derive(Debug, Clone, Args)]
pub struct KakaoPayConfig {
    /// `DEV…` or `PRD…`. Without it Kakao Pay is off.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_KAKAOPAY_SECRET_KEY",
        hide_env_values = true
    )]
    // The console's "Secret key", not an admin key of Kakao Developers.
    pub kakaopay_secret_key: Option<SecretString>,
    /// The contract's CID; a test key goes with the test CID only.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_KAKAOPAY_CID",
        default_value = "TC0ONETIME"
    )]
    pub kakaopay_cid: String,
    #[arg(
        long,
        env = "CREDIT_GATEWAY_KAKAOPAY_URL",
        default_value = "https://open-api.kakaopay.com"
    )]
    // For live and test alike. A path in it is kept.
    pub kakaopay_url: Url,
}

impl Configured for KakaoPayConfig {
    fn switch(&self) -> &'static str {
        "kakaopay_secret_key"
    }

    fn is_on(&self) -> bool {
        self.kakaopay_secret_key.is_some()
    }

    fn is_partly_set(&self) -> bool {
        !["", TEST_CID].contains(&self.kakaopay_cid.as_str())
    }

    fn faults(&self) -> Vec<String> {
        lines(&faults(self))
    }

    fn provider(&self, returns: &ReturnUrls) -> Result<Arc<dyn Provider>, String> {
        made(KakaoPay::new(self, returns.clone()))
    }

    fn test_only(&self) -> Option<&'static str> {
        let key = self.secret_key();
        key.starts_with("DEV")
            .then_some("kakaopay_secret_key: is a test key")
    }

    fn called(&self) -> Option<(&'static str, &Url)> {
        Some(("kakaopay_url", &self.kakaopay_url))
    }
}

impl KakaoPayConfig {
    /// The secret key; empty where it is not set.
    pub(super) fn secret_key(&self) -> &str {
        self.kakaopay_secret_key
            .as_ref()
            .map_or("", |key| key.expose_secret())
    }
}

/// Settings with which the adapter refuses to start. No text repeats the key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("the kakaopay secret key is missing")]
    KeyMissing,
    #[error("the kakaopay secret key is not of the form DEV… or PRD…, capital letters and digits")]
    KeyMalformed,
    #[error("the kakaopay CID is not ten capital letters and digits")]
    CidMalformed,
    #[error("the kakaopay CID is one for subscriptions")]
    CidForSubscriptions,
    #[error(
        "a kakaopay test key (DEV…) goes with the test CID {TEST_CID} and a live key (PRD…) with none but a contract's"
    )]
    KeyAndCid,
    #[error(
        "the kakaopay base URL must be https (http only with a test key), without query or fragment"
    )]
    BaseUrl,
    #[error("the HTTP client does not start: {0}")]
    Client(String),
}
