//! Transfers to the seller's own bank account, matched by depositor name and amount. A feed that signs (Standard
//! Webhooks), `PayAction`, or a statement that a person imports reports deposits. Nothing here uses the network: a
//! bank account cannot be queried.

mod map;
mod payaction;
pub mod statement;
mod webhook;
mod wire;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    kind::{Method, ProviderId},
    money::Won,
    order::{DepositInstructions, Order, Session},
    payment::Snapshot,
};
use secrecy::{ExposeSecret as _, SecretString};

use crate::{
    codes::Row,
    error::ProviderError,
    provider::{Callback, Capabilities, PaymentRef, Provider, RefundOrder, Webhooks},
    signature::{InvalidSecret, WebhookSecret},
};

pub const ID: ProviderId = ProviderId::known("bank");

/// `PayAction` issues its key, whose length is not documented; this only catches one cut off in copying.
const PAYACTION_KEY_BYTES_MIN: usize = 8;
/// Names of accounts and shops.
const NAME_BYTES_MAX: usize = 64;
/// A month. An order that waits longer blocks its name and amount for other buyers.
const ORDER_HOURS_MAX: i64 = 720;

/// The seller's account and the sources that report its deposits. Several feeds may be on. A movement that more than
/// one reports is recognised by the facts they all report (`domain::deposit::identify`).
#[derive(Clone)]
pub struct BankConfig {
    /// The name by which the feed calls the account, such as `main`. Never the number.
    pub account: String,
    /// KFTC three-digit code of its bank.
    pub bank: String,
    pub account_number: String,
    /// The name the buyer reads before sending money.
    pub holder: String,
    /// Of the signed feed, `whsec_…`. Two while a secret is rotated or where two feeds sign, none when there is none.
    pub secrets: Vec<SecretString>,
    pub payaction: Option<PayActionConfig>,
    /// No source calls: deposits are known from imported statements alone. Without this setting a missing feed is an
    /// error, because no deposit would ever arrive.
    pub statements_only: bool,
    /// How long an order waits for its deposit, in hours.
    pub order_hours: i64,
}

impl std::fmt::Debug for BankConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BankConfig")
            .field("account", &self.account)
            .field("bank", &self.bank)
            .field("order_hours", &self.order_hours)
            .finish_non_exhaustive()
    }
}

/// How `PayAction` proves its identity. It signs nothing.
#[derive(Clone)]
pub struct PayActionConfig {
    /// The static text it sends as `x-webhook-key`.
    pub key: SecretString,
    /// The shop its `x-mall-id` must name; any, when left out.
    pub mall_id: Option<String>,
}

impl std::fmt::Debug for PayActionConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PayActionConfig(…)")
    }
}

/// Settings with which the adapter refuses to start. No text repeats a secret or the account.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error(
        "nobody tells of deposits: the feed has no secret, PayAction no key, and statements alone were not asked for"
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

/// The adapter.
pub struct Bank {
    account: String,
    kftc: String,
    account_number: String,
    holder: String,
    /// Decoded once: every deposit passes here.
    secrets: Vec<WebhookSecret>,
    /// For each secret, the name of the feed that signs with it: none for the first.
    series: Vec<String>,
    payaction: Option<PayActionConfig>,
    order_hours: i64,
    capabilities: Capabilities,
}

impl std::fmt::Debug for Bank {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bank")
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}

impl Bank {
    /// # Errors
    /// Settings that cannot work; see [`ConfigError`].
    pub fn new(config: &BankConfig) -> Result<Self, ConfigError> {
        check(config)?;
        let secrets = secrets(config)?;
        Ok(Self {
            account: config.account.clone(),
            kftc: config.bank.clone(),
            account_number: config.account_number.clone(),
            holder: config.holder.clone(),
            series: config.secrets.iter().enumerate().map(series).collect(),
            secrets,
            payaction: config.payaction.clone(),
            order_hours: config.order_hours,
            capabilities: Capabilities {
                partial_refunds: true,
                refund_account_for: vec![Method::BankTransfer],
                ..Capabilities::new(
                    vec![Method::BankTransfer],
                    Won::new(1).unwrap_or(Won::ZERO),
                    config.order_hours * 60,
                )
            },
        })
    }

    /// The name of the feed that signs with the secret at this index.
    fn series(&self, place: usize) -> &str {
        self.series.get(place).map_or("", String::as_str)
    }

