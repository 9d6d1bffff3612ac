//! When and how much money goes back.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Period, Rollover},
    kind::vocabulary,
};

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
