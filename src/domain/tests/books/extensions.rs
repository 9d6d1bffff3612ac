//! Holds that live longer.

use chrono::Duration;
use domain::{command::Answer, kind::Kind, refusal::Refusal, spend::Hold, spend::HoldState};

use crate::{
    credit_verbs::{capture_of, extend_of},
    customer,
    verbs::take,
    world::World,
};

fn world_with_hold(hours: i64) -> (World, Hold) {
    let mut world = World::new();
    world.grant("ann", Kind::Promotional, 10);
    let until = world.now + Duration::hours(hours);
    let hold = world.hold("ann", 6, until);
    (world, hold)
}

#[test]
fn an_extended_hold_lives_to_its_new_end_and_no_longer() {
    let (mut world, hold) = world_with_hold(1);
    world.pass(Duration::minutes(59));
    let until = world.now + Duration::hours(2);
    let extended = take!(world.ok(extend_of(&hold, until)), Hold);
    assert_eq!(
        (extended.ends_at(), extended.expires_at),
        (until, hold.expires_at)
    );
    let kept: Vec<_> = world.rows.hold_extensions.values().collect();
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].was, kept[0].until), (hold.expires_at, until));
    world.now = until - Duration::microseconds(1);
    assert_eq!(world.sweep("ann"), (0, 0));
    world.capture(&hold, Some(1));
    let (mut world, hold) = world_with_hold(1);
    let until = world.now + Duration::hours(2);
    world.ok(extend_of(&hold, until));
    world.now = until;
    let lapsed = Refusal::HoldLapsed {
        hold: hold.id,
        at: until,
    };
    assert_eq!(world.refused(capture_of(&hold, None)), lapsed);
    assert_eq!(
        world.refused(extend_of(&hold, until + Duration::hours(1))),
        lapsed
    );
    assert_eq!(world.sweep("ann"), (0, 1));
    assert_eq!(world.rows.holds[&hold.id].state, HoldState::Lapsed);
}

#[test]
fn a_hold_lives_a_day_from_its_opening_at_most_however_often_it_is_extended() {
    let (mut world, hold) = world_with_hold(1);
    let at_most = hold.opened_at + Duration::days(1);
    world.ok(extend_of(&hold, at_most));
    world.pass(Duration::hours(23));
    let too_late = at_most + Duration::microseconds(1);
    let refused = Refusal::HoldLivesTooLong {
        hold: hold.id,
        at: at_most,
    };
    assert_eq!(world.refused(extend_of(&hold, too_late)), refused);
    assert_eq!(world.rows.hold_extensions.len(), 1);
}

#[test]
fn an_extension_never_shortens_a_hold() {
    let (mut world, hold) = world_with_hold(3);
    for hours in [1, 3] {
        let until = hold.opened_at + Duration::hours(hours);
        let same = take!(world.ok(extend_of(&hold, until)), Hold);
        assert_eq!(same.ends_at(), hold.expires_at);
    }
    assert!(world.rows.hold_extensions.is_empty());
}

#[test]
fn only_an_open_hold_of_the_customer_is_extended() {
    let (mut world, hold) = world_with_hold(1);
    let until = hold.opened_at + Duration::hours(2);
    let mut theft = extend_of(&hold, until);
    theft.customer = customer("bob");
    assert_eq!(world.refused(theft), Refusal::NoHold(hold.id));
    world.release(&hold);
    let over = Refusal::HoldNotOpen {
        hold: hold.id,
        state: HoldState::Released,
    };
    assert_eq!(world.refused(extend_of(&hold, until)), over);
}

/// The credits of an extended hold are not given back at its first end: not in a balance, not by a spend.
#[test]
fn an_extended_hold_keeps_its_credits_past_its_first_end() {
    let (mut world, hold) = world_with_hold(1);
    world.ok(extend_of(&hold, hold.opened_at + Duration::hours(3)));
    world.now = hold.expires_at;
    let refused = world.refused(crate::credit_verbs::spend_of("ann", 5));
    assert!(
        matches!(refused, Refusal::InsufficientCredits { .. }),
        "{refused}"
    );
    world.spend("ann", 4);
    assert_eq!(world.has("ann"), 0);
}
