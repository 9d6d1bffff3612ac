//! Answers that contradict a payment in the books.

use domain::{
    contradiction::{ContradictionKind, ContradictionState},
    payment::{CancelStanding, Snapshot, Standing},
    refund::RefundState,
};

use crate::{
    contradictions::{OPEN, closing, giving_back},
    verbs::cancel,
    won,
    world::World,
};

#[test]
fn a_second_payment_is_listed_while_it_holds_money() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let order = world.payment(payment).order;
    let second = Snapshot {
        payment_key: "second".to_owned(),
        ..world.paid(order)
    };
    let pending = Snapshot {
        standing: Standing::Pending,
        ..second.clone()
    };
    world.observe(order, pending);
    assert!(world.listed().is_empty());
    world.observe(order, second.clone());
    assert_eq!(world.listed(), [(ContradictionKind::SecondPayment, OPEN)]);
    world.ok(giving_back(&world.only()));
    world.observe(
        order,
        Snapshot {
            cancelled: second.amount,
            ..second
        },
    );
    assert_eq!(world.only().state, ContradictionState::Refunded);
    assert_eq!(
        (world.has("ann"), world.payment(payment).cancelled_outside),
        (100, won(0))
    );
}

#[test]
fn an_answer_as_booked_ends_what_an_odd_one_opened() {
    for odd in [
        |snapshot: &mut Snapshot| snapshot.amount = won(1),
        |snapshot: &mut Snapshot| snapshot.standing = Standing::Expired,
    ] {
        let mut world = World::new();
        let payment = world.buy("ann", "direct-100", 1);
        let order = world.payment(payment).order;
        let mut snapshot = world.paid(order);
        odd(&mut snapshot);
        world.observe(order, snapshot);
        assert_eq!(world.only().state, OPEN);
        world.observe(order, world.paid(order));
        assert_eq!(
            (world.only().state, world.has("ann")),
            (ContradictionState::Agreed, 100)
        );
    }
}

/// Toss answered 49,976 for 50,000 and was believed.
#[test]
fn a_cancel_smaller_than_ours_is_booked_as_it_was_and_listed() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let refund = world.refund(payment);
    let (order, asked) = (world.payment(payment).order, refund.amount.get());
    let done = cancel(
        &format!("{} unused", refund.id),
        asked - 24,
        CancelStanding::Done,
    );
    let snapshot = Snapshot {
        cancelled: won(asked - 24),
        cancels: vec![done],
        ..world.paid(order)
    };
    world.observe(order, snapshot.clone());
    let refund = world.rows.refunds[&refund.id].clone();
    assert_eq!(
        (refund.state, refund.given()),
        (RefundState::Succeeded, won(asked - 24))
    );
    let row = world.payment(payment);
    assert_eq!(
        (row.refunded, row.in_flight, row.rest()),
        (won(asked - 24), won(0), won(24))
    );
    assert_eq!(world.listed(), [(ContradictionKind::CancelDiffers, OPEN)]);
    // Support returns the rest at the console: the books agree with the provider on every won.
    let rest = cancel("the rest", 24, CancelStanding::Done);
    let cancels = vec![snapshot.cancels[0].clone(), rest];
    world.observe(
        order,
        Snapshot {
            cancelled: won(asked),
            cancels,
            ..snapshot
        },
    );
    assert_eq!(world.payment(payment).rest(), won(0));
    world.ok(closing(&world.only()));
}

#[test]
fn a_cancel_larger_than_ours_takes_its_credits_and_is_listed() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-1000", 1);
    world.spend("ann", 500);
    let refund = world.refund(payment);
    let (order, asked) = (world.payment(payment).order, refund.amount.get());
    let done = cancel(
        &format!("{} unused", refund.id),
        asked + 100,
        CancelStanding::Done,
    );
    let snapshot = Snapshot {
        cancelled: won(asked + 100),
        cancels: vec![done],
        ..world.paid(order)
    };
    world.observe(order, snapshot);
    let row = world.payment(payment);
    assert_eq!(
        (row.refunded, row.cancelled_outside),
        (won(asked), won(100))
    );
    assert_eq!(world.listed(), [(ContradictionKind::CancelDiffers, OPEN)]);
    assert_eq!(world.owed("ann"), 10);
}
