//! Money that somebody has twice.

use domain::{
    books::{decisions::RefundContradiction, refunds::RefundRoute},
    contradiction::{ContradictionKind, ContradictionState},
    payment::Standing,
};

use crate::{customer, won, world::World};

pub(crate) fn kinds(world: &World) -> Vec<ContradictionKind> {
    let all = world.rows.contradictions.values();
    all.map(|known| known.kind).collect()
}

#[test]
fn money_that_went_twice_is_listed() {
    let mut world = World::new();
    let order = world.bank_order("ann", "direct-100", "Ann");
    let deposit = world.deposit("Ann", 1_000);
    let payment = world.order(order).payment.unwrap();
    let refund = world.refund_by(payment, RefundRoute::Hand("x".to_owned()));
    world.succeed(refund.id);
    world.reverse_deposit(&deposit.movement.key);
    let row = world.payment(payment).clone();
    assert_eq!(
        (row.refunded, row.cancelled_outside),
        (won(1_000), won(1_000))
    );
    assert_eq!(kinds(&world), [ContradictionKind::GaveBackTwice]);
}

#[test]
fn money_that_went_twice_at_a_provider_is_listed() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let order = world.payment(payment).order;
    let refund = world.refund(payment);
    world.succeed(refund.id);
    world.observe_standing(order, Standing::AwaitingDeposit);
    assert_eq!(world.payment(payment).cancelled_outside, won(1_000));
    assert_eq!(kinds(&world), [ContradictionKind::GaveBackTwice]);
}

#[test]
fn money_paid_again_after_closing_can_be_given_back() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    world.cancel_outside(payment, 1_000);
    world.close("ann", true).unwrap();
    world.cancel_outside(payment, 0);
    let known = world.rows.contradictions.values().next().unwrap().clone();
    assert_eq!(known.kind, ContradictionKind::PaidAgainClosed);
    let order = known.order;
    world.ok(RefundContradiction {
        customer: customer("ann"),
        order,
        contradiction: known.id,
        account: None,
        reason: "r".to_owned(),
    });
    world.cancel_outside(payment, 1_000);
    assert_eq!(
        world.rows.contradictions[&known.id].state,
        ContradictionState::Refunded
    );
}
