//! Refunds the policy allows: when, and why.

use chrono::{DateTime, Duration, Utc};
use domain::{
    books::quotes::{Asked, QuoteRefund},
    refund::Basis,
    refusal::Refusal,
};

use crate::{at, customer, verbs::nobody_s, world::World};

/// The result of a quote at `now`: basis, won, code.
pub(crate) fn judged(
    world: &World,
    payment: domain::id::PaymentId,
    now: DateTime<Utc>,
) -> (Basis, i64, String) {
    let mut world = world.clone();
    world.now = now;
    let quote = world.quote(payment);
    (
        quote.basis,
        quote.amount.get(),
        quote.lines[0].code.to_string(),
    )
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
