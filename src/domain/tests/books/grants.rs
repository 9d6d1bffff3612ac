//! Promotional and membership credits.

use domain::{kind::Kind, money::AMOUNT_MAX, refusal::Refusal};

use crate::{at, credit_verbs::grant_of, customer, world::World};

#[test]
fn each_kind_lives_as_long_as_the_policy_says() {
    let mut world = World::new();
    world.now = at("2026-03-09T23:59:59.999999+09:00");
    let expires_at = |kind| world.clone().grant("ann", kind, 5).expires_at;
    assert_eq!(
        expires_at(Kind::Promotional),
        at("2026-06-08T00:00:00+09:00")
    );
    assert_eq!(
        expires_at(Kind::Membership),
        at("2026-04-09T00:00:00+09:00")
    );
}

#[test]
fn paid_kinds_nothing_and_too_much_are_not_granted() {
    let mut world = World::new();
    assert_eq!(
        world.refused(grant_of("ann", Kind::Purchased, 5)),
        Refusal::KindIsPaid(Kind::Purchased)
    );
    assert_eq!(
        world.refused(grant_of("ann", Kind::Bulk, 5)),
        Refusal::KindIsPaid(Kind::Bulk)
    );
    assert_eq!(
        world.refused(grant_of("ann", Kind::Promotional, 0)),
        Refusal::NoCredits
    );
    world.grant("ann", Kind::Promotional, AMOUNT_MAX - 1);
    assert_eq!(
        world.refused(grant_of("ann", Kind::Membership, 2)),
        Refusal::TooManyCredits
    );
    world.grant("ann", Kind::Membership, 1);
}

#[test]
fn a_closed_customer_is_given_nothing() {
    let mut world = World::new();
    world.close("ann", false).unwrap();
    assert_eq!(
        world.refused(grant_of("ann", Kind::Promotional, 5)),
        Refusal::CustomerClosed(customer("ann"))
    );
}

#[test]
fn nothing_is_granted_past_the_end_of_the_calendar() {
    let mut world = World::new();
    world.now = chrono::DateTime::<chrono::Utc>::MAX_UTC;
    assert!(matches!(
        world.refused(grant_of("ann", Kind::Promotional, 5)),
        Refusal::OutOfCalendar(_)
    ));
}

#[test]
fn gifts_pay_debts_like_any_credits() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    world.spend("ann", 60);
    world.cancel_outside(payment, 1_000);
    world.grant("ann", Kind::Promotional, 50);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 10));
}
