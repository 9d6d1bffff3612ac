//! The opening of orders.

use domain::{
    books::orders::CancelOrder, order::OrderState, product::NotForSale, refusal::Refusal,
};

use crate::{customer, won, world::World};

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
