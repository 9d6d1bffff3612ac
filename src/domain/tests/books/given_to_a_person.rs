//! Refunds that a person has to transfer because the provider did not.

use chrono::Duration;
use domain::{
    books::{
        customers::BookExpiry,
        quotes::Asked,
        refunds::{RefundOutcome, RefundRoute, SubmitRefund},
    },
    command::Answer,
    payment::CancelStanding,
    refund::{Beyond, Refund, RefundState},
};

use crate::{
    credits,
    money_verbs::request_of,
    verbs::{cancel, take},
    won,
    world::World,
};

/// Requested in time and sent; the credits expire while the provider is called.
fn sent_and_ended(world: &mut World) -> Refund {
    let payment = world.buy("ann", "direct-100", 1);
    world.now = world.lot(payment).expires_at - Duration::hours(1);
    let asked = Asked {
        beyond: Some(Beyond::SellerFault),
        ..Asked::default()
    };
    let change = world.asking(payment, asked);
    let quote = take!(world.ok(change), Quote);
    let refund = take!(world.ok(request_of(&quote, RefundRoute::Provider)), Refund);
    world.ok(SubmitRefund {
        customer: refund.customer.clone(),
        refund: refund.id,
    });
    world.pass(Duration::hours(2));
    refund
}

#[test]
fn a_right_that_was_asked_for_in_time_does_not_end_with_the_providers_no() {
    let mut world = World::new();
    let refund = sent_and_ended(&mut world);
    world.rows.jobs.clear();
    let row = world.decline(refund.id);
    assert_eq!((row.state, row.sent_at), (RefundState::ByHand, None));
    assert_eq!(
        row.note.as_deref(),
        Some("no; its credits have ended since: transfer it by hand")
    );
    // Others may have taken the money: the provider is looked up.
    assert!(!world.rows.jobs.is_empty());
    world.ok(BookExpiry {
        customer: refund.customer.clone(),
    });
    let row = world.succeed(refund.id);
    assert_eq!(
        (row.state, row.amount),
        (RefundState::Succeeded, won(1_000))
    );
    assert_eq!(world.lot(refund.payment).refunded, credits(100));
}

#[test]
fn a_right_whose_money_others_gave_meanwhile_is_not_paid_by_hand() {
    let mut world = World::new();
    let refund = sent_and_ended(&mut world);
    world.decline(refund.id);
    world.cancel_outside(refund.payment, 1_000);
    let row = world.rows.refunds[&refund.id].clone();
    let note = row.note.clone().unwrap();
    assert!(note.contains("decline it instead"), "{note}");
    assert!(!world.payment(refund.payment).holds(row.amount));
    // Now a person declined it.
    let row = world.decline(refund.id);
    assert_eq!(row.state, RefundState::Declined);
}

#[test]
fn what_was_given_to_a_person_and_the_provider_did_after_all_is_done() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let order = world.payment(payment).order;
    let refund = world.refund(payment);
    world.settle(refund.id, RefundOutcome::ByHand("too late".into()));
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
