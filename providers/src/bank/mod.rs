//! Transfers to the seller's own bank account, matched by depositor name and amount. A feed that signs (Standard
//! Webhooks), `PayAction`, or a statement that a person imports reports deposits. Nothing here uses the network: a
//! bank account cannot be queried.

mod begin;
mod config;
mod map;
mod payaction;
mod provider;
pub mod statement;
mod webhook;
mod wire;

use domain::{
    kind::{Method, ProviderId},
    money::Won,
};
use secrecy::{ExposeSecret as _, SecretString};

pub use self::config::{BankConfig, ConfigError, faults};
use self::payaction::PayAction;
use crate::{
    provider::Capabilities,
    settings::checked,
    signature::{WebhookSecret, hex},
};

pub const ID: ProviderId = ProviderId::known("bank");

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
    payaction: Option<PayAction>,
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
        checked(config::faults(config))?;
        let secrets = config::secrets(config)?;
        Ok(Self {
            account: config.bank_account.clone(),
            kftc: config.bank_code.clone(),
            account_number: config.bank_account_number.clone().unwrap_or_default(),
            holder: config.bank_holder.clone(),
            series: config
                .bank_webhook_secrets
                .iter()
                .enumerate()
                .map(series)
                .collect(),
            secrets,
            payaction: config.bank_payaction_key.clone().map(|key| PayAction {
                key,
                mall_id: config.bank_payaction_mall_id.clone(),
            }),
            order_hours: config.bank_order_hours,
            capabilities: Capabilities {
                partial_refunds: true,
                refund_account_for: vec![Method::BankTransfer],
                deposit_account: Some(config.bank_account.clone()),
                ..Capabilities::new(
                    vec![Method::BankTransfer],
                    Won::new(1).unwrap_or(Won::ZERO),
                    config.bank_order_hours * 60,
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
    let mut digest = hex(secret.expose_secret().as_bytes());
    digest.truncate(8);
    digest
}
