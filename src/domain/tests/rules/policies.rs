//! The versions of the policy, and which is in force.

use chrono::{DateTime, Utc};
use domain::policy::{Policies, PoliciesError, Policy};

use crate::{at, policy::with};

pub(crate) fn version(name: &str, effective_at: &str) -> Policy {
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
