//! Orders before they are paid.

use chrono::Duration;
use domain::{
    books::orders::{
        AttachSession, BeginConfirmation, CancelOrder, EndOverdueOrder, ExpireOrder, FailOrder,
    },
    effects::Job,
    order::{OrderState, Session},
    payment::Standing,
    product::NotForSale,
    refusal::Refusal,
};

use crate::{
    customer,
    verbs::{key_of, nobody_s},
    won,
    world::World,
};

#[test]
fn an_order_pins_price_credits_and_policy() {
    let mut world = World::new();
    let order = world.open("ann", "package-1000", 3);
    let order = world.order(order);
    assert_eq!(
        (order.amount.get(), order.credits.get(), order.state),
        (29_700, 3_000, OrderState::Open)
    );
    assert_eq!(order.policy, "2025-07-17");
}

#[test]
fn what_is_not_for_sale_is_refused() {
    let mut world = World::new();
    for (product, quantity) in [
        ("nothing", 1),
        ("package-1000", 4),
        ("direct-100", 0),
        ("direct-100", 1_001),
    ] {
        let open = world.new_order("ann", product, quantity);
        let refusal = world.refused(open);
        assert!(matches!(
            refusal,
            Refusal::NotForSale(
                NotForSale::UnknownProduct { .. }
                    | NotForSale::Quantity { .. }
                    | NotForSale::QuantityRange { .. }
            )
        ));
    }
}

#[test]
fn an_order_below_the_providers_minimum_is_refused() {
    let mut world = World::new();
    let mut open = world.new_order("ann", "direct-100", 1);
    open.amount_min = won(1_001);
    assert!(matches!(
        world.refused(open.clone()),
        Refusal::BelowMinimum { .. }
    ));
    open.amount_min = won(1_000);
    world.ok(open);
}

#[test]
fn an_order_above_what_its_method_takes_is_refused() {
    let mut world = World::new();
    let mut open = world.new_order("ann", "direct-100", 1);
    open.amount_max = Some(won(999));
    let refusal = world.refused(open.clone());
    assert!(
        matches!(refusal, Refusal::AboveMaximum { .. }),
        "{refusal:?}"
    );
    assert!(refusal.to_string().contains("at most 999 won by"));
    open.amount_max = Some(won(1_000));
    world.ok(open);
}

#[test]
fn opening_an_order_again_leaves_it_as_far_as_it_came() {
    let mut world = World::new();
    let open = world.new_order("ann", "direct-100", 1);
    let order = open.id;
    world.ok(open.clone());
    let mut paid = world.paid(order);
    paid.payment_key = "first".to_owned();
    assert!(world.observe(order, paid.clone()));
    world.ok(open);
    assert_eq!(world.state(order), OrderState::Completed);
    assert!(!world.observe(order, paid));
    assert_eq!(world.has("ann"), 100);
}

#[test]
fn two_orders_never_await_one_name_and_amount() {
    let mut world = World::new();
    let first = world.bank_order("ann", "direct-100", "홍 길동");
    let open = world.new_bank_order("bob", "direct-100", "홍길동");
    assert_eq!(
        world.refused(open.clone()),
        Refusal::DepositorTaken {
            other: first,
            amount: won(1_000)
        }
    );
    world.bank_order("bob", "direct-1000", "홍길동");
    world.ok(CancelOrder {
        customer: customer("ann"),
        order: first,
        note: "changed her mind".to_owned(),
    });
    world.ok(open);
}

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
fn a_closed_customer_opens_nothing() {
    let mut world = World::new();
    world.close("ann", false).unwrap();
    let open = world.new_order("ann", "direct-100", 1);
    assert_eq!(
        world.refused(open),
        Refusal::CustomerClosed(customer("ann"))
    );
    assert!(world.close("bob", false).unwrap().forfeited.is_zero());
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
