//! Published versions: kept whole, never edited, and announced when they reduce the buyer's rights.

use domain::policy::{Policies, Policy, PublishedError, Stored, hash_of};

use crate::POLICY;

fn stored(document: &str) -> Stored {
    let version = Policy::parse(document).unwrap().version;
    Stored {
        version,
        hash: hash_of(document),
        document: document.to_owned(),
    }
}

fn policies(documents: &[&str]) -> Policies {
    let parsed = documents.iter().map(|text| Policy::parse(text).unwrap());
    Policies::new(parsed.collect()).unwrap()
}

/// The published policy as a later version, with some words replaced.
fn later(change: &str, published: &str, effective: &str, words: &[(&str, &str)]) -> String {
    let mut text = POLICY
        .replacen("version = \"2025-07-17\"", "version = \"2026-06\"", 1)
        .replacen("change = \"first\"", &format!("change = \"{change}\""), 1)
        .replacen(
            "published_at = \"2025-07-17",
            &format!("published_at = \"{published}"),
            1,
        )
        .replacen(
            "effective_at = \"2025-07-17",
            &format!("effective_at = \"{effective}"),
            1,
        );
    for (old, new) in words {
        assert!(text.contains(old), "{old}");
        text = text.replacen(old, new, 1);
    }
    text
}

#[test]
fn a_version_that_is_configured_no_more_is_still_known() {
    let newer = later("minor", "2026-06-01", "2026-06-01", &[]);
    let known = policies(&[&newer])
        .with_published(&[stored(POLICY)])
        .unwrap();
    let old = known.pinned("2025-07-17", &hash_of(POLICY)).unwrap();
    assert_eq!(old.document, POLICY);
    assert_eq!(known.all().len(), 2);
    assert_eq!(known.pinned("2025-07-17", &hash_of(&newer)), None);
}

#[test]
fn a_published_version_is_not_edited() {
    let edited = POLICY.replacen("{ days = 14 }", "{ days = 7 }", 1);
    let error = policies(&[&edited])
        .with_published(&[stored(POLICY)])
        .unwrap_err();
    let told = error.to_string();
    assert!(matches!(error, PublishedError::Edited { .. }), "{told}");
    for word in [
        "2025-07-17",
        "was edited",
        &hash_of(POLICY),
        &hash_of(&edited),
    ] {
        assert!(told.contains(word), "{word}: {told}");
    }
    // A comment is also part of the content.
    let commented = format!("{POLICY}# more\n");
    let error = policies(&[&commented]).with_published(&[stored(POLICY)]);
    assert!(matches!(error, Err(PublishedError::Edited { .. })));
    assert!(
        policies(&[POLICY])
            .with_published(&[stored(POLICY)])
            .is_ok()
    );
}

#[test]
fn a_stored_document_that_lost_its_hash_is_refused() {
    let mut kept = stored(POLICY);
    kept.document.push(' ');
    let error = policies(&[POLICY]).with_published(&[kept]).unwrap_err();
    assert!(matches!(error, PublishedError::Damaged { .. }), "{error}");
}

#[test]
fn whatever_cuts_a_term_needs_notice_by_whatever_name() {
    for (field, old, new) in [
        ("validity.promotional", "{ days = 90 }", "{ days = 89 }"),
        ("validity.membership", "{ days = 30 }", "{ days = 29 }"),
        ("validity.purchased", "{ days = 365 }", "{ days = 364 }"),
        ("validity.purchased", "{ days = 365 }", "{ months = 12 }"),
        ("validity.bulk.table", "months = 12", "months = 11"),
        ("refund.through_support", "{ days = 14 }", "{ days = 13 }"),
    ] {
        let told = |published: &str, effective: &str| {
            let text = later("minor", published, effective, &[(old, new)]);
            let known = policies(&[POLICY, &text]);
            known.unpublished(&[stored(POLICY)], 30).map(|new| {
                new.into_iter()
                    .map(|(_, cuts)| cuts.join(", "))
                    .collect::<Vec<_>>()
            })
        };
        let refused = told("2026-06-01", "2026-06-30").unwrap_err().to_string();
        assert!(
            refused.contains(field)
                && refused.contains("30 days")
                && refused.contains("2026-07-01T00:00:00+09:00"),
            "{refused}"
        );
        let cuts = told("2026-06-01", "2026-07-01").unwrap();
        assert!(cuts.len() == 1 && cuts[0].starts_with(field), "{cuts:?}");
    }
    // The by-right window can be shortened only where the law allows it.
    let long = POLICY.replacen("{ days = 7 }", "{ days = 10 }", 1);
    let cut = later("minor", "2026-06-01", "2026-06-01", &[]);
    let known = policies(&[&long, &cut]);
    let refused = known.unpublished(&[stored(&long)], 30).unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("refund.by_right from 10 days to 7 days"),
        "{refused}"
    );
}

#[test]
fn what_takes_nothing_away_needs_no_notice_unless_it_calls_itself_major() {
    let kinder = &[
        ("{ days = 14 }", "{ days = 20 }"),
        ("{ days = 90 }", "{ days = 100 }"),
    ];
    let minor = later("minor", "2026-06-01", "2026-06-01", kinder);
    let known = policies(&[POLICY, &minor]);
    let new = known.unpublished(&[stored(POLICY)], 30).unwrap();
    assert_eq!(new.len(), 1);
    assert_eq!((new[0].0.version.as_str(), new[0].1.len()), ("2026-06", 0));
    let major = later("major", "2026-06-01", "2026-06-15", kinder);
    let known = policies(&[POLICY, &major]);
    assert!(known.unpublished(&[stored(POLICY)], 30).is_err());
    assert!(known.unpublished(&[stored(POLICY)], 14).is_ok());
    // A published version is not judged again, whatever its notice.
    let both = [stored(POLICY), stored(&major)];
    assert_eq!(known.unpublished(&both, 366).unwrap(), Vec::new());
}
