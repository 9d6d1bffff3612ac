//! Refunds of ours that cross cancels of others.

use chrono::Duration;
use domain::{
    books::refunds::{RefundOutcome, RefundRoute},
    payment::{CancelStanding, Snapshot, Standing},
    refund::RefundState,
};

use crate::{credits, verbs::cancel, won, world::World};

fn by_hand() -> RefundRoute {
    RefundRoute::Hand("the provider cannot".to_owned())
}

#[test]
fn an_outside_cancel_that_came_first_takes_the_credits_of_the_refund_it_made_fail() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let refund = world.refund(payment);
    world.cancel_outside(payment, 1_000);
    // Not yet distinguished from ours.
    assert_eq!(world.payment(payment).cancelled_outside, won(0));
    world.decline(refund.id);
    world.cancel_outside(payment, 1_000);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 0));
    assert_eq!(world.lot(payment).revoked, credits(100));
}

#[test]
fn an_outside_cancel_beside_ours_is_told_apart_when_ours_is_listed() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-1000", 1);
    world.hold("ann", 400, world.now + Duration::hours(1));
    let refund = world.refund(payment);
    let order = world.payment(payment).order;
    let cancels = vec![
        cancel("console", 4_000, CancelStanding::Done),
        cancel(
            &format!("{} reason", refund.id),
            6_000,
            CancelStanding::Done,
        ),
    ];
    world.observe(
        order,
        Snapshot {
            cancelled: won(10_000),
            cancels,
            ..world.paid(order)
        },
    );
    let row = world.payment(payment);
    assert_eq!(
        (row.refunded, row.cancelled_outside, row.in_flight),
        (won(6_000), won(4_000), won(0))
    );
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 400));
}

#[test]
fn a_refund_by_hand_does_not_hide_a_cancel_at_the_provider() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let hold = world.hold("ann", 50, world.now + Duration::hours(1));
    let refund = world.refund_by(payment, by_hand());
    let mut later = world.clone();
    world.cancel_outside(payment, 500);
    world.release(&hold);
    world.succeed(refund.id);
    assert_eq!(
        (world.has("ann"), world.payment(payment).cancelled_outside),
        (0, won(500))
    );
    later.succeed(refund.id);
    later.release(&hold);
    later.cancel_outside(payment, 500);
    assert_eq!((later.has("ann"), later.owed("ann")), (0, 0));
}

#[test]
fn a_refund_by_hand_leaves_the_providers_balance_as_it_is() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let hold = world.hold("ann", 50, world.now + Duration::hours(1));
    let first = world.refund(payment);
    world.settle(first.id, RefundOutcome::ByHand("dead account".into()));
    world.succeed(first.id);
    world.release(&hold);
    let second = world.refund(payment);
    assert_eq!(
        (second.amount, second.expected_balance),
        (won(500), won(1_000))
    );
}

#[test]
fn a_reversed_deposit_takes_the_credits_of_a_refund_declined_afterwards() {
    let mut world = World::new();
    let order = world.bank_order("ann", "direct-100", "HONG1");
    let deposit = world.deposit("HONG1", 1_000);
    let payment = world.order(order).payment.unwrap();
    let hold = world.hold("ann", 40, world.now + Duration::hours(1));
    let refund = world.refund_by(payment, by_hand());
    world.reverse_deposit(&deposit.movement.key);
    assert_eq!(
        (world.payment(payment).rest(), world.owed("ann")),
        (won(0), 40)
    );
    world.decline(refund.id);
    assert_eq!(
        (world.has("ann"), world.lot(payment).revoked),
        (0, credits(60))
    );
    world.release(&hold);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 0));
    assert_eq!(world.quote(payment).amount, won(0));
}

#[test]
fn a_reversed_deposit_that_was_also_refunded_shows_as_money_lost() {
    let mut world = World::new();
    let order = world.bank_order("ann", "direct-100", "HONG1");
    let deposit = world.deposit("HONG1", 1_000);
    let payment = world.order(order).payment.unwrap();
    let refund = world.refund_by(payment, by_hand());
    world.succeed(refund.id);
    world.reverse_deposit(&deposit.movement.key);
    let row = world.payment(payment);
    assert_eq!(
        (row.refunded, row.cancelled_outside, row.rest()),
        (won(1_000), won(1_000), won(0))
    );
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 0));
}

#[test]
fn a_virtual_account_undone_while_a_refund_is_on_its_way_is_undone_in_full() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    world.spend("ann", 30);
    let refund = world.refund(payment);
    let order = world.payment(payment).order;
    world.observe_standing(order, Standing::AwaitingDeposit);
    assert_eq!(world.owed("ann"), 30);
    world.decline(refund.id);
    assert_eq!(
        (
            world.has("ann"),
            world.owed("ann"),
            world.lot(payment).revoked
        ),
        (0, 30, credits(70))
    );
}

#[test]
fn a_refund_found_done_after_it_was_declined_takes_its_credits_again() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let refund = world.refund(payment);
    world.decline(refund.id);
    world.spend("ann", 10);
    let order = world.payment(payment).order;
    let cancels = vec![cancel(
        &format!("{} reason", refund.id),
        1_000,
        CancelStanding::Done,
    )];
    world.observe(
        order,
        Snapshot {
            cancelled: won(1_000),
            cancels,
            ..world.paid(order)
        },
    );
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 10));
    assert_eq!(world.rows.refunds[&refund.id].state, RefundState::Declined);
}

#[test]
fn an_old_snapshot_gives_nothing_back() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let order = world.payment(payment).order;
    let old = world.paid(order);
    let refund = world.refund(payment);
    world.succeed(refund.id);
    let before = world.rows.clone();
    world.observe(order, old);
    assert_eq!(world.rows, before);
}
