//! Names every fault of the settings, so that `credit-gateway check` shows all of them at once.

use super::{ConfigError, KakaoPayConfig, TEST_CID};

/// The subscription merchant of the documents: with it a one-time approval would issue a billing key.
const TEST_SUBSCRIPTION_CID: &str = "TCSUBSCRIP";
/// Every merchant id has ten characters.
const CID_CHARS: usize = 10;

/// The first of [`faults`].
pub(crate) fn check(config: &KakaoPayConfig) -> Result<(), ConfigError> {
    faults(config).into_iter().next().map_or(Ok(()), Err)
}

/// Checks every way in which these settings cannot work, at the start and not with the first buyer.
pub fn faults(config: &KakaoPayConfig) -> Vec<ConfigError> {
    let mut wrong = Vec::new();
    let test = is_test_key(config.secret_key());
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