    /// The configured name of the account. Match keys begin with it.
    pub fn account(&self) -> &str {
        &self.account
    }
}

/// A sender that signs with another secret may be another feed, with names of its own for the same movements. The
/// beginning of a digest distinguishes secrets and does nothing else.
fn series((place, secret): (usize, &SecretString)) -> String {
    if place == 0 {
        return String::new();
    }
    let mut digest = payaction::hex(secret.expose_secret().as_bytes());
    digest.truncate(8);
    digest
}

/// The first of [`faults`].
fn check(config: &BankConfig) -> Result<(), ConfigError> {
    faults(config).into_iter().next().map_or(Ok(()), Err)
}

/// Everything that is wrong with the settings, so that nobody has to fix them one by one.
pub fn faults(config: &BankConfig) -> Vec<ConfigError> {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    let number = &config.account_number;
    let plain = |name: &str| {
        (1..=NAME_BYTES_MAX).contains(&name.len())
            && !name.chars().any(|c| c.is_control() || c == '|')
    };
    let payaction = config.payaction.as_ref();
    let number_plain = number
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-');
    let rules = [
        (
            config.secrets.is_empty() && payaction.is_none() && !config.statements_only,
            ConfigError::SecretMissing,
        ),
        (
            payaction.is_some_and(|it| it.key.expose_secret().len() < PAYACTION_KEY_BYTES_MIN),
            ConfigError::PayActionKey,
        ),
        (
            payaction.is_some_and(|it| it.mall_id.as_ref().is_some_and(|id| !plain(id))),
            ConfigError::PayActionMall,
        ),
        (!plain(&config.account), ConfigError::Account),
        (
            config.bank.len() != 3 || digits(&config.bank) != 3,
            ConfigError::BankCode,
        ),
        (
            !(6..=20).contains(&digits(number)) || !number_plain,
            ConfigError::AccountNumber,
        ),
        (config.holder.trim().is_empty(), ConfigError::Holder),
        (
            !(1..=ORDER_HOURS_MAX).contains(&config.order_hours),
            ConfigError::OrderHours,
        ),
    ];
    let broken = rules.into_iter().filter(|(broken, _)| *broken);
    let mut wrong: Vec<ConfigError> = broken.map(|(_, rule)| rule).collect();
    wrong.extend(secrets(config).err());
    wrong
}

/// The feed's secrets, decoded.
fn secrets(config: &BankConfig) -> Result<Vec<WebhookSecret>, ConfigError> {
    config
        .secrets
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

#[async_trait]
impl Provider for Bank {
    fn id(&self) -> ProviderId {
        ID
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn begin(&self, _order: &Order, now: DateTime<Utc>) -> Result<Session, ProviderError> {
        let due_at = now + TimeDelta::hours(self.order_hours);
        Ok(Session {
            payment_key: None,
            redirect_url: None,
            mobile_url: None,
            app_url: None,
            callback: std::collections::BTreeMap::new(),
            deposit: Some(DepositInstructions {
                bank: self.kftc.clone(),
                account_number: self.account_number.clone(),
                holder: Some(self.holder.clone()),
                due_at,
            }),
            webhook_secret: None,
            awaited_at: None,
            expires_at: due_at,
        })
    }

    async fn confirm(&self, _: &Order, _: &Callback) -> Result<Snapshot, ProviderError> {
        Err(not_here(
            "CONFIRM_BY_DEPOSIT",
            "a bank transfer is completed by its deposit alone",
        ))
    }

    async fn lookup(&self, _: &PaymentRef) -> Result<Snapshot, ProviderError> {
        Err(ProviderError::InDoubt(
            "a deposit feed cannot be asked".to_owned(),
        ))
    }

    async fn refund(&self, _: &RefundOrder) -> Result<Snapshot, ProviderError> {
        Err(not_here(
            "REFUND_BY_HAND",
            "a bank transfer is refunded by hand",
        ))
    }

    /// A feed of deposits has no codes.
    fn code(&self, _: &str) -> Option<&'static Row> {
        None
    }

    fn webhooks(&self) -> Option<&dyn Webhooks> {
        let told = !self.secrets.is_empty() || self.payaction.is_some();
        told.then_some(self as &dyn Webhooks)
    }
}

fn not_here(code: &str, message: &str) -> ProviderError {
    ProviderError::Misconfigured {
        code: code.to_owned(),
        message: message.to_owned(),
    }
}
