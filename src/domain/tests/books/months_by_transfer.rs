//! Months that orders pay for by transfer: nobody is asked to transfer money for a month that waits no more.

use domain::{
    books::orders::AttachSession,
    command::Answer,
    membership::Subscription,
    order::{DepositInstructions, OrderState, Session},
    payment::{Snapshot, Standing},
};

use crate::{at, membership_verbs::PLUS, memberships::january, verbs::take, world::World};

/// When the next month is due, and this one waits no more.
const NEXT: &str = "2026-03-31T00:00:00+09:00";

/// An account that takes money for three days, and the subscription a few hours before its next month is due.
fn shortly_before_the_next() -> (World, Subscription, DepositInstructions) {
    let mut world = january();
    let it = world.subscribe("ann", PLUS);
    world.now = at("2026-03-30T20:00:00+09:00");
    let account = DepositInstructions {
        bank: "088".to_owned(),
        account_number: "110".to_owned(),
        holder: None,
        due_at: world.now + chrono::Duration::days(3),
    };
    (world, it, account)
}

#[test]
fn a_virtual_account_is_due_before_the_next_month() {
    let (mut world, it, account) = shortly_before_the_next();
    let order = world.ask_month(&it);
    let waiting = Snapshot {
        standing: Standing::AwaitingDeposit,
        deposit: Some(account),
        ..world.paid(order)
    };
    world.observe(order, waiting.clone());
    let known = world.order(order).clone();
    let session = known.session.unwrap();
    assert_eq!(known.state, OrderState::AwaitingDeposit);
    assert_eq!((known.expires_at, session.expires_at), (at(NEXT), at(NEXT)));
    assert_eq!(session.deposit.unwrap().due_at, at(NEXT));
    // The provider says the same again after the month, and the order is open no longer for it.
    world.now = at("2026-03-31T00:10:00+09:00");
    world.observe(order, waiting);
    assert!(world.order(order).expires_at <= world.now);
}

#[test]
fn an_account_of_ours_is_due_before_the_next_month() {
    let (mut world, it, account) = shortly_before_the_next();
    let asked = world.month_order(&it, None);
    let order = take!(world.ok(asked), Order);
    let session = Session {
        deposit: Some(account),
        ..World::session_of(&order)
    };
    world.ok(AttachSession {
        customer: order.customer,
        order: order.id,
        session,
    });
    let known = world.order(order.id);
    let session = known.session.as_ref().unwrap();
    let shown = session.deposit.as_ref().unwrap().due_at;
    assert_eq!(shown, known.expires_at);
    assert!(shown <= at(NEXT), "{shown}");
}
