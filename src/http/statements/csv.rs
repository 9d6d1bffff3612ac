//! The lines of a statement as CSV (RFC 4180) for spreadsheets: UTF-8 with a mark at the beginning, by which Excel knows
//! it. What it says is not proved: the document is.

use domain::{
    calendar::rfc3339_seoul,
    statement::{Lang, StatedPosting, Statement},
};

/// The mark.
const BOM: char = '\u{feff}';
/// A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection).
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell's text.
enum Cell<'a> {
    /// Anything, some of it in the words of others.
    Text(&'a str),
    Number(i64),
    Nothing,
}

struct Words {
    headings: [&'static str; 11],
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

/// The opening balance, a line for each posting, and the closing balance.
pub(super) fn lines(statement: &Statement) -> String {
    let words = words(statement.head.lang);
    let mut text = String::from(BOM);
    line(&mut text, &words.headings.map(Cell::Text));
    let balance = |text: &mut String, at: &str, what: &str, of: [i64; 3]| {
        let [available, held, debt] = of.map(Cell::Number);
        let what = Cell::Text(what);
        let mut cells = vec![Cell::Text(at), what, Cell::Nothing, available, held, debt];
        cells.extend((0..5).map(|_| Cell::Nothing));
        line(text, &cells);
    };
    let (head, foot) = (&statement.head, &statement.foot);
    let of = &head.opening;
    let from = rfc3339_seoul(head.from);
    balance(
        &mut text,
        &from,
        words.opening,
        [of.available, of.held, of.debt],
    );
    for one in &statement.postings {
        posting(&mut text, one);
    }
    let of = &foot.closing;
    let until = rfc3339_seoul(head.until);
    balance(
        &mut text,
        &until,
        words.closing,
        [of.available, of.held, of.debt],
    );
    text
}

fn posting(text: &mut String, posting: &StatedPosting) {
    let said = |words: &Option<String>| words.clone().unwrap_or_default();
    let (at, after) = (rfc3339_seoul(posting.at), &posting.after);
    let (meter, reference) = (said(&posting.meter), said(&posting.reference));
    let seq = posting.entries.last().map_or(0, |entry| entry.seq);
    let cells = [
        Cell::Text(&at),
        Cell::Text(&posting.words),
        Cell::Number(posting.change.available),
        Cell::Number(after.available),
        Cell::Number(after.held),
        Cell::Number(after.debt),
        Cell::Number(posting.change.won),
        Cell::Text(&meter),
        Cell::Text(&reference),
        Cell::Text(&posting.of),
        Cell::Number(seq),
    ];
    line(text, &cells);
}

fn line(text: &mut String, cells: &[Cell<'_>]) {
    let cells: Vec<String> = cells.iter().map(written).collect();
    text.push_str(&cells.join(","));
    text.push_str("\r\n");
}

fn written(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Nothing => String::new(),
        Cell::Number(number) => number.to_string(),
        Cell::Text(text) => {
            let apart = if text.starts_with(FORMULA) { "'" } else { "" };
            let plain = !text.contains(['"', ',', '\r', '\n']);
            if plain {
                format!("{apart}{text}")
            } else {
                format!("\"{apart}{}\"", text.replace('"', "\"\""))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, line};

    #[test]
    fn no_cell_is_a_formula_and_none_breaks_its_line() {
        let mut text = String::new();
        let cells = ["=1+1", "@x", "a,b", "\"q\"", "-5 \n", "한글"].map(Cell::Text);
        line(&mut text, &cells);
        line(&mut text, &[Cell::Number(-50), Cell::Nothing]);
        let expected = "'=1+1,'@x,\"a,b\",\"\"\"q\"\"\",\"'-5 \n\",한글\r\n-50,\r\n";
        assert_eq!(text, expected);
    }
}
