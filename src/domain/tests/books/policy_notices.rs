//! Notices of versions of the policy: one for each customer and version, while there is still time.

use std::sync::LazyLock;

use domain::{
    books::policy_notices::NotifyPolicy,
    command::Command,
    event::{Event, PolicyNotice},
    kind::Kind,
    rulebook::Rulebook,
};

use crate::{AWKWARD, CATALOGUE, HOLIDAYS, POLICY, at, customer, person, world::World};

/// A version that takes effect in April and one that takes effect in May.
static RULES: LazyLock<Rulebook> = LazyLock::new(|| {
    let later = |name: &str, effective_at: &str, days: &str| {
        POLICY
            .replacen(
                "version = \"2025-07-17\"",
                &format!("version = \"{name}\""),
                1,
            )
            .replacen("change = \"first\"", "change = \"minor\"", 1)
            .replacen(
                "published_at = \"2025-07-17",
                "published_at = \"2026-03-01",
                1,
            )
            .replacen(
                "effective_at = \"2025-07-17",
                &format!("effective_at = \"{effective_at}"),
                1,
            )
            .replacen("{ days = 14 }", days, 1)
    };
    let cut = later("cut", "2026-04-08", "{ days = 10 }");
    let kinder = later("kinder", "2026-05-08", "{ days = 20 }");
    let catalogue = format!("{CATALOGUE}\n{AWKWARD}");
    Rulebook::parse(&[POLICY, &cut, &kinder], &catalogue, HOLIDAYS).unwrap()
});

pub(crate) fn notice_of(who: &str, version: &str) -> NotifyPolicy {
    NotifyPolicy {
        customer: customer(who),
        version: version.to_owned(),
        page_url: "https://pay.example/my".to_owned(),
        page_until: at("2030-01-01T00:00:00+09:00"),
    }
}

impl World {
    fn noticed(&self) -> Vec<&PolicyNotice> {
        let events = self.rows.events.iter();
        let bodies = events.filter_map(|record| match &record.event {
            Event::PolicyNotice(body) => Some(body),
            _ => None,
        });
        bodies.collect()
    }
}

fn world() -> World {
    World {
        rules: &RULES,
        ..World::new()
    }
}

#[test]
fn each_customer_with_credits_is_told_once_of_a_version() {
    let mut world = world();
    world.grant("ann", Kind::Promotional, 10);
    world.buy("bob", "direct-100", 1);
    let both = ["ann", "ann", "bob"].map(|who| notice_of(who, "cut"));
    let both = both.map(|change| Command::new(change, person("worker")));
    world.run(&both);
    world.ok(notice_of("ann", "cut"));
    world.ok(notice_of("bob", "cut"));
    let told = world.noticed();
    assert_eq!(told.len(), 2);
    assert_eq!(world.rows.policy_notices.len(), 2);
    let first = told[0];
    assert_eq!(first.effective_at, at("2026-04-08T00:00:00+09:00"));
    assert_eq!(first.cuts[0].rule, "refund.through_support");
    // A version that takes nothing away, and one that nobody published.
    world.ok(notice_of("ann", "kinder"));
    world.ok(notice_of("ann", "2099"));
    assert_eq!(world.noticed().len(), 2);
}

#[test]
fn whoever_holds_nothing_is_not_told_and_who_buys_later_is() {
    let mut world = world();
    world.buy("ann", "direct-100", 1);
    world.spend("ann", 100);
    world.ok(notice_of("ann", "cut"));
    world.ok(notice_of("new", "cut"));
    assert!(world.noticed().is_empty());
    world.buy("ann", "direct-100", 1);
    world.hold("ann", 100, world.now + chrono::Duration::hours(1));
    world.ok(notice_of("ann", "cut"));
    assert_eq!(world.noticed().len(), 1, "all is set aside, and still hers");
    // From its effect on nothing is announced any more.
    world.buy("bob", "direct-100", 1);
    world.now = at("2026-04-08T00:00:00+09:00");
    world.ok(notice_of("bob", "cut"));
    assert_eq!(world.noticed().len(), 1);
}
