//! The settings the adapter needs, and the refusal to start without them.

use std::sync::Arc;

use clap::Args;
use secrecy::SecretString;
use url::Url;

use super::KakaoPay;
use crate::{
    provider::Provider,
    settings::{Configured, exposed, lines, made},
    signature::ReturnUrls,
};

/// The one-time payment merchant of the documents, with which no money moves.
pub const TEST_CID: &str = "TC0ONETIME";
/// The subscription merchant of the documents: with it a one-time approval would issue a billing key.
const TEST_SUBSCRIPTION_CID: &str = "TCSUBSCRIP";
/// Every merchant id has ten characters.
const CID_CHARS: usize = 10;

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
        let key = exposed(self.kakaopay_secret_key.as_ref());
        key.starts_with("DEV")
            .then_some("kakaopay_secret_key: is a test key")
    }

    fn called(&self) -> Option<(&'static str, &Url)> {
        Some(("kakaopay_url", &self.kakaopay_url))
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

/// Checks every way in which these settings cannot work, at the start and not with the first buyer.
pub fn faults(config: &KakaoPayConfig) -> Vec<ConfigError> {
    let mut wrong = Vec::new();
    let test = is_test_key(exposed(config.kakaopay_secret_key.as_ref()));
    if config.kakaopay_cid.len() != CID_CHARS
        || !config.kakaopay_cid.bytes().all(is_capital_or_digit)
    {
        wrong.push(ConfigError::CidMalformed);
    } else if config.kakaopay_cid == TEST_SUBSCRIPTION_CID {
        wrong.push(ConfigError::CidForSubscriptions);
    } else if test
        .as_ref()
        .is_ok_and(|test| *test != (config.kakaopay_cid == TEST_CID))
    {
        // A live key with the test merchant would mint credits without payment; a test key with a real merchant never
        // works. Both are settings of another environment.
        wrong.push(ConfigError::KeyAndCid);
    }
    let url = &config.kakaopay_url;
    let may_be_plain = matches!(test, Ok(true));
    let private = url.scheme() == "https" || (may_be_plain && url.scheme() == "http");
    if !private || url.query().is_some() || url.fragment().is_some() {
        wrong.push(ConfigError::BaseUrl);
    }
    if let Err(unreadable) = test {
        wrong.insert(0, unreadable);
    }
    wrong
}

/// Whether it is a test key: forty characters in every key seen, but the length is not documented.
fn is_test_key(key: &str) -> Result<bool, ConfigError> {
    if key.is_empty() {
        return Err(ConfigError::KeyMissing);
    }
    let formed = key.bytes().all(is_capital_or_digit);
    match key.get(..3) {
        Some("DEV") if formed && key.len() > 3 => Ok(true),
        Some("PRD") if formed && key.len() > 3 => Ok(false),
        _ => Err(ConfigError::KeyMalformed),
    }
}

fn is_capital_or_digit(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}
