//! Money of parked orders that moves on.

use domain::{
    books::{decisions::RefundContradiction, observe::ObservePayment},
    contradiction::{ContradictionKind, ContradictionState},
    effects::Job,
    failure::Failure,
    kind::Method,
    order::OrderState,
    payment::{Snapshot, Standing},
    refusal::Refusal,
};

use crate::{customer, won, world::World};

#[test]
fn a_contradicted_payment_is_looked_at_again() {
    for standing in [
        Standing::Paid,
        Standing::Expired,
        Standing::Failed(Failure::new("x", "y")),
    ] {
        let mut world = World::new();
        let payment = world.buy("ann", "direct-100", 1);
        let order = world.payment(payment).order;
        let look = Job::SettleOrder(order);
        let job = world.rows.jobs.remove(&look).unwrap();
        world.now = job.run_at;
        let odd = Snapshot {
            amount: won(999),
            standing: standing.clone(),
            ..world.paid(order)
        };
        world.observe(order, odd);
        assert!(
            world.rows.jobs.contains_key(&look),
            "no look any more after {standing:?}"
        );
    }
}

#[test]
fn a_parked_deposit_that_was_taken_back_while_refunding_has_an_exit() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let odd = Snapshot {
        amount: won(999),
        method: Method::VirtualAccount,
        ..world.paid(order)
    };
    world.observe(order, odd.clone());
    let known = world.rows.contradictions.values().next().unwrap().clone();
    assert_eq!(known.kind, ContradictionKind::OtherAmount);
    world.ok(RefundContradiction {
        customer: customer("ann"),
        order,
        contradiction: known.id,
        account: None,
        reason: "r".to_owned(),
    });
    let back = Snapshot {
        standing: Standing::AwaitingDeposit,
        ..odd.clone()
    };
    world.observe(order, back);
    let state = world.rows.contradictions[&known.id].state;
    assert_eq!(
        (state, world.state(order)),
        (ContradictionState::Agreed, OrderState::Expired)
    );
}

#[test]
fn a_parked_deposit_that_was_taken_back_can_be_closed() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let odd = Snapshot {
        amount: won(999),
        method: Method::VirtualAccount,
        ..world.paid(order)
    };
    world.observe(order, odd.clone());
    let known = world.rows.contradictions.values().next().unwrap().clone();
    let back = Snapshot {
        standing: Standing::AwaitingDeposit,
        ..odd
    };
    world.observe(order, back);
    let state = world.rows.contradictions[&known.id].state;
    assert_eq!(
        (state, world.state(order)),
        (ContradictionState::Agreed, OrderState::Expired)
    );
}

#[test]
fn closing_tells_of_parked_money() {
    let mut world = World::new();
    world.grant("ann", domain::kind::Kind::Promotional, 1);
    let order = world.open("ann", "direct-100", 1);
    let odd = Snapshot {
        amount: won(999),
        ..world.paid(order)
    };
    world.observe(order, odd);
    assert!(matches!(
        world.close("ann", true),
        Err(Refusal::OpenBusiness { .. })
    ));
}

/// A slow answer "paid" from before a reversal mints nothing: the payment is looked up again.
#[test]
fn a_slow_paid_of_before_a_reversal_mints_nothing() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let asked_at = world.now;
    let paid = Snapshot {
        method: Method::VirtualAccount,
        ..world.paid(order)
    };
    world.pass(chrono::Duration::seconds(30));
    let waiting = Snapshot {
        standing: Standing::AwaitingDeposit,
        ..paid.clone()
    };
    world.observe(order, waiting);
    let slow = |snapshot: &Snapshot| ObservePayment {
        customer: customer("ann"),
        order,
        snapshot: Box::new(snapshot.clone()),
        asked_at,
    };
    world.ok(slow(&paid));
    assert_eq!(world.has("ann"), 0);
    let job = &world.rows.jobs[&Job::SettleOrder(order)];
    assert_eq!(job.run_at, world.now);
    world.observe(order, paid);
    assert_eq!(world.has("ann"), 100);
}
