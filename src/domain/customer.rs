//! The account that owns credits, as the books see it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    hash::{Hash, NO_HASH},
    id::{CustomerId, PaymentId},
    kind::vocabulary,
    money::{Credits, Won},
    refund::Basis,
    threshold::ThresholdSetting,
};

/// A customer. Its row is the lock for every change of the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    pub id: CustomerId,
    pub state: CustomerState,
    /// Credits that were used and whose payment was then taken back by others. They are set off at once against any
    /// credits that are there or come. While the debt is not zero, no credits are available.
    pub debt: Credits,
    /// The credits of all lots together, ever. The total never passes the largest amount, so no sum over a customer's
    /// credits does. It is checked where lots come in ([`crate::books`]).
    pub granted: Credits,
    /// Debt that was waived and whose money has not come again since.
    pub debt_waived: Credits,
    /// Number of the last ledger entry.
    pub seq: i64,
    /// Hash of the last ledger entry.
    pub head: Hash,
    pub opened_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    /// The numbers of credits below which the seller wants to hear of it; none where they were never set.
    #[serde(default)]
    pub thresholds: Option<ThresholdSetting>,
}

/// How long a closing may name its quote, in seconds. Like a refund's quote, it is long enough to read it out on the
/// phone.
pub const CLOSING_QUOTE_LIVES_SECONDS: i64 = 900;

/// The loss in closing an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingQuote {
    pub id: String,
    pub customer_id: CustomerId,
    /// Live credits that would be lost.
    pub forfeited: Credits,
    /// The part of them that the refunds by right take, with bonuses. Zero in quotes from before it was counted.
    #[serde(default)]
    pub given_back: Credits,
    /// The part of them that could be refunded first, in won.
    pub refundable: Won,
    /// Credits that stay owed.
    pub debt: Credits,
    /// The payments of lots that would be lost, oldest first. Empty in quotes from before they were listed.
    #[serde(default)]
    pub payments: Vec<ClosingPayment>,
    /// Exclusive.
    pub expires_at: DateTime<Utc>,
}

/// A payment whose credits a closing would lose, and what could be refunded of it first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingPayment {
    pub payment: PaymentId,
    /// Live credits of its lot that would be lost.
    pub credits: Credits,
    /// What could be refunded now, in won.
    pub amount: Won,
    /// The promise that the refund would rest on.
    pub basis: Basis,
    /// Exclusive end of the window that decided, where one did.
    pub until: Option<DateTime<Utc>>,
    /// The rule in words.
    pub why: String,
}

impl ClosingPayment {
    /// Whether a closing that gives back first requests its refund: it is due by right and brings something.
    pub fn is_given_back(&self) -> bool {
        self.basis == Basis::ByRight && !self.amount.is_zero()
    }
}

vocabulary!(
    CustomerState, "state of a customer" {
        Open = "open",
        /// Until a person opens it again or closes it: nothing is used, bought or given.
        Frozen = "frozen",
        /// For good: a closed id never comes back.
        Closed = "closed",
    }
);

impl Customer {
    pub fn new(id: CustomerId, now: DateTime<Utc>) -> Self {
        Self {
            id,
            state: CustomerState::Open,
            debt: Credits::ZERO,
            debt_waived: Credits::ZERO,
            granted: Credits::ZERO,
            seq: 0,
            head: NO_HASH,
            opened_at: now,
            closed_at: None,
            thresholds: None,
        }
    }
}
