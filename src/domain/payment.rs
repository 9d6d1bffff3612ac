//! Money that a provider reports for an order: the snapshot that the provider returns, and the payment that we keep.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    failure::Failure,
    id::{CustomerId, OrderId, PaymentId, RefundId},
    kind::{Method, ProviderId, vocabulary},
    money::{Credits, Won},
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
}

impl Snapshot {
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
}

impl Snapshot {
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

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot")
            .field("payment_key", &self.payment_key)
            .field("standing", &self.standing)
            .field("amount", &self.amount)
            .field("cancelled", &self.cancelled)
            .finish_non_exhaustive()
    }
}

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

/// The provider's own split of the amount. Kept as told, never recomputed (rounding differs by provider).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tax {
    pub supplied: Won,
    pub vat: Won,
    pub tax_free: Won,
}

impl Tax {
    /// Whether the parts make up `amount`. Any other split is a provider's mistake, or describes what a cancel has
    /// left.
    pub fn fits(&self, amount: Won) -> bool {
        let parts = self.supplied.plus(self.vat);
        let parts = parts.and_then(|parts| parts.plus(self.tax_free));
        parts == Some(amount)
    }
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

/// A payment that completed an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    pub id: PaymentId,
    pub order: OrderId,
    pub customer: CustomerId,
    pub provider: ProviderId,
    pub payment_key: String,
    pub method: Method,
    pub amount: Won,
    pub tax: Tax,
    /// Given back by our refunds, known to have succeeded.
    pub refunded: Won,
    /// In our refunds that are requested or sent and not yet known to have ended.
    pub in_flight: Won,
    /// Given back by others: at the provider's console, by a dispute, by a reversed deposit.
    pub cancelled_outside: Won,
    /// Credits taken out of the books (revoked or turned into debt) because of `cancelled_outside`.
    pub credits_revoked: Credits,
    /// The part of `credits_revoked` that was used and is still owed.
    #[serde(default)]
    pub debt: Credits,
    /// The part of `credits_revoked` that was used, owed and then waived. Its money has not come again since.
    #[serde(default)]
    pub debt_waived: Credits,
    pub policy: String,
    /// SHA-256 of that version's document, in lower-case hex: terms are pinned by content, not by name.
    #[serde(default)]
    pub policy_hash: String,
    pub paid_at: DateTime<Utc>,
    pub facts: std::collections::BTreeMap<String, String>,
    /// When `cancelled_outside` last changed. An answer asked for before that shows a past state.
    pub outside_at: Option<DateTime<Utc>>,
}

impl Payment {
    /// Whether the amount that others took of it changed after `asked_at`. An answer asked for before that shows a past
    /// state.
    pub fn changed_since(&self, asked_at: DateTime<Utc>) -> bool {
        self.outside_at.is_some_and(|at| asked_at < at)
    }

    /// The amount that nobody has given back, in won. Some of it may be on its way.
    pub fn left(&self) -> Won {
        self.amount
            .minus_or_zero(self.refunded)
            .minus_or_zero(self.cancelled_outside)
    }

    /// Whether `amount` won of it can still go back. Money on its way counts as still there.
    pub fn holds(&self, amount: Won) -> bool {
        amount <= self.left()
    }

    /// The amount that has not been given back and is not on its way: the balance the provider should still hold for
    /// us.
    pub fn rest(&self) -> Won {
        self.amount
            .minus_or_zero(self.refunded)
            .minus_or_zero(self.in_flight)
            .minus_or_zero(self.cancelled_outside)
    }
}
