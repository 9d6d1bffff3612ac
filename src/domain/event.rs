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

/// `Body(subject[, customer]) { member: Type, … } in { /// description  Variant = "word", … }`: a body, those of its
/// members that name the subject and the customer, and the events that have it.
macro_rules! events {
    ($($(#[$doc:meta])* $body:ident($subject:ident $(, $customer:ident)?) {
        $($(#[$attribute:meta])* $member:ident: $type:ty),+ $(,)?
    } in {
        $(#[doc = $about:literal] $variant:ident = $word:literal),+ $(,)?
    })+) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
        pub struct $body {
            $($(#[$attribute])* pub $member: $type),+
        })+

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

mod bodies;

pub use bodies::*;

#[cfg(test)]
#[path = "event_tests.rs"]
mod tests;
