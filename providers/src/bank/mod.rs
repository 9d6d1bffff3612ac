//! Transfers to the seller's own bank account, reported by a signed feed of deposits and matched by
//! depositor name and amount. Nothing here touches the network: there is nobody to ask.

mod map;
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
use secrecy::SecretString;

use crate::{
    error::ProviderError,
    provider::{Callback, PaymentRef, Provider, RefundOrder, RefundsBy, Terms, Webhooks},
    signature::{InvalidSecret, WebhookSecret},
};

pub const ID: ProviderId = ProviderId::known("bank");

/// A month. An order that waits longer blocks its name and amount for other buyers.
const ORDER_HOURS_MAX: i64 = 720;

/// The seller's account and how its feed signs.
#[derive(Clone)]
pub struct BankConfig {
    /// The name by which the feed calls the account, such as `main`. Never the number.
    pub account: String,
    /// KFTC three-digit code of its bank.
    pub bank: String,
    pub account_number: String,
    /// As the buyer reads it before sending money.
    pub holder: String,
    /// `whsec_…`; two while a secret is rotated.
    pub secrets: Vec<SecretString>,
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

/// Settings with which the adapter refuses to start. No text repeats a secret or the account.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("the deposit feed has no secret")]
    SecretMissing,
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
    /// Decoded once: this is the path on which every deposit comes in.
    secrets: Vec<WebhookSecret>,
    order_hours: i64,
    terms: Terms,
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
        let secrets = config
            .secrets
            .iter()
            .enumerate()
            .map(|(index, text)| {
                WebhookSecret::parse(text).map_err(|source| ConfigError::SecretMalformed {
                    position: index + 1,
                    source,
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            account: config.account.clone(),
            kftc: config.bank.clone(),
            account_number: config.account_number.clone(),
            holder: config.holder.clone(),
            secrets,
            order_hours: config.order_hours,
            terms: Terms {
                methods: vec![Method::BankTransfer],
                amount_min: Won::new(1).unwrap_or(Won::ZERO),
                session_minutes: config.order_hours * 60,
                refund_within: Vec::new(),
                partial_refunds: true,
                refund_account_for: vec![Method::BankTransfer],
                refunds: RefundsBy::Hand,
                lookups: false,
            },
        })
    }

    /// The configured name of the account, with which match keys begin.
    pub fn account(&self) -> &str {
        &self.account
    }
}

fn check(config: &BankConfig) -> Result<(), ConfigError> {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    let number = &config.account_number;
    if config.secrets.is_empty() {
        Err(ConfigError::SecretMissing)
    } else if !(1..=64).contains(&config.account.len())
        || config.account.chars().any(|c| c.is_control() || c == '|')
    {
        Err(ConfigError::Account)
    } else if config.bank.len() != 3 || digits(&config.bank) != 3 {
        Err(ConfigError::BankCode)
    } else if !(6..=20).contains(&digits(number))
        || !number
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
    {
        Err(ConfigError::AccountNumber)
    } else if config.holder.trim().is_empty() {
        Err(ConfigError::Holder)
    } else if !(1..=ORDER_HOURS_MAX).contains(&config.order_hours) {
        Err(ConfigError::OrderHours)
    } else {
        Ok(())
    }
}

#[async_trait]
impl Provider for Bank {
    fn id(&self) -> ProviderId {
        ID
    }

    fn terms(&self) -> &Terms {
        &self.terms
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

    fn webhooks(&self) -> Option<&dyn Webhooks> {
        Some(self)
    }
}

fn not_here(code: &str, message: &str) -> ProviderError {
    ProviderError::Misconfigured {
        code: code.to_owned(),
        message: message.to_owned(),
    }
}
