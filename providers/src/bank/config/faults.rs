//! Names every fault of the settings, so that `credit-gateway check` shows all of them at once.

use secrecy::ExposeSecret as _;

use super::{BankConfig, ConfigError, NAME_BYTES_MAX, ORDER_HOURS_MAX, PAYACTION_KEY_BYTES_MIN};
use crate::signature::WebhookSecret;

/// The first of [`faults`].
pub(crate) fn check(config: &BankConfig) -> Result<(), ConfigError> {
    faults(config).into_iter().next().map_or(Ok(()), Err)
}

/// Everything that is wrong with the settings, so that nobody has to fix them one by one.
pub fn faults(config: &BankConfig) -> Vec<ConfigError> {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    let number = config.bank_account_number.as_deref().unwrap_or_default();
    let plain = |name: &str| {
        (1..=NAME_BYTES_MAX).contains(&name.len())
            && !name.chars().any(|c| c.is_control() || c == '|')
    };
    let payaction = config.bank_payaction_key.as_ref();
    let mall_id = config.bank_payaction_mall_id.as_deref();
    let number_plain = number
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-');
    let rules = [
        (
            config.bank_webhook_secrets.is_empty()
                && payaction.is_none()
                && !config.bank_statements_only,
            ConfigError::SecretMissing,
        ),
        (
            payaction.is_some_and(|key| key.expose_secret().len() < PAYACTION_KEY_BYTES_MIN),
            ConfigError::PayActionKey,
        ),
        (
            payaction.is_some() && mall_id.is_some_and(|id| !plain(id)),
            ConfigError::PayActionMall,
        ),
        (!plain(&config.bank_account), ConfigError::Account),
        (
            config.bank_code.len() != 3 || digits(&config.bank_code) != 3,
            ConfigError::BankCode,
        ),
        (
            !(6..=20).contains(&digits(number)) || !number_plain,
            ConfigError::AccountNumber,
        ),
        (config.bank_holder.trim().is_empty(), ConfigError::Holder),
        (
            !(1..=ORDER_HOURS_MAX).contains(&config.bank_order_hours),
            ConfigError::OrderHours,
        ),
    ];
    let broken = rules.into_iter().filter(|(broken, _)| *broken);
    let mut wrong: Vec<ConfigError> = broken.map(|(_, rule)| rule).collect();
    wrong.extend(secrets(config).err());
    wrong
}

/// The feed's secrets, decoded.
pub(crate) fn secrets(config: &BankConfig) -> Result<Vec<WebhookSecret>, ConfigError> {
    config
        .bank_webhook_secrets
        .iter()
        .enumerate()
        .map(|(index, text)| {
            WebhookSecret::parse(text).map_err(|source| ConfigError::SecretMalformed {
                position: index + 1,
                source,
            })
        })
        .collect()
}
