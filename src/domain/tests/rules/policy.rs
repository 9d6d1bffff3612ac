use chrono::{DateTime, Utc};
use domain::{
    calendar::{Period, Rollover},
    kind::Kind,
    policy::{BulkRow, Change, Policies, PoliciesError, Policy, PolicyError},
};

use crate::{POLICY, at};

fn published() -> Policy {
    Policy::parse(POLICY).unwrap()
}

/// The published document with one part of it replaced.
fn with(part: &str, other: &str) -> String {
    assert!(POLICY.contains(part), "the document has no `{part}`");
    POLICY.replacen(part, other, 1)
}

#[track_caller]
fn refused(document: &str, field: &str, rule: &str) {
    match Policy::parse(document) {
        Err(PolicyError::Rule {
            field: named,
            rule: said,
            ..
        }) => {
            assert_eq!(named, field);
            assert!(said.contains(rule), "{said}");
        }
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn unreadable(document: &str, says: &str) {
    match Policy::parse(document) {
        Err(PolicyError::Unreadable(message)) => assert!(message.contains(says), "{message}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_published_policy_says_what_was_published() {
    let policy = published();
    assert_eq!(policy.version, "2025-07-17");
    assert_eq!(policy.change, Change::First);
    assert_eq!(policy.effective_at, at("2025-07-17T00:00:00+09:00"));
    for (kind, validity) in [
        (Kind::Promotional, Some(Period::Days(90))),
        (Kind::Membership, Some(Period::Days(30))),
        (Kind::Purchased, Some(Period::Days(365))),
        (Kind::Bulk, None),
    ] {
        assert_eq!(policy.validity(kind), validity, "{kind}");
    }
    let row = |(packages, months)| BulkRow { packages, months };
    let table = [(1, 1), (2, 2), (3, 3), (6, 6), (12, 12)].map(row);
    assert_eq!(policy.validity.bulk.table, table);
    assert_eq!(policy.bulk_validity(6), Some(Period::Months(6)));
    assert_eq!(policy.bulk_validity(4), None);
    let refund = &policy.refund;
    assert_eq!(refund.by_right.period, Period::Days(7));
    assert_eq!(refund.through_support.period, Period::Days(14));
    assert_eq!(refund.by_right.rollover, Rollover::HolidaysAndSaturdays);
    assert_eq!(
        refund.through_support.rollover,
        Rollover::HolidaysAndSaturdays
    );
    assert_eq!(refund.by_right.section, "7");
    assert_eq!(refund.through_support.section, "FAQ");
}

#[test]
fn every_section_of_the_text_is_there() {
    let sections: Vec<String> = published()
        .sections
        .into_iter()
        .map(|it| it.section)
        .collect();
    let expected = [
        "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "FAQ",
    ];
    assert_eq!(sections, expected);
}

#[test]
fn the_hash_is_of_the_bytes_and_tells_versions_apart() {
    let policy = published();
    assert_eq!(policy.hash.len(), 64);
    assert_eq!(policy, published());
    assert_ne!(
        Policy::parse(&format!("{POLICY}\n")).unwrap().hash,
        policy.hash
    );
    refused(&with("title", "hash = \"00\"\ntitle"), "hash", "computed");
}

#[test]
fn no_document_goes_below_seven_days() {
    refused(
        &with("period = { days = 7 }", "period = { days = 6 }"),
        "refund.by_right.period",
        "statutory minimum",
    );
    refused(
        &with("period = { days = 14 }", "period = { days = 6 }"),
        "refund.through_support.period",
        "statutory minimum",
    );
    refused(
        &with(
            "rollover = \"holidays_and_saturdays\"",
            "rollover = \"none\"",
        ),
        "refund.by_right.rollover",
        "Civil Act art. 161",
    );
    assert!(Policy::parse(&with("{ days = 7 }", "{ days = 14 }")).is_ok());
}

#[test]
fn support_never_offers_less_than_the_right() {
    for period in ["{ days = 15 }", "{ months = 1 }"] {
        refused(
            &with("{ days = 7 }", period),
            "refund.through_support.period",
            "not be shorter",
        );
    }
}

#[test]
fn validity_must_be_a_sensible_length() {
    for (part, other, field) in [
        (
            "{ days = 90 }",
            "{ days = 0 }",
            "validity.promotional.period",
        ),
        (
            "{ days = 30 }",
            "{ days = 36501 }",
            "validity.membership.period",
        ),
        (
            "{ days = 365 }",
            "{ months = 1201 }",
            "validity.purchased.period",
        ),
        (
            "packages = 1, months = 1",
            "packages = 0, months = 1",
            "validity.bulk.table",
        ),
        (
            "packages = 12, months",
            "packages = 1001, months",
            "validity.bulk.table",
        ),
        (
            "packages = 2, months = 2",
            "packages = 1, months = 2",
            "validity.bulk.table",
        ),
        (
            "packages = 2, months = 2",
            "packages = 2, months = 0",
            "validity.bulk.table",
        ),
        (
            "packages = 2, months = 2",
            "packages = 2, months = 4",
            "validity.bulk.table",
        ),
    ] {
        refused(&with(part, other), field, "");
    }
}

#[test]
fn a_document_cannot_claim_an_order_of_spending_that_is_not_kept() {
    refused(
        &with(
            "[\"earliest_expiry\", \"kind\"",
            "[\"kind\", \"earliest_expiry\"",
        ),
        "spending.order",
        "the order that is kept",
    );
    for kinds in [
        "[[\"membership\"], [\"promotional\"], [\"purchased\", \"bulk\"]]",
        "[[\"promotional\"], [\"membership\"], [\"purchased\"], [\"bulk\"]]",
        "[[\"promotional\"], [\"membership\"], [\"purchased\"]]",
    ] {
        let document = with(
            "[[\"promotional\"], [\"membership\"], [\"purchased\", \"bulk\"]]",
            kinds,
        );
        refused(&document, "spending.kinds", "the order that is kept");
    }
}

#[test]
fn a_major_change_needs_notice() {
    refused(
        &with("change = \"first\"", "change = \"major\""),
        "effective_at",
        "needs notice",
    );
    refused(
        &with("effective_at = \"2025-07-17", "effective_at = \"2025-07-16"),
        "effective_at",
        "before published_at",
    );
}

#[test]
fn every_rule_names_a_section_that_exists() {
    refused(
        &with("section = \"FAQ\"", "section = \"12\""),
        "refund.through_support",
        "section `12`",
    );
    refused(
        &with(
            "says = \"Used credits cannot be refunded.\"",
            "says = \" \"",
        ),
        "refund.never, number 1",
        "say something",
    );
}

#[test]
fn a_misspelt_or_missing_field_is_named_with_its_line() {
    unreadable(
        &with("period = { days = 7 }", "perod = { days = 7 }"),
        "perod",
    );
    unreadable(&with("formula = \"pro_rata_unused\"\n", ""), "formula");
    unreadable(&with("\"pro_rata_unused\"", "\"generous\""), "generous");
    unreadable(&with("+09:00", "Z"), "with +09:00");
    unreadable(
        &with("period = { days = 7 }", "period = { days = 7 }\nx = 1"),
        "line",
    );
    unreadable("", "version");
}

fn version(name: &str, effective_at: &str) -> Policy {
    let document = with("version = \"2025-07-17\"", &format!("version = \"{name}\""));
    let day = format!("effective_at = \"{effective_at}T");
    Policy::parse(&document.replacen("effective_at = \"2025-07-17T", &day, 1)).unwrap()
}

#[test]
fn the_current_version_is_the_last_that_took_effect() {
    let policies = Policies::new(vec![
        version("third", "2026-03-01"),
        version("first", "2025-07-17"),
        version("second", "2026-01-01"),
    ])
    .unwrap();
    let current = |text: &str| policies.current(at(text)).version.as_str();
    assert_eq!(current("2020-01-01T00:00:00+09:00"), "first");
    assert_eq!(current("2025-12-31T23:59:59.999999+09:00"), "first");
    assert_eq!(current("2026-01-01T00:00:00+09:00"), "second");
    assert_eq!(policies.current(DateTime::<Utc>::MAX_UTC).version, "third");
    assert_eq!(policies.get("second").unwrap().version, "second");
    assert_eq!(policies.get("fourth"), None);
    let order: Vec<&str> = policies
        .all()
        .iter()
        .map(|it| it.version.as_str())
        .collect();
    assert_eq!(order, ["first", "second", "third"]);
}

#[test]
fn a_history_without_one_answer_is_refused() {
    assert_eq!(Policies::new(Vec::new()), Err(PoliciesError::Empty));
    let twice = vec![
        version("a", "2025-07-17"),
        version("b", "2025-08-01"),
        version("a", "2025-09-01"),
    ];
    let version_a = "a".to_owned();
    assert_eq!(
        Policies::new(twice),
        Err(PoliciesError::Twice { version: version_a })
    );
    let same = vec![version("a", "2025-07-17"), version("b", "2025-07-17")];
    assert!(matches!(
        Policies::new(same),
        Err(PoliciesError::SameInstant { .. })
    ));
}

#[test]
fn a_policy_is_told_in_seoul_time_with_its_hash() {
    let policy = published();
    let told = serde_json::to_value(&policy).unwrap();
    assert_eq!(told["effective_at"], "2025-07-17T00:00:00+09:00");
    assert_eq!(told["hash"], policy.hash.as_str());
    assert_eq!(told["refund"]["by_right"]["period"]["days"], 7);
}
