//! Sheets: what spreadsheets are given.

use domain::{
    money::Credits,
    usage::{Sum, Usage},
};

use super::{ENTRIES, LOTS, Language, REDEMPTIONS, SPENDS, USAGE, lines, plain};

const FIRST: &str = "spd_01arz3ndektsv4rrffq69g5fav";

fn usage(of: &str) -> Usage {
    let sum = |spends, credits| Sum {
        spends,
        credits: Credits::new(credits).unwrap(),
    };
    Usage {
        customer: "-c1".parse().unwrap(),
        of: of.to_owned(),
        first: FIRST.parse().unwrap(),
        used: sum(2, 30),
        reversed: sum(1, 7),
    }
}

#[test]
fn what_begins_as_a_formula_is_text() {
    for (text, safe) in [
        ("=1+2", "'=1+2"),
        ("+82 10", "'+82 10"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\nx", "'\nx"),
        ("＝1", "'＝1"),
        ("＠x", "'＠x"),
        ("a=1", "a=1"),
        ("'=1", "'=1"),
        ("", ""),
        ("말", "말"),
    ] {
        assert_eq!(plain(text), safe, "{text:?}");
    }
}

#[test]
fn quotes_commas_and_line_ends_stay_in_their_cell() {
    let row = ["a,b", "say \"no\"", "two\nlines", "\rx", "plain", ""];
    let text = lines(std::iter::once(row.iter()));
    let expected = "\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",\"\rx\",plain,\r\n";
    assert_eq!(String::from_utf8(text).unwrap(), expected);
}

#[test]
fn a_sheet_begins_with_a_mark_and_headings_in_either_language() {
    let head = |language| String::from_utf8(USAGE.head(language)).unwrap();
    assert_eq!(
        head(Language::English),
        "\u{FEFF}customer_id,name,spends,credits,reversed_spends,reversed_credits\r\n"
    );
    assert_eq!(
        head(Language::Korean),
        "\u{FEFF}고객,항목,사용 건수,사용 크레딧,취소 건수,취소 크레딧\r\n"
    );
}

#[test]
fn numbers_are_numbers_and_names_are_text() {
    let lines = USAGE.lines(&[usage("=cmd|'/C calc'!A0"), usage("영상, 생성")]);
    assert_eq!(
        String::from_utf8(lines).unwrap(),
        "'-c1,'=cmd|'/C calc'!A0,2,30,1,7\r\n'-c1,\"영상, 생성\",2,30,1,7\r\n"
    );
}

#[test]
fn a_line_of_json_names_its_customer_and_is_not_escaped_for_sheets() {
    let line = USAGE.json(&usage("=1")).unwrap();
    let line: serde_json::Value = serde_json::from_slice(&line).unwrap();
    assert_eq!(line["customer_id"], "-c1");
    assert_eq!(line["name"], "=1");
    assert_eq!(line["credits"], 30);
}

#[test]
fn every_heading_stands_once_in_both_languages() {
    fn headings<T>(sheet: &super::Sheet<T>) {
        for language in Language::ALL {
            let head = String::from_utf8(sheet.head(language)).unwrap();
            let names: Vec<&str> = head
                .trim_start_matches('\u{FEFF}')
                .trim()
                .split(',')
                .collect();
            let once: std::collections::BTreeSet<&&str> = names.iter().collect();
            assert_eq!(once.len(), names.len(), "{head}");
            let english = names.iter().all(|name| name.is_ascii());
            assert_eq!(english, language == Language::English, "{head}");
        }
    }
    headings(&LOTS);
    headings(&ENTRIES);
    headings(&REDEMPTIONS);
    headings(&SPENDS);
    headings(&USAGE);
}
