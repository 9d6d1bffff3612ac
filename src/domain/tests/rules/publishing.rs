//! When a draft may be published, and the state of a version.

use chrono::{DateTime, Duration, Utc};
use domain::policy::{
    Announcement, LEAD_SECONDS, Policies, Policy, PolicyState, PublishedError, Stored,
};

use crate::{POLICY, at};

fn draft(change: &str, published: &str, effective: &str, words: &[(&str, &str)]) -> Policy {
    let text = POLICY
        .replacen("version = \"2025-07-17\"", "version = \"draft\"", 1)
        .replacen("change = \"first\"", &format!("change = \"{change}\""), 1)
        .replacen(
            "published_at = \"2025-07-17T00:00:00",
            &format!("published_at = \"{published}"),
            1,
        )
        .replacen(
            "effective_at = \"2025-07-17T00:00:00",
            &format!("effective_at = \"{effective}"),
            1,
        );
    let text = words.iter().fold(text, |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    });
    Policy::parse(&text).unwrap()
}

fn stored(policy: &Policy) -> Stored {
    Stored {
        version: policy.version.clone(),
        hash: policy.hash.clone(),
        document: policy.document.clone(),
    }
}

fn first() -> Policy {
    Policy::parse(POLICY).unwrap()
}

const CUT: &[(&str, &str)] = &[("{ days = 14 }", "{ days = 10 }")];

fn now() -> DateTime<Utc> {
    at("2026-06-01T12:00:00+09:00")
}

fn publish(draft: &Policy) -> Result<Option<Announcement>, PublishedError> {
    draft.publishable(&[stored(&first())], 30, now())
}

#[test]
fn a_cut_needs_its_notice_from_when_it_is_published_in_fact() {
    // The document says that it was published in May. It was not.
    for (published, effective) in [
        ("2026-05-01T00:00:00", "2026-07-01T11:59:59"),
        ("2026-06-01T12:00:00", "2026-07-01T11:59:59"),
        ("2026-06-10T00:00:00", "2026-07-09T23:59:59"),
    ] {
        let refused = publish(&draft("minor", published, effective, CUT)).unwrap_err();
        let fault = refused.fault();
        assert_eq!(fault.field, "effective_at", "{refused}");
        assert!(
            fault.rule.contains("30 days or more after publication")
                && fault
                    .rule
                    .contains("refund.through_support from 14 days to 10 days"),
            "{refused}"
        );
    }
    let good = draft("minor", "2026-05-01T00:00:00", "2026-07-01T12:00:00", CUT);
    let announced = publish(&good).unwrap().unwrap();
    assert!(announced.major);
    assert_eq!(
        announced.cuts,
        ["refund.through_support from 14 days to 10 days"]
    );
    let major = draft("major", "2026-05-01T00:00:00", "2026-06-20T00:00:00", &[]);
    assert!(matches!(
        publish(&major),
        Err(PublishedError::ShortNotice { .. })
    ));
}

#[test]
fn what_cuts_nothing_waits_only_until_every_gateway_knows_it() {
    let kinder = &[("{ days = 14 }", "{ days = 20 }")];
    let lead = Duration::seconds(LEAD_SECONDS);
    assert_eq!(now() + lead, at("2026-06-01T12:01:00+09:00"));
    let soon = draft(
        "minor",
        "2026-06-01T00:00:00",
        "2026-06-01T12:00:59",
        kinder,
    );
    let refused = publish(&soon).unwrap_err();
    assert!(
        matches!(refused, PublishedError::TooSoon { .. }),
        "{refused}"
    );
    assert_eq!(refused.fault().field, "effective_at");
    let good = draft(
        "minor",
        "2026-06-01T00:00:00",
        "2026-06-01T12:01:00",
        kinder,
    );
    let none = Announcement {
        major: false,
        cuts: Vec::new(),
    };
    assert_eq!(publish(&good), Ok(Some(none.clone())));
    // In a database that has none there is nobody to wait for.
    assert_eq!(first().publishable(&[], 30, now()), Ok(Some(none)));
}

