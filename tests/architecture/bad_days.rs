//! docs/bad-days.md: every bad day with what happened, what the books say, what support and the buyer see, and its tests.

use std::collections::BTreeSet;

use crate::{
    pages::{marked, wrong_tests},
    source::read,
};

const PAGE: &str = "docs/bad-days.md";

/// Fewer days leave whole kinds of trouble out.
const DAYS_MIN: usize = 40;

/// What a day says of itself, in this order.
const PARTS: [&str; 5] = [
    "What happened",
    "The books",
    "Support sees",
    "The buyer sees",
    "Tests",
];

/// A shorter part says nothing. "Nothing: …" says why.
const WORDS_MIN: usize = 4;

struct Day<'a> {
    title: &'a str,
    /// The label and the text of each.
    parts: Vec<(&'a str, &'a str)>,
}

/// The days of a page: a heading of the third degree, and a list of parts below it.
fn days(page: &str) -> Vec<Day<'_>> {
    let blocks = page.split("\n### ").skip(1);
    let days = blocks.map(|block| {
        let block = block.split("\n## ").next().unwrap_or_default();
        let (title, rest) = block.split_once('\n').unwrap_or((block, ""));
        let parts = rest.split("\n* **").skip(1);
        let parts = parts.map(|part| part.split_once(":** ").unwrap_or((part, "")));
        Day {
            title,
            parts: parts.collect(),
        }
    });
    days.collect()
}

/// What is wrong with the days of a page, each with the title of its day.
fn faults(page: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let (mut titles, mut own) = (BTreeSet::new(), BTreeSet::new());
    for day in days(page) {
        let mut wrong = Vec::new();
        if !titles.insert(day.title) {
            wrong.push("another day has this title".to_owned());
        }
        let labels: Vec<&str> = day.parts.iter().map(|(label, _)| *label).collect();
        if labels != PARTS {
            wrong.push(format!("its parts are {labels:?}"));
        }
        let Some((&(_, tests), told)) = day.parts.split_last() else {
            faults.push(format!("{}: it says nothing", day.title));
            continue;
        };
        for (label, text) in told {
            if text.split_whitespace().count() < WORDS_MIN {
                wrong.push(format!("{label}: {text}"));
            }
        }
        wrong.extend(wrong_tests(tests));
        let named = marked(tests);
        let elsewhere = named
            .iter()
            .filter(|test| !test.starts_with("tests/gateway/"));
        wrong.extend(elsewhere.map(|test| format!("not a test through HTTP: {test}")));
        if named.first().is_some_and(|test| !own.insert(*test)) {
            wrong.push(format!("its own test is that of another day: {}", named[0]));
        }
        faults.extend(wrong.iter().map(|why| format!("{}: {why}", day.title)));
    }
    faults
}

#[test]
fn every_bad_day_is_told_whole_and_walked_by_a_test() {
    let page = read(PAGE);
    let faults = faults(&page);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let count = days(&page).len();
    assert!(count >= DAYS_MIN, "{count} days");
}

#[test]
fn what_is_wrong_with_a_day_is_told() {
    let day = "\n### A\n\n* **What happened:** it rained all day\n* **The books:** they say\n  so too\n\
        * **Support sees:** nothing of the rain\n* **The buyer sees:** nothing of the rain\n\
        * **Tests:** `tests/gateway/cards.rs::coming_back_twice_pays_once`\n\n## Other days\n";
    assert_eq!(faults(day), Vec::<String>::new());
    for (was, is) in [
        ("* **The books:** they say\n  so too\n", ""),
        ("they say\n  so too", "dry"),
        ("**Support sees:** nothing", "**Support:** nothing"),
        (
            "`tests/gateway/cards.rs::coming_back_twice_pays_once`",
            "none",
        ),
        ("pays_once", "pays_never"),
        // A function there that is no test.
        ("coming_back_twice_pays_once", "console_cancel"),
        (
            "gateway/cards.rs::coming_back_twice_pays_once",
            "store/schema.rs::the_records_cannot_be_rewritten",
        ),
    ] {
        let broken = day.replacen(was, is, 1);
        assert_ne!(broken, day, "{was}");
        assert_eq!(faults(&broken).len(), 1, "{is}: {:?}", faults(&broken));
    }
    let again = format!("{day}{}", day.replace("### A", "### B"));
    assert_eq!(faults(&again).len(), 1, "one test for two days");
    assert_eq!(faults("\n### A\n"), ["A: it says nothing"]);
}
