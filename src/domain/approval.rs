//! Acts that are too large for one person. They are stored as asked, and done once a second person has approved them.

mod request;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    id::{ApprovalId, CustomerId},
    kind::vocabulary,
};

pub use request::Request;

/// How long an approval waits, in days. It lasts over a weekend and a holiday, and ends before the requester has
/// forgotten the act.
pub const APPROVAL_DAYS: i64 = 7;

vocabulary!(
    /// The acts that may need a second person. The last three have the limit of refunds, the others one of their own.
    LimitedAct, "limited act" {
        /// Credits given without a payment; its amount is in credits.
        Grant = "grant",
        /// Money given back, in won.
        Refund = "refund",
        /// A deposit that pays an order of another amount; its amount is the difference in won.
        DepositMatch = "deposit_match",
        /// A payment that is booked although it is not what the order costs; its amount is the difference in won.
        ContradictionAccept = "contradiction_accept",
        /// Another account for a refund that a person transfers; its amount is the refund's, in won.
        RefundAccount = "refund_account",
        /// A payment in no books that its provider is to give back; its amount is what is left of it there, in won.
        ContradictionRefund = "contradiction_refund",
        /// A payment in no books that its provider refused to give back and that a person transferred; its amount is what is
        /// left of it there, in won.
        ContradictionTransfer = "contradiction_transfer",
    }
);

impl LimitedAct {
    /// The act whose limit counts. Money that goes back has one limit, by any route. Its destination matters as much as
    /// the refund itself, and money in no books is money all the same.
    #[must_use]
    pub const fn limit(self) -> Self {
        match self {
            Self::RefundAccount | Self::ContradictionRefund | Self::ContradictionTransfer => {
                Self::Refund
            }
            Self::Grant | Self::Refund | Self::DepositMatch | Self::ContradictionAccept => self,
        }
    }
}

vocabulary!(
    /// How an approval stands.
    ApprovalState, "state of an approval" {
        Waiting = "waiting",
        /// A second person approved, and it was done.
        Approved = "approved",
        Rejected = "rejected",
        /// Nobody decided in time.
        Expired = "expired",
    }
);

/// One act that waits for a second person, or waited for one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    pub id: ApprovalId,
    pub customer: CustomerId,
    pub act: LimitedAct,
    /// The subject: the customer, payment, deposit, contradiction or refund.
    pub subject: String,
    /// Credits of a grant, won of the others.
    pub amount: i64,
    pub request: Request,
    pub asked_by: Actor,
    pub asked_at: DateTime<Utc>,
    /// Exclusive.
    pub expires_at: DateTime<Utc>,
    /// The decision. That an approval has ended undecided follows from the clock: [`Approval::state_at`].
    pub decision: ApprovalState,
    pub decided_by: Option<Actor>,
    pub decided_at: Option<DateTime<Utc>>,
    /// Why, in that person's words.
    pub reason: Option<String>,
    /// The lot, refund, deposit or contradiction that came of it.
    pub outcome: Option<String>,
}

impl Approval {
    pub fn state_at(&self, now: DateTime<Utc>) -> ApprovalState {
        if self.decision == ApprovalState::Waiting && now >= self.expires_at {
            return ApprovalState::Expired;
        }
        self.decision
    }
}
