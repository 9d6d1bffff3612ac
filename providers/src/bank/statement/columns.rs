//! The names under which banks print the columns of a statement, in Korean and in English.
//!
//! | column | accepted names |
//! |---|---|
//! | date, needed | 거래일시, 거래일자, 거래일, 일시, 일자, 날짜, datetime, date, transaction date |
//! | time, where it stands apart | 거래시간, 거래시각, 시간, 시각, time, transaction time |
//! | money in (or an amount) | 입금액, 입금, 입금금액, 맡기신금액, 받으신금액, deposit, deposit amount, credit |
//! | amount, in or out | 거래금액, 금액, amount |
//! | money out | 출금액, 출금, 출금금액, 찾으신금액, 지급, 지급금액, withdrawal, withdrawal amount, debit |
//! | direction | 입출금구분, 입출금, 거래구분, 구분, direction, type |
//! | name, needed | 입금자명, 입금자, 보낸분/받는분, 보낸분, 의뢰인/수취인, 의뢰인, 기재내용, 거래기록사항, 내용, 거래내용, 적요, name, depositor, depositor name, description |
//! | balance | 거래후잔액, 거래후잔고, 잔액, balance |
//!
//! Spaces, `_`, capitals and `(원)` in a name do not matter. Of several names of one column the first of this
//! table counts: a bank that prints 기재내용 and 적요 prints the depositor in the first.

use csv::StringRecord;

use super::text::{self, records};
use crate::signature::hex;

/// Enough hexadecimal digits to distinguish the few forms in which one account is exported.
const FORM_CHARS: usize = 8;
/// Banks print a dozen lines above the table at most.
const LINES_ABOVE_MAX: usize = 40;

/// The positions of the columns.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) date: usize,
    pub(super) time: Option<usize>,
    pub(super) name: Option<usize>,
    pub(super) balance: Option<usize>,
    /// The beginning of a digest of all headings.
    pub(super) form: String,
    money: Money,
    out: Option<usize>,
    direction: Option<usize>,
}

#[derive(Debug)]
enum Money {
    In(usize),
    /// Either direction: a sign, a direction column or a value for outgoing money shows which.
    Amount(usize),
}

impl Columns {
    /// The columns, if this is a header row: one that names a date and money that came in.
    pub(super) fn of(record: &StringRecord) -> Option<Self> {
        let cells: Vec<String> = record.iter().map(bare).collect();
        let find = |names: &[&str]| {
            names
                .iter()
                .find_map(|name| cells.iter().position(|cell| cell == name))
        };
        let money = find(MONEY_IN)
            .map(Money::In)
            .or_else(|| find(AMOUNT).map(Money::Amount))?;
        Some(Self {
            date: find(DATE)?,
            time: find(TIME),
            name: find(NAME),
            balance: find(BALANCE),
            form: form(&cells),
            money,
            out: find(MONEY_OUT),
            direction: find(DIRECTION),
        })
    }

    /// Won that came in, `None` where none did.
    pub(super) fn money_in<'a>(
        &self,
        cell: &impl Fn(Option<usize>) -> &'a str,
    ) -> Result<Option<i64>, &'static str> {
        let number =
            |column| text::won(cell(column)).map_err(|()| "an amount is not a whole number of won");
        let column = match self.money {
            Money::In(at) | Money::Amount(at) => at,
        };
        let Some(amount) = number(Some(column))?.filter(|amount| *amount > 0) else {
            return Ok(None);
        };
        let out = number(self.out)?.is_some_and(|out| out != 0);
        let direction = bare(cell(self.direction));
        match self.money {
            Money::In(_) if out => Err("money came in and went out in one row"),
            Money::Amount(_) if out || WORDS_OUT.contains(&direction.as_str()) => Ok(None),
            // A direction in other words is unknown, and a guess would mint credits for outgoing money.
            Money::Amount(_)
                if !direction.is_empty() && !WORDS_IN.contains(&direction.as_str()) =>
            {
                Err("the direction is neither in (입금) nor out (출금)")
            }
            Money::In(_) | Money::Amount(_) => Ok(Some(amount)),
        }
    }
}

fn form(headings: &[String]) -> String {
    let mut digest = hex(headings.join("|").as_bytes());
    digest.truncate(FORM_CHARS);
    digest
}

/// A name in the form used for comparing.
fn bare(cell: &str) -> String {
    let folded: String = cell
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '\u{feff}'))
        .flat_map(char::to_lowercase)
        .collect();
    folded.trim_end_matches("(원)").to_owned()
}

pub(super) fn header(text: &str, delimiter: u8) -> Option<(Columns, u64)> {
    records(text, delimiter)
        .take(LINES_ABOVE_MAX)
        .find_map(|(line, record)| Columns::of(&record).map(|columns| (columns, line)))
}

const DATE: &[&str] = &[
    "거래일시",
    "거래일자",
    "거래일",
    "일시",
    "일자",
    "날짜",
    "datetime",
    "date",
    "transactiondate",
];
const TIME: &[&str] = &[
    "거래시간",
    "거래시각",
    "시간",
    "시각",
    "time",
    "transactiontime",
];
const MONEY_IN: &[&str] = &[
    "입금액",
    "입금",
    "입금금액",
    "맡기신금액",
    "받으신금액",
    "deposit",
    "depositamount",
    "credit",
];
const AMOUNT: &[&str] = &["거래금액", "금액", "amount"];
const MONEY_OUT: &[&str] = &[
    "출금액",
    "출금",
    "출금금액",
    "찾으신금액",
    "지급",
    "지급금액",
    "withdrawal",
    "withdrawalamount",
    "debit",
];
const DIRECTION: &[&str] = &[
    "입출금구분",
    "입출금",
    "거래구분",
    "구분",
    "direction",
    "type",
];
const NAME: &[&str] = &[
    "입금자명",
    "입금자",
    "보낸분/받는분",
    "보낸분",
    "의뢰인/수취인",
    "의뢰인",
    "기재내용",
    "거래기록사항",
    "내용",
    "거래내용",
    "적요",
    "name",
    "depositor",
    "depositorname",
    "description",
];
pub(super) const BALANCE: &[&str] = &["거래후잔액", "거래후잔고", "잔액", "balance"];
/// Values of the direction that show which way money went.
const WORDS_IN: &[&str] = &["입금", "in", "deposit", "credit"];
const WORDS_OUT: &[&str] = &["출금", "지급", "out", "withdrawal", "debit"];
