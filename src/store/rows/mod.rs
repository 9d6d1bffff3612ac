//! Conversion of every row of the books to and from its columns. Most are declared (`declare`); some are written and
//! read by functions, in the order of their table's columns.

mod audits;
mod campaigns;
mod credits;
mod declare;
mod discrepancies;
mod disputes;
mod memberships;
mod money;
mod policies;
mod reader;
mod receipts;
mod reconciliations;
mod record;
mod refunds;
mod removals;
mod reply;
mod sealed;
mod settlements;
mod tax_invoices;
mod traffic;
mod webhooks;

use super::{StoreError, columns::Rows, engine::Row, table::Table};
pub(crate) use audits::AUDIT_FINDINGS;
pub(crate) use discrepancies::DISCREPANCIES;
pub(crate) use policies::{POLICY_DECISIONS, POLICY_DRAFTS};
pub(crate) use reader::Reader;
pub use record::ApiKey;
pub(crate) use record::{
    API_KEYS, AUDIT_LOG, JOURNAL, POLICIES, write_block, write_key, write_policy,
};
pub(crate) use removals::Removed;
pub(crate) use reply::Kept;
pub(crate) use sealed::hold_accounts;
pub use traffic::StoredEvent;
pub(crate) use traffic::{
    EVENTS, IDEMPOTENCY_KEYS, JOBS, KeptKey, NumberedEvent, read_answered, write_answered,
    write_event, write_job,
};

pub(crate) use webhooks::{DELIVERIES, FEED, FeedRow, write_feed};
pub use webhooks::{Delivery, DeliveryState, FedEvent};

/// All tables that are written in sets.
pub(crate) static TABLES: &[&Table] = &[
    &money::CUSTOMERS,
    &money::ORDERS,
    &money::PAYMENTS,
    &refunds::REFUNDS,
    &refunds::QUOTES,
    &money::DEPOSITS,
    &refunds::CONTRADICTIONS,
    &refunds::APPROVALS,
    &receipts::RECEIPT_REQUESTS,
    &receipts::RECEIPT_OUTCOMES,
    &disputes::DISPUTES,
    &disputes::DISPUTE_DECISIONS,
    &tax_invoices::TAX_INVOICES,
    &campaigns::CAMPAIGNS,
    &campaigns::REDEMPTIONS,
    &campaigns::CONTRACTS,
    &credits::LOTS,
    &credits::SPENDS,
    &credits::HOLDS,
    &memberships::SUBSCRIPTIONS,
    &memberships::DUE_MONTHS,
    &memberships::DISTRIBUTIONS,
    &credits::HOLD_EXTENSIONS,
    &credits::EXPIRY_NOTICES,
    &policies::POLICY_NOTICES,
    &policies::POLICY_DRAFTS,
    &policies::POLICY_DECISIONS,
    &record::ENTRIES,
    &traffic::INBOX,
    &traffic::IDEMPOTENCY_KEYS,
    &traffic::JOBS,
    &traffic::EVENTS,
    &record::AUDIT_LOG,
    &record::API_KEYS,
    &record::POLICIES,
    &reconciliations::RECONCILIATIONS,
    &discrepancies::DISCREPANCIES,
    &settlements::SETTLEMENT_IMPORTS,
    &settlements::SETTLEMENTS,
    &settlements::SETTLEMENT_ROWS,
    &settlements::PAYOUTS,
    &audits::AUDIT_PASSES,
    &audits::AUDIT_FINDINGS,
    &removals::REMOVALS,
    &record::JOURNAL,
    &webhooks::ENDPOINTS,
    &webhooks::FEED,
    &webhooks::DELIVERIES,
];

/// A thing with a table of its own.
pub(crate) trait Stored: Sized {
    fn table() -> &'static Table;
    fn write(&self, row: &mut Rows);
    fn read(row: &mut Reader<'_>) -> Result<Self, StoreError>;
}

/// Reads rows that a statement over `{table}` returned.
pub(crate) fn read_all<T: Stored>(rows: &[Row]) -> Result<Vec<T>, StoreError> {
    rows.iter().map(read_one).collect()
}

pub(crate) fn read_one<T: Stored>(row: &Row) -> Result<T, StoreError> {
    read_with(row, T::table(), T::read)
}

pub(crate) fn read_with<T>(
    row: &Row,
    table: &'static Table,
    read: impl FnOnce(&mut Reader<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    read(&mut Reader { row, table, at: 0 })
}

#[cfg(test)]
mod tests;
