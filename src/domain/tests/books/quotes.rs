//! Refunds the policy allows: when, and why.

use std::sync::LazyLock;

use chrono::{DateTime, Duration, Utc};
use domain::{
    books::quotes::{Asked, QuoteRefund},
    kind::Kind,
    refund::Basis,
    refusal::Refusal,
    rulebook::Rulebook,
};

use crate::{CATALOGUE, HOLIDAYS, POLICY, at, customer, verbs::nobody_s, world::World};

/// The result of a quote at `now`: basis, won, code.
fn judged(
    world: &World,
    payment: domain::id::PaymentId,
    now: DateTime<Utc>,
) -> (Basis, i64, String) {
    let mut world = world.clone();
    world.now = now;
    let quote = world.quote(payment);
    (quote.basis, quote.amount.get(), quote.lines[0].code.clone())
}

#[test]
fn by_right_for_7_days_through_support_for_14_then_closed() {
    let mut world = World::new();
    // The last day of the first window is 24 September 2026, the eve of Chuseok; the holidays and the
    // weekend after them move it to Monday the 28th.
    world.now = at("2026-09-17T15:00:00+09:00");
    let payment = world.buy("ann", "direct-1000", 1);
    let instant = Duration::microseconds(1);
    let by_right_until = at("2026-09-29T00:00:00+09:00");
    let through_support_until = at("2026-10-02T00:00:00+09:00");
    for (now, basis, won, code) in [
        (
            by_right_until - instant,
            Basis::ByRight,
            10_000,
            "unused_by_right",
        ),
        (
            by_right_until,
            Basis::ThroughSupport,
            10_000,
            "unused_through_support",
        ),
        (
            through_support_until - instant,
            Basis::ThroughSupport,
            10_000,
            "unused_through_support",
        ),
        (through_support_until, Basis::Refused, 0, "window_closed"),
    ] {
        assert_eq!(
            judged(&world, payment, now),
            (basis, won, code.to_owned()),
            "{now}"
        );
    }
}

#[test]
fn without_holidays_the_windows_are_7_and_14_days() {
    let mut world = World::new();
    world.now = at("2026-03-02T23:59:59+09:00");
    let payment = world.buy("ann", "direct-1000", 1);
    let of = |now: &str| judged(&world, payment, at(now)).0;
    assert_eq!(of("2026-03-09T23:59:59.999999+09:00"), Basis::ByRight);
    assert_eq!(of("2026-03-10T00:00:00+09:00"), Basis::ThroughSupport);
    assert_eq!(
        of("2026-03-16T23:59:59.999999+09:00"),
        Basis::ThroughSupport
    );
    assert_eq!(of("2026-03-17T00:00:00+09:00"), Basis::Refused);
}

#[test]
fn the_window_starts_when_the_credits_are_granted() {
    let mut world = World::new();
    let order = world.open("ann", "direct-1000", 1);
    let paid = world.paid(order);
    world.pass_days(20);
    world.observe(order, paid);
    let payment = world.order(order).payment.unwrap();
    assert_eq!(world.quote(payment).basis, Basis::ByRight);
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

#[test]
fn held_credits_are_not_quoted() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    world.hold("ann", 40, world.now + Duration::hours(1));
    let quote = world.quote(payment);
    assert_eq!(
        (
            quote.credits.get(),
            quote.amount.get(),
            quote.lines[0].not_refundable.get()
        ),
        (60, 600, 40)
    );
}

#[test]
fn the_unused_part_is_paid_rounded_down() {
    let mut world = World::new();
    let payment = world.buy("ann", "package-1000", 1);
    for (spend, amount) in [(1, 9_890), (332, 6_603), (1, 6_593), (665, 9)] {
        world.spend("ann", spend);
        assert_eq!(world.quote(payment).amount.get(), amount);
    }
}

#[test]
fn a_quote_lives_a_quarter_of_an_hour_and_is_of_ones_own_payment() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let quote = world.quote(payment);
    assert_eq!(quote.expires_at, world.now + Duration::seconds(900));
    let theft = QuoteRefund {
        customer: customer("bob"),
        payment,
        asked: Asked::default(),
    };
    assert_eq!(world.refused(theft), Refusal::NoPayment(payment));
    let (_, unknown, ..) = nobody_s(&mut world);
    let none = QuoteRefund {
        customer: customer("ann"),
        payment: unknown,
        asked: Asked::default(),
    };
    assert_eq!(world.refused(none), Refusal::NoPayment(unknown));
}

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
