//! Bank deposits: matched when exactly one order fits, queued with the reason otherwise.

use chrono::Duration;
use domain::{
    books::orders::ExpireOrder,
    deposit::{DepositState, Movement},
    event::EventKind,
    order::OrderState,
    refusal::Refusal,
};

use crate::{customer, world::World};

#[test]
fn name_and_amount_of_one_order_pay_it() {
    let mut world = World::new();
    let order = world.bank_order("ann", "direct-100", "홍길동");
    let deposit = world.deposit(" 홍 길동 ", 1_000);
    assert_eq!(
        (deposit.state, deposit.order),
        (DepositState::Matched, Some(order))
    );
    assert_eq!(
        (world.state(order), world.has("ann")),
        (OrderState::Completed, 100)
    );
}

#[test]
fn the_same_movement_under_another_event_pays_nothing() {
    let mut world = World::new();
    world.bank_order("ann", "direct-100", "HONG1");
    let movement = world.movement("hong1", 1_000);
    let first = world.arrives(movement.clone());
    world.bank_order("ann", "direct-100", "HONG1");
    assert_eq!(world.arrives(movement).id, first.id);
    assert_eq!(
        (
            world.has("ann"),
            world.rows.deposits.len(),
            world.rows.received.len()
        ),
        (100, 1, 2)
    );
}

#[test]
fn money_that_fits_no_waiting_order_waits_for_a_person() {
    let mut world = World::new();
    let order = world.bank_order("ann", "direct-1000", "HONG1");
    for (name, amount, state, meant) in [
        ("somebody", 10_000, DepositState::Unmatched, None),
        ("HONG1", 9_999, DepositState::Underpaid, Some(order)),
        ("HONG1", 10_001, DepositState::Overpaid, Some(order)),
    ] {
        let deposit = world.deposit(name, amount);
        assert_eq!(
            (deposit.state, deposit.order),
            (state, meant),
            "{name} {amount}"
        );
    }
    world.bank_order("bob", "direct-100", "HONG1");
    assert_eq!(world.deposit("HONG1", 5_000).state, DepositState::Ambiguous);
    let other_account = Movement {
        account: "other".to_owned(),
        ..world.movement("HONG1", 10_000)
    };
    assert_eq!(world.arrives(other_account).state, DepositState::Unmatched);
    assert_eq!(world.rows.lots.len(), 0);
    assert_eq!(
        world
            .rows
            .events
            .iter()
            .filter(|event| event.event.kind() == EventKind::DepositQueued)
            .count(),
        5
    );
}

#[test]
fn a_deposit_counts_inside_the_orders_time() {
    let mut world = World::new();
    world.bank_order("ann", "direct-100", "HONG1");
    world.bank_order("ann", "direct-1000", "HONG2");
    let opened = world.now;
    world.pass(Duration::hours(2));
    for (name, amount, at, state) in [
        (
            "HONG1",
            1_000,
            opened - Duration::minutes(11),
            DepositState::Early,
        ),
        (
            "HONG1",
            1_000,
            opened + Duration::days(1),
            DepositState::Late,
        ),
        (
            "HONG1",
            1_000,
            opened + Duration::days(1) - Duration::microseconds(1),
            DepositState::Matched,
        ),
        (
            "HONG2",
            10_000,
            opened - Duration::minutes(10),
            DepositState::Matched,
        ),
    ] {
        let movement = Movement {
            at,
            ..world.movement(name, amount)
        };
        assert_eq!(world.arrives(movement).state, state, "{name} {at}");
    }
    assert_eq!(world.has("ann"), 1_100);
}

#[test]
fn a_second_deposit_for_a_paid_order_is_a_duplicate() {
    let mut world = World::new();
    let order = world.bank_order("ann", "direct-100", "HONG1");
    world.deposit("HONG1", 1_000);
    let second = world.deposit("HONG1", 1_000);
    assert_eq!(
        (second.state, second.order),
        (DepositState::Duplicate, Some(order))
    );
    assert_eq!(world.has("ann"), 100);
    let refusal = world.match_by_hand(second.id, order, false).unwrap_err();
    assert_eq!(
        refusal,
        Refusal::OrderNotOpen {
            order,
            state: OrderState::Completed
        }
    );
}

#[test]
fn money_for_an_order_given_up_is_late_for_a_month() {
    let mut world = World::new();
    let order = world.bank_order("ann", "direct-100", "HONG1");
    world.pass_days(1);
    world.ok(ExpireOrder {
        customer: customer("ann"),
        order,
    });
    world.pass_days(31);
    let late = world.deposit("HONG1", 1_000);
    assert_eq!((late.state, late.order), (DepositState::Late, Some(order)));
    world.pass(Duration::microseconds(1));
    assert_eq!(world.deposit("HONG1", 1_000).state, DepositState::Unmatched);
    assert_eq!(
        world.match_by_hand(late.id, order, false).unwrap().state,
        DepositState::Matched
    );
    assert_eq!(world.has("ann"), 100);
}
