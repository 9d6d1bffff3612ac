//! Reads the tables of a page under `docs`, and the tests that they name.

use crate::source::{names, read, root, split};

/// The cells of a row of a table; `None` for every other line, and for the line under a table's head.
pub(crate) fn cells(line: &str) -> Option<Vec<&str>> {
    let inside = line.strip_prefix("| ")?.strip_suffix(" |")?;
    Some(inside.split(" | ").map(str::trim).collect())
}

/// The part of a page between two of its headings, or from a heading to its end.
pub(crate) fn part<'a>(page: &'a str, from: &str, to: Option<&str>) -> &'a str {
    let from = format!("\n{from}\n");
    let (_, rest) = page
        .split_once(&from)
        .unwrap_or_else(|| panic!("no {from}"));
    let Some(to) = to.map(|to| format!("\n{to}\n")) else {
        return rest;
    };
    let (inside, _) = rest.split_once(&to).unwrap_or_else(|| panic!("no {to}"));
    inside
}

/// The words of a cell that are marked as code.
pub(crate) fn marked(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// What is wrong with the tests that a cell names, as `path::function`; a cell that names none is wrong as well.
pub(crate) fn wrong_tests(cell: &str) -> Vec<String> {
    let tests = marked(cell);
    if tests.is_empty() {
        return vec![format!("names no test: {cell}")];
    }
    let missing = tests.iter().filter(|test| !exists(test));
    missing
        .map(|test| format!("no such test: {test}"))
        .collect()
}

fn exists(test: &str) -> bool {
    let Some((path, name)) = test.split_once("::") else {
        return false;
    };
    root().join(path).is_file() && has_test(&read(path), name)
}

/// Whether a source has a test of this name: a function under an attribute that makes it one, or a function that a list
/// of tests for both engines names.
fn has_test(source: &str, name: &str) -> bool {
    let (code, _) = split(source);
    let start = format!("fn {name}(");
    let Some(at) = code.find(&start) else {
        return false;
    };
    let before = code[..at].rsplit(['}', ';']).next().unwrap_or_default();
    let attributed = before.contains("#[test]") || before.contains("#[tokio::test");
    let mut lists = code.match_indices("engines").filter_map(|(at, _)| {
        let (word, rest) = code[at..].split_once("!(")?;
        let is_word = word.chars().all(|c| c.is_alphanumeric() || c == '_');
        is_word.then(|| rest.split(");").next())?
    });
    attributed || lists.any(|list| names(list, name))
}

#[test]
fn a_test_is_told_from_another_function() {
    let source = "both_engines!(\n    listed,\n);\nasync fn listed(world: &World) {}\n\
        fn helper() { plain(); }\n#[test]\n#[expect(x, reason = \"y\")]\nfn plain() {}\n\
        #[tokio::test(flavor = \"z\")]\nasync fn slow() {}\n// fn said() {}\n#[cfg(unix)]\nfn other() {}\n";
    let is_test = |name: &&str| has_test(source, name);
    let found: Vec<&str> = ["listed", "helper", "plain", "slow", "said", "other", "lis"]
        .into_iter()
        .filter(is_test)
        .collect();
    assert_eq!(found, ["listed", "plain", "slow"]);
}
