//! A person matches deposits, or sends them back.

use domain::{
    books::{deposits::ReturnDeposit, orders::CancelOrder},
    command::Answer,
    deposit::DepositState,
    refusal::Refusal,
};

use crate::{customer, verbs::nobody_s, won, world::World};

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
