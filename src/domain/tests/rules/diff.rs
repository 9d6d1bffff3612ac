//! What a version changes against another, and what each change means to buyers.

use domain::policy::{Diff, Policy, PolicyEffect};

use crate::{POLICY, at};

fn changed(words: &[(&str, &str)]) -> Policy {
    let text = words.iter().fold(POLICY.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    });
    Policy::parse(&text).unwrap()
}

fn old() -> Policy {
    Policy::parse(POLICY).unwrap()
}

/// A word of the document and another, the rule, the old and the new value, and what it means.
const CHANGES: &[(&str, &str, &str, &str, &str, PolicyEffect)] = &[
    (
        "{ days = 90 }",
        "{ days = 91 }",
        "validity.promotional",
        "90 days",
        "91 days",
        PolicyEffect::Better,
    ),
    (
        "{ days = 30 }",
        "{ days = 29 }",
        "validity.membership",
        "30 days",
        "29 days",
        PolicyEffect::Worse,
    ),
    (
        "{ days = 365 }",
        "{ months = 12 }",
        "validity.purchased",
        "365 days",
        "12 months",
        PolicyEffect::Worse,
    ),
    (
        "{ days = 7 }",
        "{ days = 8 }",
        "refund.by_right",
        "7 days",
        "8 days",
        PolicyEffect::Better,
    ),
    (
        "{ days = 14 }",
        "{ days = 13 }",
        "refund.through_support",
        "14 days",
        "13 days",
        PolicyEffect::Worse,
    ),
    (
        "packages = 6, months = 6",
        "packages = 6, months = 7",
        "validity.bulk.table (6 packages)",
        "6 months",
        "7 months",
        PolicyEffect::Better,
    ),
    (
        "No fee is taken off.",
        "Nothing is taken off.",
        "refund.formula_says",
        "No fee",
        "Nothing",
        PolicyEffect::Words,
    ),
    (
        "Used credits cannot be refunded.",
        "Used is used.",
        "refund.never (used).says",
        "Used credits",
        "Used is used.",
        PolicyEffect::Words,
    ),
    (
        "Coming soon: PayPal integration.",
        "PayPal soon.",
        "announced (paypal).says",
        "Coming soon",
        "PayPal soon.",
        PolicyEffect::Words,
    ),
];

#[test]
fn each_change_says_what_it_means() {
    for &(word, other, rule, was, is, effect) in CHANGES {
        let diff = Diff::between(&old(), &changed(&[(word, other)]), 30);
        let first = &diff.changes[0];
        assert_eq!(
            (first.rule.as_str(), first.effect),
            (rule, effect),
            "{diff:?}"
        );
        assert!(
            first.was.as_deref().unwrap_or("-").contains(was),
            "{diff:?}"
        );
        assert!(first.is.as_deref().unwrap_or("-").contains(is), "{diff:?}");
        let worse = effect == PolicyEffect::Worse;
        assert_eq!(
            (diff.major, diff.notice_days),
            (worse, if worse { 30 } else { 0 })
        );
        assert_eq!(diff.cuts.len(), usize::from(worse), "{diff:?}");
        let days = if worse { "2025-08-16" } else { "2025-07-17" };
        assert_eq!(
            diff.earliest_effective_at,
            at(&format!("{days}T00:00:00+09:00"))
        );
    }
}

#[test]
fn a_package_that_comes_or_goes_is_no_cut() {
    let without = changed(&[("    { packages = 12, months = 12 },\n", "")]);
    let row = |diff: &Diff| {
        let change = &diff.changes[0];
        assert_eq!(change.rule, "validity.bulk.table (12 packages)");
        (
            change.was.clone(),
            change.is.clone(),
            change.effect,
            diff.major,
        )
    };
    let months = Some("12 months".to_owned());
    let gone = Diff::between(&old(), &without, 30);
    assert_eq!(
        row(&gone),
        (months.clone(), None, PolicyEffect::Neutral, false)
    );
    let came = Diff::between(&without, &old(), 30);
    assert_eq!(row(&came), (None, months, PolicyEffect::Better, false));
}

#[test]
fn what_names_a_version_is_no_rule() {
    let renamed = changed(&[
        ("version = \"2025-07-17\"", "version = \"b\""),
        ("published_at = \"2025-07-17", "published_at = \"2025-07-18"),
        ("effective_at = \"2025-07-17", "effective_at = \"2025-08-18"),
    ]);
    let diff = Diff::between(&old(), &renamed, 30);
    assert!(diff.changes.is_empty() && !diff.major, "{diff:?}");
    assert_eq!(
        (diff.old.version.as_str(), diff.new.version.as_str()),
        ("2025-07-17", "b")
    );
    let major = changed(&[
        ("change = \"first\"", "change = \"major\""),
        ("effective_at = \"2025-07-17", "effective_at = \"2025-07-18"),
    ]);
    assert!(Diff::between(&old(), &major, 30).major, "it says so itself");
}

#[test]
fn one_more_of_a_list_does_not_change_those_after_it() {
    let more = "[[decisions]]\nquestion = \"Is it new?\"\ndecision = \"Yes.\"\nreason = \"So.\"\nsource = \"here\"\n\n[[decisions]]\nquestion = \"Do purchased";
    let diff = Diff::between(
        &old(),
        &changed(&[("[[decisions]]\nquestion = \"Do purchased", more)]),
        30,
    );
    let rules: Vec<&str> = diff
        .changes
        .iter()
        .map(|change| change.rule.as_str())
        .collect();
    assert_eq!(
        rules,
        [
            "decisions (Is it new?).decision",
            "decisions (Is it new?).question",
            "decisions (Is it new?).reason",
            "decisions (Is it new?).source",
        ]
    );
}
