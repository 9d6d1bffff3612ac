//! The deposit feed's documents, which are ours: bodies of Standard Webhooks 1.0.0 that a watcher of
//! the seller's bank account sends. They are read in place; unknown fields are ignored.
//!
//! ```json
//! {"type":"deposit.received","timestamp":"2026-01-02T03:04:05Z","data":{"movement_id":"m-1",
//!  "account":"main","depositor_name":"홍길동","amount":10000,"deposited_at":"2026-01-02T12:04:00+09:00","balance_after":250000}}
//! {"type":"deposit.reversed","timestamp":"2026-01-02T05:00:00Z","data":{"movement_id":"m-1"}}
//! ```

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset};
use serde::Deserialize;

/// Read first, so that the data of a type we do not know may have any shape.
#[derive(Deserialize)]
pub(super) struct Head<'a> {
    #[serde(borrow, rename = "type")]
    pub(super) kind: Cow<'a, str>,
}

/// A document of a known type.
#[derive(Deserialize)]
pub(super) struct Event<T> {
    pub(super) data: T,
}

/// Money that came in.
#[derive(Deserialize)]
pub(super) struct Deposit<'a> {
    /// The feed's name of the movement: the same one for the same movement, for ever.
    #[serde(borrow)]
    pub(super) movement_id: Cow<'a, str>,
    /// Configured name of our account, never its number.
    #[serde(borrow)]
    pub(super) account: Cow<'a, str>,
    /// As printed on the passbook.
    #[serde(borrow)]
    pub(super) depositor_name: Cow<'a, str>,
    /// Whole won.
    pub(super) amount: i64,
    /// The bank's time of arrival, with its offset; some banks know only the minute.
    pub(super) deposited_at: DateTime<FixedOffset>,
    /// Won on the account right after it, where the feed knows it. It distinguishes equal movements that another
    /// source reports as well.
    pub(super) balance_after: Option<i64>,
}

/// A deposit that the bank took back.
#[derive(Deserialize)]
pub(super) struct Reversal<'a> {
    #[serde(borrow)]
    pub(super) movement_id: Cow<'a, str>,
}

/// `PayAction`'s notice of a bank movement. The vendor's page could not be read; the fields are those on which public
/// integrations agree. `bank_account_id`, `bank_code` and `processing_date` are missing in some captured bodies and
/// are not read.
///
/// ```json
/// {"transaction_type":"deposited","bank_account_number":"12345678901234","bank_code":"003","amount":100000,
///  "transaction_date":"2024-04-15T15:03:00+09:00","transaction_name":"홍길동","balance":111222333}
/// ```
#[derive(Deserialize)]
pub(super) struct Moved<'a> {
    #[serde(borrow)]
    pub(super) bank_account_number: Cow<'a, str>,
    /// Whole won.
    pub(super) amount: i64,
    /// RFC 3339, often with `:00` for the seconds. Kept as text, because it is part of the movement's key.
    #[serde(borrow)]
    pub(super) transaction_date: Cow<'a, str>,
    /// As printed on the passbook.
    #[serde(borrow)]
    pub(super) transaction_name: Cow<'a, str>,
    /// The balance after the movement. In a form other than a whole number of won it is only part of the key.
    pub(super) balance: Option<serde_json::Value>,
}
