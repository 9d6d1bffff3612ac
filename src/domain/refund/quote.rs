//! Quotes of refunds.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::serialize_seoul_option,
    id::{CustomerId, LotId, PaymentId, QuoteId},
    kind::{Kind, vocabulary},
    money::{Credits, Won},
};

/// How long a refund may name a quote, in seconds. It is long enough to read the quote to the buyer on the phone, and
/// short enough that it seldom goes stale.
pub const QUOTE_LIVES_SECONDS: i64 = 900;

/// How far support may date a request back, in days: twice the policy's longest window. A request that lay in a mailbox
/// over a long holiday still counts, and no forgotten purchase can be argued about.
pub const ASKED_BACK_DAYS_MAX: i64 = 30;

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

vocabulary!(
    /// What decided about a line of a quote.
    QuoteCode, "code of a quote's line" {
        /// A bonus of the purchase, which is never paid out.
        Bonus = "bonus",
        /// Inside the policy's first window.
        UnusedByRight = "unused_by_right",
        /// Inside the policy's longer window.
        UnusedThroughSupport = "unused_through_support",
        /// Credits of a month of a membership, for which no window is open.
        Membership = "membership",
        /// Beyond the windows, for the seller's fault.
        UnusedSellerFault = "unused_seller_fault",
        /// Beyond the windows, by the seller's goodwill.
        UnusedGoodwill = "unused_goodwill",
        /// The longer window is over.
        WindowClosed = "window_closed",
        /// The credits have expired.
        Expired = "expired",
        /// No unused credits are left.
        NothingUnused = "nothing_unused",
        /// Nothing of the payment is left to give back.
        NothingLeftToPay = "nothing_left_to_pay",
        /// An earlier refund gave back less than it should have.
        GivenShort = "given_short",
    }
);

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
    pub code: QuoteCode,
    /// The rule in words, naming the policy's section.
    pub why: String,
}
