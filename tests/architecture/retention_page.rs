//! docs/retention.md: the table of what is removed and when is that of `domain::retention`, and every column that is kept
//! although it may hold personal data says why.

use domain::retention::{RULES, Rule};

use crate::{
    pages::{cells, part},
    source::read,
};

const PAGE: &str = "docs/retention.md";

/// A rule as the page's table shows it.
fn line(rule: &Rule) -> Vec<String> {
    let columns: Vec<String> = rule
        .names()
        .map(|name| format!("`{}.{name}`", rule.table))
        .collect();
    let closed = rule
        .closed_days
        .map_or_else(|| "–".to_owned(), |days| format!("{days} days"));
    vec![
        format!("`{}`", rule.removal),
        columns.join(", "),
        rule.holds.to_owned(),
        rule.since.to_owned(),
        format!("{} days", rule.days),
        closed,
        rule.why.to_owned(),
    ]
}

#[test]
fn the_page_shows_the_rules_of_the_code() {
    let page = read(PAGE);
    let table = part(&page, "## What goes", Some("## What stays"));
    let shown: Vec<Vec<String>> = table
        .lines()
        .filter_map(cells)
        .skip(1)
        .map(|cells| cells.into_iter().map(str::to_owned).collect())
        .collect();
    let known: Vec<Vec<String>> = RULES.iter().map(line).collect();
    let as_table = |rows: &[Vec<String>]| {
        let rows = rows.iter().map(|row| format!("| {} |\n", row.join(" | ")));
        rows.collect::<String>()
    };
    assert_eq!(shown, known, "the table should be\n{}", as_table(&known));
}

#[test]
fn every_column_that_stays_has_its_reason() {
    let page = read(PAGE);
    let rows = part(&page, "## What stays", Some("## How it is removed"));
    let rows: Vec<Vec<&str>> = rows.lines().filter_map(cells).skip(1).collect();
    assert!(rows.len() >= 8, "{} rows", rows.len());
    for row in rows {
        assert!(row[1].split_whitespace().count() >= 5, "{row:?}");
    }
}
