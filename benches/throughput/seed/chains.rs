//! The ledger of seeded customers: entries in chains of hashes, as the auditor wants them.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use domain::{
    customer::{Customer, CustomerState},
    hash::NO_HASH,
    id::LotId,
    ledger::{self, Account, Act, Line, Posting},
    money::Credits,
};

use super::{Database, FIRST, Value};

/// Each names a place in the journal: a head of a chain without one would not be an entry that a gateway wrote.
const MAKE_ENTRIES: &str = "
    INSERT INTO entries (customer_id, seq, posting_id, act, from_account, to_account, unit, amount, lot_id, reference,
        posted_at, hash, journal_place)
    SELECT e.value ->> 0, CAST(e.value ->> 1 AS BIGINT), e.value ->> 2, e.value ->> 3, e.value ->> 4, e.value ->> 5,
        e.value ->> 6, CAST(e.value ->> 7 AS BIGINT), e.value ->> 8, e.value ->> 9, CAST(e.value ->> 10 AS BIGINT),
        e.value ->> 11, 1
    FROM {rows}";

const MAKE_CUSTOMERS: &str = "
    INSERT INTO customers (id, state, debt, granted, seq, head, opened_at)
    SELECT e.value ->> 0, 'open', 0, CAST(e.value ->> 1 AS BIGINT), CAST(e.value ->> 2 AS BIGINT), e.value ->> 3,
        CAST(e.value ->> 4 AS BIGINT)
    FROM {rows}";

/// Customers written by one statement: some megabytes of JSON.
pub(super) const AT_ONCE: usize = 10_000;

/// Customers, and those of their entries that are not written yet.
pub(super) struct Chains {
    customers: Vec<Customer>,
    entries: String,
    postings: u64,
}

impl Chains {
    pub(super) fn new(
        names: impl Iterator<Item = String>,
        opened_at: DateTime<Utc>,
    ) -> anyhow::Result<Self> {
        let customer = |name: String| {
            Ok(Customer {
                id: name.parse()?,
                state: CustomerState::Open,
                debt: Credits::ZERO,
                granted: Credits::ZERO,
                debt_waived: Credits::ZERO,
                seq: 0,
                head: NO_HASH,
                opened_at,
                closed_at: None,
                thresholds: None,
            })
        };
        Ok(Self {
            customers: names.map(customer).collect::<anyhow::Result<_>>()?,
            entries: String::new(),
            postings: 0,
        })
    }

    /// Appends a posting to the chain of the customer at this index.
    pub(super) fn post(
        &mut self,
        customer: usize,
        act: Act,
        reference: String,
        at: DateTime<Utc>,
        lines: &[Line],
    ) -> anyhow::Result<()> {
        self.postings += 1;
        let posting = Posting {
            id: format!("pst_01h0000000000000{}", FIRST + self.postings).parse()?,
            act,
            reference,
            at,
        };
        for entry in ledger::append(&mut self.customers[customer], &posting, lines) {
            let lot = entry.lot.map(|lot| format!("\"{lot}\""));
            let lot = lot.as_deref().unwrap_or("null");
            // No text of a seeded entry has a character that JSON escapes.
            write!(
                self.entries,
                r#",["{}",{},"{}","{}","{}","{}","{}",{},{lot},"{}",{},"{}"]"#,
                entry.customer,
                entry.seq,
                entry.posting,
                entry.act,
                entry.from,
                entry.to,
                entry.unit,
                entry.amount,
                entry.reference,
                entry.at.timestamp_micros(),
                entry.hash,
            )?;
        }
        Ok(())
    }

    /// Adds credits of a new lot to all that the customer at this index was ever granted, and returns their line.
    pub(super) fn issue(
        &mut self,
        customer: usize,
        lot: LotId,
        credits: Credits,
    ) -> anyhow::Result<Line> {
        let granted = &mut self.customers[customer].granted;
        *granted = Credits::new(granted.get() + credits.get())?;
        Ok(ledger::credits(
            Some(lot),
            Account::Issued,
            Account::Available,
            credits,
        ))
    }

    /// Writes the entries so far, and returns their number.
    pub(super) async fn write(&mut self, database: &Database) -> anyhow::Result<u64> {
        let entries = std::mem::take(&mut self.entries);
        let all = format!("[{}]", entries.trim_start_matches(','));
        database.run(MAKE_ENTRIES, &[Value::Text(&all)]).await
    }

    /// Writes the customers, with the heads of their chains, and returns their number.
    pub(super) async fn finish(self, database: &Database) -> anyhow::Result<u64> {
        let mut written = 0;
        for some in self.customers.chunks(AT_ONCE) {
            let row = |one: &Customer| {
                let opened = one.opened_at.timestamp_micros();
                serde_json::json!([
                    one.id.as_str(),
                    one.granted.get(),
                    one.seq,
                    one.head,
                    opened
                ])
            };
            let rows = serde_json::Value::Array(some.iter().map(row).collect());
            written += database
                .run(MAKE_CUSTOMERS, &[Value::Text(&rows.to_string())])
                .await?;
        }
        Ok(written)
    }
}
