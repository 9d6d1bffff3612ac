//! A purchase under terms that are fixed when the order is opened, with the provider session that collects the money.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::Period,
    campaign::Promotion,
    failure::Failure,
    id::{CustomerId, DueMonthId, OrderId, PaymentId},
    kind::{Kind, Method, ProviderId, vocabulary},
    mask::shows,
    metadata::Metadata,
    money::{Credits, Won},
    product::{Bonus, with_bonus},
};

/// An order. Everything that decides price and validity is copied into it when it is opened, so a
/// later change of catalogue or policy cannot reach it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub id: OrderId,
    pub customer: CustomerId,
    /// A product's id, or that of the month of a subscription ([`Order::month`]).
    pub product: String,
    /// The title that the buyer reads at the provider, e.g. `1,000 credits × 3`.
    pub title: String,
    pub quantity: i64,
    /// The price for the buyer, VAT included.
    pub amount: Won,
    /// The part of `amount` that bears no VAT.
    pub tax_free: Won,
    pub credits: Credits,
    pub kind: Kind,
    /// How long the credits live, counted from the mint.
    pub validity: Period,
    /// Promotional credits that come with it.
    #[serde(default)]
    pub bonus: Option<Bonus>,
    /// Version of the policy in force when the order was opened.
    pub policy: String,
    /// SHA-256 of that version's document, in lower-case hex: terms are pinned by content, not by name.
    #[serde(default)]
    pub policy_hash: String,
    pub provider: ProviderId,
    pub method: Method,
    /// Name the buyer will put on a bank transfer, as given.
    pub depositor: Option<String>,
    /// `account|normalised name` for bank deposits: with the amount, unique among orders that await one.
    pub depositor_key: Option<String>,
    /// Where the buyer's browser goes at the end: the seller's page.
    pub return_url: String,
    pub session: Option<Session>,
    pub state: OrderState,
    /// Why the provider refused, where the order failed.
    pub failure: Option<Failure>,
    /// The reason for any other state that ends without a payment or needs a person.
    pub note: Option<String>,
    pub payment: Option<PaymentId>,
    pub opened_at: DateTime<Utc>,
    /// Exclusive instant at which an unpaid order is given up.
    pub expires_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    /// When the last look-up that an unsigned hint asked for was made, or is due.
    #[serde(default)]
    pub hinted_at: Option<DateTime<Utc>>,
    /// Texts that the seller stored with the order.
    #[serde(default)]
    pub metadata: Metadata,
    /// What a campaign took off `amount` or added to `bonus`.
    #[serde(default)]
    pub promotion: Option<Promotion>,
}

/// Hints of one order cost at most one look-up in this time. Nobody signs them, so anybody may send any number. A
/// provider's own two webhooks about one change come closer together than this, and the second adds nothing new.
pub const HINTS_APART: TimeDelta = TimeDelta::seconds(10);

impl Order {
    /// Whether the provider was asked later than `asked_at` and answered that it awaits the deposit.
    pub fn awaited_since(&self, asked_at: DateTime<Utc>) -> bool {
        let session = self.session.as_ref();
        session
            .and_then(|session| session.awaited_at)
            .is_some_and(|at| asked_at < at)
    }

    /// When a hint that comes now is followed by a look-up: at once, or as soon as the last look-up is long enough ago.
    /// A time further ahead than a look-up can be was not written by us and is ignored.
    pub fn hint_looked_up_at(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self.hinted_at {
            Some(at) if at > now && at <= now + HINTS_APART => at,
            Some(at) if at <= now && now < at + HINTS_APART => at + HINTS_APART,
            Some(_) | None => now,
        }
    }

    /// Whether a look-up that a hint asked for is still due. Another hint then asks for nothing new.
    pub fn awaits_look_up(&self, now: DateTime<Utc>) -> bool {
        self.hinted_at
            .is_some_and(|at| at > now && at <= now + HINTS_APART)
    }

    /// The month of a subscription that it pays for, which it names in the place of a product.
    pub fn month(&self) -> Option<DueMonthId> {
        self.product.parse().ok()
    }

    /// Credits with the bonus.
    pub fn all_credits(&self) -> Credits {
        with_bonus(self.credits, self.bonus)
    }

    /// The title without the quantity, for callers that state the quantity separately.
    pub fn product_name(&self) -> &str {
        crate::product::name_in(&self.title, self.quantity)
    }
}

shows!(Order: id, state, amount);

vocabulary!(
    /// Where an order stands.
    OrderState, "state of an order" {
        /// Opened; the buyer may be at the provider.
        Open = "open",
        /// The buyer authenticated and the provider is being asked to take the money; the answer may be in doubt.
        Confirming = "confirming",
        /// An account was issued or shown; a deposit is awaited.
        AwaitingDeposit = "awaiting_deposit",
        /// Paid, lot minted.
        Completed = "completed",
        /// The provider definitely refused. No money moved.
        Failed = "failed",
        /// Given up by the seller or the buyer before payment.
        Cancelled = "cancelled",
        /// The time ran out.
        Expired = "expired",
        /// Money arrived that does not agree with the order (amount, currency, reference, or paid after
        /// the seller cancelled). Nothing is minted; a person decides.
        Mismatched = "mismatched",
    }
);

impl OrderState {
    /// Whether a payment can still complete it without a person's help.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Open | Self::Confirming | Self::AwaitingDeposit => true,
            Self::Completed | Self::Failed | Self::Cancelled | Self::Expired | Self::Mismatched => {
                false
            }
        }
    }
}

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

shows!(Session: payment_key, expires_at);

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

shows!(DepositInstructions: bank, due_at);
