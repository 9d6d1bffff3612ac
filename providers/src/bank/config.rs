//! The settings the adapter needs, and the refusal to start without them.

use std::{ops::RangeInclusive, sync::Arc};

use clap::Args;
use secrecy::{ExposeSecret as _, SecretString};

use super::Bank;
use crate::{
    provider::Provider,
    settings::{Configured, lines, made, padded},
    signature::{InvalidSecret, ReturnUrls, WebhookSecret},
};

/// `PayAction` issues its key, whose length is not documented; this only catches one cut off in copying.
const PAYACTION_KEY_BYTES_MIN: usize = 8;
/// Names of accounts and shops.
const NAME_BYTES_MAX: usize = 64;
/// A month. An order that waits longer blocks its name and amount for other buyers.
const ORDER_HOURS_MAX: i64 = 720;
/// The length of a shared secret in Standard Webhooks 1.0.0, in bytes.
const FEED_SECRET_BYTES: RangeInclusive<usize> = 24..=64;

/// Deposits to the seller's own account, known from a feed or from imported statements; switched on by the
/// account number.
#[derive(Clone, Args)]
pub struct BankConfig {
    /// The feed's name for the account.
    #[arg(long, env = "CREDIT_GATEWAY_BANK_ACCOUNT", default_value = "main")]
    pub bank_account: String,
    /// KFTC three-digit code of the bank.
    #[arg(long, env = "CREDIT_GATEWAY_BANK_CODE", default_value = "004")]
    pub bank_code: String,
    /// Without it bank transfers are off.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_BANK_ACCOUNT_NUMBER",
        hide_env_values = true
    )]
    pub bank_account_number: Option<String>,
    #[arg(long, env = "CREDIT_GATEWAY_BANK_HOLDER", default_value = "")]
    pub bank_holder: String,
    /// Standard Webhooks secrets of the feed (`whsec_…`), comma-separated while one replaces the other.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_BANK_WEBHOOK_SECRETS",
        value_delimiter = ',',
        hide_env_values = true
    )]
    pub bank_webhook_secrets: Vec<SecretString>,
    /// What PayAction sends as `x-webhook-key`. Without it PayAction is not believed.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_BANK_PAYACTION_KEY",
        hide_env_values = true
    )]
    pub bank_payaction_key: Option<SecretString>,
    /// The shop that PayAction's `x-mall-id` must name; any, when left out.
    #[arg(long, env = "CREDIT_GATEWAY_BANK_PAYACTION_MALL_ID")]
    pub bank_payaction_mall_id: Option<String>,
    /// No feed reports deposits: they are known from imported statements alone.
    #[arg(long, env = "CREDIT_GATEWAY_BANK_STATEMENTS_ONLY")]
    pub bank_statements_only: bool,
    /// How long an order waits for its deposit, in hours.
    #[arg(long, env = "CREDIT_GATEWAY_BANK_ORDER_HOURS", default_value_t = 24)]
    pub bank_order_hours: i64,
}

impl std::fmt::Debug for BankConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BankConfig")
            .field("account", &self.bank_account)
            .field("bank", &self.bank_code)
            .field("order_hours", &self.bank_order_hours)
            .finish_non_exhaustive()
    }
}

impl Configured for BankConfig {
    fn switch(&self) -> &'static str {
        "bank_account_number"
    }

    fn is_on(&self) -> bool {
        self.bank_account_number.is_some()
    }

    fn is_partly_set(&self) -> bool {
        !(self.bank_webhook_secrets.is_empty()
            && self.bank_payaction_key.is_none()
            && self.bank_holder.is_empty())
    }

    fn faults(&self) -> Vec<String> {
        lines(&faults(self))
    }

    /// Nobody is sent to a bank, so nobody comes back.
    fn provider(&self, _: &ReturnUrls) -> Result<Arc<dyn Provider>, String> {
        made(Bank::new(self))
    }

    fn weaknesses(&self) -> Vec<String> {
        let secrets = self.bank_webhook_secrets.iter().enumerate();
        let lengths = secrets.filter_map(|(place, secret)| {
            // A secret that cannot be read is among the faults.
            let bytes = WebhookSecret::bytes_of(secret).ok()?;
            (!FEED_SECRET_BYTES.contains(&bytes)).then(|| {
                format!(
                    "bank_webhook_secrets: number {} has {bytes} bytes; Standard Webhooks asks for {} to {}",
                    place + 1,
                    FEED_SECRET_BYTES.start(),
                    FEED_SECRET_BYTES.end()
                )
            })
        });
        let key = self.bank_payaction_key.as_ref();
        let padded = key.and_then(|key| padded("bank_payaction_key", key));
        lengths.chain(padded).collect()
    }
}

/// Settings with which the adapter refuses to start. No text repeats a secret or the account.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error(
        "nothing reports deposits: the feed has no secret, PayAction no key, and statements alone were not asked for"
    )]
    SecretMissing,
    #[error("the key of PayAction is shorter than {PAYACTION_KEY_BYTES_MIN} bytes")]
    PayActionKey,
    #[error("the shop of PayAction is not 1 to {NAME_BYTES_MAX} printable characters")]
    PayActionMall,
    #[error("secret {position} of the deposit feed: {source}")]
    SecretMalformed {
        position: usize,
        source: InvalidSecret,
    },
    #[error("the account needs a configured name of 1 to 64 printable characters")]
    Account,
    #[error("the bank is not a KFTC code of three digits")]
    BankCode,
    #[error("the account number is not 6 to 20 digits, hyphens aside")]
    AccountNumber,
    #[error("the account's holder is missing")]
    Holder,
    #[error("orders must wait 1 to {ORDER_HOURS_MAX} hours for their deposit")]
    OrderHours,
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
