//! Money for a month that was given, skipped or ended between the order and its payment: it is never taken for nothing.

use domain::{
    books::{
        decisions::{AcceptContradiction, RefundContradiction},
        orders::BeginConfirmation,
    },
    contradiction::{ContradictionKind, ContradictionState},
    deposit::DepositState,
    id::OrderId,
    membership::{Skipped, Subscription},
    order::OrderState,
    payment::Snapshot,
    refusal::Refusal,
};

use crate::{at, customer, membership_verbs::PLUS, memberships::january, won, world::World};

type Stop = fn(&mut World, &Subscription);

const STOPS: [Stop; 4] = [
    |world, it| drop(world.pause(it.id)),
    |world, it| drop(world.end(it.id)),
    |world, _| world.now = at("2026-02-28T00:00:00+09:00"),
    |world, it| {
        let other = world.ask_month(it);
        assert!(world.observe(other, world.paid(other)));
    },
];

fn settled(it: &Subscription) -> Refusal {
    Refusal::MonthSettled {
        subscription: it.id,
        month: 0,
    }
}

fn confirm(order: OrderId) -> BeginConfirmation {
    BeginConfirmation {
        customer: customer("ann"),
        order,
        query: std::collections::BTreeMap::new(),
    }
}

#[test]
fn nothing_is_taken_any_more_for_a_month_that_is_settled() {
    for stop in STOPS {
        let mut world = january();
        let it = world.subscribe("ann", PLUS);
        let order = world.ask_month(&it);
        stop(&mut world, &it);
        assert_eq!(world.refused(confirm(order)), settled(&it));
    }
}

#[test]
fn money_that_came_all_the_same_is_parked_and_given_back() {
    for stop in STOPS {
        let mut world = january();
        let it = world.subscribe("ann", PLUS);
        let order = world.ask_month(&it);
        stop(&mut world, &it);
        let before = world.has("ann");
        let paid = world.paid(order);
        assert!(!world.observe(order, paid.clone()));
        assert_eq!(world.state(order), OrderState::Mismatched);
        let known = world.rows.contradictions.values().next().unwrap().clone();
        assert_eq!(known.kind, ContradictionKind::MonthGone);
        let accepted = world.refused(AcceptContradiction {
            customer: customer("ann"),
            order,
            contradiction: known.id,
            snapshot: Box::new(paid.clone()),
            asked_at: world.now,
            reason: "r".to_owned(),
        });
        assert!(matches!(accepted, Refusal::NotForThatKind { .. }));
        world.ok(RefundContradiction {
            customer: customer("ann"),
            order,
            contradiction: known.id,
            account: None,
            reason: "r".to_owned(),
        });
        let gone = Snapshot {
            cancelled: paid.amount,
            ..paid
        };
        world.observe(order, gone);
        assert_eq!(world.state(order), OrderState::Cancelled);
        let known = &world.rows.contradictions[&known.id];
        assert_eq!(known.state, ContradictionState::Refunded);
        assert_eq!(world.has("ann"), before);
    }
}

#[test]
fn a_deposit_for_a_settled_month_waits_for_a_person() {
    for stop in STOPS {
        let mut world = january();
        let it = world.subscribe("ann", PLUS);
        let by_bank = world.new_bank_order("ann", "", "HONG1");
        let month = world.month_order(&it, None).month;
        let open = domain::books::orders::OpenOrder { month, ..by_bank };
        let order = open.id;
        world.ok(open);
        stop(&mut world, &it);
        let deposit = world.deposit("HONG1", 9_900);
        assert!(deposit.state.is_open(), "{deposit:?}");
        assert_ne!(deposit.state, DepositState::Matched);
        assert_eq!(
            world.match_by_hand(deposit.id, order, false),
            Err(settled(&it))
        );
    }
}

#[test]
fn a_pause_and_an_end_skip_the_month_that_waits_as_unpaid() {
    for stop in &STOPS[..2] {
        let mut world = january();
        let it = world.subscribe("ann", PLUS);
        stop(&mut world, &it);
        let months = world.months(it.id);
        assert_eq!(months[0].skipped, Some(Skipped::Unpaid));
        assert_eq!(world.subscription(it.id).waiting, None);
    }
}

#[test]
fn a_month_stays_given_when_its_money_is_taken_back_and_comes_again() {
    let mut world = january();
    let it = world.subscribe_paid("ann");
    let payment = *world.rows.payments.keys().next().unwrap();
    world.cancel_outside(payment, 9_900);
    assert_eq!(world.has("ann"), 0);
    assert_eq!(world.months(it.id)[0].skipped, None);
    world.cancel_outside(payment, 0);
    assert_eq!(world.has("ann"), 1_000);
    world.spend("ann", 400);
    world.cancel_outside(payment, 9_900);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 400));
    assert_eq!(world.payment(payment).cancelled_outside, won(9_900));
}
