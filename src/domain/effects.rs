//! The effects of a change beside its events: jobs (work to do later) and acts (the audit log). They commit with the
//! change or not at all.

use chrono::{DateTime, Utc};

use crate::{
    id::{ActId, JobId},
    kind::vocabulary,
};

vocabulary!(
    JobKind, "kind of job" {
        /// Find out what became of an order's payment; the subject is the order.
        SettleOrder = "settle_order",
        /// Send a refund, or find out what became of it; the subject is the refund.
        SettleRefund = "settle_refund",
        /// Cancel a payment that is in no books at its provider, or find out what became of that; the subject is the
        /// contradiction.
        SettleContradiction = "settle_contradiction",
    }
);

/// A queued job. At most one job of a kind and subject waits at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    pub id: JobId,
    pub kind: JobKind,
    pub subject: String,
    /// Not before this instant.
    pub run_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
}

/// One line of the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRecord {
    pub id: ActId,
    pub by: String,
    pub act: &'static str,
    pub subject: String,
    pub detail: String,
    pub at: DateTime<Utc>,
}
