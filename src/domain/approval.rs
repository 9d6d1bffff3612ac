//! Acts that are too large for one person. They are stored as asked, and done once a second person has approved them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    id::{
        ApprovalId, ContradictionId, CustomerId, DepositId, OrderId, PaymentId, QuoteId, RefundId,
    },
    kind::{Kind, vocabulary},
    money::Credits,
    refund::RefundAccount,
};

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

/// The request, as it is stored. The number after the name is the version of the form. A changed form gets a new
/// number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "form")]
pub enum Request {
    #[serde(rename = "grant/1")]
    Grant {
        kind: Kind,
        credits: Credits,
        #[serde(default)]
        bonus_of: Option<PaymentId>,
        reason: String,
    },
    #[serde(rename = "refund/1")]
    Refund {
        payment: PaymentId,
        quote: QuoteId,
        reason: String,
        account: Option<RefundAccount>,
        holder_confirmed: bool,
    },
    #[serde(rename = "deposit_match/1")]
    DepositMatch {
        deposit: DepositId,
        order: OrderId,
        reason: String,
    },
    #[serde(rename = "contradiction_accept/1")]
    ContradictionAccept {
        contradiction: ContradictionId,
        reason: String,
    },
    #[serde(rename = "refund_account/1")]
    RefundAccount {
        refund: RefundId,
        account: RefundAccount,
        /// The account to replace. An account that was given since stays.
        replaces: Option<RefundAccount>,
        holder_confirmed: bool,
    },
    #[serde(rename = "contradiction_refund/1")]
    ContradictionRefund {
        contradiction: ContradictionId,
        account: Option<RefundAccount>,
        reason: String,
    },
    #[serde(rename = "contradiction_transfer/1")]
    ContradictionTransfer {
        contradiction: ContradictionId,
        /// The evidence of the transfer.
        transferred: String,
        reason: String,
    },
}

impl Request {
    pub const fn act(&self) -> LimitedAct {
        match self {
            Self::Grant { .. } => LimitedAct::Grant,
            Self::Refund { .. } => LimitedAct::Refund,
            Self::DepositMatch { .. } => LimitedAct::DepositMatch,
            Self::ContradictionAccept { .. } => LimitedAct::ContradictionAccept,
            Self::RefundAccount { .. } => LimitedAct::RefundAccount,
            Self::ContradictionRefund { .. } => LimitedAct::ContradictionRefund,
            Self::ContradictionTransfer { .. } => LimitedAct::ContradictionTransfer,
        }
    }

    /// The reason, in the words of the requester. An account is given without a reason, so its reason is in our words.
    pub fn reason(&self) -> &str {
        match self {
            Self::Grant { reason, .. }
            | Self::Refund { reason, .. }
            | Self::DepositMatch { reason, .. }
            | Self::ContradictionAccept { reason, .. }
            | Self::ContradictionRefund { reason, .. }
            | Self::ContradictionTransfer { reason, .. } => reason,
            Self::RefundAccount { replaces, .. } if replaces.is_some() => {
                "another account for a refund by hand"
            }
            Self::RefundAccount { .. } => "an account for a refund by hand",
        }
    }

    /// Whether the requester confirms that the account is right although its holder is not the payer.
    pub const fn holder_confirmed(&self) -> bool {
        match self {
            Self::Refund {
                holder_confirmed, ..
            }
            | Self::RefundAccount {
                holder_confirmed, ..
            } => *holder_confirmed,
            Self::Grant { .. }
            | Self::DepositMatch { .. }
            | Self::ContradictionAccept { .. }
            | Self::ContradictionRefund { .. }
            | Self::ContradictionTransfer { .. } => false,
        }
    }

    /// The account that would receive the money, where the request names one.
    pub const fn goes_to(&self) -> Option<&RefundAccount> {
        match self {
            Self::RefundAccount { account, .. } => Some(account),
            Self::Refund { account, .. } | Self::ContradictionRefund { account, .. } => {
                account.as_ref()
            }
            Self::Grant { .. }
            | Self::DepositMatch { .. }
            | Self::ContradictionAccept { .. }
            | Self::ContradictionTransfer { .. } => None,
        }
    }

    /// The same with `change` applied to every account, that which is replaced last. Events and stored answers show no
    /// account in full.
    #[must_use]
    pub fn with_accounts(mut self, mut change: impl FnMut(RefundAccount) -> RefundAccount) -> Self {
        match &mut self {
            Self::RefundAccount {
                account, replaces, ..
            } => {
                *account = change(account.clone());
                *replaces = replaces.take().map(change);
            }
            Self::Refund { account, .. } | Self::ContradictionRefund { account, .. } => {
                *account = account.take().map(change);
            }
            Self::Grant { .. }
            | Self::DepositMatch { .. }
            | Self::ContradictionAccept { .. }
            | Self::ContradictionTransfer { .. } => {}
        }
        self
    }
}
