//! Sums near the largest amount: credits above it are refused where they come in, or parked where people see them.

use domain::{
    books::customers::BookExpiry,
    deposit::DepositState,
    kind::Kind,
    money::AMOUNT_MAX,
    order::OrderState,
    payment::{Snapshot, Tax},
    refusal::Refusal,
};

use crate::{credit_verbs::grant_of, customer, won, world::World};

#[test]
fn a_purchase_that_cannot_be_minted_is_parked_where_people_see_it() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    world.grant("ann", Kind::Promotional, AMOUNT_MAX - 1);
    assert!(!world.observe(order, world.paid(order)));
    assert_eq!(world.state(order), OrderState::Mismatched);
    let note = world.order(order).note.clone().unwrap();
    assert!(note.contains("largest amount"), "{note}");
    world.spend("ann", 5);
    assert_eq!(world.has("ann"), AMOUNT_MAX - 6);
}

#[test]
fn an_order_that_could_not_be_minted_is_not_opened() {
    let mut world = World::new();
    world.grant("ann", Kind::Promotional, AMOUNT_MAX - 1);
    let open = world.new_order("ann", "direct-100", 1);
    let refusal = world.refused(open);
    assert_eq!(refusal, Refusal::TooManyCredits);
}

#[test]
fn a_deposit_for_credits_that_cannot_be_minted_waits_for_a_person() {
    let mut world = World::new();
    let order = world.bank_order("ann", "direct-100", "HONG1");
    world.grant("ann", Kind::Promotional, AMOUNT_MAX - 1);
    let deposit = world.deposit("HONG1", 1_000);
    assert_eq!(
        (deposit.state, deposit.order),
        (DepositState::Unmatched, Some(order))
    );
    assert_eq!(world.state(order), OrderState::AwaitingDeposit);
    let by_hand = world.match_by_hand(deposit.id, order, false);
    assert_eq!(by_hand, Err(Refusal::TooManyCredits));
}

/// The bonus is minted with the credits: where only the bought credits fit, the deposit is kept as well.
#[test]
fn a_deposit_whose_bonus_cannot_be_minted_waits_for_a_person() {
    let mut world = World::new();
    let order = world.bank_order("ann", "bonus-100", "HONG1");
    let amount = world.order(order).amount.get();
    world.grant("ann", Kind::Promotional, AMOUNT_MAX - 120);
    let deposit = world.deposit("HONG1", amount);
    assert_eq!(
        (deposit.state, deposit.order),
        (DepositState::Unmatched, Some(order))
    );
}

/// Credits that are used, held or being refunded may come back, so they count.
#[test]
fn credits_that_are_away_count_until_they_cannot_come_back() {
    let mut world = World::new();
    world.grant("ann", Kind::Promotional, AMOUNT_MAX);
    let spend = world.spend("ann", AMOUNT_MAX);
    let more = grant_of("ann", Kind::Promotional, 1);
    assert_eq!(world.refused(more), Refusal::TooManyCredits);
    world.reverse(&spend);
    assert_eq!(world.has("ann"), AMOUNT_MAX);
    world.ok(BookExpiry {
        customer: customer("ann"),
    });
}

#[test]
fn a_tax_split_that_passes_the_payment_is_not_kept() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let absurd = Snapshot {
        tax: Some(Tax {
            supplied: won(AMOUNT_MAX),
            vat: won(AMOUNT_MAX),
            tax_free: won(AMOUNT_MAX),
        }),
        ..world.paid(order)
    };
    assert!(world.observe(order, absurd));
    let payment = world.order(order).payment.unwrap();
    assert_eq!(world.payment(payment).tax.vat, won(91));
    let refund = world.refund(payment);
    assert_eq!((refund.amount, refund.vat), (won(1_000), won(91)));
}
