//! Orders before they are paid.

use chrono::Duration;
use domain::{
    books::orders::{AttachSession, BeginConfirmation, CancelOrder, ExpireOrder, FailOrder},
    effects::Job,
    order::{OrderState, Session},
    refusal::Refusal,
};

use crate::{
    customer,
    verbs::{key_of, nobody_s},
    world::World,
};

#[test]
fn another_customers_order_is_not_found() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let (unknown, ..) = nobody_s(&mut world);
    let bob = customer("bob");
    assert_eq!(
        world.refused(ExpireOrder {
            customer: bob.clone(),
            order
        }),
        Refusal::NoOrder(order)
    );
    assert_eq!(
        world.refused(FailOrder {
            look_at: None,
            customer: bob.clone(),
            order: unknown,
            failure: "no".into()
        }),
        Refusal::NoOrder(unknown)
    );
    assert_eq!(
        world.refused(BeginConfirmation {
            customer: bob,
            order,
            query: std::collections::BTreeMap::default()
        }),
        Refusal::NoOrder(order)
    );
}

#[test]
fn the_first_session_stays() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let mine = world.order(order).session.clone();
    let other = Session {
        payment_key: Some("forged".to_owned()),
        ..mine.clone().unwrap()
    };
    let attach = AttachSession {
        customer: customer("ann"),
        order,
        session: other,
    };
    world.ok(attach.clone());
    assert_eq!(world.order(order).session, mine);
    world.ok(CancelOrder {
        customer: customer("ann"),
        order,
        note: String::new(),
    });
    let state = OrderState::Cancelled;
    assert_eq!(
        world.refused(attach),
        Refusal::OrderNotOpen { order, state }
    );
}

#[test]
fn confirming_is_written_down_with_a_look_up_to_come() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let confirming = BeginConfirmation {
        customer: customer("ann"),
        order,
        query: std::collections::BTreeMap::default(),
    };
    world.ok(confirming.clone());
    let before = world.rows.clone();
    world.pass(Duration::seconds(5));
    world.ok(confirming.clone());
    assert_eq!(world.rows, before);
    assert_eq!(world.state(order), OrderState::Confirming);
    assert_eq!(
        world.order(order).session.as_ref().unwrap().payment_key,
        Some(key_of(order))
    );
    assert!(world.rows.jobs.contains_key(&Job::SettleOrder(order)));
    world.ok(FailOrder {
        look_at: None,
        customer: customer("ann"),
        order,
        failure: "declined".into(),
    });
    assert!(matches!(
        world.refused(confirming),
        Refusal::OrderNotOpen {
            state: OrderState::Failed,
            ..
        }
    ));
}
