//! Cases in which the books lost money or were wrong, found by deliberate attempts.

use domain::{
    books::{
        observe::ObservePayment,
        quotes::Asked,
        refunds::{RefundRoute, SubmitRefund},
    },
    command::Answer,
    contradiction::ContradictionKind,
    effects::Job,
    kind::Method,
    payment::{CancelStanding, Snapshot},
    refund::RefundState,
    refusal::Refusal,
};

use crate::{
    credits, customer,
    gave_back_twice::kinds,
    money_verbs::request_of,
    verbs::{cancel, take},
    won,
    world::World,
};

/// A second clerk, or a second click under a fresh key, with a quote for some credits.
#[test]
fn one_quote_is_not_two_refunds() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-1000", 1);
    let some = Asked {
        credits: Some(credits(400)),
        ..Asked::default()
    };
    let change = world.asking(payment, some);
    let quote = take!(world.ok(change), Quote);
    let first = take!(world.ok(request_of(&quote, RefundRoute::Provider)), Refund);
    world.ok(SubmitRefund {
        customer: first.customer.clone(),
        refund: first.id,
    });
    world.succeed(first.id);
    assert_eq!(
        world.refused(request_of(&quote, RefundRoute::Provider)),
        Refusal::QuoteUsed {
            quote: quote.id,
            refund: first.id
        }
    );
}

#[test]
fn a_refund_in_two_parts_of_which_one_is_in_progress_waits() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-1000", 1);
    let order = world.payment(payment).order;
    let refund = world.refund(payment);
    let mut told = world.paid(order);
    told.cancelled = won(4_000);
    told.cancels = vec![
        cancel(&format!("{} x", refund.id), 4_000, CancelStanding::Done),
        cancel(
            &format!("{} x", refund.id),
            6_000,
            CancelStanding::InProgress,
        ),
    ];
    world.observe(order, told);
    assert_eq!(world.rows.refunds[&refund.id].state, RefundState::Sent);
}

#[test]
fn a_refund_that_failed_after_it_succeeded_is_noticed() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let paid = Snapshot {
        method: Method::VirtualAccount,
        ..world.paid(order)
    };
    world.observe(order, paid.clone());
    let payment = world.order(order).payment.unwrap();
    let refund = world.refund(payment);
    let done = Snapshot {
        cancelled: won(1_000),
        cancels: vec![cancel(
            &format!("{} x", refund.id),
            1_000,
            CancelStanding::Done,
        )],
        ..paid.clone()
    };
    world.rows.jobs.clear();
    world.observe(order, done);
    assert_eq!(world.rows.refunds[&refund.id].state, RefundState::Succeeded);
    let looks = world.rows.jobs.contains_key(&Job::SettleOrder(order));
    world.pass_days(3);
    let failed = Snapshot {
        cancelled: won(0),
        cancels: vec![cancel(
            &format!("{} x", refund.id),
            1_000,
            CancelStanding::Failed,
        )],
        ..paid
    };
    world.observe(order, failed);
    assert!(looks, "nobody asks again while the transfer may fail");
    assert_eq!(kinds(&world), [ContradictionKind::RefundUndone]);
}

#[test]
fn a_stale_answer_does_not_bring_credits_back() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let order = world.payment(payment).order;
    world.pass(chrono::Duration::minutes(1));
    let asked = world.now;
    world.pass(chrono::Duration::minutes(1));
    world.cancel_outside(payment, 500);
    let stale = world.paid(order);
    world.ok(ObservePayment {
        customer: customer("ann"),
        order,
        snapshot: Box::new(stale),
        asked_at: asked,
    });
    assert_eq!(world.has("ann"), 50);
}

#[test]
fn a_released_hold_of_a_cancelled_payment_pays_its_debt() {
    let mut world = World::new();
    let a = world.buy("ann", "direct-100", 1);
    let hold = world.hold("ann", 100, world.now + chrono::Duration::hours(1));
    world.cancel_outside(a, 1_000);
    assert_eq!(world.owed("ann"), 100);
    world.release(&hold);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 0));
}

#[test]
fn the_same_quote_after_a_decline_holds_once() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let quote = world.quote(payment);
    let first = take!(world.ok(request_of(&quote, RefundRoute::Provider)), Refund);
    assert!(
        world
            .try_to(request_of(&quote, RefundRoute::Provider))
            .is_err()
    );
    world.decline(first.id);
    world.ok(request_of(&quote, RefundRoute::Provider));
    assert_eq!(world.payment(payment).in_flight, won(1_000));
}

/// A provider that shows another total of the payment still lists the cancel under our refund's id.
#[test]
fn a_refund_under_a_changed_amount_ends() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let order = world.payment(payment).order;
    let refund = world.refund(payment);
    let mut told = world.paid(order);
    told.amount = won(999);
    told.cancelled = won(999);
    told.cancels = vec![cancel(
        &format!("{} x", refund.id),
        999,
        CancelStanding::Done,
    )];
    world.observe(order, told.clone());
    assert_eq!(world.rows.refunds[&refund.id].state, RefundState::Sent);
    world.pass(chrono::Duration::minutes(10));
    world.observe(order, told);
    assert_eq!(world.rows.refunds[&refund.id].state, RefundState::Succeeded);
    assert_eq!(
        kinds(&world),
        [
            ContradictionKind::AmountChanged,
            ContradictionKind::CancelDiffers
        ]
    );
    assert_eq!(world.quote(payment).amount, won(1));
}
