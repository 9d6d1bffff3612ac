//! The session at a provider in which an order is paid.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The data that a provider gave us to collect one order's money.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The provider's own name for the payment, where it has one before the money moves.
    pub payment_key: Option<String>,
    /// Where to send the buyer's browser, unless the provider's own script opens its window there.
    pub redirect_url: Option<String>,
    /// Where to send a phone's browser, where the provider has a separate address for it.
    #[serde(default)]
    pub mobile_url: Option<String>,
    /// Where to send the seller's own app, where the provider has a separate address for it.
    #[serde(default)]
    pub app_url: Option<String>,
    /// The values that the buyer's browser brought back, so that a confirmation can be asked for again after a crash.
    /// They are still only a hint. They may hold a one-time token: never shown, never logged.
    #[serde(default)]
    pub callback: BTreeMap<String, String>,
    /// Where to transfer money to.
    pub deposit: Option<DepositInstructions>,
    /// A value that this payment's webhooks repeat (Toss `secret`). Never shown, never logged.
    pub webhook_secret: Option<String>,
    /// When the provider was last asked and answered that it awaits the deposit.
    #[serde(default)]
    pub awaited_at: Option<DateTime<Utc>>,
    /// Exclusive instant after which the provider no longer accepts this session.
    pub expires_at: DateTime<Utc>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("payment_key", &self.payment_key)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// Where and until when the buyer transfers money.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DepositInstructions {
    /// KFTC three-digit bank code.
    pub bank: String,
    pub account_number: String,
    pub holder: Option<String>,
    /// Exclusive instant.
    pub due_at: DateTime<Utc>,
}

impl std::fmt::Debug for DepositInstructions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DepositInstructions")
            .field("bank", &self.bank)
            .field("due_at", &self.due_at)
            .finish_non_exhaustive()
    }
}
