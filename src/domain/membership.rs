//! Memberships: a customer's subscription to a plan, and its months. The day of a month is in [`crate::calendar`], what
//! happens to a subscription in [`crate::books::memberships`]. Who pays for it, and how, is not here.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::seoul,
    id::{CustomerId, DistributionId, LotId, SubscriptionId},
    kind::vocabulary,
    money::Credits,
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
