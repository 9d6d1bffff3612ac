//! The request that an approval is for.

use serde::{Deserialize, Serialize};

use super::LimitedAct;
use crate::{
    id::{ContradictionId, DepositId, OrderId, PaymentId, QuoteId, RefundId},
    kind::Kind,
    money::Credits,
    refund::RefundAccount,
};

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

    /// The same with `change` applied to every account. Events and stored answers show no account in full.
    #[must_use]
    pub fn with_accounts(mut self, change: impl Fn(RefundAccount) -> RefundAccount) -> Self {
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
