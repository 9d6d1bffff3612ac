//! Everything that is wrong with a draft is named, not only the first fault.

use domain::policy::{DOCUMENT_BYTES_MAX, Fault, Policy};
use proptest::prelude::*;

use crate::POLICY;

/// The published document with some of its words replaced.
fn draft(words: &[(&str, &str)]) -> String {
    words.iter().fold(POLICY.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    })
}

fn faults(document: &str) -> Vec<Fault> {
    Policy::check(document).unwrap_err()
}

fn fields(document: &str) -> Vec<String> {
    faults(document)
        .into_iter()
        .map(|fault| fault.field)
        .collect()
}

#[test]
fn a_sound_draft_reads_as_a_published_document_does() {
    assert_eq!(
        Policy::check(POLICY).unwrap(),
        Policy::parse(POLICY).unwrap()
    );
}

#[test]
fn every_broken_rule_is_named_with_its_key() {
    let document = draft(&[
        ("version = \"2025-07-17\"", "version = \"Summer 2026\""),
        ("effective_at = \"2025-07-17", "effective_at = \"2025-07-16"),
        ("{ days = 90 }", "{ days = 0 }"),
        (
            "{ packages = 2, months = 2 }",
            "{ packages = 0, months = 2 }",
        ),
        (
            "\"earliest_expiry\", \"kind\"",
            "\"kind\", \"earliest_expiry\"",
        ),
        ("{ days = 7 }", "{ days = 6 }"),
        ("{ days = 14 }", "{ days = 5 }"),
        ("credits = \"expired\"", "credits = \"used\""),
        ("methods = [\"paypal\"]", "methods = [\"visa\"]"),
        ("title = \"Credits Policy\"", "title = \" \""),
    ]);
    assert_eq!(
        fields(&document),
        [
            "version",
            "effective_at",
            "validity.promotional.period",
            "validity.bulk.table",
            "validity.bulk.table",
            "spending.order",
            "refund.by_right.period",
            "refund.through_support.period",
            "refund.through_support.period",
            "refund.never",
            "refund.never",
            "announced, number 2",
            "title, source",
        ]
    );
    let first = Policy::parse(&document).unwrap_err().to_string();
    assert!(first.contains("`version`: must be 1 to 40"), "{first}");
}

#[test]
fn every_part_of_a_wrong_form_is_named_with_its_key() {
    let document = draft(&[
        ("title = \"Credits Policy\"\n", ""),
        ("change = \"first\"", "change = \"huge\""),
        (
            "published_at = \"2025-07-17T00:00:00+09:00\"",
            "published_at = \"2025-07-17\"",
        ),
        ("{ days = 90 }", "{ weeks = 13 }"),
        ("[validity.membership]", "[validity.memberships]"),
        ("[refund.by_right]\n", "[refund.by_right]\nfee = 5\n"),
        ("rule = \"never\"", "rule = \"sometimes\""),
        ("[updates]", "[upgrades]"),
    ]);
    let found = faults(&document);
    let named: Vec<(&str, &str)> = found
        .iter()
        .map(|fault| (fault.field.as_str(), fault.rule.as_str()))
        .collect();
    for (field, rule) in [
        ("upgrades", "is not a field of a policy"),
        ("validity.memberships", "is not a field of a policy"),
        ("title", "is missing"),
        ("change", "huge"),
        ("published_at", "RFC 3339"),
        ("validity.promotional", "weeks"),
        ("validity.membership", "is missing"),
        ("refund.by_right", "fee"),
        ("transfers", "sometimes"),
        ("updates", "is missing"),
    ] {
        let said = named.iter().find(|(known, _)| *known == field);
        assert!(
            said.is_some_and(|(_, said)| said.contains(rule)),
            "{field}: {named:?}"
        );
    }
    assert_eq!(named.len(), 10, "{named:?}");
}

#[test]
fn what_is_no_document_says_where() {
    let found = faults("version = \"a\"\ntitle = \n");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].field, "document");
    assert!(
        found[0].rule.starts_with("is not TOML: line 2: "),
        "{}",
        found[0]
    );
    assert_eq!(fields("").len(), 23, "{:?}", fields(""));
    let long = format!("{POLICY}# {}", "x".repeat(DOCUMENT_BYTES_MAX));
    assert_eq!(
        faults(&long)[0].to_string(),
        "document: has at most 28672 bytes"
    );
}

proptest! {
    #[test]
    fn a_draft_has_faults_where_a_document_is_refused(at in 0..POLICY.len(), with in "[a-z0-9=\"\\[\\]{},. \n]{0,4}") {
        prop_assume!(POLICY.is_char_boundary(at));
        let mut changed = POLICY.to_owned();
        let end = (at + 2..POLICY.len()).find(|end| POLICY.is_char_boundary(*end)).unwrap_or(POLICY.len());
        changed.replace_range(at..end, &with);
        match (Policy::check(&changed), Policy::parse(&changed)) {
            (Ok(checked), Ok(parsed)) => prop_assert_eq!(checked, parsed),
            (Err(faults), Err(_)) => prop_assert!(!faults.is_empty()),
            (checked, parsed) => prop_assert!(false, "{:?} and {:?}", checked.err(), parsed.err()),
        }
    }
}
