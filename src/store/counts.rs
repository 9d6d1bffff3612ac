//! What `/metrics` reports about the rows: how much waits, and for how long.

use chrono::{DateTime, Utc};

use super::{Db, StoreError, engine::Row, sql::statements};

/// Declares each count with the statement that gives it. All of them are asked for at once.
macro_rules! counts {
    ($($(#[$doc:meta])* $name:ident: $form:ident = $sql:expr;)+) => {
        /// Amounts of unfinished work.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub struct Counts {
            $($(#[$doc])* pub $name: counts!(@type $form),)+
        }

        statements! {
            COUNTS = concat!("SELECT " $(, "(", $sql, ")",)", "+);
        }

        fn read(row: &Row) -> Result<Counts, StoreError> {
            let mut columns = 0..;
            let mut next = || row.int(columns.next().unwrap_or_default());
            Ok(Counts { $($name: counts!(@read $form, next()?)),+ })
        }
    };
    (@type number) => { i64 };
    (@type instant) => { Option<DateTime<Utc>> };
    (@read number, $column:expr) => { $column.unwrap_or_default() };
    (@read instant, $column:expr) => { $column.and_then(DateTime::from_timestamp_micros) };
}

macro_rules! of_open_refunds {
    () => {
        "FROM refunds WHERE state IN ('requested', 'sent', 'by_hand', 'bounced')"
    };
}

// The lists of states repeat those of the partial indexes word by word: SQLite uses them only then.
counts! {
    /// What the auditor found and did not see whole since.
    findings_open: number = "SELECT COUNT(*) FROM audit_findings WHERE cleared_at IS NULL";
    discrepancies_open: number = "SELECT COUNT(*) FROM discrepancies WHERE state = 'open'";
    jobs_waiting: number = "SELECT COUNT(*) FROM jobs WHERE state = 'waiting'";
    jobs_running: number = "SELECT COUNT(*) FROM jobs WHERE state = 'running'";
    jobs_parked: number = "SELECT COUNT(*) FROM jobs WHERE state = 'parked'";
    /// When the job that waits longest was, or is, to run.
    oldest_job: instant = "SELECT MIN(run_at) FROM jobs WHERE state = 'waiting'";
    /// Deposits that a person has to decide on.
    deposits_open: number =
        "SELECT COUNT(*) FROM deposits WHERE state IN ('unmatched', 'ambiguous', 'underpaid', 'overpaid', \
         'late', 'duplicate', 'early', 'possible_repeat') AND state <> 'matched'";
    /// When the first of them was taken in.
    oldest_deposit: instant =
        "SELECT MIN(received_at) FROM deposits WHERE state IN ('unmatched', 'ambiguous', 'underpaid', 'overpaid', \
         'late', 'duplicate', 'early', 'possible_repeat') AND state <> 'matched'";
    orders_confirming: number =
        "SELECT COUNT(*) FROM orders WHERE state IN ('open', 'confirming', 'awaiting_deposit') \
         AND state = 'confirming'";
    /// When the oldest order whose outcome is in doubt was opened.
    oldest_confirming: instant =
        "SELECT MIN(opened_at) FROM orders WHERE state IN ('open', 'confirming', 'awaiting_deposit') \
         AND state = 'confirming'";
    refunds_requested: number = concat!("SELECT COUNT(*) ", of_open_refunds!(), " AND state = 'requested'");
    refunds_sent: number = concat!("SELECT COUNT(*) ", of_open_refunds!(), " AND state = 'sent'");
    refunds_by_hand: number = concat!("SELECT COUNT(*) ", of_open_refunds!(), " AND state = 'by_hand'");
    /// When the oldest refund that has not ended was requested.
    oldest_refund: instant = concat!("SELECT MIN(requested_at) ", of_open_refunds!());
    /// Orders whose received money does not match them.
    orders_mismatched: number = "SELECT COUNT(*) FROM orders WHERE state = 'mismatched' AND state <> 'completed'";
    /// Customers who owe credits.
    debtors: number = "SELECT COUNT(*) FROM customers WHERE debt > 0";
    /// Credits that they owe in total.
    debt: number = "SELECT CAST(COALESCE(SUM(debt), 0) AS BIGINT) FROM customers WHERE debt > 0";
    /// Refunds by hand that came back and need another account.
    refunds_bounced: number = concat!("SELECT COUNT(*) ", of_open_refunds!(), " AND state = 'bounced'");
    /// Cash receipts, and cancels of them, that a person has to make.
    cash_receipts_waiting: number = "SELECT COUNT(*) FROM cash_receipts_waiting";
    /// Payments of which an amended tax invoice is due.
    tax_amendments_due: number = "SELECT COUNT(*) FROM tax_amendments_due";
    /// Disputes that the seller has to answer.
    disputes_open: number = "SELECT COUNT(*) FROM payments WHERE dispute_id IS NOT NULL";
    /// When the unfinished refund that is due first is due.
    refund_due: instant = concat!("SELECT MIN(due_at) ", of_open_refunds!());
    /// Signed webhooks that could not be read and wait for a person.
    webhooks_unreadable: number =
        "SELECT COUNT(*) FROM inbox WHERE verdict IN ('unreadable', 'contradictory') AND settled_at IS NULL \
         AND verdict = 'unreadable'";
    /// Signed webhooks that contradict an earlier one and wait for a person.
    webhooks_contradictory: number =
        "SELECT COUNT(*) FROM inbox WHERE verdict IN ('unreadable', 'contradictory') AND settled_at IS NULL \
         AND verdict = 'contradictory'";
    /// Statements of providers that the books cannot follow. Each waits for a person, or for the provider to agree.
    contradictions_open: number =
        "SELECT COUNT(*) FROM contradictions WHERE state IN ('open', 'refunding') AND state = 'open'";
    /// When the first of them was opened.
    oldest_contradiction: instant =
        "SELECT MIN(opened_at) FROM contradictions WHERE state IN ('open', 'refunding') AND state = 'open'";
    /// Of these, money that is on its way back.
    contradictions_refunding: number =
        "SELECT COUNT(*) FROM contradictions WHERE state IN ('open', 'refunding') AND state = 'refunding'";
    /// Events on their way to endpoints.
    deliveries_waiting: number = "SELECT COUNT(*) FROM webhook_deliveries \
         WHERE state IN ('held', 'waiting') AND state <> 'delivered'";
    /// When the oldest of them was to go out.
    oldest_delivery: instant = "SELECT MIN(queued_at) FROM webhook_deliveries \
         WHERE state IN ('held', 'waiting') AND state <> 'delivered'";
    endpoints_disabled: number = "SELECT COUNT(*) FROM webhook_endpoints WHERE state = 'disabled'";
}

/// Counts the unfinished rows, using indexes of unfinished rows only.
pub async fn counts(db: &Db) -> Result<Counts, StoreError> {
    let rows = db.rows(&COUNTS, Vec::new()).await?;
    rows.first().map_or_else(|| Ok(Counts::default()), read)
}
