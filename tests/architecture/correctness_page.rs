//! docs/correctness.md: every invariant with who holds it, the tests, the auditor's checks and the seeded mistakes.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    pages::{cells, marked, part, wrong_tests},
    source::{files, names, read},
};

const PAGE: &str = "docs/correctness.md";
const MISTAKES: &str = "## Seeded mistakes";
const NONE: &str = "–";

/// The rows under a heading, without the table's head.
fn rows<'a>(page: &'a str, from: &str, to: Option<&str>, columns: usize) -> Vec<Vec<&'a str>> {
    let rows: Vec<Vec<&str>> = part(page, from, to).lines().filter_map(cells).collect();
    for row in &rows {
        assert_eq!(row.len(), columns, "{row:?}");
    }
    let is_rule = |row: &&Vec<&str>| row[0].starts_with("---");
    assert_eq!(rows.iter().filter(is_rule).count(), 1, "one table: {from}");
    rows.into_iter().skip(2).collect()
}

fn invariants(page: &str) -> Vec<Vec<&str>> {
    rows(page, "## Invariants", Some(MISTAKES), 6)
}

fn mistakes(page: &str) -> Vec<Vec<&str>> {
    rows(page, MISTAKES, None, 4)
}

#[test]
fn every_invariant_of_the_architecture_is_on_the_page_in_its_words() {
    let architecture = read("src/ARCHITECTURE.md");
    let (_, table) = architecture
        .split_once("\n## Invariants and their proof\n")
        .unwrap();
    let known = table
        .lines()
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'))
        .filter_map(cells)
        .skip(1)
        .filter(|row| !row[0].starts_with("---"));
    let page = read(PAGE);
    let stated: BTreeMap<&str, &str> = invariants(&page)
        .iter()
        .map(|row| (row[0], row[1]))
        .collect();
    let mut count = 0;
    for row in known {
        assert_eq!(stated.get(row[0]), Some(&row[1]), "invariant {}", row[0]);
        count += 1;
    }
    assert!(count >= 10, "{count} invariants were found");
}

#[test]
fn every_invariant_has_a_holder_and_tests_that_exist() {
    let page = read(PAGE);
    let mut wrong = Vec::new();
    for row in invariants(&page) {
        if row[2].is_empty() || row[2] == NONE {
            wrong.push(format!("{}: nobody holds it", row[0]));
        }
        let tests = wrong_tests(row[3]).into_iter();
        wrong.extend(tests.map(|why| format!("{}: {why}", row[0])));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_check_that_is_named_is_the_auditors() {
    let folder = files("src/store/audit", ".rs");
    let auditor: Vec<String> = folder.iter().map(|path| read(path)).collect();
    assert!(auditor.len() > 10, "the auditor was found");
    let page = read(PAGE);
    let named: Vec<&str> = invariants(&page)
        .iter()
        .flat_map(|row| marked(row[4]))
        .collect();
    let known = |check: &str| {
        let (quoted, listed) = (format!("\"{check}\""), format!("    {check} \""));
        let is_in = |source: &String| source.contains(&quoted) || source.contains(&listed);
        auditor.iter().any(is_in)
    };
    let unknown: Vec<&&str> = named.iter().filter(|check| !known(check)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    assert!(named.len() > 20, "{named:?}");
}

#[test]
fn every_seeded_mistake_is_of_an_invariant_and_has_its_row() {
    let page = read(PAGE);
    let (invariants, mistakes) = (invariants(&page), mistakes(&page));
    let of_invariants: BTreeMap<&str, &str> = invariants
        .iter()
        .flat_map(|row| marked(row[5]).into_iter().map(move |name| (name, row[0])))
        .collect();
    let known = BTreeSet::from(domain::canary::NAMES);
    assert_eq!(
        of_invariants.keys().copied().collect::<BTreeSet<_>>(),
        known
    );
    let listed: BTreeSet<&str> = mistakes.iter().map(|row| marked(row[0])[0]).collect();
    assert_eq!(listed, known);
    for row in &mistakes {
        assert_eq!(of_invariants[marked(row[0])[0]], row[2], "{row:?}");
    }
}

/// The mistakes that the model must notice, by one test of its own.
const MODEL: &str = "tests/model/canaries.rs";
const OF_THE_MODEL: &str = "the_model_and_both_databases_agree";

/// Their names, as the first text of each `mistake(…)`.
pub(crate) fn of_the_model() -> BTreeSet<String> {
    let list = read(MODEL);
    assert!(list.contains(OF_THE_MODEL), "{MODEL} names its test");
    let name = |one: &str| {
        let (before, rest) = one.split_once('"')?;
        let name = before.trim().is_empty().then(|| rest.split('"').next());
        name.flatten().map(str::to_owned)
    };
    list.split("mistake(").skip(1).filter_map(name).collect()
}

/// The lists that have each mistake caught (`tests/gateway/canaries.rs` and the model's) name the same test.
#[test]
fn every_seeded_mistake_is_caught_by_the_test_that_is_named() {
    let list = read("tests/gateway/canaries.rs");
    let after = |text: &str, field: &str| {
        let (_, rest) = text.split_once(field)?;
        Some(rest.split('"').nth(1)?.to_owned())
    };
    let of_the_model = of_the_model().into_iter();
    let caught: BTreeMap<String, String> = list
        .split("Mistake {")
        .filter_map(|one| Some((after(one, "name:")?, after(one, "caught_by:")?)))
        .chain(of_the_model.map(|name| (name, OF_THE_MODEL.to_owned())))
        .collect();
    let page = read(PAGE);
    let mut wrong = Vec::new();
    for row in mistakes(&page) {
        let (name, tests) = (marked(row[0])[0], marked(row[3]));
        let caught_by = caught
            .get(name)
            .unwrap_or_else(|| panic!("{name}: unlisted"));
        let function = caught_by.rsplit("::").next().unwrap();
        wrong.extend(wrong_tests(row[3]));
        if tests.len() != 1 || !names(tests[0], function) {
            wrong.push(format!("{name} is caught by {caught_by}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_page_states_how_many_invariants_have_no_seeded_mistake() {
    let page = read(PAGE);
    let without = invariants(&page)
        .iter()
        .filter(|row| row[5] == NONE)
        .count();
    let stated = format!("**{without} of {} rows**", invariants(&page).len());
    assert!(page.contains(&stated), "the page does not say {stated}");
}
