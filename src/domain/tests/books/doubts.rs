//! Deposits in doubt, and what a person says of them.

use chrono::Duration;
use domain::{
    books::deposits::ReturnDeposit,
    deposit::{Balance, Deposit, DepositState, Movement},
    order::OrderState,
    refusal::Refusal,
};

use crate::{
    repeats::{new_money, statement},
    world::World,
};

/// Reported by a statement, and in doubt when a feed reports it some minutes later.
pub(crate) fn in_doubt(world: &mut World) -> (Deposit, Deposit) {
    world.bank_order("ann", "direct-100", "HONG1");
    let told = Movement {
        source: statement(),
        ..world.movement("HONG1", 1_000)
    };
    let first = world.arrives(told);
    assert_eq!(first.state, DepositState::Matched);
    world.pass(Duration::minutes(5));
    let second = world.deposit("HONG1", 1_000);
    assert_eq!(
        (second.state, second.repeat_of),
        (DepositState::PossibleRepeat, Some(first.id))
    );
    (first, second)
}

#[test]
fn what_is_in_doubt_is_neither_matched_nor_sent_back_nor_reversed() {
    let mut world = World::new();
    let (first, second) = in_doubt(&mut world);
    let order = world.bank_order("bob", "direct-100", "HONG1");
    let refusal = Refusal::DepositInDoubt {
        deposit: second.id,
        of: first.id,
    };
    assert_eq!(
        world.match_by_hand(second.id, order, false),
        Err(refusal.clone())
    );
    let sent_back = ReturnDeposit {
        deposit: second.id,
        reason: "twice".to_owned(),
    };
    assert_eq!(world.refused(sent_back), refusal);
    let reversal = world.reversal(&second.movement.key);
    assert_eq!(world.refused(reversal), refusal);
    assert_eq!((world.has("ann"), world.has("bob")), (100, 0));
}

#[test]
fn new_money_is_matched_as_if_it_had_just_come() {
    let mut world = World::new();
    let (_, second) = in_doubt(&mut world);
    let order = world.bank_order("bob", "direct-100", "HONG1");
    world.ok(new_money(&second));
    let second = &world.rows.deposits[&second.id];
    assert_eq!(
        (second.state, second.order, second.repeat_of),
        (DepositState::Matched, Some(order), None)
    );
    assert_eq!(world.state(order), OrderState::Completed);
    assert_eq!((world.has("ann"), world.has("bob")), (100, 100));
    let audit_log: Vec<&str> = world
        .rows
        .audit_log
        .iter()
        .map(|act| act.act.as_str())
        .collect();
    assert_eq!(audit_log, ["deposit.new"]);
}

/// Returned money may come a second time: only the balance shows that a report is of the first.
#[test]
fn what_is_like_a_reversed_deposit_is_in_doubt_without_the_balance() {
    for balance in [None, Some(Balance(7))] {
        let mut world = World::new();
        world.bank_order("ann", "direct-100", "HONG1");
        let told = Movement {
            balance,
            ..world.movement("HONG1", 1_000)
        };
        let first = world.arrives(told.clone());
        assert_eq!(first.state, DepositState::Matched);
        world.reverse_deposit(&first.movement.key);
        let report = Movement {
            source: statement(),
            key: "s-1".to_owned(),
            ..told
        };
        let expected = if balance.is_none() {
            DepositState::PossibleRepeat
        } else {
            DepositState::Repeated
        };
        assert_eq!(world.arrives(report).state, expected);
    }
}