#[test]
fn the_same_document_again_is_known_and_another_of_its_name_is_refused() {
    let draft = draft("minor", "2026-06-01T00:00:00", "2026-08-01T00:00:00", CUT);
    let both = [stored(&first()), stored(&draft)];
    // Long after it took effect.
    let late = at("2027-01-01T00:00:00+09:00");
    assert_eq!(draft.publishable(&both, 30, late), Ok(None));
    let edited = Policy::parse(&format!("{}# more\n", draft.document)).unwrap();
    let refused = edited.publishable(&both, 30, now()).unwrap_err();
    assert!(matches!(refused, PublishedError::Taken { .. }), "{refused}");
    let fault = refused.fault();
    assert_eq!(fault.field, "version");
    assert!(fault.rule.contains(&draft.hash), "{fault}");
    let renamed = draft
        .document
        .replacen("version = \"draft\"", "version = \"other\"", 1);
    let same_instant = Policy::parse(&renamed).unwrap();
    let refused = same_instant.publishable(&both, 30, now()).unwrap_err();
    assert_eq!(refused.fault().field, "effective_at", "{refused}");
}

#[test]
fn a_version_is_announced_then_current_then_past() {
    let next = draft("minor", "2026-06-01T00:00:00", "2026-08-01T00:00:00", CUT);
    let all = Policies::new(vec![first(), next.clone()]).unwrap();
    let states = |text: &str| [first(), next.clone()].map(|policy| all.state(&policy, at(text)));
    assert_eq!(
        states("2026-07-31T23:59:59+09:00"),
        [PolicyState::Current, PolicyState::Announced]
    );
    assert_eq!(
        states("2026-08-01T00:00:00+09:00"),
        [PolicyState::Past, PolicyState::Current]
    );
    assert!(all.announced(&next).major && !all.announced(&first()).major);
    assert_eq!(all.without("draft").unwrap().all().len(), 1);
    assert!(all.without("draft").unwrap().without("2025-07-17").is_err());
    assert_eq!(all.before("draft").unwrap().version, "2025-07-17");
    assert_eq!(all.before("2025-07-17"), None);
}

const KINDER: &[(&str, &str)] = &[("{ days = 14 }", "{ days = 20 }")];

/// A version of another name that takes effect later.
fn named(name: &str, draft: &Policy) -> Policy {
    let renamed = format!("version = \"{name}\"");
    Policy::parse(&draft.document.replacen("version = \"draft\"", &renamed, 1)).unwrap()
}

#[test]
fn a_version_between_two_must_leave_the_later_one_its_notice() {
    let cut = draft("minor", "2026-06-01T00:00:00", "2026-07-10T00:00:00", CUT);
    let both = [stored(&first()), stored(&named("cut", &cut))];
    let between = |effective: &str, words| draft("minor", "2026-06-01T00:00:00", effective, words);
    // It gives more, so the cut would take away more than was announced.
    let kinder = between("2026-06-20T00:00:00", KINDER);
    let late = at("2026-06-10T12:00:00+09:00");
    let refused = kinder.publishable(&both, 30, late).unwrap_err();
    let fault = refused.fault();
    assert_eq!(fault.field, "effective_at", "{refused}");
    for words in [
        "policy cut",
        "2026-07-10T00:00:00+09:00",
        "30 days",
        "refund.through_support from 20 days to 10 days",
    ] {
        assert!(fault.rule.contains(words), "{words}: {refused}");
    }
    // Thirty days before the cut there is time to announce it.
    let early = at("2026-06-10T00:00:00+09:00");
    assert!(kinder.publishable(&both, 30, early).unwrap().is_some());
    // What changes no term, and what takes effect after the cut, changes nothing about it.
    let words = &[("Credits Policy\"", "The Credits Policy\"")];
    let plain = between("2026-06-20T00:00:00", words);
    assert!(plain.publishable(&both, 30, late).unwrap().is_some());
    let after = between("2026-07-11T00:00:00", KINDER);
    assert!(after.publishable(&both, 30, late).unwrap().is_some());
}

