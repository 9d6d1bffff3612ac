//! Refunds for which the provider gave less than was asked for, and the rest that is still due.

use domain::{
    books::{
        quotes::Asked,
        refunds::{RefundRoute, SubmitRefund},
    },
    command::Answer,
    id::{OrderId, PaymentId, RefundId},
    payment::CancelStanding,
    refund::{QuoteCode, RefundState},
};

use crate::{
    credits,
    money_verbs::request_of,
    verbs::{cancel, take},
    won,
    world::World,
};

/// The provider returned 3,000 won of a refund of 500 credits for 5,000 won.
fn short(world: &mut World, spent: i64) -> (PaymentId, OrderId, RefundId) {
    let payment = world.buy("ann", "direct-1000", 1); // 10,000 won
    let order = world.payment(payment).order;
    if spent > 0 {
        world.spend("ann", spent);
    }
    let some = Asked {
        credits: Some(credits(500)),
        ..Asked::default()
    };
    let change = world.asking(payment, some);
    let quote = take!(world.ok(change), Quote);
    let refund = take!(world.ok(request_of(&quote, RefundRoute::Provider)), Refund);
    world.ok(SubmitRefund {
        customer: refund.customer.clone(),
        refund: refund.id,
    });
    let mut told = world.paid(order);
    told.cancelled = won(3_000);
    told.cancels = vec![cancel(
        &format!("{} x", refund.id),
        3_000,
        CancelStanding::Done,
    )];
    world.observe(order, told);
    assert_eq!(world.rows.refunds[&refund.id].state, RefundState::Succeeded);
    (payment, order, refund.id)
}

/// Somebody else returned the missing 2,000 won of [`short`].
fn rest_sent(world: &mut World, order: OrderId, refund: RefundId) {
    let mut told = world.paid(order);
    told.cancelled = won(5_000);
    told.cancels = vec![
        cancel(&format!("{refund} x"), 3_000, CancelStanding::Done),
        cancel(
            "rest of the refund that went short",
            2_000,
            CancelStanding::Done,
        ),
    ];
    world.observe(order, told);
}

/// Sent later, by the provider or by a person at its console.
#[test]
fn the_rest_of_a_short_refund_takes_no_more_credits() {
    let mut world = World::new();
    let (_, order, refund) = short(&mut world, 0);
    assert_eq!(world.has("ann"), 500);
    rest_sent(&mut world, order, refund);
    // 5,000 of 10,000 won are returned, and 500 of 1,000 credits were taken for it.
    assert_eq!((world.has("ann"), world.owed("ann")), (500, 0));
}

/// The other half of the credits was used.
#[test]
fn the_rest_of_a_short_refund_is_no_debt() {
    let mut world = World::new();
    let (_, order, refund) = short(&mut world, 500);
    assert_eq!(world.has("ann"), 0);
    rest_sent(&mut world, order, refund);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 0));
}

/// The amount the provider did not return is due, although everything else was used.
#[test]
fn the_rest_of_a_short_refund_can_be_given_back() {
    let mut world = World::new();
    let (payment, order, _) = short(&mut world, 500);
    let quote = world.quote(payment);
    assert_eq!((quote.amount, quote.credits), (won(2_000), credits(0)));
    assert_eq!(quote.lines[0].code, QuoteCode::GivenShort);
    let rest = take!(world.ok(request_of(&quote, RefundRoute::Provider)), Refund);
    world.ok(SubmitRefund {
        customer: rest.customer.clone(),
        refund: rest.id,
    });
    world.succeed(rest.id);
    assert_eq!(world.payment(payment).refunded, won(5_000));
    assert_eq!(world.quote(payment).amount, won(0));
    // A later cancel by others takes credits again: the rest is already settled.
    let mut told = world.paid(order);
    told.cancelled = won(6_000);
    world.observe(order, told);
    assert_eq!(world.owed("ann"), 100);
}

/// A part of the remaining credits is worth its own price, without the missing won, once others returned those.
#[test]
fn what_others_made_up_for_is_not_given_again() {
    let mut world = World::new();
    let (payment, order, refund) = short(&mut world, 0);
    rest_sent(&mut world, order, refund);
    let some = Asked {
        credits: Some(credits(100)),
        ..Asked::default()
    };
    let change = world.asking(payment, some);
    let quote = take!(world.ok(change), Quote);
    assert_eq!((quote.amount, quote.credits), (won(1_000), credits(100)));
}

/// The amount an earlier refund did not return is refundable before closing, although its lot is used up.
#[test]
fn closing_tells_what_a_refund_was_given_short_of() {
    let mut world = World::new();
    short(&mut world, 500);
    let quote = world.quote_closing("ann").unwrap();
    assert_eq!(
        (quote.forfeited, quote.refundable),
        (credits(0), won(2_000))
    );
}
