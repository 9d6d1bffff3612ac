//! The parts of a policy document: how long credits live, how they are spent, when and how much money goes back, and
//! rules in words.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Period, Rollover},
    kind::{Kind, vocabulary},
};

/// How long credits live, by kind. Expiry does not roll over holidays: its exact instant is shown to
/// the buyer beforehand (Civil Act art. 155).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Validity {
    pub promotional: Lifetime,
    pub membership: Lifetime,
    pub purchased: Lifetime,
    pub bulk: Bulk,
}

/// How long credits of one kind live, counted from `from`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lifetime {
    pub period: Period,
    /// The event that starts it, in words.
    pub from: String,
    pub section: String,
}

/// Packages bought at once make one lot that lives longer the more there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bulk {
    /// Ascending by number of packages. No other number is for sale.
    pub table: Vec<BulkRow>,
    pub from: String,
    pub says: String,
    pub section: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkRow {
    pub packages: i64,
    /// Validity of the whole purchase.
    pub months: u32,
}

/// The order in which lots are spent. A document cannot change it, only state the one that is kept by
/// [`crate::lot::Lot::spending_key`]; one that states another is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spending {
    pub order: Vec<SpendingKey>,
    /// Kinds in the order in which they are spent; kinds in one list are alike.
    pub kinds: Vec<Vec<Kind>>,
    pub says: String,
    pub section: String,
}

vocabulary!(
    /// One key of the order of spending.
    SpendingKey, "key of the order of spending" {
        EarliestExpiry = "earliest_expiry",
        Kind = "kind",
        EarliestAcquired = "earliest_acquired",
        Id = "id",
    }
);

/// When and how much money goes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundRules {
    pub start: WindowStart,
    /// The unused part is refunded, no reason needed.
    pub by_right: Window,
    /// The unused part is refunded by support, with a reason.
    pub through_support: Window,
    pub formula: Formula,
    pub formula_says: String,
    /// What brings no money back, and which text says so.
    pub never: Vec<Never>,
}

/// Credits that bring no money back, and the text that says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Never {
    pub credits: NotRefundable,
    pub says: String,
    pub section: String,
}

vocabulary!(
    /// Which credits bring no money back.
    NotRefundable, "kind of credits that are not refundable" {
        Used = "used",
        Expired = "expired",
        /// Given without a payment.
        Unpaid = "unpaid",
    }
);

vocabulary!(
    /// The event at which the windows of refund begin.
    WindowStart, "start of a refund window" {
        LaterOfPaidAndGranted = "later_of_paid_and_granted",
    }
);

/// A time in which money may go back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    pub period: Period,
    pub rollover: Rollover,
    pub says: String,
    pub section: String,
}

vocabulary!(
    /// How a refund is computed when part of the credits was used.
    Formula, "refund formula" {
        /// `floor(paid × unused / granted)`, cumulative over the refunds of one payment.
        ProRataUnused = "pro_rata_unused",
    }
);

/// A rule in words, with the section of the published text it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    pub says: String,
    pub section: String,
}

/// Ways to pay that the text announces, and its sentence (credits policy, section 9). Nothing is sold by them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Announced {
    /// The names by which an order may ask for them: `[a-z][a-z0-9_]*`, each in one announcement only.
    pub methods: Vec<String>,
    pub says: String,
    pub section: String,
}

/// What happens to credits when an account is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    pub rule: ClosureRule,
    pub says: String,
    pub section: String,
}

vocabulary!(
    /// The rule of closing an account.
    ClosureRule, "rule of closing an account" {
        /// Lots expire without a refund, after a quote showed what would be lost.
        ForfeitAfterQuote = "forfeit_after_quote",
    }
);

/// Whether credits can change hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Transfers {
    pub rule: TransferRule,
    pub says: String,
    pub section: String,
}

vocabulary!(
    /// The rule of transferring credits.
    TransferRule, "rule of transferring credits" {
        /// No such operation exists.
        Never = "never",
    }
);

vocabulary!(
    /// What becomes of credits that are set aside when their lot ends before the hold does.
    HeldLotEnd, "rule of held credits whose lot ends" {
        /// The hold can still capture them until its own end.
        StaysUsable = "stays_usable",
        /// They cannot be captured any more.
        EndsWithLot = "ends_with_lot",
    }
);

/// What a hold can do with credits whose lot ended after they were set aside. The published text is silent, so a
/// document may leave it out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldRules {
    pub lot_ended: HeldLotEnd,
    pub reason: String,
}

impl Default for HoldRules {
    fn default() -> Self {
        Self {
            lot_ended: HeldLotEnd::StaysUsable,
            reason: "The credits were set aside while they could be used, for work that is under way, and a hold \
                lasts a day at most."
                .to_owned(),
        }
    }
}

/// What the reversal of a use gives back when the lot has ended meanwhile. The published text is silent, so a document
/// may leave it out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReversalRules {
    /// In days; none is 0. The end of a lot never moves: with a grace, the credits come back as promotional credits
    /// that live so long from the reversal.
    pub grace: Period,
    pub reason: String,
}

impl Default for ReversalRules {
    fn default() -> Self {
        Self {
            grace: Period::Days(0),
            reason:
                "Credits live until their lot ends, used or not: what comes back later has expired."
                    .to_owned(),
        }
    }
}

/// One section of the published text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub section: String,
    pub title: String,
    pub says: Vec<String>,
}

/// How a question was decided that the published text leaves open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    pub question: String,
    pub decision: String,
    pub reason: String,
    pub source: String,
}
