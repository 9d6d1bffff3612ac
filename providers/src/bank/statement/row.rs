//! A row of a statement: a deposit, something else, or not understood.

use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};
use domain::{
    deposit::{Balance, Movement, Reporter, Source},
    money::Won,
};

use super::super::ID;

/// Korea has kept UTC+9 without summer time since 1988.
const SEOUL_SECONDS: i32 = 9 * 3600;

/// One row of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// In the file, counted from 1.
    pub line: u64,
    pub says: RowSays,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowSays {
    Deposit(Deposit),
    /// Money went out, or the row has no date: a total, a note.
    NoDeposit(&'static str),
    /// It has a date, and its content is not understood. The text names the column, never the value.
    Unreadable(&'static str),
}

/// Money that came in.
#[derive(Clone, PartialEq, Eq)]
pub struct Deposit {
    /// `statement:` and a hash of date, amount, name, balance and number among equal rows of the file.
    pub key: String,
    /// The form of the file: its headings, and the precision of its times. Rows of one form with different keys are
    /// different movements.
    pub form: String,
    pub at: Moment,
    pub amount: Won,
    /// As printed on the passbook; `-` where nothing is printed.
    pub name: String,
    pub balance: Option<Balance>,
}

impl std::fmt::Debug for Deposit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Deposit")
            .field("key", &self.key)
            .field("amount", &self.amount)
            .finish_non_exhaustive()
    }
}

/// The precision of a statement's time, most exact first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    Second,
    Minute,
    Day,
}

/// When it came, in Korean time: the start of the second, minute or day that the statement gives. A deposit with only
/// a day therefore seems earlier than an order opened on that day, and a person decides on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    pub at: DateTime<Utc>,
    pub precision: Precision,
}

impl Moment {
    pub(super) fn of(wall: NaiveDateTime, precision: Precision) -> Option<Self> {
        let seoul = FixedOffset::east_opt(SEOUL_SECONDS)?;
        let at = wall.and_local_timezone(seoul).single()?.to_utc();
        Some(Self { at, precision })
    }
}

impl Deposit {
    /// The movement on our account of the configured name.
    pub fn movement(&self, account: &str) -> Movement {
        Movement {
            provider: ID,
            key: self.key.clone(),
            source: Source::new(Reporter::Statement, self.form.clone()),
            account: account.to_owned(),
            name: self.name.clone(),
            amount: self.amount,
            at: self.at.at,
            balance: self.balance,
        }
    }
}
