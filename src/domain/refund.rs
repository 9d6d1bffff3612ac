//! Money going back: the quote (what the policy allows now, line by line) and the refund.

mod account;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    calendar::serialize_seoul_option,
    failure::{Failure, Why},
    id::{CustomerId, LotId, PaymentId, QuoteId, RefundId},
    kind::{Kind, ProviderId, vocabulary},
    money::{Credits, Won},
};

pub use account::HOLDER_CHARS_MAX;

/// Business days within which the money must be on its way, from the day after the request (E-Commerce Act, art.
/// 18(2)).
pub const DUE_BUSINESS_DAYS: u32 = 3;

/// How long a refund may name a quote, in seconds. It is long enough to read the quote to the buyer on the phone, and
/// short enough that it seldom goes stale.
pub const QUOTE_LIVES_SECONDS: i64 = 900;

/// The refund that the policy allows now for one payment, with reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    pub id: QuoteId,
    pub payment_id: PaymentId,
    pub customer_id: CustomerId,
    /// The amount that would be paid back. Zero when refused.
    pub amount: Won,
    /// Unused credits that would leave the lot.
    pub credits: Credits,
    pub basis: Basis,
    pub lines: Vec<QuoteLine>,
    /// Policy version whose text decided.
    pub policy: String,
    /// SHA-256 of that version's document, in lower-case hex: terms are pinned by content, not by name.
    #[serde(default)]
    pub policy_hash: String,
    pub quoted_at: DateTime<Utc>,
    /// When the buyer asked. The windows are judged by this instant (policy, decision on requests). It is before the
    /// quote where support has dated it back.
    pub asked_at: DateTime<Utc>,
    /// How many credits were asked for. `None` is all unused credits.
    pub wanted: Option<Credits>,
    /// Why the seller gives more than its windows, where a caller asked for that.
    pub beyond: Option<Beyond>,
    /// Exclusive.
    pub expires_at: DateTime<Utc>,
}

vocabulary!(
    /// Which promise a refund rests on.
    Basis, "basis of a refund" {
        /// Inside the policy's first window: no reason is needed.
        ByRight = "by_right",
        /// Inside the policy's longer window: granted by support, with a reason.
        ThroughSupport = "through_support",
        /// Beyond the windows, because the seller was at fault (E-Commerce Act, art. 17(3)).
        SellerFault = "seller_fault",
        /// Beyond the windows, because the seller wants to.
        Goodwill = "goodwill",
        /// Not refundable now.
        Refused = "refused",
    }
);

vocabulary!(
    /// Why a seller gives back what its policy's windows do not promise any more.
    Beyond, "reason to refund beyond the windows" {
        SellerFault = "seller_fault",
        Goodwill = "goodwill",
    }
);

/// How far support may date a request back, in days: twice the policy's longest window. A request that lay in a mailbox
/// over a long holiday still counts, and no forgotten purchase can be argued about.
pub const ASKED_BACK_DAYS_MAX: i64 = 30;

/// One lot of the payment, what happens to it, and the rule that says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QuoteLine {
    pub lot: LotId,
    pub kind: Kind,
    pub granted: Credits,
    /// Used, held, expired, revoked or already refunded credits, which bring nothing back.
    pub not_refundable: Credits,
    /// Of these: what paid debts of the customer. It counts as used.
    #[serde(default)]
    pub debt_paid: Credits,
    pub credits: Credits,
    pub amount: Won,
    /// Unused credits of a bonus that the refund takes without money.
    #[serde(default)]
    pub revoked: Credits,
    /// Exclusive end of the window that decided: that of the refund by right or through support, or the one that had closed
    /// when it was asked for. None where no window decided.
    #[serde(default, serialize_with = "serialize_seoul_option")]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub window_until: Option<DateTime<Utc>>,
    /// A stable word: `bonus`, `unused_by_right`, `unused_through_support`, `unused_seller_fault`, `unused_goodwill`,
    /// `window_closed`, `expired`, `nothing_unused`, `nothing_left_to_pay`, `given_short`.
    pub code: String,
    /// The rule in words, naming the policy's section.
    pub why: String,
}

/// Where to pay a refund that cannot go back the way the money came.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundAccount {
    /// KFTC three-digit bank code.
    #[schemars(regex(pattern = "^[0-9]{3}$"))]
    pub bank: String,
    /// 6 to 20 digits; hyphens and spaces between them are taken away.
    #[schemars(regex(pattern = "^ *[0-9](?:[ -]*[0-9]){5,19} *$"))]
    pub account_number: String,
    #[schemars(length(min = 1, max = 60))]
    pub holder: String,
}

impl std::fmt::Debug for RefundAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RefundAccount")
            .field("bank", &self.bank)
            .finish_non_exhaustive()
    }
}

/// A refund. Its id is the idempotency key at the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    pub id: RefundId,
    pub payment: PaymentId,
    pub customer: CustomerId,
    pub provider: ProviderId,
    pub quote: QuoteId,
    pub lot: LotId,
    pub amount: Won,
    /// The amount the provider gave back, where it is less than `amount`.
    pub settled_amount: Option<Won>,
    pub tax_free: Won,
    pub vat: Won,
    pub credits: Credits,
    pub basis: Basis,
    pub reason: String,
    pub account: Option<RefundAccount>,
    /// The balance the provider must still hold when this refund reaches it. It is frozen when the refund is written
    /// and never read again: a guard read again at each send is unsafe.
    pub expected_balance: Won,
    pub state: RefundState,
    /// The provider's last statement: its refusal, or why the outcome is not known yet.
    pub failure: Option<Failure>,
    /// Where a person has to look, or what a person said.
    pub note: Option<String>,
    /// The provider's own name of the cancel.
    pub cancel_key: Option<String>,
    pub requested_by: Actor,
    pub requested_at: DateTime<Utc>,
    /// Exclusive: by when the money must be on its way, [`DUE_BUSINESS_DAYS`] after the request.
    pub due_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub settled_at: Option<DateTime<Utc>>,
}

impl Refund {
    /// The amount that went back or is to go back, in won.
    pub fn given(&self) -> Won {
        self.settled_amount.unwrap_or(self.amount)
    }

    /// Replaces the reason for its state.
    pub(crate) fn because(&mut self, why: Why) {
        (self.failure, self.note) = why.columns();
    }
}

vocabulary!(
    /// Where a refund stands.
    RefundState, "state of a refund" {
        /// On disk, credits out of the lot, not sent.
        Requested = "requested",
        /// Written down as sent; the answer may be in doubt.
        Sent = "sent",
        /// A person has to transfer the money by hand.
        ByHand = "by_hand",
        /// A transfer by hand was refused or came back: another account is needed.
        Bounced = "bounced",
        Succeeded = "succeeded",
        /// The provider definitely refused; the credits are back.
        Declined = "declined",
    }
);

impl RefundState {
    /// Whether money may still move.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Requested | Self::Sent | Self::ByHand | Self::Bounced => true,
            Self::Succeeded | Self::Declined => false,
        }
    }
}

/// Whether a cancel's reason, as a provider repeats it, is that of refund `id`: refunds are sent with
/// their id as the first word of the reason.
pub fn is_reason_of(id: RefundId, reason: &str) -> bool {
    reason.split_whitespace().next() == Some(id.to_string().as_str())
}
