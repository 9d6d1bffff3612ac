//! What `/metrics` reports about the rows: how much waits, and for how long.

use chrono::{DateTime, Utc};

use super::{Db, StoreError, engine::Row, sql::statements};

statements! {
    /// The lists of states repeat those of the partial indexes word by word: SQLite uses them only then.
    COUNTS =
        "SELECT (SELECT COUNT(*) FROM jobs WHERE state = 'waiting'), \
                (SELECT COUNT(*) FROM jobs WHERE state = 'running'), \
                (SELECT COUNT(*) FROM jobs WHERE state = 'parked'), \
                (SELECT MIN(run_at) FROM jobs WHERE state = 'waiting'), \
                (SELECT COUNT(*) FROM deposits WHERE state IN ('unmatched', 'ambiguous', 'underpaid', 'overpaid', \
                                                               'late', 'duplicate', 'early', 'possible_repeat') \
                 AND state <> 'matched'), \
                (SELECT COUNT(*) FROM orders \
                 WHERE state IN ('open', 'confirming', 'awaiting_deposit') AND state = 'confirming'), \
                (SELECT MIN(opened_at) FROM orders \
                 WHERE state IN ('open', 'confirming', 'awaiting_deposit') AND state = 'confirming'), \
                (SELECT COUNT(*) FROM refunds \
                 WHERE state IN ('requested', 'sent', 'by_hand', 'bounced') AND state = 'requested'), \
                (SELECT COUNT(*) FROM refunds \
                 WHERE state IN ('requested', 'sent', 'by_hand', 'bounced') AND state = 'sent'), \
                (SELECT COUNT(*) FROM refunds \
                 WHERE state IN ('requested', 'sent', 'by_hand', 'bounced') AND state = 'by_hand'), \
                (SELECT MIN(requested_at) FROM refunds WHERE state IN ('requested', 'sent', 'by_hand', 'bounced')), \
                (SELECT COUNT(*) FROM orders WHERE state = 'mismatched' AND state <> 'completed'), \
                (SELECT COUNT(*) FROM customers WHERE debt > 0), \
                (SELECT CAST(COALESCE(SUM(debt), 0) AS BIGINT) FROM customers WHERE debt > 0), \
                (SELECT COUNT(*) FROM refunds \
                 WHERE state IN ('requested', 'sent', 'by_hand', 'bounced') AND state = 'bounced'), \
                (SELECT MIN(due_at) FROM refunds WHERE state IN ('requested', 'sent', 'by_hand', 'bounced')), \
                (SELECT COUNT(*) FROM inbox \
                 WHERE verdict IN ('unreadable', 'contradictory') AND settled_at IS NULL AND verdict = 'unreadable'), \
                (SELECT COUNT(*) FROM inbox \
                 WHERE verdict IN ('unreadable', 'contradictory') AND settled_at IS NULL AND verdict = 'contradictory'), \
                (SELECT COUNT(*) FROM contradictions WHERE state IN ('open', 'refunding') AND state = 'open'), \
                (SELECT COUNT(*) FROM contradictions WHERE state IN ('open', 'refunding') AND state = 'refunding')";
}

/// Amounts of unfinished work.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub jobs_waiting: i64,
    pub jobs_running: i64,
    pub jobs_parked: i64,
    /// When the job that waits longest was, or is, to run.
    pub oldest_job: Option<DateTime<Utc>>,
    /// Deposits that a person has to decide on.
    pub deposits_open: i64,
    pub orders_confirming: i64,
    /// When the oldest order whose outcome is in doubt was opened.
    pub oldest_confirming: Option<DateTime<Utc>>,
    pub refunds_requested: i64,
    pub refunds_sent: i64,
    pub refunds_by_hand: i64,
    /// When the oldest refund that has not ended was requested.
    pub oldest_refund: Option<DateTime<Utc>>,
    /// Refunds by hand that came back and need another account.
    pub refunds_bounced: i64,
    /// When the unfinished refund that is due first is due.
    pub refund_due: Option<DateTime<Utc>>,
    /// Orders whose received money does not match them.
    pub orders_mismatched: i64,
    /// Customers who owe credits.
    pub debtors: i64,
    /// Credits that they owe in total.
    pub debt: i64,
    /// Signed webhooks that could not be read and wait for a person.
    pub webhooks_unreadable: i64,
    /// Signed webhooks that contradict an earlier one and wait for a person.
    pub webhooks_contradictory: i64,
    /// Statements of providers that the books cannot follow. Each waits for a person, or for the provider to agree.
    pub contradictions_open: i64,
    /// Of these, money that is on its way back.
    pub contradictions_refunding: i64,
}

/// Counts the unfinished rows, using indexes of unfinished rows only.
pub async fn counts(db: &Db) -> Result<Counts, StoreError> {
    let rows = db.rows(&COUNTS, Vec::new()).await?;
    rows.first().map_or_else(|| Ok(Counts::default()), read)
}

fn read(row: &Row) -> Result<Counts, StoreError> {
    let number = |at| Ok::<_, StoreError>(row.int(at)?.unwrap_or_default());
    let instant = |at| Ok::<_, StoreError>(row.int(at)?.and_then(DateTime::from_timestamp_micros));
    Ok(Counts {
        jobs_waiting: number(0)?,
        jobs_running: number(1)?,
        jobs_parked: number(2)?,
        oldest_job: instant(3)?,
        deposits_open: number(4)?,
        orders_confirming: number(5)?,
        oldest_confirming: instant(6)?,
        refunds_requested: number(7)?,
        refunds_sent: number(8)?,
        refunds_by_hand: number(9)?,
        oldest_refund: instant(10)?,
        orders_mismatched: number(11)?,
        debtors: number(12)?,
        debt: number(13)?,
        refunds_bounced: number(14)?,
        refund_due: instant(15)?,
        webhooks_unreadable: number(16)?,
        webhooks_contradictory: number(17)?,
        contradictions_open: number(18)?,
        contradictions_refunding: number(19)?,
    })
}
