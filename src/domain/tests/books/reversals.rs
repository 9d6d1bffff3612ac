//! Deposits that the bank took back, and transfers made again.

use chrono::Duration;
use domain::{
    books::deposits::Then,
    command::{Answer, Command},
    deposit::DepositState,
    refusal::Refusal,
};

use crate::{person, verbs::take, won, world::World};

#[test]
fn a_deposit_taken_back_takes_its_credits_and_what_was_spent_is_owed() {
    let mut world = World::new();
    world.bank_order("ann", "direct-100", "HONG1");
    let deposit = world.deposit("HONG1", 1_000);
    world.spend("ann", 30);
    world.reverse_deposit(&deposit.movement.key);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 30));
    let before = world.rows.clone();
    world.reverse_deposit(&deposit.movement.key);
    assert_eq!(
        (&world.rows.lots, &world.rows.customers),
        (&before.lots, &before.customers)
    );
    world.buy("ann", "direct-100", 1);
    assert_eq!((world.has("ann"), world.owed("ann")), (70, 0));
}

#[test]
fn a_queued_deposit_taken_back_is_no_longer_matched() {
    let mut world = World::new();
    let order = world.bank_order("ann", "direct-1000", "HONG1");
    let deposit = world.deposit("HONG1", 9_000);
    world.reverse_deposit(&deposit.movement.key);
    let settled = Refusal::DepositSettled {
        deposit: deposit.id,
        state: DepositState::Reversed,
    };
    assert_eq!(world.match_by_hand(deposit.id, order, true), Err(settled));
}

#[test]
fn a_reversal_that_overtook_its_deposit_is_sent_again_and_then_counts() {
    let mut world = World::new();
    world.bank_order("ann", "direct-100", "HONG1");
    let movement = world.movement("HONG1", 1_000);
    let reversal = world.reversal(&movement.key);
    assert_eq!(world.refused(reversal.clone()), Refusal::NoDepositKey);
    let deposit = world.arrives(movement);
    assert_eq!(deposit.state, DepositState::Matched);
    world.reverse_deposit(&deposit.movement.key);
    assert_eq!(world.has("ann"), 0);
}

/// The bank took a transfer back, and the buyer made it again: a person reports it, and the credits are there again,
/// once.
#[test]
fn a_transfer_made_again_after_a_reversal_brings_its_credits_back() {
    let mut world = World::new();
    let order = world.bank_order("ann", "direct-100", "Ann");
    let first = world.deposit("Ann", 1_000);
    let settled = world.match_by_hand(first.id, order, false);
    assert!(matches!(settled, Err(Refusal::DepositSettled { .. })));
    // Refused while the first is there.
    let second = world.deposit("Ann", 1_000);
    let early = world.match_by_hand(second.id, order, false);
    assert!(
        matches!(early, Err(Refusal::OrderNotOpen { .. })),
        "{early:?}"
    );
    world.spend("ann", 30);
    world.reverse_deposit(&first.movement.key);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 30));
    let matched = world.match_by_hand(second.id, order, false).unwrap();
    assert_eq!(matched.order, Some(order));
    assert_eq!((world.has("ann"), world.owed("ann")), (70, 0));
    // Once only, and its own reversal takes them again.
    let third = world.deposit("Ann", 1_000);
    assert!(world.match_by_hand(third.id, order, false).is_err());
    world.reverse_deposit(&first.movement.key);
    assert_eq!((world.has("ann"), world.owed("ann")), (70, 0));
    world.reverse_deposit(&second.movement.key);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 30));
}

/// The bank of a completed order takes its transfer back and makes it again. Meanwhile another customer has opened an
/// order of the same name and amount.
#[test]
fn a_transfer_made_again_does_not_go_to_a_namesake() {
    let mut world = World::new();
    let first = world.bank_order("ann", "direct-100", "HONG1");
    let deposit = world.deposit("HONG1", 1_000);
    assert!(world.order(first).payment.is_some());
    world.pass(Duration::hours(1));
    world.reverse_deposit(&deposit.movement.key);
    world.pass(Duration::hours(1));
    world.bank_order("bob", "direct-100", "HONG1");
    world.pass(Duration::hours(1));
    let again = world.deposit("HONG1", 1_000);
    assert_eq!((again.state, again.order), (DepositState::Ambiguous, None));
}

/// The other customer's order is opened in the batch that brings the transfer.
#[test]
fn a_transfer_made_again_does_not_go_to_a_namesake_of_its_batch() {
    let mut world = World::new();
    world.bank_order("ann", "direct-100", "HONG1");
    let deposit = world.deposit("HONG1", 1_000);
    world.pass(Duration::hours(1));
    world.reverse_deposit(&deposit.movement.key);
    world.pass(Duration::hours(1));
    let open = world.new_bank_order("bob", "direct-100", "HONG1");
    let movement = world.movement("HONG1", 1_000);
    let again = world.webhook(Then::Deposit(movement));
    let batch = [open.into(), again.into()].map(|change| Command::any(change, person("key_1")));
    let answers = world.run(&batch);
    let again = take!(answers[1].clone().unwrap().answer, Receipt);
    let again = again.deposit.unwrap();
    assert_eq!((again.state, again.order), (DepositState::Ambiguous, None));
}

/// 900 won were taken for an order of 1,000, and their bank took them back: the payment stays one of 900 won.
#[test]
fn an_order_that_was_paid_with_less_is_paid_again_only_with_as_much() {
    let mut world = World::new();
    let order = world.bank_order("ann", "direct-100", "HONG1");
    let short = world.deposit("HONG1", 900);
    world.match_by_hand(short.id, order, true).unwrap();
    world.reverse_deposit(&short.movement.key);
    assert_eq!(world.has("ann"), 0);
    world.pass(Duration::hours(1));
    let whole = world.deposit("HONG1", 1_000);
    assert_eq!(whole.state, DepositState::Duplicate);
    assert!(
        whole.reason.contains("and this is as much"),
        "{}",
        whole.reason
    );
    for despite_amount in [false, true] {
        let refused = world.match_by_hand(whole.id, order, despite_amount);
        let expected = Refusal::PaidWithOtherAmount {
            order,
            paid: won(900),
            deposited: won(1_000),
        };
        assert_eq!(refused.unwrap_err(), expected);
    }
    let again = world.deposit("HONG1", 900);
    world.match_by_hand(again.id, order, false).unwrap();
    assert_eq!(world.has("ann"), 100);
}
