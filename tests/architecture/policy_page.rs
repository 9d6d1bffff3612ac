//! docs/policy.md: every sentence of the published policy has its row, in the order of the text, with a test, with what
//! is missing, or with whose it is.

use std::collections::BTreeMap;

use domain::policy::{Policy, hash_of};

use crate::{
    pages::{cells, part, wrong_tests},
    source::read,
};

const PAGE: &str = "docs/policy.md";
const TEXT: &str = "## The published text";
/// SHA-256 of the text as it was published on 17 July 2025: the page's copy of it is not edited.
const TEXT_HASH: &str = "b00daa72049454b3cb1b16255e2c55fc0793aa06cd9a77f15bd546d0c1598865";
/// What an explanation needs at least, in words.
const WORDS_MIN: usize = 5;

/// The sentences of the copy, from section 1 to the end. A line is a sentence unless a full stop stands within it; the
/// marks and numbers of lists are left out.
fn sentences(page: &str) -> Vec<String> {
    let text = copy(page);
    let lines = text.lines().skip_while(|line| !line.starts_with("1. "));
    lines
        .filter(|line| !line.trim().is_empty())
        .flat_map(|line| split_at_stops(without_marks(line)))
        .collect()
}

fn copy(page: &str) -> &str {
    let (_, copy) = part(page, TEXT, None).split_once("```text\n").unwrap();
    copy.split_once("\n```").unwrap().0
}

fn without_marks(line: &str) -> &str {
    let Some(item) = line.strip_prefix("  ") else {
        return line;
    };
    let item = item.trim().trim_start_matches("• ");
    let number = item.trim_start_matches(|c: char| c.is_ascii_digit());
    let item = number.strip_prefix(". ").unwrap_or(item);
    item.trim_start_matches("✅ ")
}

fn split_at_stops(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = line;
    let begins = |next: &str| next.starts_with(|c: char| c.is_ascii_uppercase() || c.is_numeric());
    // The number of a section's own heading ends with a full stop too.
    let ends = |before: &str| before.ends_with(|c: char| c.is_ascii_lowercase());
    while let Some((at, _)) = rest
        .match_indices(". ")
        .find(|(at, stop)| ends(&rest[..*at]) && begins(&rest[at + stop.len()..]))
    {
        found.push(rest[..=at].to_owned());
        rest = &rest[at + 2..];
    }
    found.push(rest.to_owned());
    found
}

/// A line of the walk: a heading of the text, or a row.
#[derive(Debug)]
struct Row<'a> {
    sentence: &'a str,
    state: &'a str,
    does: &'a str,
    proof: &'a str,
}

const HEADING: &str = "heading";

fn walk(page: &str) -> Vec<Row<'_>> {
    let walk = part(page, "## Line by line", Some("## Open questions"));
    let rows = walk.lines().filter_map(|line| {
        let heading = line.trim_start_matches('#');
        if heading != line {
            let sentence = heading.trim();
            return Some(Row {
                sentence,
                state: HEADING,
                does: "",
                proof: "",
            });
        }
        row(line)
    });
    rows.collect()
}

fn questions(page: &str) -> Vec<Row<'_>> {
    let part = part(page, "## Open questions", Some(TEXT));
    part.lines().filter_map(row).collect()
}

fn row(line: &str) -> Option<Row<'_>> {
    let cells = cells(line)?;
    let [sentence, state, does, proof] = cells[..] else {
        panic!("not four cells: {line}");
    };
    let is_head = state == "state" || state.starts_with("---");
    (!is_head).then_some(Row {
        sentence,
        state,
        does,
        proof,
    })
}

#[test]
fn the_copy_is_the_published_text() {
    assert_eq!(hash_of(copy(&read(PAGE))), TEXT_HASH);
}

#[test]
fn every_sentence_has_its_row_in_the_order_of_the_text() {
    let page = read(PAGE);
    let (text, rows) = (sentences(&page), walk(&page));
    assert!(text.len() > 100, "{} sentences", text.len());
    for (sentence, row) in text.iter().zip(&rows) {
        assert_eq!(sentence, row.sentence, "a sentence without its row");
    }
    assert_eq!(text.len(), rows.len(), "{:?}", text.get(rows.len()));
}

#[test]
fn every_row_has_a_test_or_says_what_is_missing_or_whose_it_is() {
    let page = read(PAGE);
    let mut wrong = Vec::new();
    for row in walk(&page).iter().chain(&questions(&page)) {
        let explained = row.does.split_whitespace().count() >= WORDS_MIN;
        let has_tests = row.proof != "–";
        let fine = match row.state {
            HEADING => true,
            "held" => explained && has_tests,
            "not built" => explained && row.does.contains("Missing: "),
            "elsewhere" => explained,
            _ => false,
        };
        if !fine {
            wrong.push(format!("{row:?}"));
        }
        if has_tests && row.state != HEADING {
            let tests = wrong_tests(row.proof).into_iter();
            wrong.extend(tests.map(|why| format!("{}: {why}", row.sentence)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_page_states_how_many_rows_of_each_state_it_has() {
    let page = read(PAGE);
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for row in walk(&page).iter().chain(&questions(&page)) {
        *counted.entry(row.state).or_default() += 1;
    }
    let (top, _) = page.split_once("\n## ").unwrap();
    let stated: BTreeMap<&str, usize> = top
        .lines()
        .filter_map(cells)
        .filter_map(|cells| Some((cells[0], cells[1].parse().ok()?)))
        .collect();
    assert_eq!(stated, counted);
}

#[test]
fn every_decision_of_the_policy_has_its_row() {
    let policy = Policy::parse(&read("policies/2025-07-17.toml")).unwrap();
    let page = read(PAGE);
    let rows = questions(&page);
    let stated: Vec<(&str, &str)> = rows.iter().map(|row| (row.sentence, row.does)).collect();
    let decided = policy.decisions.iter();
    for (decision, (question, does)) in decided.zip(&stated) {
        assert_eq!(decision.question, *question);
        // What is missing of it stands after the decision's own words.
        let (own, _) = does.split_once(" Missing: ").unwrap_or((does, ""));
        assert_eq!(decision.decision, own, "{question}");
    }
    assert_eq!(policy.decisions.len(), stated.len());
}

#[test]
fn sentences_are_told_apart() {
    let text = "## The published text\n\n```text\nOf 1. January.\n1. What now?\nOne line. Two lines on x.y.z: 3. Three.\n  • ✅ a, b\n  12. c d\n\nA: Yes. 2025 is over.\n```\n";
    let page = format!("top\n{text}");
    let expected = [
        "1. What now?",
        "One line.",
        "Two lines on x.y.z: 3. Three.",
        "a, b",
        "c d",
        "A: Yes.",
        "2025 is over.",
    ];
    assert_eq!(sentences(&page), expected);
}
