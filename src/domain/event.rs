//! The events for the seller. One declaration gives each event its word, its description, its body, and the subject and
//! the customer that it names. The books emit these values, the store writes them, and the API document lists them.

mod bodies;

use chrono::{DateTime, Utc};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

pub use bodies::*;

use crate::{
    id::{CustomerId, EventId},
    kind::vocabulary,
};

/// An event that happened. Its body is stored as it was then, and never computed anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRecord {
    pub id: EventId,
    pub event: Event,
    pub at: DateTime<Utc>,
}

/// `Body(subject[, customer]) { /// description  Variant = "word", … }`: the events with a body of this type, and the
/// members of the body that name the subject and the customer.
macro_rules! events {
    ($($body:ident($subject:ident $(, $customer:ident)?) {
        $(#[doc = $about:literal] $variant:ident = $word:literal),+ $(,)?
    })+) => {
        vocabulary!(
            /// What happened: `noun.verb_past`.
            EventKind, "kind of event" { $($(#[doc = $about] $variant = $word),+),+ }
        );

        impl EventKind {
            /// The description, one sentence without its full stop.
            pub fn about(self) -> &'static str {
                match self {
                    $($(Self::$variant => $about.trim(),)+)+
                }
            }

            /// The schema of the body.
            pub fn schema(self, generator: &mut SchemaGenerator) -> Schema {
                match self {
                    $($(Self::$variant => $body::json_schema(generator),)+)+
                }
            }
        }

        /// An event with its body. In JSON it is the body alone.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
        #[serde(untagged)]
        pub enum Event {
            $($(#[doc = $about] $variant($body)),+),+
        }

        impl Event {
            pub const fn kind(&self) -> EventKind {
                match self {
                    $($(Self::$variant(_) => EventKind::$variant,)+)+
                }
            }

            /// The id of the order, payment, refund, deposit … that it is about.
            pub fn subject(&self) -> String {
                match self {
                    $($(Self::$variant(body) => body.subject(),)+)+
                }
            }

            pub const fn customer(&self) -> Option<&CustomerId> {
                match self {
                    $($(Self::$variant(body) => body.customer(),)+)+
                }
            }
        }

        $(impl $body {
            fn subject(&self) -> String {
                self.$subject.to_string()
            }

            const fn customer(&self) -> Option<&CustomerId> {
                events!(@customer self $($customer)?)
            }
        })+
    };
    (@customer $body:ident) => { None };
    (@customer $body:ident $customer:ident) => { Some(&$body.$customer) };
}

events! {
    OrderCompleted(order_id, customer_id) {
        /// An order was paid and its credits are there
        OrderCompleted = "order.completed",
    }
    OrderClosed(order_id, customer_id) {
        /// An order was not paid: the provider said no
        OrderFailed = "order.failed",
        /// An order was given up, or cancelled at its provider
        OrderCancelled = "order.cancelled",
        /// An order was not paid in time
        OrderExpired = "order.expired",
        /// Money arrived that does not agree with its order: a person has to look
        OrderMismatched = "order.mismatched",
    }
    OrderContradicted(order_id, customer_id) {
        /// A provider says of an order what the books do not: a person has to look
        OrderContradicted = "order.contradicted",
    }
    ContradictionSettled(contradiction_id, customer_id) {
        /// What contradicted the books is decided
        ContradictionSettled = "contradiction.settled",
    }
    PaymentCancelledOutside(payment_id, customer_id) {
        /// Others took a payment back; its credits went with it
        PaymentCancelledOutside = "payment.cancelled_outside",
    }
    PaymentPaidAgain(payment_id, customer_id) {
        /// Money that was taken back came again; its credits came back
        PaymentPaidAgain = "payment.paid_again",
    }
    RefundChanged(refund_id, customer_id) {
        /// A refund was asked for; its credits are set aside
        RefundRequested = "refund.requested",
        /// A refund has to be transferred by a person
        RefundByHand = "refund.by_hand",
        /// A transfer by hand was refused or came back
        RefundBounced = "refund.bounced",
        /// A provider keeps a refund open; sent whenever its reason changes
        RefundDelayed = "refund.delayed",
        /// The money is back
        RefundSucceeded = "refund.succeeded",
        /// The provider refused; the credits are back
        RefundDeclined = "refund.declined",
    }
    DepositQueued(deposit_id) {
        /// A deposit waits for a person
        DepositQueued = "deposit.queued",
    }
    DepositRepeated(deposit_id) {
        /// A deposit is money that was reported before
        DepositRepeated = "deposit.repeated",
    }
    DepositReturned(deposit_id) {
        /// A deposit was sent back
        DepositReturned = "deposit.returned",
    }
    DepositReversed(deposit_id) {
        /// The bank took a deposit back
        DepositReversed = "deposit.reversed",
    }
    CreditsGranted(lot_id, customer_id) {
        /// Credits were given without a payment, or as a bonus of one
        CreditsGranted = "credits.granted",
    }
    BonusChanged(lot_id, customer_id) {
        /// A purchase's bonus went with its refund, or is there again
        BonusChanged = "bonus.changed",
    }
    LotExpired(lot_id, customer_id) {
        /// Credits were not used in time
        LotExpired = "lot.expired",
    }
    DebtPaid(lot_id, customer_id) {
        /// Credits that came paid what was owed
        DebtPaid = "debt.paid",
    }
    DebtUndone(payment_id, customer_id) {
        /// Used credits that were owed came back unused: they are not owed any more
        DebtUndone = "debt.undone",
    }
    DebtWaived(customer_id, customer_id) {
        /// A customer was let off a debt
        DebtWaived = "debt.waived",
    }
    CustomerClosed(customer_id, customer_id) {
        /// An account was closed for good
        CustomerClosed = "customer.closed",
    }
    PolicyPublished(version) {
        /// A version of the credits policy was published
        PolicyPublished = "policy.published",
    }
}

#[cfg(test)]
#[path = "event_tests.rs"]
mod tests;
