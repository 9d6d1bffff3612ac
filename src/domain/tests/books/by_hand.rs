//! Refunds that wait for a person's transfer while the money is returned another way.

use chrono::Duration;
use domain::{
    books::{
        by_hand::BounceRefund,
        decisions::RefundContradiction,
        quotes::Asked,
        refunds::{ObserveRefund, RefundOutcome, RefundRoute},
    },
    command::Answer,
    contradiction::{ContradictionKind, ContradictionState},
    kind::Method,
    payment::{CancelStanding, Snapshot, Standing},
    refund::{Refund, RefundState},
    refusal::Refusal,
};

use crate::{
    credits,
    money_verbs::request_of,
    verbs::{cancel, take},
    won,
    world::World,
};

pub(crate) fn hand() -> RefundRoute {
    RefundRoute::Hand("too late".to_owned())
}

#[test]
fn a_transfer_that_waits_for_money_that_is_gone_is_said_not_to_be_made() {
    let mut world = World::new();
    let order = world.bank_order("ann", "direct-100", "HONG1");
    let deposit = world.deposit("HONG1", 1_000);
    let payment = world.order(order).payment.unwrap();
    let refund = world.refund_by(payment, hand());
    world.reverse_deposit(&deposit.movement.key);
    assert_eq!(world.payment(payment).rest(), won(0));
    let known = world
        .rows
        .contradictions
        .values()
        .next()
        .expect("it is listed");
    assert_eq!(known.kind, ContradictionKind::GaveBackTwice);
    assert!(
        known.note.contains("1000 wait for a transfer by hand"),
        "{}",
        known.note
    );
    let note = world.rows.refunds[&refund.id].note.clone().unwrap();
    assert!(note.contains("decline it instead"), "{note}");
    // The deposit is no longer looked up: a person ends the refund, and the credits go with the money.
    let declined = world.decline(refund.id);
    assert_eq!(declined.state, RefundState::Declined);
    assert_eq!(
        (world.has("ann"), world.lot(payment).revoked),
        (0, credits(100))
    );
    assert_eq!(world.payment(payment).in_flight, won(0));
}

#[test]
fn what_others_gave_a_closed_customer_is_not_owed_again() {
    let mut world = World::new();
    let order = world.bank_order("ann", "direct-100", "HONG1");
    let deposit = world.deposit("HONG1", 1_000);
    let payment = world.order(order).payment.unwrap();
    let refund = world.refund_by(payment, hand());
    world.succeed(refund.id);
    world.close("ann", true).unwrap();
    world.ok(BounceRefund {
        customer: refund.customer.clone(),
        refund: refund.id,
        note: "no such account".to_owned(),
    });
    let decline = |refund: &Refund| ObserveRefund {
        customer: refund.customer.clone(),
        refund: refund.id,
        outcome: RefundOutcome::Declined("paid otherwise".into()),
    };
    // The money is here, and owed.
    let refused = world.try_to(decline(&refund)).unwrap_err();
    assert_eq!(refused, Refusal::CustomerClosed(refund.customer.clone()));
    world.reverse_deposit(&deposit.movement.key);
    world.ok(decline(&refund));
    let lot = world.lot(payment);
    assert_eq!((lot.remaining, lot.revoked), (credits(0), credits(100)));
    assert_eq!(world.rows.refunds[&refund.id].state, RefundState::Declined);
}

#[test]
fn of_two_cancels_under_one_id_the_one_on_its_way_keeps_the_refund_open() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let order = world.payment(payment).order;
    let refund = world.refund(payment);
    let line = |amount, standing| cancel(&format!("{} x", refund.id), amount, standing);
    let mut told = world.paid(order);
    told.cancelled = won(400);
    told.cancels = vec![
        line(400, CancelStanding::Done),
        line(600, CancelStanding::InProgress),
    ];
    assert!(!told.shows_end_of(refund.id));
    world.observe(order, told.clone());
    assert_eq!(world.rows.refunds[&refund.id].state, RefundState::Sent);
    told.cancelled = won(1_000);
    told.cancels[1].settled = CancelStanding::Done;
    assert!(told.shows_end_of(refund.id));
    world.observe(order, told);
    assert_eq!(world.rows.refunds[&refund.id].state, RefundState::Succeeded);
    assert!(
        !world.paid(order).shows_end_of(refund.id),
        "nothing is listed"
    );
}

/// Half of 1,000 won was returned by hand, the bank took the deposit back, and it came again.
#[test]
fn a_deposit_made_again_for_a_closed_customer_is_given_back_but_for_what_went_by_hand() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let order = world.payment(payment).order;
    let asked = Asked {
        credits: Some(credits(50)),
        ..Asked::default()
    };
    let change = world.asking(payment, asked);
    let quote = take!(world.ok(change), Quote);
    let refund = take!(world.ok(request_of(&quote, hand())), Refund);
    world.succeed(refund.id);
    let account = |world: &World, standing| Snapshot {
        method: Method::VirtualAccount,
        standing,
        ..world.paid(order)
    };
    let gone = account(&world, Standing::AwaitingDeposit);
    world.pass(Duration::hours(1));
    world.observe(order, gone);
    world.close("ann", true).unwrap();
    world.pass(Duration::hours(1));
    let again = account(&world, Standing::Paid);
    world.observe(order, again);
    let known = world.rows.contradictions.values();
    let known = known
        .clone()
        .find(|known| known.kind == ContradictionKind::PaidAgainClosed);
    let known = known.expect("it is listed").clone();
    assert_eq!(world.payment(payment).rest(), won(500));
    world.ok(RefundContradiction {
        customer: known.customer.clone(),
        order,
        contradiction: known.id,
        account: None,
        reason: "closed".to_owned(),
    });
    let half = Snapshot {
        cancelled: won(500),
        ..account(&world, Standing::Paid)
    };
    world.observe(order, half);
    let state = world.rows.contradictions[&known.id].state;
    assert_eq!(state, ContradictionState::Refunded);
}
