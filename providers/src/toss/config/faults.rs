//! Names every fault of the settings, so that `credit-gateway check` shows all of them at once.

use url::Url;

use super::{ACCOUNT_HOURS_MAX, ConfigError, TossConfig};

/// The longest documented error code has 47 characters.
const TEST_CODE_BYTES_MAX: usize = 100;

/// The first of [`faults`].
pub(crate) fn check(config: &TossConfig) -> Result<(), ConfigError> {
    faults(config).into_iter().next().map_or(Ok(()), Err)
}

/// Everything that is wrong with the settings, so that nobody has to fix them one by one.
pub fn faults(config: &TossConfig) -> Vec<ConfigError> {
    let mut wrong = Vec::new();
    let secret = Key::parse(config.secret_key());
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
