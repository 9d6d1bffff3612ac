//! Statements and lists are guarded alike.

use domain::{
    ledger::Act,
    money::Credits,
    statement::{After, Change, StatedPosting},
    usage::{Sum, Usage},
};

use super::posting;
use crate::http::sheets::{USAGE, rows};

/// A line of a statement whose texts are in the words of others.
fn of_a_statement(words: &str) -> String {
    let stated = StatedPosting {
        posting: "pst_01arz3ndektsv4rrffq69g5fav".parse().unwrap(),
        act: Act::Spend,
        words: words.to_owned(),
        at: chrono::DateTime::UNIX_EPOCH,
        of: words.to_owned(),
        meter: Some(words.to_owned()),
        reference: Some(words.to_owned()),
        change: Change {
            available: -50,
            ..Change::default()
        },
        after: After {
            available: 0,
            held: 0,
            debt: 0,
        },
        entries: Vec::new(),
        digest: String::new(),
    };
    let line = rows(std::iter::once(posting(&stated).into_iter()));
    String::from_utf8(line).unwrap()
}

fn of_a_list(words: &str) -> String {
    let sum = Sum {
        spends: 1,
        credits: Credits::new(50).unwrap(),
    };
    let usage = Usage {
        customer: "c1".parse().unwrap(),
        of: words.to_owned(),
        first: "spd_01arz3ndektsv4rrffq69g5fav".parse().unwrap(),
        used: sum,
        reversed: sum,
    };
    String::from_utf8(USAGE.lines(&[usage])).unwrap()
}

#[test]
fn no_cell_of_a_statement_or_a_list_is_a_formula_or_breaks_its_line() {
    for (text, cell) in [
        ("=1+1", "'=1+1"),
        ("+82 10", "'+82 10"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "\"'\rx\""),
        ("\nx", "\"'\nx\""),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠x", "'＠x"),
        ("a,b", "\"a,b\""),
        ("\"q\"", "\"\"\"q\"\"\""),
        ("한글", "한글"),
    ] {
        let at = "1970-01-01T09:00:00";
        let line = of_a_statement(text);
        let (when, said) = line.split_once(',').unwrap();
        assert!(when.starts_with(at), "{line}");
        let expected = format!("{cell},-50,0,0,0,0,{cell},{cell},{cell},0\r\n");
        assert_eq!(said, expected, "{text:?}");
        assert_eq!(
            of_a_list(text),
            format!("c1,{cell},1,50,1,50\r\n"),
            "{text:?}"
        );
    }
}
