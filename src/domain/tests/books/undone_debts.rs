//! Debts for used credits that came back.

use chrono::Duration;

use crate::{credits, won, world::World};

/// Held credits count as used when their money is taken back. When they are released, they were not used: after their
/// lot's end they are void.
#[test]
fn held_credits_that_were_not_used_are_not_owed() {
    for late in [false, true] {
        let mut world = World::new();
        let payment = world.buy("ann", "direct-100", 1);
        let end = world.lot(payment).expires_at;
        world.now = end - chrono::Duration::minutes(10);
        let hold = world.hold("ann", 100, end + chrono::Duration::minutes(10));
        world.cancel_outside(payment, 1_000);
        assert_eq!(world.owed("ann"), 100);
        if late {
            world.now = end + chrono::Duration::minutes(1);
        }
        world.release(&hold);
        let lot = world.lot(payment);
        let (revoked, expired) = if late { (0, 100) } else { (100, 0) };
        assert_eq!(
            (lot.revoked, lot.expired),
            (credits(revoked), credits(expired))
        );
        assert_eq!((world.has("ann"), world.owed("ann")), (0, 0));
    }
}

/// A reversed spend does not count: the credits another lot paid for it are there again, and all money can be
/// refunded.
#[test]
fn a_reversed_spend_gives_back_what_another_lot_paid_for_it() {
    let mut world = World::new();
    let a = world.buy("ann", "direct-100", 1);
    let spend = world.spend("ann", 100);
    world.cancel_outside(a, 500);
    let b = world.buy("ann", "direct-100", 1);
    assert_eq!((world.has("ann"), world.owed("ann")), (50, 0));
    world.reverse(&spend);
    assert_eq!(
        (world.lot(a).remaining, world.lot(b).remaining),
        (credits(50), credits(100))
    );
    for payment in [a, b] {
        let refund = world.refund(payment);
        world.succeed(refund.id);
        assert_eq!(world.payment(payment).rest(), won(0));
    }
}

/// A lot that paid a debt and then lost its own money gets back only paid credits.
#[test]
fn what_comes_back_to_a_lot_without_money_goes_with_it() {
    let mut world = World::new();
    let a = world.buy("ann", "direct-100", 1);
    world.spend("ann", 100);
    world.cancel_outside(a, 1_000);
    let b = world.buy("ann", "direct-100", 1); // pays for A
    world.cancel_outside(b, 1_000);
    let c = world.buy("ann", "direct-100", 1); // pays for B
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 0));
    world.cancel_outside(a, 0);
    assert_eq!(
        (world.lot(b).remaining, world.lot(c).remaining),
        (credits(0), credits(100))
    );
    assert_eq!((world.has("ann"), world.owed("ann")), (100, 0));
}

/// The second lot paid a debt of the first, and then all of its own money was taken back.
#[test]
fn a_reversed_spend_of_two_lots_leaves_nothing_of_money_that_went() {
    let mut world = World::new();
    let a = world.buy("ann", "direct-100", 1);
    world.pass(Duration::minutes(1));
    let b = world.buy("ann", "direct-100", 1);
    world.pass(Duration::minutes(1));
    let spend = world.spend("ann", 150);
    world.cancel_outside(a, 500);
    world.pass(Duration::minutes(1));
    world.cancel_outside(b, 1_000);
    world.pass(Duration::minutes(1));
    world.reverse(&spend);
    // 500 won of A are here: 50 credits, and none of B.
    assert_eq!(
        (world.has("ann"), world.lot(b).remaining, world.owed("ann")),
        (50, credits(0), 0)
    );
}

#[test]
fn a_released_hold_of_two_lots_leaves_nothing_of_money_that_went() {
    let mut world = World::new();
    let a = world.buy("ann", "direct-100", 1);
    world.pass(Duration::minutes(1));
    let b = world.buy("ann", "direct-100", 1);
    world.pass(Duration::minutes(1));
    let until = world.now + Duration::days(1);
    let hold = world.hold("ann", 150, until);
    world.cancel_outside(a, 500);
    world.pass(Duration::minutes(1));
    world.cancel_outside(b, 1_000);
    world.pass(Duration::minutes(1));
    world.release(&hold);
    assert_eq!(
        (world.has("ann"), world.lot(b).remaining, world.owed("ann")),
        (50, credits(0), 0)
    );
}
