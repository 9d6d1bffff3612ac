use std::ops::RangeInclusive;

use super::TABLES;
use crate::store::table::{Part, Table};

/// A change that declares another such table must have the auditor derive it from other rows.
#[test]
fn what_the_journal_does_not_record_is_known() {
    let recorded = TABLES.iter().filter(|table| table.letter.is_some());
    let derived = recorded.flat_map(|table| {
        let columns = table.of(Part::Derived);
        columns.map(|column| format!("{}.{column}", table.name))
    });
    let known = [
        "orders.promotion",
        "payments.refunded",
        "payments.in_flight",
        "payments.cancelled_outside",
        "payments.credits_revoked",
        "payments.cash_receipt_id",
        "payments.dispute_id",
        "payments.charged_back",
        "campaigns.used",
        "campaigns.redeemed",
        "campaigns.overrun",
        "campaigns.overruns",
        "redemptions.overrun_at",
        "lots.remaining",
        "lots.held",
        "lots.spent",
        "lots.refunded",
        "lots.expired",
        "lots.revoked",
        "lots.debt_paid",
        "lots.bonus_gone",
        "spends.parts",
        "spends.reversed_at",
        "holds.extended_until",
        "subscriptions.billed",
        "subscriptions.waiting",
        "events.seq",
    ];
    assert_eq!(derived.collect::<Vec<_>>(), known);
    let not_recorded = TABLES.iter().filter(|table| table.letter.is_none());
    let names: Vec<&str> = not_recorded.map(|table| table.name).collect();
    // Customers are derived from their ledger, jobs and deliveries are work, comparisons, settlements and audits and what they
    // find follow from the books and the provider, the journal chains itself, and the feed follows from the events.
    assert_eq!(
        names,
        [
            "customers",
            "jobs",
            "reconciliations",
            "discrepancies",
            "settlement_imports",
            "settlements",
            "settlement_rows",
            "payouts",
            "audit_passes",
            "audit_findings",
            "journal",
            "event_feed",
            "webhook_deliveries"
        ]
    );
}

#[test]
fn each_table_has_a_letter_of_its_own_in_the_journal() {
    let letters: Vec<char> = TABLES.iter().filter_map(|table| table.letter).collect();
    let each: std::collections::BTreeSet<char> = letters.iter().copied().collect();
    assert_eq!(letters.len(), each.len(), "{letters:?}");
    // What changes in a row is recorded under its upper-case letter.
    let changing = TABLES.iter().filter(|table| table.revised);
    for letter in changing.filter_map(|table| table.letter) {
        let large = letter.to_ascii_uppercase();
        assert!(!each.contains(&large), "{large} stands for two things");
    }
}

/// An element says by its letter whose row it is, and whether it is of the part that changes.
#[test]
fn no_two_parts_share_a_letter() {
    let mut known = std::collections::BTreeMap::new();
    for table in TABLES {
        let letters = table.letter.into_iter().flat_map(|letter| {
            let changing = table.revised.then(|| letter.to_ascii_uppercase());
            [Some(letter), changing]
        });
        for letter in letters.flatten() {
            let other = known.insert(letter, table.name);
            assert_eq!(other, None, "{letter} of {}", table.name);
        }
    }
}

/// The element that names the version before stands under it (`store::journal`).
const RESERVED: char = 'P';

/// Whoever adds a table reads there which letters are left.
#[test]
fn the_letters_that_are_free_are_those_that_the_page_names() {
    let taken = |letter: &char| {
        let is = |table: &Table| {
            let own = table.letter == Some(*letter);
            let changing = table.letter.map(|own| own.to_ascii_uppercase());
            own || (table.revised && changing == Some(*letter))
        };
        TABLES.iter().any(|table| is(table)) || letter.eq_ignore_ascii_case(&RESERVED)
    };
    let free = |letters: RangeInclusive<char>| {
        let free = letters.filter(|letter| !taken(letter));
        free.map(|letter| format!("`{letter}`")).collect::<Vec<_>>()
    };
    assert_eq!(free('a'..='z'), Vec::<String>::new());
    let page = include_str!("../../ARCHITECTURE.md");
    let named = format!(
        "free among the capital ones: {}.",
        free('A'..='Z').join(", ")
    );
    let text = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains(&named), "{named}");
}
