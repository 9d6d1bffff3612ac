use domain::{
    calendar::{Period, Rollover},
    kind::Kind,
    policy::{Announced, BulkRow, Change, Policy, PolicyError},
};

use crate::{POLICY, at};

fn published() -> Policy {
    Policy::parse(POLICY).unwrap()
}

/// The published document with one part of it replaced.
pub(crate) fn with(part: &str, other: &str) -> String {
    assert!(POLICY.contains(part), "the document has no `{part}`");
    POLICY.replacen(part, other, 1)
}

#[track_caller]
pub(crate) fn refused(document: &str, field: &str, rule: &str) {
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
fn section_9_announces_six_ways_to_pay() {
    let policy = published();
    let names = |it: &Announced| (it.methods.join(" "), it.says.clone());
    let announced: Vec<_> = policy.announced.iter().map(names).collect();
    let expected = [
        (
            "visa mastercard amex",
            "Coming soon: International credit cards (Visa, Mastercard, Amex).",
        ),
        ("paypal", "Coming soon: PayPal integration."),
        ("crypto", "Coming soon: Cryptocurrency payments."),
        ("wire", "Coming soon: Wire transfers for enterprise."),
    ];
    let expected = expected.map(|(names, says)| (names.to_owned(), says.to_owned()));
    assert_eq!(announced, expected);
    assert!(policy.announced.iter().all(|it| it.section == "9"));
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

#[test]
fn a_policy_is_told_in_seoul_time_with_its_hash() {
    let policy = published();
    let told = serde_json::to_value(&policy).unwrap();
    assert_eq!(told["effective_at"], "2025-07-17T00:00:00+09:00");
    assert_eq!(told["hash"], policy.hash.as_str());
    assert_eq!(told["refund"]["by_right"]["period"]["days"], 7);
}
