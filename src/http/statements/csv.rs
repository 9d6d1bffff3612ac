//! The lines of a statement as a sheet. What it says is not proved: the document is.

use chrono::{DateTime, Utc};
use domain::{
    calendar::rfc3339_seoul,
    statement::{Lang, StatedBalance, StatedPosting, Statement},
};

use crate::http::sheets::{BYTE_ORDER_MARK, Cell, rows};

struct Words {
    headings: [&'static str; WIDTH],
    opening: &'static str,
    closing: &'static str,
}

const fn words(lang: Lang) -> Words {
    match lang {
        Lang::Korean => Words {
            headings: [
                "일시",
                "내용",
                "크레딧 증감",
                "사용 가능 잔액",
                "예약 중",
                "부족분",
                "금액(원)",
                "사용 항목",
                "참조",
                "관련 번호",
                "원장 번호",
            ],
            opening: "이월 잔액",
            closing: "기말 잔액",
        },
        Lang::English => Words {
            headings: [
                "Time",
                "What",
                "Credits",
                "Available after",
                "Held after",
                "Debt after",
                "Won",
                "Meter",
                "Reference",
                "Belongs to",
                "Ledger number",
            ],
            opening: "Balance brought forward",
            closing: "Balance at the end",
        },
    }
}

/// How many columns there are.
const WIDTH: usize = 11;

/// The headings, the opening balance, a line for each posting, and the closing balance.
pub(super) fn lines(statement: &Statement) -> Vec<u8> {
    let (head, foot) = (&statement.head, &statement.foot);
    let words = words(head.lang);
    let headings = words.headings.map(text);
    let first = balance(head.from, words.opening, &head.opening);
    let last = balance(head.until, words.closing, &foot.closing);
    let postings = statement.postings.iter().map(posting);
    let all = [headings, first].into_iter().chain(postings).chain([last]);
    let mut sheet = BYTE_ORDER_MARK.to_vec();
    sheet.extend(rows(all.map(IntoIterator::into_iter)));
    sheet
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn balance(at: DateTime<Utc>, what: &str, of: &StatedBalance) -> [Cell; WIDTH] {
    [
        text(&rfc3339_seoul(at)),
        text(what),
        Cell::Empty,
        Cell::Number(of.available),
        Cell::Number(of.held),
        Cell::Number(of.debt),
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
    ]
}

fn posting(posting: &StatedPosting) -> [Cell; WIDTH] {
    let after = &posting.after;
    let said = |words: &Option<String>| text(words.as_deref().unwrap_or_default());
    let seq = posting.entries.last().map_or(0, |entry| entry.seq);
    [
        text(&rfc3339_seoul(posting.at)),
        text(&posting.words),
        Cell::Number(posting.change.available),
        Cell::Number(after.available),
        Cell::Number(after.held),
        Cell::Number(after.debt),
        Cell::Number(posting.change.won),
        said(&posting.meter),
        said(&posting.reference),
        text(&posting.of),
        Cell::Number(seq),
    ]
}

#[cfg(test)]
#[path = "csv_tests.rs"]
mod tests;
