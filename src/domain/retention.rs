//! How long personal data is kept, column by column, and what a removal leaves. `docs/retention.md` shows the same
//! table, and a test compares the two.
//!
//! A payment's amounts, instants, ids and terms are its record and stay. The customer's id stays as well: it is the
//! seller's own name for the customer, the ledger is kept by it, and only the seller can say whose it is.

mod rules;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};

use crate::{canary, kind::vocabulary};

pub use rules::RULES;

/// Records of contracts, withdrawals and payments may and must be kept so long (Enforcement Decree of the E-Commerce
/// Act, art. 6(1)). Five years of 366 days: no five years are longer.
pub const RECORD_DAYS: i64 = 5 * 366;
/// Of an account that was closed. Money that was sent back may still bounce, and complaints come soon after.
pub const CLOSED_DAYS: i64 = 90;
/// Of an order that was never paid there is no contract to record. A late transfer is looked for within a month.
pub const UNPAID_DAYS: i64 = 90;
/// Of a cash receipt whose outcome is known: the tax office has the number. Who misses the receipt there says so within
/// three months, and support can read then which number it was.
pub const RECEIPT_DAYS: i64 = 90;
/// Providers cancel payments for a year at most, and are asked about them as long: a year and a month.
pub const SIGNAL_DAYS: i64 = 400;

vocabulary!(
    /// What is removed together. The word is recorded with each removal.
    Removal, "removal of personal data" {
        UnpaidOrder = "unpaid_order",
        OrderSession = "order_session",
        OrderPayer = "order_payer",
        DepositName = "deposit_name",
        RefundAccount = "refund_account",
        ContradictionAccount = "contradiction_account",
        ApprovalAccounts = "approval_accounts",
        PaymentFacts = "payment_facts",
        ReceiptNumber = "receipt_number",
        ReceiptPage = "receipt_page",
        InboxContent = "inbox_content",
        EventMetadata = "event_metadata",
    }
);

/// What a removal leaves in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// NULL.
    Nothing,
    /// This text, which says nothing.
    Text(&'static str),
    /// Of a provider's session, what a payment is asked about by.
    KeyOfSession,
    /// The JSON document without the seller's texts.
    NoMetadata,
    /// The JSON document with accounts that name nobody.
    NoAccounts,
}

/// One line of the table.
#[derive(Debug)]
pub struct Rule {
    pub removal: Removal,
    pub table: &'static str,
    /// The columns, each with what is left in it.
    pub columns: &'static [(&'static str, Left)],
    /// What they hold.
    pub holds: &'static str,
    /// The event from which the days count.
    pub since: &'static str,
    /// Days after that event.
    pub days: i64,
    /// Days after that event and after the closing of the account, where those are over earlier.
    pub closed_days: Option<i64>,
    /// The law or the reason.
    pub why: &'static str,
}

/// A row with personal data, as far as its time depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The event from which the days count.
    pub ended_at: DateTime<Utc>,
    /// When the customer's account was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// Whether a refund, a contradiction, an approval, a deposit or a job of it is still open.
    pub needed: bool,
}

impl Rule {
    /// Whether a row's time is over and nothing open needs it.
    pub fn is_due(&self, row: &Kept, now: DateTime<Utc>) -> bool {
        if canary!(NeededIsRemoved, false, row.needed) {
            return false;
        }
        let early = canary!(RemovedEarly, 1, 0);
        let over = |from, days: i64| now >= from + TimeDelta::days(days - early);
        let after_closing = self.closed_days.zip(row.closed_at);
        over(row.ended_at, self.days)
            || after_closing
                .is_some_and(|(days, closed)| over(closed, days) && over(row.ended_at, days))
    }

    /// The names of the columns.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|(name, _)| *name)
    }
}

impl Left {
    /// What a column holds after the removal. A document that cannot be read is emptied.
    pub fn of(self, before: &str) -> Option<String> {
        let document = |change: fn(&mut Map<String, Value>)| {
            let mut document: Value = serde_json::from_str(before).unwrap_or_default();
            match document.as_object_mut() {
                Some(members) => change(members),
                None => document = Value::Object(Map::new()),
            }
            Some(document.to_string())
        };
        match self {
            Self::Nothing => None,
            Self::Text(text) => Some(text.to_owned()),
            Self::KeyOfSession => document(|members| {
                members.retain(|name, _| SESSION_LEFT.contains(&name.as_str()));
            }),
            Self::NoMetadata => document(|members| {
                members.insert("metadata".to_owned(), Value::Object(Map::new()));
            }),
            Self::NoAccounts => document(|members| {
                for name in ["account", "replaces"] {
                    if let Some(account) = members.get_mut(name).filter(|it| !it.is_null()) {
                        *account = nobodys();
                    }
                }
            }),
        }
    }
}

/// The members of a session without which a late look at a payment would go wrong: its name at the provider, and the
/// instants. The secret proves the provider's own webhooks.
const SESSION_LEFT: [&str; 4] = ["payment_key", "webhook_secret", "awaited_at", "expires_at"];

/// An account in its stored form, without its bank, number and holder.
fn nobodys() -> Value {
    serde_json::json!({"bank": "", "account_number": "", "holder": ""})
}
