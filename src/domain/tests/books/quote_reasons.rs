//! The reasons of quotes, and the policy that they are from.

use std::sync::LazyLock;

use domain::{
    books::quotes::{Asked, QuoteRefund},
    kind::Kind,
    refund::Basis,
    refusal::Refusal,
    rulebook::Rulebook,
};

use crate::{CATALOGUE, HOLIDAYS, POLICY, at, customer, quotes::judged, world::World};

/// The published policy, and a later one of the seller with other windows of refund.
fn with_later_policy(by_right: u32, through_support: u32) -> Rulebook {
    let later = POLICY
        .replacen("version = \"2025-07-17\"", "version = \"2026-04-01\"", 1)
        .replacen("change = \"first\"", "change = \"major\"", 1)
        .replacen(
            "published_at = \"2025-07-17T00:00:00+09:00\"",
            "published_at = \"2026-03-01T00:00:00+09:00\"",
            1,
        )
        .replacen(
            "effective_at = \"2025-07-17T00:00:00+09:00\"",
            "effective_at = \"2026-04-01T00:00:00+09:00\"",
            1,
        )
        .replacen(
            "period = { days = 7 }",
            &format!("period = {{ days = {by_right} }}"),
            1,
        )
        .replacen(
            "period = { days = 14 }",
            &format!("period = {{ days = {through_support} }}"),
            1,
        );
    Rulebook::parse(&[POLICY, &later], CATALOGUE, HOLIDAYS).unwrap()
}

#[test]
fn the_pinned_or_the_current_policy_counts_whichever_is_better() {
    static KINDER: LazyLock<Rulebook> = LazyLock::new(|| with_later_policy(10, 30));
    static HARDER: LazyLock<Rulebook> = LazyLock::new(|| with_later_policy(7, 7));
    for (rules, basis, policy) in [
        (&*KINDER, Basis::ThroughSupport, "2026-04-01"),
        (&*HARDER, Basis::Refused, "2025-07-17"),
    ] {
        let mut world = World::new();
        world.rules = rules;
        world.now = at("2026-03-30T10:00:00+09:00");
        let payment = world.buy("ann", "direct-100", 1);
        assert_eq!(world.payment(payment).policy, "2025-07-17");
        world.now = at("2026-04-08T10:00:00+09:00");
        let kept = world.quote(payment);
        assert_ne!(kept.basis, Basis::Refused);
        world.now = at("2026-04-20T10:00:00+09:00");
        let quote = world.quote(payment);
        assert_eq!((quote.basis, quote.policy.as_str()), (basis, policy));
        assert_eq!(world.lot(payment).kind, Kind::Purchased);
    }
}

#[test]
fn reasons_are_the_words_of_the_pinned_document() {
    static OTHER: LazyLock<Rulebook> = LazyLock::new(|| {
        let other = POLICY
            .replacen("period = { days = 7 }", "period = { days = 9 }", 1)
            .replacen("period = { days = 14 }", "period = { days = 21 }", 1)
            .replace("section = \"FAQ\"", "section = \"12\"")
            .replacen(
                "says = \"Refunds of unused credits",
                "says = \"For three weeks, refunds of unused credits",
                1,
            )
            .replacen(
                "says = \"Expired credits are not refundable.\"",
                "says = \"What is over is over.\"",
                1,
            );
        Rulebook::parse(&[&other], CATALOGUE, HOLIDAYS).unwrap()
    });
    let mut world = World::new();
    world.rules = &OTHER;
    world.now = at("2026-03-02T10:00:00+09:00");
    let payment = world.buy("ann", "direct-100", 1);
    let pinned = world.rules.policies.all()[0].hash.clone();
    let expired = world.lot(payment).expires_at;
    for (now, words) in [
        (at("2026-03-11T10:00:00+09:00"), &["section 7, 9 days"][..]),
        (
            at("2026-03-20T10:00:00+09:00"),
            &["section 12, 21 days", "For three weeks"],
        ),
        (
            at("2026-03-30T10:00:00+09:00"),
            &["section 7, 9 days", "section 12, 21 days"],
        ),
        (expired, &["section 7", "What is over is over."]),
    ] {
        world.now = now;
        let quote = world.quote(payment);
        for word in words {
            assert!(
                quote.lines[0].why.contains(word),
                "{now} {word}: {}",
                quote.lines[0].why
            );
        }
        assert!(
            !quote.lines[0].why.contains("FAQ"),
            "{}",
            quote.lines[0].why
        );
        assert_eq!(quote.policy_hash, pinned);
    }
}

#[test]
fn terms_of_a_gateway_that_started_before_them_are_not_replaced_by_others() {
    static NEWER: LazyLock<Rulebook> = LazyLock::new(|| with_later_policy(10, 30));
    static OLDER: LazyLock<Rulebook> =
        LazyLock::new(|| Rulebook::parse(&[POLICY], CATALOGUE, HOLIDAYS).unwrap());
    let mut world = World::new();
    world.rules = &NEWER;
    world.now = at("2026-04-08T10:00:00+09:00");
    let payment = world.buy("ann", "direct-100", 1);
    world.rules = &OLDER;
    let quote = QuoteRefund {
        customer: customer("ann"),
        payment,
        asked: Asked::default(),
    };
    assert!(matches!(
        world.refused(quote),
        Refusal::UnknownPolicy { .. }
    ));
}

#[test]
fn what_is_not_refundable_says_which_rule() {
    let mut world = World::new();
    let short = world.buy("ann", "package-1000", 1);
    let used = world.buy("bob", "direct-100", 1);
    world.spend("bob", 100);
    let gone = world.buy("cat", "direct-100", 1);
    world.cancel_outside(gone, 1_000);
    let expired = world.lot(short).expires_at;
    assert_eq!(
        judged(&world, short, expired),
        (Basis::Refused, 0, "expired".to_owned())
    );
    assert_eq!(
        judged(&world, used, world.now),
        (Basis::Refused, 0, "nothing_unused".to_owned())
    );
    assert_eq!(
        judged(&world, gone, world.now),
        (Basis::Refused, 0, "nothing_unused".to_owned())
    );
    let dense = world.buy("dan", "dense-1000", 1);
    world.spend("dan", 999);
    assert_eq!(
        judged(&world, dense, world.now),
        (Basis::Refused, 0, "nothing_left_to_pay".to_owned())
    );
}
