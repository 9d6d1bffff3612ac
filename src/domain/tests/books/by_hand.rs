//! Refunds that wait for a person's transfer while the money goes another way.

use chrono::Duration;
use domain::{
    command::{Answer, Asked, Change, RefundOutcome, RefundRoute},
    contradiction::{ContradictionKind, ContradictionState},
    kind::Method,
    payment::{CancelStanding, Snapshot, Standing},
    refund::RefundState,
};

use crate::{
    credits,
    money_verbs::request_of,
    verbs::{cancel, take},
    won,
    world::World,
};

fn hand() -> RefundRoute {
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
    assert!(note.contains("do not transfer"), "{note}");
}

#[test]
fn what_was_given_to_a_person_and_the_provider_did_after_all_is_done() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let order = world.payment(payment).order;
    let refund = world.refund(payment);
    world.settle(
        refund.id,
        RefundOutcome::ByHand {
            note: "too late".to_owned(),
        },
    );
    let mut told = world.paid(order);
    told.cancelled = won(1_000);
    told.cancels = vec![cancel(
        &format!("{} x", refund.id),
        1_000,
        CancelStanding::Done,
    )];
    world.observe(order, told);
    let row = world.rows.refunds[&refund.id].clone();
    assert_eq!(row.state, RefundState::Succeeded);
    assert!(row.sent_at.is_some() && row.cancel_key.is_some(), "{row:?}");
    let paid = world.payment(payment);
    assert_eq!(
        (paid.refunded, paid.in_flight, paid.cancelled_outside),
        (won(1_000), won(0), won(0))
    );
    assert!(world.rows.contradictions.is_empty());
}

/// Half of 1,000 won went by hand, the bank took the deposit back, and it came again.
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
    world.ok(Change::GiveBack {
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
