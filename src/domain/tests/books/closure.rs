//! Closing an account.

use chrono::Duration;
use domain::{
    command::{Answer, Change},
    customer::CustomerState,
    kind::Kind,
    refusal::Refusal,
};

use crate::{credits, customer, verbs::close_of, won, world::World};

#[test]
fn what_would_be_lost_is_said_first_and_then_confirmed() {
    let mut world = World::new();
    world.buy("ann", "direct-100", 1);
    world.grant("ann", Kind::Promotional, 10);
    world.spend("ann", 30);
    let (forfeited, refundable) = (credits(80), won(800));
    assert_eq!(
        world.refused(close_of("ann", false)),
        Refusal::ForfeitNotConfirmed {
            forfeited,
            refundable
        }
    );
    let answer = world.ok(close_of("ann", true));
    assert!(
        matches!(answer, Answer::Customer { customer, forfeited } if forfeited == credits(80) && customer.state == CustomerState::Closed)
    );
    assert_eq!(world.has("ann"), 0);
    assert!(world.rows.lots.values().all(|lot| lot.remaining.is_zero()));
    assert_eq!(
        world.refused(close_of("ann", true)),
        Refusal::CustomerClosed(customer("ann"))
    );
}

#[test]
fn after_the_window_nothing_could_be_refunded_first() {
    let mut world = World::new();
    world.buy("ann", "direct-100", 1);
    world.pass_days(30);
    let (forfeited, refundable) = (credits(100), won(0));
    assert_eq!(
        world.refused(close_of("ann", false)),
        Refusal::ForfeitNotConfirmed {
            forfeited,
            refundable
        }
    );
}

#[test]
fn expired_credits_are_not_counted_as_lost() {
    let mut world = World::new();
    let gift = world.grant("ann", Kind::Membership, 10);
    world.now = gift.expires_at;
    assert!(
        matches!(world.ok(close_of("ann", false)), Answer::Customer { forfeited, .. } if forfeited.is_zero())
    );
    assert_eq!(world.rows.lots[&gift.id].expired.get(), 10);
}

#[test]
fn open_orders_holds_and_refunds_stand_in_the_way() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-1000", 1);
    let order = world.open("ann", "direct-100", 1);
    let hold = world.hold("ann", 10, world.now + Duration::hours(1));
    let refund = world.refund(payment);
    let Refusal::OpenBusiness { what } = world.refused(close_of("ann", true)) else {
        panic!("was closed")
    };
    let named = |id: String| what.iter().any(|what| what.contains(&id));
    assert!(
        what.len() == 3
            && named(order.to_string())
            && named(hold.id.to_string())
            && named(refund.id.to_string())
    );
    world.ok(Change::CancelOrder {
        customer: customer("ann"),
        order,
        note: String::new(),
    });
    world.release(&hold);
    world.succeed(refund.id);
    world.ok(close_of("ann", true));
}

#[test]
fn nothing_of_a_closed_customer_is_refundable() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    world.ok(close_of("ann", true));
    let quote = world.quote(payment);
    assert_eq!(
        (quote.amount, quote.lines[0].code.as_str()),
        (won(0), "nothing_unused")
    );
}
