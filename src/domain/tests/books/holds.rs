//! Credits set aside: captured, released, lapsed.

use chrono::Duration;
use domain::{
    books::{
        credits::{CaptureHold, ReleaseHold},
        orders::CancelOrder,
    },
    kind::Kind,
    money::Credits,
    refusal::Refusal,
    spend::HoldState,
};

use crate::{
    credit_verbs::{capture_of, hold_of},
    credits, customer,
    verbs::nobody_s,
    world::World,
};

#[test]
fn a_hold_sets_credits_aside_in_spending_order() {
    let mut world = World::new();
    let gift = world.grant("ann", Kind::Membership, 10);
    world.buy("ann", "direct-100", 1);
    let until = world.now + Duration::hours(1);
    let hold = world.hold("ann", 30, until);
    assert_eq!(hold.parts[0].lot, gift.id);
    assert_eq!(world.has("ann"), 80);
    let refusal = world.refused(hold_of("ann", 81, until));
    assert_eq!(
        refusal,
        Refusal::InsufficientCredits {
            asked: credits(81),
            available: credits(80)
        }
    );
    assert_eq!(world.refused(hold_of("ann", 0, until)), Refusal::NoCredits);
}

#[test]
fn capturing_a_part_releases_the_rest() {
    let mut world = World::new();
    let gift = world.grant("ann", Kind::Membership, 10);
    let payment = world.buy("ann", "direct-100", 1);
    let hold = world.hold("ann", 30, world.now + Duration::hours(1));
    let captured = world.capture(&hold, Some(15));
    assert_eq!(
        (captured.state, captured.captured.get()),
        (HoldState::Captured, 15)
    );
    let spend = &world.rows.spends[&captured.spend.unwrap()];
    assert_eq!((spend.credits.get(), spend.hold), (15, Some(hold.id)));
    assert_eq!(
        (
            world.rows.lots[&gift.id].spent.get(),
            world.lot(payment).spent.get()
        ),
        (10, 5)
    );
    assert_eq!(world.has("ann"), 95);
    let again = Refusal::HoldNotOpen {
        hold: hold.id,
        state: HoldState::Captured,
    };
    assert_eq!(world.refused(capture_of(&hold, None)), again);
    assert_eq!(
        world.refused(ReleaseHold {
            customer: customer("ann"),
            hold: hold.id,
            reason: None,
        }),
        again
    );
}

#[test]
fn a_capture_is_of_1_to_all_credits_held() {
    let mut world = World::new();
    world.buy("ann", "direct-100", 1);
    let hold = world.hold("ann", 30, world.now + Duration::hours(1));
    let (all, asked) = (credits(30), credits(31));
    assert_eq!(
        world.refused(capture_of(&hold, Some(31))),
        Refusal::CaptureAboveHold {
            hold: hold.id,
            held: all,
            asked
        }
    );
    assert_eq!(
        world.refused(capture_of(&hold, Some(0))),
        Refusal::NoCredits
    );
    assert_eq!(world.capture(&hold, Some(30)).captured.get(), 30);
}

#[test]
fn what_was_set_aside_is_captured_even_after_its_lot_expired() {
    let mut world = World::new();
    let gift = world.grant("ann", Kind::Membership, 10);
    let hold = world.hold("ann", 10, gift.expires_at + Duration::hours(1));
    world.now = gift.expires_at + Duration::minutes(1);
    world.capture(&hold, Some(4));
    let lot = &world.rows.lots[&gift.id];
    assert_eq!(
        (lot.spent.get(), lot.expired.get(), lot.remaining.get()),
        (4, 6, 0)
    );
    assert_eq!(world.has("ann"), 0);
}

#[test]
fn a_hold_ends_at_its_instant_and_lapses_into_its_lots() {
    let mut world = World::new();
    let gift = world.grant("ann", Kind::Membership, 10);
    let until = world.now + Duration::hours(1);
    let hold = world.hold("ann", 10, until);
    world.now = until;
    assert_eq!(
        world.refused(capture_of(&hold, None)),
        Refusal::HoldLapsed {
            hold: hold.id,
            at: until
        }
    );
    assert_eq!(world.sweep("ann"), (0, 1));
    assert_eq!(world.rows.holds[&hold.id].state, HoldState::Lapsed);
    assert_eq!(world.has("ann"), 10);
    let dead = world.hold("ann", 10, gift.expires_at);
    world.now = gift.expires_at;
    assert_eq!(world.sweep("ann"), (0, 1));
    assert_eq!(world.rows.lots[&gift.id].expired.get(), 10);
    assert_eq!(world.rows.holds[&dead.id].state, HoldState::Lapsed);
}

#[test]
fn a_hold_can_be_captured_in_its_last_microsecond() {
    let mut world = World::new();
    world.grant("ann", Kind::Membership, 10);
    let hold = world.hold("ann", 10, world.now + Duration::hours(1));
    world.now = hold.expires_at - Duration::microseconds(1);
    assert_eq!(world.sweep("ann"), (0, 0));
    world.capture(&hold, None);
}

#[test]
fn a_hold_is_its_own_customers() {
    let mut world = World::new();
    world.grant("ann", Kind::Membership, 10);
    let hold = world.hold("ann", 10, world.now + Duration::hours(1));
    let (_, _, _, unknown, ..) = nobody_s(&mut world);
    let theft = CaptureHold {
        customer: customer("bob"),
        hold: hold.id,
        credits: None,
    };
    assert_eq!(world.refused(theft), Refusal::NoHold(hold.id));
    let none = ReleaseHold {
        customer: customer("ann"),
        hold: unknown,
        reason: None,
    };
    assert_eq!(world.refused(none), Refusal::NoHold(unknown));
    assert_eq!(world.release(&hold).state, HoldState::Released);
    world.close("ann", true).unwrap();
    let closed = Refusal::CustomerClosed(customer("ann"));
    assert_eq!(
        world.refused(hold_of("ann", 1, world.now + Duration::hours(1))),
        closed
    );
}

#[test]
fn an_order_opened_or_cancelled_after_a_hold_lapsed_answers_with_its_credits() {
    for cancels in [false, true] {
        let mut world = World::new();
        world.grant("ann", Kind::Promotional, 10);
        let order = world.open("ann", "direct-100", 1);
        world.hold("ann", 4, world.now + Duration::hours(1));
        world.pass(Duration::hours(1));
        let reply = if cancels {
            let note = String::new();
            let customer = customer("ann");
            world.try_to(CancelOrder {
                customer,
                order,
                note,
            })
        } else {
            let open = world.new_order("ann", "direct-100", 1);
            world.try_to(open)
        };
        let balance = reply.unwrap().balance;
        assert_eq!(balance.map(Credits::get), Some(10), "cancels: {cancels}");
    }
}
