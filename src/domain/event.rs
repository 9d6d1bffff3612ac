//! The events for the seller. One declaration gives each event its word, its description, its body, and the subject and
//! the customer that it names. The books emit these values, the store writes them, and the API document lists them.

use chrono::{DateTime, Utc};

use crate::id::EventId;

/// An event that happened. Its body is stored as it was then, and never computed anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRecord {
    pub id: EventId,
    pub event: Event,
    pub at: DateTime<Utc>,
}

/// The body of an event: `/// what it is  Body { member: Type, … }`.
macro_rules! body {
    ($(#[$doc:meta])* $body:ident { $($(#[$attribute:meta])* $member:ident: $type:ty),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
        pub struct $body {
            $($(#[$attribute])* pub $member: $type),+
        }
    };
}

/// `Body(subject[, customer]) { member: Type, … } in { /// description  Variant = "word", … }`: a body, those of its
/// members that name the subject and the customer, and the events that have it. A body after `elsewhere` is declared in a
/// file of its own by [`body`].
macro_rules! events {
    ($($(#[$doc:meta])* $body:ident($subject:ident $(, $customer:ident)?) {
        $($(#[$attribute:meta])* $member:ident: $type:ty),+ $(,)?
    } in {
        $(#[doc = $about:literal] $variant:ident = $word:literal),+ $(,)?
    })+; elsewhere $($other:ident($its:ident $(, $of:ident)?) in {
        $(#[doc = $other_about:literal] $other_variant:ident = $other_word:literal),+ $(,)?
    })+) => {
        $(body! { $(#[$doc])* $body { $($(#[$attribute])* $member: $type),+ } })+

        vocabulary!(
            /// What happened: `noun.verb_past`.
            EventKind, "kind of event" {
                $($(#[doc = $about] $variant = $word),+),+,
                $($(#[doc = $other_about] $other_variant = $other_word),+),+
            }
        );

        impl EventKind {
            /// The description, one sentence without its full stop.
            pub fn about(self) -> &'static str {
                match self {
                    $($(Self::$variant => $about.trim(),)+)+
                    $($(Self::$other_variant => $other_about.trim(),)+)+
                }
            }

            /// The schema of the body.
            pub fn schema(self, generator: &mut SchemaGenerator) -> Schema {
                match self {
                    $($(Self::$variant => $body::json_schema(generator),)+)+
                    $($(Self::$other_variant => $other::json_schema(generator),)+)+
                }
            }
        }

        /// An event with its body. In JSON it is the body alone.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
        #[serde(untagged)]
        pub enum Event {
            $($(#[doc = $about] $variant($body)),+),+,
            $($(#[doc = $other_about] $other_variant($other)),+),+
        }

        impl Event {
            pub const fn kind(&self) -> EventKind {
                match self {
                    $($(Self::$variant(_) => EventKind::$variant,)+)+
                    $($(Self::$other_variant(_) => EventKind::$other_variant,)+)+
                }
            }

            /// The id of the order, payment, refund, deposit … that it is about.
            pub fn subject(&self) -> String {
                match self {
                    $($(Self::$variant(body) => body.subject(),)+)+
                    $($(Self::$other_variant(body) => body.subject(),)+)+
                }
            }

            pub const fn customer(&self) -> Option<&CustomerId> {
                match self {
                    $($(Self::$variant(body) => body.customer(),)+)+
                    $($(Self::$other_variant(body) => body.customer(),)+)+
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

        $(impl $other {
            fn subject(&self) -> String {
                self.$its.to_string()
            }

            const fn customer(&self) -> Option<&CustomerId> {
                events!(@customer self $($of)?)
            }
        })+
    };
    (@customer $body:ident) => { None };
    (@customer $body:ident $customer:ident) => { Some(&$body.$customer) };
}

mod bodies;
mod cash_receipts;
mod disputes;
mod operations;
mod tax_invoices;

pub use bodies::*;
pub use cash_receipts::CashReceiptChanged;
pub use disputes::DisputeChanged;
pub use operations::{
    AuditFinding, DiscrepancyFound, SealMade, WebhookEndpointDisabled, WebhookEndpointTested,
};
pub use tax_invoices::TaxInvoiceRecorded;

#[cfg(test)]
#[path = "event_tests.rs"]
mod tests;
