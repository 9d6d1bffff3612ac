//! Bank deposits: matched when exactly one order fits, queued with the reason otherwise.

use chrono::Duration;
use domain::{
    books::{
        deposits::{ReturnDeposit, Then},
        orders::{CancelOrder, ExpireOrder},
    },
    command::{Answer, Command},
    deposit::{DepositState, Movement},
    event::EventKind,
    order::OrderState,
    refusal::Refusal,
};

use crate::{
    customer, person,
    verbs::{nobody_s, take},
    won,
    world::World,
};

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

#[test]
fn a_person_matches_another_amount_only_by_saying_so_and_refunds_stay_below_it() {
    let mut world = World::new();
    let order = world.bank_order("ann", "direct-1000", "HONG1");
    let short = world.deposit("HONG1", 7_001);
    assert!(matches!(
        world.match_by_hand(short.id, order, false),
        Err(Refusal::DepositAmountDiffers { .. })
    ));
    world.match_by_hand(short.id, order, true).unwrap();
    let payment = world.order(order).payment.unwrap();
    assert_eq!(
        (world.payment(payment).amount, world.has("ann")),
        (won(7_001), 1_000)
    );
    assert_eq!(world.quote(payment).amount, won(7_001));
}

#[test]
fn only_a_waiting_or_given_up_bank_order_is_matched_by_hand() {
    let mut world = World::new();
    let deposit = world.deposit("HONG1", 1_000);
    let card = world.open("ann", "direct-100", 1);
    assert_eq!(
        world.match_by_hand(deposit.id, card, false),
        Err(Refusal::NotABankOrder { order: card })
    );
    let order = world.bank_order("ann", "direct-100", "KIM");
    let (.., unknown) = nobody_s(&mut world);
    assert_eq!(
        world.match_by_hand(unknown, order, false),
        Err(Refusal::NoDeposit(unknown))
    );
    world.ok(CancelOrder {
        customer: customer("ann"),
        order,
        note: String::new(),
    });
    let mut closed = world.clone();
    closed.ok(CancelOrder {
        customer: customer("ann"),
        order: card,
        note: String::new(),
    });
    closed.close("ann", false).unwrap();
    assert_eq!(
        closed.match_by_hand(deposit.id, order, false),
        Err(Refusal::CustomerClosed(customer("ann")))
    );
    world.match_by_hand(deposit.id, order, false).unwrap();
    let settled = Refusal::DepositSettled {
        deposit: deposit.id,
        state: DepositState::Matched,
    };
    assert_eq!(
        world.match_by_hand(deposit.id, order, false),
        Err(settled.clone())
    );
    let sent_back = ReturnDeposit {
        deposit: deposit.id,
        reason: "twice".to_owned(),
    };
    assert_eq!(world.refused(sent_back), settled);
}

#[test]
fn a_deposit_sent_back_is_done_with() {
    let mut world = World::new();
    let order = world.bank_order("ann", "direct-1000", "HONG1");
    let deposit = world.deposit("HONG1", 1);
    let sent_back = ReturnDeposit {
        deposit: deposit.id,
        reason: "too little".to_owned(),
    };
    assert!(
        matches!(world.ok(sent_back), Answer::Deposit(deposit) if deposit.state == DepositState::Returned)
    );
    let settled = Refusal::DepositSettled {
        deposit: deposit.id,
        state: DepositState::Returned,
    };
    assert_eq!(world.match_by_hand(deposit.id, order, true), Err(settled));
}

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
