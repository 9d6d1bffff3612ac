//! Money taken back by others: credits go with it, used ones become a debt, and the next purchase pays it.

use domain::payment::{CancelStanding, Snapshot, Standing};

use crate::{credits, verbs::cancel, won, world::World};

#[test]
fn a_full_cancel_outside_revokes_what_is_unused_and_the_rest_is_owed() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    world.spend("ann", 60);
    world.cancel_outside(payment, 1_000);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 60));
    assert_eq!(
        (world.lot(payment).revoked, world.lot(payment).spent),
        (credits(40), credits(60))
    );
    let before = world.rows.clone();
    world.cancel_outside(payment, 1_000);
    assert_eq!(world.rows, before);
}

#[test]
fn partial_cancels_outside_add_up_to_the_whole() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    world.spend("ann", 60);
    for (cancelled, revoked, owed) in [(101, 10, 0), (500, 40, 10), (499, 40, 9), (1_000, 40, 60)] {
        world.cancel_outside(payment, cancelled);
        assert_eq!(
            (world.lot(payment).revoked.get(), world.owed("ann")),
            (revoked, owed),
            "{cancelled}"
        );
    }
}

#[test]
fn used_credits_are_owed_once_though_others_cancel_twice() {
    let mut world = World::new();
    let payment = world.buy("ann", "package-1000", 1);
    world.spend("ann", 600);
    world.now = world.lot(payment).expires_at;
    world.sweep("ann");
    world.cancel_outside(payment, 9_900 * 6 / 10);
    world.cancel_outside(payment, 9_900);
    assert_eq!(world.owed("ann"), 600);
}

#[test]
fn what_is_owed_for_an_expired_lot_does_not_depend_on_the_sweep() {
    let owed = |swept: bool| {
        let mut world = World::new();
        let payment = world.buy("ann", "package-1000", 1);
        world.spend("ann", 600);
        world.now = world.lot(payment).expires_at;
        if swept {
            world.sweep("ann");
        }
        world.cancel_outside(payment, 4_950);
        world.owed("ann")
    };
    assert_eq!((owed(false), owed(true)), (100, 100));
}

#[test]
fn nothing_is_owed_for_credits_that_expired_unused() {
    let mut world = World::new();
    let payment = world.buy("ann", "package-1000", 1);
    world.now = world.lot(payment).expires_at;
    world.cancel_outside(payment, 9_900);
    assert_eq!(world.owed("ann"), 0);
}

#[test]
fn the_next_purchases_pay_what_is_owed_first() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-1000", 1);
    world.spend("ann", 250);
    world.cancel_outside(payment, 10_000);
    assert_eq!(world.owed("ann"), 250);
    let first = world.buy("ann", "direct-100", 1);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 150));
    assert_eq!(world.quote(first).amount, won(0));
    world.buy("ann", "direct-1000", 1);
    assert_eq!((world.has("ann"), world.owed("ann")), (850, 0));
}

#[test]
fn a_reversed_spend_pays_what_is_owed_with_what_came_back_and_no_more() {
    let mut world = World::new();
    let kept = world.buy("ann", "direct-1000", 1);
    let small = world.spend("ann", 10);
    let gone = world.buy("ann", "direct-100", 1);
    world.spend("ann", 990);
    world.spend("ann", 50);
    world.cancel_outside(gone, 1_000);
    world.cancel_outside(kept, 100);
    assert_eq!(world.owed("ann"), 60);
    let third = world.buy("ann", "direct-100", 1);
    assert_eq!((world.has("ann"), world.owed("ann")), (40, 0));
    world.cancel_outside(third, 1_000);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 60));
    world.reverse(&small);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 50));
}

#[test]
fn credits_that_are_there_pay_at_once_and_those_that_come_back_later() {
    let mut world = World::new();
    let gone = world.buy("ann", "package-1000", 1);
    world.spend("ann", 1_000);
    world.buy("ann", "direct-1000", 1);
    let spend = world.spend("ann", 10);
    world.cancel_outside(gone, 9_900);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 10));
    world.reverse(&spend);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 0));
}

#[test]
fn a_payment_first_seen_cancelled_leaves_nothing_behind() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let mut snapshot = Snapshot {
        cancelled: won(1_000),
        ..world.paid(order)
    };
    snapshot.cancels = vec![cancel("by the shop", 1_000, CancelStanding::Done)];
    assert!(world.observe(order, snapshot));
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 0));
}

#[test]
fn a_virtual_account_deposit_undone_takes_everything_back() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    world.spend("ann", 30);
    let order = world.payment(payment).order;
    world.observe_standing(order, Standing::AwaitingDeposit);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 30));
    assert_eq!(world.payment(payment).cancelled_outside, won(1_000));
    let before = world.rows.clone();
    world.observe_standing(order, Standing::AwaitingDeposit);
    assert_eq!(world.rows, before);
}

#[test]
fn the_rest_of_a_payment_counts_everything_that_left_it() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    world.spend("ann", 50);
    world.cancel_outside(payment, 100);
    let refund = world.refund(payment);
    assert_eq!(
        (refund.amount, refund.credits, refund.expected_balance),
        (won(400), credits(40), won(900))
    );
    assert_eq!(world.payment(payment).rest(), won(500));
    world.succeed(refund.id);
    world.cancel_outside(payment, 1_000);
    assert_eq!(
        (
            world.payment(payment).rest(),
            world.payment(payment).cancelled_outside
        ),
        (won(0), won(600))
    );
    assert_eq!(world.owed("ann"), 50);
}
