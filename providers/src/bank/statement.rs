//! Bank statements as CSV, for sellers without a feed and for movements a feed missed. Pure: bytes in, rows out.
//!
//! Some lines may precede the header row, as banks print account and period there. Columns are known by their names
//! (see `columns`), in any order; others are ignored. A row that is no deposit is reported as such, and so is a row
//! that cannot be read: neither is left out silently.
//!
//! A movement's key is built from the row's content, so that the same row of any file has the same key. Where no
//! balance is given, this holds for any file of one form. Rows with the same content are counted within their file.
//! Where a statement shows the balance, equal rows are rare. Where it does not, cut files at midnight: otherwise the
//! second of two equal rows alone in a file is read as the first.

mod columns;
pub(crate) mod text;

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};
use csv::StringRecord;
use domain::{
    deposit::{Balance, Movement, Reporter, Source, normalised_name},
    money::Won,
};

pub use self::text::Encoding;
use self::{
    columns::{Columns, header},
    text::{records, text},
};
use super::{ID, map};
use crate::signature::hex;

/// A year of a busy shop is some 20 MB.
pub const BYTES_MAX: usize = 64 * 1024 * 1024;
/// Commas in most files; tabs and semicolons in files of some spreadsheets.
const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];
/// Korea has kept UTC+9 without summer time since 1988.
const SEOUL_SECONDS: i32 = 9 * 3600;

/// A file that is no statement.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoStatement {
    #[error("the file is larger than {BYTES_MAX} bytes")]
    TooLarge,
    #[error("the text is not written in {0}")]
    Encoding(&'static str),
    #[error(
        "no header row is there: columns for the time and for the money that came in are needed, such as 거래일시 and 입금액"
    )]
    NoHeader,
    /// Without names nothing could be matched, so a header without one is more likely misread.
    #[error(
        "line {0} is a header row without a column for the depositor, such as 기재내용 or name"
    )]
    NoName(u64),
}

/// Reads a statement. `encoding` is detected when it is not given: a byte order mark, else UTF-8 where the bytes are
/// valid, else CP949.
///
/// # Errors
/// When the file is no statement; see [`NoStatement`].
pub fn read(bytes: &[u8], encoding: Option<Encoding>) -> Result<Vec<Row>, NoStatement> {
    if bytes.len() > BYTES_MAX {
        return Err(NoStatement::TooLarge);
    }
    let text = text(bytes, encoding)?;
    let (delimiter, columns, line) = DELIMITERS
        .into_iter()
        .find_map(|delimiter| {
            header(&text, delimiter).map(|(found, line)| (delimiter, found, line))
        })
        .ok_or(NoStatement::NoHeader)?;
    if columns.name.is_none() {
        return Err(NoStatement::NoName(line));
    }
    let mut equal = HashMap::new();
    let rows = records(&text, delimiter).skip_while(|(at, _)| *at <= line);
    let mut rows: Vec<Row> = rows
        .filter(|(_, record)| record.iter().any(|cell| !cell.trim().is_empty()))
        .map(|(line, record)| Row {
            line,
            says: says(&columns, &record, &mut equal),
        })
        .collect();
    name_form(&columns, &mut rows);
    Ok(rows)
}

/// The same account may be exported in several forms, and each has its own key for the same movement.
fn name_form(columns: &Columns, rows: &mut [Row]) {
    let told = rows.iter_mut().filter_map(|row| match &mut row.says {
        RowSays::Deposit(told) => Some(told),
        RowSays::NoDeposit(_) | RowSays::Unreadable(_) => None,
    });
    let mut told: Vec<&mut Deposit> = told.collect();
    let exact = told.iter().map(|told| told.at.precision).min();
    let form = match exact {
        Some(Precision::Second) => format!("{}-s", columns.form),
        Some(Precision::Minute) => format!("{}-m", columns.form),
        Some(Precision::Day) | None => format!("{}-d", columns.form),
    };
    for told in &mut told {
        told.form.clone_from(&form);
    }
}

fn says(columns: &Columns, record: &StringRecord, equal: &mut HashMap<String, u32>) -> RowSays {
    let cell = |column: Option<usize>| column.and_then(|at| record.get(at)).map_or("", str::trim);
    let when = (cell(Some(columns.date)), cell(columns.time));
    if !when.0.contains(|c: char| c.is_ascii_digit()) {
        return RowSays::NoDeposit("without a date");
    }
    let Some((written, moment)) = text::moment(when.0, when.1) else {
        return RowSays::Unreadable("the time is in no form that is known");
    };
    let amount = match columns.money_in(&cell) {
        Ok(Some(amount)) => amount,
        Ok(None) => return RowSays::NoDeposit("money went out, or none moved"),
        Err(why) => return RowSays::Unreadable(why),
    };
    let Some(amount) = map::amount(amount) else {
        return RowSays::Unreadable("the amount is out of range");
    };
    let name = map::printed_name(cell(columns.name));
    // The balance only distinguishes equal rows: a balance that is no number is no reason to lose a deposit.
    let balance = text::won(cell(columns.balance)).ok().flatten();
    let left = balance.map_or_else(String::new, |balance| balance.to_string());
    // Equal rows without a balance are counted only among those of their form.
    let form = balance.map_or(columns.form.as_str(), |_| "");
    let name_said = normalised_name(&name);
    let said = format!("{form}|{written}|{amount}|{name_said}|{left}");
    let occurrence = equal.entry(said.clone()).or_default();
    *occurrence = occurrence.saturating_add(1);
    let key = format!(
        "statement:{}",
        hex(format!("{said}|{occurrence}").as_bytes())
    );
    RowSays::Deposit(Deposit {
        key,
        form: String::new(),
        at: moment,
        amount,
        name,
        balance: balance.map(Balance),
    })
}

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
