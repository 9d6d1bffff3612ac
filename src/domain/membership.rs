//! Memberships: a customer's subscription to a plan, and its months. The day of a month is in [`crate::calendar`], what
//! happens to a subscription in [`crate::books::memberships`]. Its months are paid to the seller elsewhere, or each by an
//! order ([`DueMonth`]).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::seoul,
    id::{CustomerId, DistributionId, DueMonthId, LotId, SubscriptionId},
    kind::vocabulary,
    money::{Credits, Won},
};

vocabulary!(
    /// How a subscription stands.
    SubscriptionState, "state of a subscription" {
        /// Each month is given on its day.
        Active = "active",
        /// Months that become due are skipped.
        Paused = "paused",
        /// For good: no month is due any more.
        Ended = "ended",
    }
);

/// A customer's membership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    pub id: SubscriptionId,
    pub customer: CustomerId,
    /// The plan's id in the catalogue.
    pub plan: String,
    /// Credits of a month, as the plan had them when it was taken. A later change of the catalogue changes nothing here.
    pub credits: Credits,
    pub state: SubscriptionState,
    /// The start of month 0. Its Korean day is the day of every later month.
    pub started_at: DateTime<Utc>,
    /// The number of the next month, counted from 0.
    pub next_month: i64,
    /// When the next month is due. `None` once the subscription has ended.
    pub next_due_at: Option<DateTime<Utc>>,
    pub paused_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    /// Why it is paused or has ended, in the seller's words.
    pub reason: Option<String>,
    /// What an order for each month from the next one on costs, as the plan had it when it was taken. `None`: the seller
    /// takes the money.
    #[serde(default)]
    pub billed: Option<MonthPrice>,
    /// The month that is due and waits for its payment: the one before the next, if any.
    #[serde(default)]
    pub waiting: Option<DueMonthId>,
}

/// The price of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthPrice {
    /// VAT included.
    pub amount: Won,
    /// The part of `amount` that bears no VAT.
    pub tax_free: Won,
}

/// A month of a subscription that an order pays for, from the day it is due. It is given with the payment, or skipped
/// as unpaid when the next month is due or the subscription stops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueMonth {
    pub id: DueMonthId,
    pub customer: CustomerId,
    pub subscription: SubscriptionId,
    /// Counted from 0.
    pub month: i64,
    /// The plan, the credits and the price of the month, as they were agreed when it was due.
    pub plan: String,
    pub credits: Credits,
    /// VAT included.
    pub amount: Won,
    pub tax_free: Won,
    pub due_at: DateTime<Utc>,
    /// When its payment was first asked for.
    pub made_at: DateTime<Utc>,
}

vocabulary!(
    /// Why the credits of a month were not given.
    Skipped, "reason for skipping a month" {
        /// The subscription was paused when the month became due.
        Paused = "paused",
        /// The customer was frozen when the month became due.
        Frozen = "frozen",
        /// The customer's credits would have passed the largest amount.
        TooManyCredits = "too_many_credits",
        /// No order for it was paid before the next month was due, or before the subscription was paused or ended.
        Unpaid = "unpaid",
    }
);

/// One month of a subscription: given or skipped, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Distribution {
    pub id: DistributionId,
    pub customer: CustomerId,
    pub subscription: SubscriptionId,
    /// Counted from 0, without a gap.
    pub month: i64,
    /// The plan and the credits of the month, as they were agreed when it was due.
    pub plan: String,
    pub credits: Credits,
    pub due_at: DateTime<Utc>,
    /// When it was given or skipped.
    pub made_at: DateTime<Utc>,
    /// The lot with its credits. `None` when it was skipped.
    pub lot: Option<LotId>,
    pub skipped: Option<Skipped>,
}

impl Distribution {
    /// Whether the month was given on a later Korean day than it was due. On the day itself nothing is lost: the
    /// validity of its credits counts whole days from the one on which they were given.
    pub fn is_late(&self) -> bool {
        let day = |at: DateTime<Utc>| seoul(at).date_naive();
        self.lot.is_some() && day(self.made_at) > day(self.due_at)
    }
}
