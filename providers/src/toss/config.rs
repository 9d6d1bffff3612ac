//! What the adapter must be told, and the refusal to start without it.

use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

/// The longest life of a virtual account Toss documents, in hours.
const ACCOUNT_HOURS_MAX: i64 = 2160;
/// The longest documented error code has 47 characters.
const TEST_CODE_BYTES_MAX: usize = 100;

/// What the adapter needs to know.
#[derive(Debug, Clone)]
pub struct TossConfig {
    /// `live_sk_…` or `test_sk_…` (or `…_gsk_…` for the payment widget's merchants).
    pub secret_key: SecretString,
    /// `https://api.tosspayments.com`, or a sandbox. A path in it is kept.
    pub base_url: Url,
    /// How long a virtual account waits for its deposit, in hours. Toss reports no end of it.
    pub virtual_account_hours: i64,
    /// The error code that Toss is to answer every confirm and cancel with (`TossPayments-Test-Code`),
    /// for trying out a refusal. With a test key only.
    pub test_code: Option<String>,
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
    #[error("the HTTP client does not start: {0}")]
    Client(String),
}

pub(super) fn check(config: &TossConfig) -> Result<(), ConfigError> {
    let test = is_test_key(config.secret_key.expose_secret())?;
    let url = &config.base_url;
    let private = url.scheme() == "https" || (test && url.scheme() == "http");
    if !private || url.query().is_some() || url.fragment().is_some() {
        return Err(ConfigError::BaseUrl);
    }
    if !(1..=ACCOUNT_HOURS_MAX).contains(&config.virtual_account_hours) {
        return Err(ConfigError::VirtualAccountHours);
    }
    // Toss ignores it on live keys: whoever set it would think that payments are being refused.
    if let Some(code) = &config.test_code
        && !(test && is_code(code))
    {
        return Err(ConfigError::TestCode);
    }
    Ok(())
}

fn is_code(code: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=TEST_CODE_BYTES_MAX).contains(&code.len()) && code.bytes().all(plain)
}

/// Whether it is a test key: `^(test|live)_(g?sk)_[A-Za-z0-9_]+$` (Toss's key families).
fn is_test_key(key: &str) -> Result<bool, ConfigError> {
    if key.is_empty() {
        return Err(ConfigError::KeyMissing);
    }
    let (mode, rest) = key.split_once('_').ok_or(ConfigError::KeyMalformed)?;
    let (family, name) = rest.split_once('_').ok_or(ConfigError::KeyMalformed)?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let formed = matches!(mode, "test" | "live") && matches!(family, "sk" | "gsk");
    if formed && !name.is_empty() && name.bytes().all(plain) {
        Ok(mode == "test")
    } else {
        Err(ConfigError::KeyMalformed)
    }
}
