//! The body of events about disputes.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    calendar::serialize_seoul_option,
    dispute::{DisputeState, Taken},
    id::{CustomerId, DisputeId, PaymentId},
    money::Won,
};

body! {
    /// A dispute in the state that the event names.
    DisputeChanged {
        dispute_id: DisputeId,
        payment_id: PaymentId,
        customer_id: CustomerId,
        /// Won in dispute, VAT included.
        amount: Won,
        /// The card company's or the provider's own name of it.
        reference: String,
        state: DisputeState,
        /// How the money of a lost one went.
        taken: Option<Taken>,
        /// Until when proof is accepted, exclusive.
        #[serde(serialize_with = "serialize_seoul_option")] respond_by: Option<DateTime<Utc>>,
    }
}