/// The same where the version between is named by the configuration of a gateway that starts.
#[test]
fn a_configured_version_between_two_leaves_the_later_one_its_notice_too() {
    let cut = named(
        "cut",
        &draft("minor", "2026-06-01T00:00:00", "2026-07-10T00:00:00", CUT),
    );
    let kept = [stored(&first()), stored(&cut)];
    let known = |published: &str| {
        let kinder = draft("minor", published, "2026-06-20T00:00:00", KINDER);
        let all = Policies::new(vec![first(), kinder]).unwrap();
        all.with_published(&kept).unwrap()
    };
    let late = known("2026-06-10T12:00:00");
    let refused = late.unpublished(&kept, 30).unwrap_err();
    assert!(
        matches!(refused, PublishedError::CutsNext { .. }),
        "{refused}"
    );
    let early = known("2026-06-10T00:00:00");
    assert_eq!(early.unpublished(&kept, 30).unwrap().len(), 1);
}

#[test]
fn what_is_to_be_announced_is_major_and_later_and_said_in_both_languages() {
    let cut = named(
        "cut",
        &draft("minor", "2026-06-01T00:00:00", "2026-08-01T00:00:00", CUT),
    );
    let kinder = draft(
        "minor",
        "2026-06-01T00:00:00",
        "2026-09-01T00:00:00",
        KINDER,
    );
    let all = Policies::new(vec![first(), cut, kinder]).unwrap();
    let announced = all.to_announce(at("2026-07-31T23:59:59+09:00"));
    assert_eq!(announced.len(), 1);
    assert_eq!(announced[0].policy.version, "cut");
    let cuts = &announced[0].cuts;
    assert_eq!(
        (cuts[0].korean.as_str(), cuts[0].english.as_str()),
        (
            "고객센터를 통해 환불받을 수 있는 기간: 14일 → 10일",
            "Time in which support refunds unused credits: 14 days → 10 days"
        )
    );
    assert_eq!(
        (cuts[0].was.as_str(), cuts[0].is.as_str()),
        ("14 days", "10 days")
    );
    assert!(all.to_announce(at("2026-08-01T00:00:00+09:00")).is_empty());
    // Nobody is told before the day on which it is published.
    assert!(all.to_announce(at("2026-05-31T23:59:59+09:00")).is_empty());
    let published = all.to_announce(at("2026-06-01T00:00:00+09:00"));
    assert_eq!(published.len(), 1);
}

#[test]
fn every_term_has_words_of_its_own_in_both_languages() {
    let words = [
        ("{ days = 90 }", "{ days = 60 }"),
        ("{ days = 30 }", "{ days = 20 }"),
        ("{ days = 365 }", "{ days = 300 }"),
        ("{ days = 7 }", "{ business_days = 7 }"),
        ("{ days = 14 }", "{ business_days = 12 }"),
        ("packages = 12, months = 12", "packages = 12, months = 11"),
    ];
    let worse = words.iter().fold(POLICY.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    });
    let uses = "\n[holds]\nlot_ended = \"ends_with_lot\"\nreason = \"a test\"\n";
    let grace =
        |days: u32| format!("\n[reversals]\ngrace = {{ days = {days} }}\nreason = \"a test\"\n");
    let old = Policy::check(&format!("{POLICY}{}", grace(3))).unwrap();
    let new = Policy::check(&format!("{worse}{uses}{}", grace(2))).unwrap();
    let cuts = new.cuts_in_words(&old);
    assert_eq!(cuts.len(), new.cuts(&old).len());
    for cut in &cuts {
        assert!(
            !cut.korean.contains(&cut.rule) && !cut.english.contains(&cut.rule),
            "{cut:?}"
        );
        assert!(
            !cut.korean.is_ascii() && cut.english.contains(" → "),
            "{cut:?}"
        );
    }
    assert_eq!(cuts.len(), 8, "{cuts:?}");
}
