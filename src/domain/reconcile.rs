//! Reconciliation: what a provider lists of one day, compared with the books. Nobody else would ask about an order that ended
//! unpaid and was paid after all, or about money that was given back at a provider's console.
//!
//! A list is no proof of anything by itself: lists lag, and repeat what a payment was. So whatever they have and the books
//! do not is asked about first (`flows::reconcile`), and only what still does not agree is a [`Discrepancy`].

mod compare;
mod discrepancy;
mod explained;
mod facts;
mod missing;
mod order;
mod pool;
mod run;
mod schedule;
mod told;

pub use compare::{Compared, Found, compare};
pub use discrepancy::{
    CLOSED_REASON_MAX, Discrepancy, DiscrepancyKind, DiscrepancyState, Seen, Source,
};
pub use explained::{By, Explained, ExplainedBy, Explanation, Part, WAITING_KEPT_MAX, Waiting};
pub use facts::{Booked, ChargedBack, Facts, Given, Parked, UnderWay};
pub(crate) use missing::is_listed;
pub use run::{PARTS_OF_ALL, Run, RunState, Tally};
pub use schedule::{SweepDays, SweepSchedule};

use chrono::NaiveDate;

use crate::{
    id::OrderId,
    kind::{Method, vocabulary},
    money::Won,
};

vocabulary!(
    /// The direction in which money moved, as a provider lists it.
    Movement, "direction of a movement" {
        Paid = "paid",
        /// Given back, in whole or in part, or a deposit that its bank took back.
        Returned = "returned",
        /// A word of the provider's that is not known: nothing may be concluded from it.
        Unknown = "unknown",
    }
);

/// One movement of money as a provider lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The provider's own name of the movement. With the direction it is unique.
    pub key: String,
    pub payment_key: String,
    /// The order as the provider repeats it; it may be none of ours.
    pub order_ref: String,
    pub movement: Movement,
    pub method: Method,
    /// Without a sign.
    pub amount: Won,
    /// The day of Seoul.
    pub day: NaiveDate,
}

impl Listed {
    /// The order, where its name has our form. Rows of other systems on the same merchant account have names of another.
    pub fn order(&self) -> Option<OrderId> {
        self.order_ref.parse().ok()
    }

    /// Whether it is of another system on the same merchant account: it names an order, and none of ours. A row that names none may be
    /// of a payment that the books do not have.
    pub fn is_foreign(&self) -> bool {
        self.order().is_none() && !self.order_ref.is_empty()
    }
}

#[cfg(test)]
mod tests;
