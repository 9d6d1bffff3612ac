//! Closing an account.

use chrono::Duration;
use domain::{
    books::{credits::ReverseSpend, orders::CancelOrder},
    customer::CustomerState,
    kind::Kind,
    refusal::Refusal,
};

use crate::{credits, customer, verbs::close_by, won, world::World};

#[test]
fn what_would_be_lost_is_said_first_and_then_confirmed() {
    let mut world = World::new();
    world.buy("ann", "direct-100", 1);
    world.grant("ann", Kind::Promotional, 10);
    world.spend("ann", 30);
    let (forfeited, refundable) = (credits(80), won(800));
    assert_eq!(
        world.close("ann", false).unwrap_err(),
        Refusal::ForfeitNotConfirmed {
            forfeited,
            refundable
        }
    );
    let closed = world.close("ann", true).unwrap();
    assert_eq!(closed.forfeited, credits(80));
    assert_eq!(closed.customer.state, CustomerState::Closed);
    assert_eq!(world.has("ann"), 0);
    assert!(world.rows.lots.values().all(|lot| lot.remaining.is_zero()));
    assert_eq!(
        world.close("ann", true).unwrap_err(),
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
        world.close("ann", false).unwrap_err(),
        Refusal::ForfeitNotConfirmed {
            forfeited,
            refundable
        }
    );
}

#[test]
fn a_quote_of_a_refund_by_right_does_not_outlive_the_right() {
    let mut world = World::new();
    world.buy("ann", "direct-100", 1);
    let quote = world.quote_closing("ann").unwrap();
    let until = quote.payments[0].until.unwrap();
    assert!(quote.payments[0].is_given_back());
    world.now = until - Duration::minutes(1);
    let last = world.quote_closing("ann").unwrap();
    // The same sum could still be refunded, but through support alone.
    world.now = until;
    let late = world.try_to(close_by("ann", &last.id, true)).unwrap_err();
    assert!(matches!(late, Refusal::ClosingQuoteStale { .. }), "{late}");
}

#[test]
fn expired_credits_are_not_counted_as_lost() {
    let mut world = World::new();
    let gift = world.grant("ann", Kind::Membership, 10);
    world.now = gift.expires_at;
    assert!(world.close("ann", false).unwrap().forfeited.is_zero());
    assert_eq!(world.rows.lots[&gift.id].expired.get(), 10);
}

/// Nothing was paid for gifts, so nothing of them goes back (policy, section 2).
#[test]
fn nothing_of_a_gift_could_be_refunded_first() {
    for kind in [Kind::Promotional, Kind::Membership] {
        let mut world = World::new();
        world.grant("ann", kind, 10);
        let quote = world.quote_closing("ann").unwrap();
        let expected = (credits(10), won(0));
        assert_eq!((quote.forfeited, quote.refundable), expected, "{kind}");
    }
}

#[test]
fn open_orders_holds_and_refunds_stand_in_the_way() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-1000", 1);
    let order = world.open("ann", "direct-100", 1);
    let hold = world.hold("ann", 10, world.now + Duration::hours(1));
    let refund = world.refund(payment);
    let Refusal::OpenBusiness { what } = world.close("ann", true).unwrap_err() else {
        panic!("was closed")
    };
    let named = |id: String| what.iter().any(|what| what.contains(&id));
    assert!(
        what.len() == 3
            && named(order.to_string())
            && named(hold.id.to_string())
            && named(refund.id.to_string())
    );
    world.ok(CancelOrder {
        customer: customer("ann"),
        order,
        note: String::new(),
    });
    world.release(&hold);
    world.succeed(refund.id);
    world.close("ann", true).unwrap();
}

#[test]
fn nothing_of_a_closed_customer_is_refundable() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    world.close("ann", true).unwrap();
    let quote = world.quote(payment);
    assert_eq!(
        (quote.amount, quote.lines[0].code.as_str()),
        (won(0), "nothing_unused")
    );
}

#[test]
fn a_closing_names_a_quote_that_still_holds() {
    let mut world = World::new();
    world.grant("ann", Kind::Promotional, 10);
    let quote = world.quote_closing("ann").unwrap();
    assert_eq!((quote.forfeited, quote.refundable), (credits(10), won(0)));
    for nonsense in ["", "clq_", "clq_1", "clq_x_y"] {
        let close = close_by("ann", nonsense, true);
        assert_eq!(world.refused(close), Refusal::NoClosingQuote, "{nonsense}");
    }
    // Used and given back: the number of credits is as before, but the state is not the one that was read.
    let spend = world.spend("ann", 1);
    world.ok(ReverseSpend {
        reason: None,
        customer: customer("ann"),
        spend: spend.id,
    });
    let close = close_by("ann", &quote.id, true);
    let (forfeited, refundable) = (credits(10), won(0));
    let stale = Refusal::ClosingQuoteStale {
        forfeited,
        refundable,
    };
    assert_eq!(world.refused(close), stale);
    let quote = world.quote_closing("ann").unwrap();
    let of_another = close_by("bob", &quote.id, true);
    assert!(matches!(
        world.refused(of_another),
        Refusal::ClosingQuoteStale { .. }
    ));
    world.now = quote.expires_at;
    let late = close_by("ann", &quote.id, true);
    let at = quote.expires_at;
    assert_eq!(world.refused(late), Refusal::ClosingQuoteExpired { at });
    world.close("ann", true).unwrap();
}
