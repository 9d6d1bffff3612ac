//! The bodies of events about the running of the gateway.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    id::{DiscrepancyId, EndpointId, OrderId},
    kind::ProviderId,
    money::Won,
    reconcile::{DiscrepancyKind, Movement, Source},
};

body! {
    /// An address that takes no more events.
    WebhookEndpointDisabled {
        endpoint_id: EndpointId,
        /// Why, in words.
        reason: String,
    }
}

body! {
    /// A difference between what a provider lists of a day of Seoul and the books, with both amounts where there are any.
    DiscrepancyFound {
        discrepancy_id: DiscrepancyId,
        provider: ProviderId,
        day: NaiveDate,
        /// What was compared: a list of movements, settlements, or the account's statement.
        source: Source,
        kind: DiscrepancyKind,
        movement: Movement,
        order_ref: String,
        order_id: Option<OrderId>,
        their_amount: Option<Won>,
        our_amount: Option<Won>,
    }
}

body! {
    /// An event that an operator asked for. It goes to this address alone.
    WebhookEndpointTested {
        endpoint_id: EndpointId,
    }
}
