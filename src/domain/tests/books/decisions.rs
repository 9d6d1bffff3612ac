//! Decisions of a person about a contradiction.

use domain::{
    books::decisions::ReopenContradiction,
    command::{Answer, AnyChange},
    contradiction::ContradictionState,
    effects::Job,
    order::OrderState,
    payment::Snapshot,
    refusal::Refusal,
};

use crate::{
    contradictions::{OPEN, closing, giving_back},
    won,
    world::World,
};

#[test]
fn a_person_may_accept_what_the_provider_still_says() {
    let mut world = World::new();
    let (order, snapshot) = world.underpaid();
    let known = world.only();
    let other = Snapshot {
        amount: won(998),
        ..snapshot.clone()
    };
    assert_eq!(
        world.refused(world.accepting(&known, other)),
        Refusal::ContradictionChanged(known.id)
    );
    world.ok(world.accepting(&known, snapshot.clone()));
    assert_eq!(
        (world.state(order), world.has("ann")),
        (OrderState::Completed, 100)
    );
    let payment = world.order(order).payment.unwrap();
    assert_eq!(world.payment(payment).amount, won(999));
    assert_eq!(world.only().state, ContradictionState::Accepted);
    assert_eq!(
        world.rows.audit_log.last().unwrap().act.as_str(),
        "contradiction.accept"
    );
    // Again: the same answer, and no further change.
    let before = world.rows.clone();
    world.ok(world.accepting(&known, snapshot));
    assert_eq!(world.rows, before);
}

#[test]
fn money_that_goes_back_is_in_no_books_and_mints_nothing_meanwhile() {
    let mut world = World::new();
    let (order, wrong) = world.underpaid();
    let known = world.only();
    let Answer::Contradiction(going) = world.ok(giving_back(&known)) else {
        panic!()
    };
    assert!(going.refund.is_some());
    assert!(
        world
            .rows
            .jobs
            .contains_key(&Job::SettleContradiction(known.id))
    );
    // The right amount now, although the money is on its way back.
    assert!(!world.observe(order, world.paid(order)));
    assert!(matches!(
        world.refused(closing(&known)),
        Refusal::ContradictionSettled {
            state: ContradictionState::Refunding,
            ..
        }
    ));
    let gone = Snapshot {
        cancelled: won(999),
        ..wrong
    };
    world.observe(order, gone);
    assert_eq!(world.only().state, ContradictionState::Refunded);
    assert_eq!(
        (world.state(order), world.has("ann")),
        (OrderState::Cancelled, 0)
    );
    assert!(world.rows.payments.is_empty() && world.rows.entries.is_empty());
}

#[test]
fn what_the_provider_refuses_to_give_back_waits_for_a_person_again() {
    let mut world = World::new();
    world.underpaid();
    let known = world.only();
    world.ok(giving_back(&known));
    world.ok(ReopenContradiction {
        customer: known.customer.clone(),
        order: known.order,
        contradiction: known.id,
        failure: "NOT_CANCELABLE".into(),
    });
    let open = world.only();
    assert_eq!(
        (open.state, open.failure.clone()),
        (OPEN, Some("NOT_CANCELABLE".into()))
    );
    // A new request uses another key: the provider remembers its refusal under the first.
    let Answer::Contradiction(first) = world.ok(giving_back(&open)) else {
        panic!()
    };
    assert_ne!(first.refund, open.refund);
}

#[test]
fn what_nobody_can_do_anything_about_is_closed_with_a_reason_and_stays_closed() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let wrong = Snapshot {
        order_ref: "ord_other".to_owned(),
        ..world.paid(order)
    };
    world.observe(order, wrong.clone());
    let known = world.only();
    for change in [
        AnyChange::from(world.accepting(&known, wrong.clone())),
        giving_back(&known).into(),
    ] {
        assert!(matches!(
            world.refused(change),
            Refusal::NotForThatKind { .. }
        ));
    }
    world.ok(closing(&known));
    assert_eq!(world.state(order), OrderState::Cancelled);
    let before = world.rows.contradictions.clone();
    world.observe(order, wrong);
    assert_eq!(world.rows.contradictions, before);
}
