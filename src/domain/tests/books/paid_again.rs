//! Money that was taken back and came again: its credits come back with it, once.

use chrono::{DateTime, Duration, Utc};
use domain::{
    event::{Event, EventKind},
    id::{OrderId, PaymentId},
    kind::Method,
    order::{DepositInstructions, OrderState},
    payment::{Snapshot, Standing},
};

use crate::{credits, won, world::World};

/// An order of 100 credits whose virtual account was paid into.
pub(crate) fn by_account(world: &mut World) -> (OrderId, PaymentId) {
    let order = world.open("ann", "direct-100", 1);
    let due_at = world.now + Duration::days(7);
    let waiting = Snapshot {
        standing: Standing::AwaitingDeposit,
        deposit: Some(account_until(due_at)),
        ..into_account(world, order)
    };
    world.observe(order, waiting);
    let paid = into_account(world, order);
    assert!(world.observe(order, paid));
    (order, world.order(order).payment.unwrap())
}

pub(crate) fn account_until(due_at: DateTime<Utc>) -> DepositInstructions {
    DepositInstructions {
        bank: "088".to_owned(),
        account_number: "110".to_owned(),
        holder: None,
        due_at,
    }
}

pub(crate) fn into_account(world: &World, order: OrderId) -> Snapshot {
    Snapshot {
        method: Method::VirtualAccount,
        ..world.paid(order)
    }
}

pub(crate) fn reverse(world: &mut World, order: OrderId) {
    let reversed = Snapshot {
        standing: Standing::AwaitingDeposit,
        ..into_account(world, order)
    };
    world.observe(order, reversed);
}

pub(crate) fn pay_again(world: &mut World, order: OrderId) {
    let paid = into_account(world, order);
    assert!(!world.observe(order, paid), "minted a second time");
}

#[test]
fn a_deposit_undone_and_made_again_brings_its_credits_back_once() {
    let mut world = World::new();
    let (order, payment) = by_account(&mut world);
    reverse(&mut world, order);
    assert_eq!(world.has("ann"), 0);
    for _ in 0..2 {
        pay_again(&mut world, order);
        assert_eq!((world.has("ann"), world.owed("ann")), (100, 0));
        assert_eq!(world.payment(payment).cancelled_outside, won(0));
    }
    let again: Vec<_> = world
        .rows
        .events
        .iter()
        .filter_map(|record| match &record.event {
            Event::PaymentPaidAgain(again) => Some((again.amount, again.credits_restored)),
            _ => None,
        })
        .collect();
    assert_eq!(again, [(won(1_000), credits(100))]);
    // Repeated as often as the bank does it.
    reverse(&mut world, order);
    assert_eq!(world.has("ann"), 0);
    pay_again(&mut world, order);
    assert_eq!(world.has("ann"), 100);
    assert_eq!(world.state(order), OrderState::Completed);
}

#[test]
fn what_was_used_is_not_owed_any_more() {
    let mut world = World::new();
    let (order, payment) = by_account(&mut world);
    world.spend("ann", 30);
    reverse(&mut world, order);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 30));
    pay_again(&mut world, order);
    assert_eq!((world.has("ann"), world.owed("ann")), (70, 0));
    assert_eq!(
        (
            world.payment(payment).credits_revoked,
            world.lot(payment).revoked
        ),
        (credits(0), credits(0))
    );
}

#[test]
fn what_paid_the_debt_comes_back_to_the_lot_that_paid() {
    let mut world = World::new();
    let (order, _) = by_account(&mut world);
    world.spend("ann", 30);
    reverse(&mut world, order);
    let other = world.buy("ann", "direct-100", 1);
    assert_eq!((world.has("ann"), world.owed("ann")), (70, 0));
    pay_again(&mut world, order);
    assert_eq!((world.has("ann"), world.owed("ann")), (170, 0));
    let lot = world.lot(other);
    assert_eq!((lot.remaining, lot.debt_paid), (credits(100), credits(0)));
    assert_eq!(world.quote(other).credits, credits(100));
    reverse(&mut world, order);
    assert_eq!(world.owed("ann") + 100 - world.has("ann"), 30);
}

#[test]
fn credits_that_came_back_pay_what_is_owed_for_others() {
    let mut world = World::new();
    let (order, _) = by_account(&mut world);
    let other = world.buy("ann", "direct-100", 1);
    world.spend("ann", 150);
    world.cancel_outside(other, 1_000);
    let owed = world.owed("ann");
    assert_eq!(owed + world.lot(other).revoked.get(), 100);
    reverse(&mut world, order);
    pay_again(&mut world, order);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 50));
}

#[test]
fn money_that_came_again_after_its_customer_closed_is_told_and_brings_nothing() {
    let mut world = World::new();
    let (order, payment) = by_account(&mut world);
    reverse(&mut world, order);
    world.pass(Duration::hours(1));
    world.close("ann", true).unwrap();
    pay_again(&mut world, order);
    assert_eq!(world.has("ann"), 0);
    assert_eq!(world.payment(payment).cancelled_outside, won(0));
    assert_eq!(
        world.rows.events.last().unwrap().event.kind(),
        EventKind::OrderContradicted
    );
}

#[test]
fn a_cancel_that_its_provider_took_back_is_followed_and_told() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    world.cancel_outside(payment, 600);
    assert_eq!(world.has("ann"), 40);
    world.cancel_outside(payment, 100);
    assert_eq!(world.has("ann"), 90);
    assert_eq!(
        world.rows.events.last().unwrap().event.kind(),
        EventKind::OrderContradicted
    );
}

#[test]
fn while_a_refund_of_ours_is_on_its_way_nothing_is_taken_to_have_come_again() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    world.cancel_outside(payment, 500);
    let refund = world.refund(payment);
    assert_eq!(refund.amount, won(500));
    world.cancel_outside(payment, 500);
    assert_eq!(
        (world.payment(payment).cancelled_outside, world.has("ann")),
        (won(500), 0)
    );
}
