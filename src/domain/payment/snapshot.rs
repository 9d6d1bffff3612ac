//! What a provider says of a payment when it is asked.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Tax;
use crate::{
    failure::Failure,
    id::RefundId,
    kind::{Method, ProviderId, vocabulary},
    mask::shows,
    money::Won,
    order::DepositInstructions,
    refund::{Refund, RefundState, is_reason_of},
};

/// A provider's answer about one payment. Only this is believed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    pub provider: ProviderId,
    pub payment_key: String,
    /// The order that the payment is for, as the provider repeats it.
    pub order_ref: String,
    pub standing: Standing,
    /// The amount charged to the buyer, before any cancel.
    pub amount: Won,
    /// The part of it that has been given back so far, by anyone.
    pub cancelled: Won,
    /// ISO 4217, as reported.
    pub currency: String,
    pub method: Method,
    pub paid_at: Option<DateTime<Utc>>,
    pub tax: Option<Tax>,
    pub cancels: Vec<CancelLine>,
    /// Set once an account was issued.
    pub deposit: Option<DepositInstructions>,
    /// The value that this payment's webhooks repeat (Toss `secret`).
    pub webhook_secret: Option<String>,
    /// Facts kept for support: receipt URL, approval number, masked card, easy-pay name. Never a secret.
    pub facts: std::collections::BTreeMap<String, String>,
}

impl Snapshot {
    /// Whether it may take credits back: others gave money back, a cancel of ours failed, or the deposit is gone.
    pub fn may_take_back(&self) -> bool {
        match self.standing {
            Standing::AwaitingDeposit | Standing::Voided => true,
            Standing::Paid => !self.cancelled.is_zero() || !self.cancels.is_empty(),
            Standing::Pending
            | Standing::Failed { .. }
            | Standing::Expired
            | Standing::Unknown { .. } => false,
        }
    }

    /// The amount that the provider's finished cancels under a refund's id gave back together, with the key of the
    /// first. `None` when the provider lists no such cancel.
    pub fn given_for(&self, refund: RefundId) -> Option<(Won, &str)> {
        let ours = self.cancels.iter().filter(|line| {
            line.settled == CancelStanding::Done && is_reason_of(refund, &line.reason)
        });
        ours.fold(None, |sum: Option<(Won, &str)>, line| match sum {
            None => Some((line.amount, line.key.as_str())),
            Some((sum, key)) => Some((sum.plus(line.amount).unwrap_or(sum), key)),
        })
    }

    /// Whether a refund of ours that was done is listed as failed, and as nothing else.
    pub fn has_undone(&self, refund: &Refund) -> bool {
        let mut ours = self
            .cancels
            .iter()
            .filter(|line| is_reason_of(refund.id, &line.reason))
            .peekable();
        refund.state == RefundState::Succeeded
            && refund.sent_at.is_some()
            && ours.peek().is_some()
            && ours.all(|line| line.settled == CancelStanding::Failed)
    }

    /// Whether a cancel under a refund's id is on its way. Until it ends, the outcome of the refund is not known.
    pub fn is_under_way(&self, refund: RefundId) -> bool {
        self.cancels.iter().any(|line| {
            line.settled == CancelStanding::InProgress && is_reason_of(refund, &line.reason)
        })
    }

    /// Whether the cancels listed under a refund's id show how the refund ended.
    pub fn shows_end_of(&self, refund: RefundId) -> bool {
        let mut lines = self.cancels.iter();
        lines.any(|line| is_reason_of(refund, &line.reason)) && !self.is_under_way(refund)
    }

    /// Whether a cancel under a refund's id is listed as done or on its way.
    pub fn lists_cancel_of(&self, refund: RefundId) -> bool {
        self.cancels.iter().any(|line| {
            line.settled != CancelStanding::Failed && is_reason_of(refund, &line.reason)
        })
    }
}

shows!(Snapshot: payment_key, standing, amount, cancelled);

/// Where a payment stands at the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Not paid yet: the buyer is still at it.
    Pending,
    /// An account exists, no valid deposit.
    AwaitingDeposit,
    /// The money was taken. Cancels, if any, are in [`Snapshot::cancelled`].
    Paid,
    /// Definitely not paid, and it never will be.
    Failed(Failure),
    /// Cancelled before anything was paid.
    Voided,
    /// The provider's session ran out unpaid.
    Expired,
    /// A word we do not know: nothing may be concluded from it.
    Unknown { word: String },
}

/// One cancel the provider lists for a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelLine {
    /// The provider's own name for the cancel.
    pub key: String,
    pub amount: Won,
    /// As sent. Our cancels carry the refund's id, which identifies them as ours.
    pub reason: String,
    pub at: Option<DateTime<Utc>>,
    pub settled: CancelStanding,
}

vocabulary!(
    /// How far a cancel is at the provider.
    CancelStanding, "standing of a cancel" {
        Done = "done",
        InProgress = "in_progress",
        Failed = "failed",
    }
);
