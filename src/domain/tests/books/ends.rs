//! The ends of unpaid orders.

use chrono::Duration;
use domain::{
    books::orders::{BeginConfirmation, CancelOrder, EndOverdueOrder, ExpireOrder, FailOrder},
    effects::Job,
    order::OrderState,
    payment::Standing,
    refusal::Refusal,
};

use crate::{customer, world::World};

#[test]
fn an_order_being_confirmed_is_neither_cancelled_nor_expired() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    world.ok(BeginConfirmation {
        customer: customer("ann"),
        order,
        query: std::collections::BTreeMap::default(),
    });
    world.pass_days(1);
    let cancel = CancelOrder {
        customer: customer("ann"),
        order,
        note: String::new(),
    };
    assert_eq!(world.refused(cancel), Refusal::OrderConfirming { order });
    assert_eq!(
        world.refused(ExpireOrder {
            customer: customer("ann"),
            order
        }),
        Refusal::OrderConfirming { order }
    );
}

#[test]
fn an_unpaid_order_expires_at_its_instant_and_once() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let expire = ExpireOrder {
        customer: customer("ann"),
        order,
    };
    world.now = world.order(order).expires_at - Duration::microseconds(1);
    world.ok(expire.clone());
    assert_eq!(world.state(order), OrderState::Open);
    world.pass(Duration::microseconds(1));
    world.ok(expire.clone());
    assert_eq!(world.state(order), OrderState::Expired);
    let before = world.rows.clone();
    world.ok(expire);
    assert_eq!(world.rows, before);
}

#[test]
fn ended_orders_stay_ended() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let cancel = CancelOrder {
        customer: customer("ann"),
        order,
        note: "no".to_owned(),
    };
    world.ok(cancel.clone());
    let before = world.rows.clone();
    world.ok(cancel.clone());
    world.ok(FailOrder {
        look_at: None,
        customer: customer("ann"),
        order,
        failure: "late".into(),
    });
    assert_eq!(world.rows, before);
    let paid = world.open("ann", "direct-100", 1);
    world.observe(paid, world.paid(paid));
    let cancel = CancelOrder {
        customer: customer("ann"),
        order: paid,
        note: String::new(),
    };
    assert!(matches!(
        world.refused(cancel),
        Refusal::OrderNotOpen {
            state: OrderState::Completed,
            ..
        }
    ));
}

#[test]
fn an_overdue_order_that_may_have_been_paid_unseen_is_asked_about_first() {
    let mut world = World::new();
    let (account, card) = (
        world.open("ann", "direct-100", 1),
        world.open("ann", "direct-100", 1),
    );
    world.observe_standing(account, Standing::AwaitingDeposit);
    world.now = world.order(account).expires_at;
    for order in [account, card] {
        world.ok(EndOverdueOrder {
            customer: customer("ann"),
            order,
        });
    }
    assert_eq!(
        (world.state(account), world.state(card)),
        (OrderState::AwaitingDeposit, OrderState::Expired)
    );
    assert!(world.rows.jobs.contains_key(&Job::SettleOrder(account)));
    assert!(world.order(account).expires_at > world.now);
}
