//! Payments that do not fit their orders.

use domain::{
    books::orders::{CancelOrder, ExpireOrder},
    contradiction::ContradictionKind,
    event::EventKind,
    failure::Failure,
    order::OrderState,
    payment::{Snapshot, Standing},
};

use crate::{customer, verbs::BANK, won, world::World};

type Disagreement = fn(&mut Snapshot);

/// Ways in which a paid snapshot can disagree with its order.
const DISAGREEING: [(&str, Disagreement); 5] = [
    ("amount", |snapshot| snapshot.amount = won(999)),
    ("currency", |snapshot| {
        "USD".clone_into(&mut snapshot.currency);
    }),
    ("order", |snapshot| {
        "ord_other".clone_into(&mut snapshot.order_ref);
    }),
    ("payment key", |snapshot| {
        "another".clone_into(&mut snapshot.payment_key);
    }),
    ("provider", |snapshot| snapshot.provider = BANK),
];

#[test]
fn a_payment_that_disagrees_is_parked_and_mints_nothing_until_the_provider_agrees() {
    for (what, disagree) in DISAGREEING {
        let mut world = World::new();
        let order = world.open("ann", "direct-100", 1);
        let right = world.paid(order);
        let mut wrong = right.clone();
        disagree(&mut wrong);
        assert!(!world.observe(order, wrong.clone()), "{what}");
        assert_eq!(world.state(order), OrderState::Mismatched, "{what}");
        assert_eq!(
            world.rows.events.last().unwrap().event.kind(),
            EventKind::OrderMismatched
        );
        let before = world.rows.clone();
        assert!(!world.observe(order, wrong), "{what}");
        assert_eq!(world.rows, before, "{what}");
        assert!(world.rows.lots.is_empty());
        assert!(
            world.observe(order, right),
            "{what}: the provider agrees now"
        );
        assert_eq!(
            (world.state(order), world.has("ann")),
            (OrderState::Completed, 100)
        );
    }
}

#[test]
fn money_after_the_order_was_cancelled_is_parked() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    world.ok(CancelOrder {
        customer: customer("ann"),
        order,
        note: String::new(),
    });
    assert!(!world.observe(order, world.paid(order)));
    assert_eq!(world.state(order), OrderState::Mismatched);
}

#[test]
fn money_after_the_customer_closed_is_parked() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    world.pass_days(1);
    world.ok(ExpireOrder {
        customer: customer("ann"),
        order,
    });
    world.close("ann", false).unwrap();
    assert!(!world.observe(order, world.paid(order)));
    assert_eq!(world.state(order), OrderState::Mismatched);
}

#[test]
fn money_for_an_order_that_ran_out_or_failed_still_buys_what_was_ordered() {
    let mut world = World::new();
    for standing in [
        Standing::Expired,
        Standing::Failed(Failure::new("X", "declined")),
    ] {
        let order = world.open("ann", "direct-100", 1);
        world.observe_standing(order, standing);
        assert!(!world.state(order).is_open());
        assert!(world.observe(order, world.paid(order)));
    }
    assert_eq!(world.has("ann"), 200);
}

#[test]
fn a_completed_payment_that_failed_or_expired_is_listed_with_the_words_of_the_provider() {
    for (standing, words) in [
        (
            Standing::Failed(Failure::new("X", "no")),
            "the provider now calls a completed payment failed (X: no)",
        ),
        (
            Standing::Expired,
            "the provider now calls a completed payment expired",
        ),
    ] {
        let mut world = World::new();
        let payment = world.buy("ann", "direct-100", 1);
        world.observe_standing(world.payment(payment).order, standing);
        let known = world.only();
        assert_eq!(known.kind, ContradictionKind::Ended);
        assert_eq!(known.note, words);
    }
}

#[test]
fn a_contradiction_of_a_completed_order_is_told_once_and_moves_nothing() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let order = world.payment(payment).order;
    world.observe_standing(order, Standing::Expired);
    let told = |world: &World| {
        world
            .rows
            .events
            .iter()
            .filter(|event| event.event.kind() == EventKind::OrderContradicted)
            .count()
    };
    assert_eq!(
        (told(&world), world.state(order), world.has("ann")),
        (1, OrderState::Completed, 100)
    );
    world.observe_standing(order, Standing::Expired);
    assert_eq!(told(&world), 1);
    let second = Snapshot {
        payment_key: "second".to_owned(),
        ..world.paid(order)
    };
    assert!(!world.observe(order, second));
    assert_eq!((told(&world), world.has("ann")), (2, 100));
}
