//! The bodies of events about the running of the gateway.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    calendar::serialize_seoul,
    id::{DiscrepancyId, EndpointId, FindingId, OrderId},
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

body! {
    /// A row that breaks an invariant of the books, by the name that `credit-gateway audit` gives it, and whose it is where that is
    /// known.
    AuditFinding {
        finding_id: FindingId,
        invariant: String,
        subject: String,
        customer: Option<String>,
        detail: String,
    }
}

body! {
    /// A seal of the journal, as a file of `credit-gateway seal`: keep the document where nobody who has the database can write.
    SealMade {
        name: String,
        /// When the heads were read.
        #[serde(serialize_with = "serialize_seoul")] made_at: DateTime<Utc>,
        blocks: i64,
        document: String,
    }
}
