//! Refunds of which the provider returned less than requested: the amount still due, after others took some of the
//! payment too, and the split of the taxes.

use domain::{
    books::{
        quotes::Asked,
        refunds::{RefundRoute, SubmitRefund},
    },
    command::Answer,
    id::{OrderId, PaymentId},
    money::Won,
    payment::CancelStanding,
    refund::{QuoteCode, Refund},
};

use crate::{
    credits,
    money_verbs::request_of,
    verbs::{cancel, take},
    won,
    world::World,
};

/// A purchase of 100 credits for 1,000 won, of which 300 won were cancelled at the console: 30 credits were taken
/// back.
fn cancelled(world: &mut World) -> (PaymentId, OrderId) {
    let payment = world.buy("ann", "direct-100", 1);
    world.cancel_outside(payment, 300);
    assert_eq!(world.has("ann"), 70);
    (payment, world.payment(payment).order)
}

/// A refund of ours of this many credits, sent.
fn refund_of(world: &mut World, payment: PaymentId, some: i64) -> Refund {
    let asked = Asked {
        credits: Some(credits(some)),
        ..Asked::default()
    };
    let change = world.asking(payment, asked);
    let quote = take!(world.ok(change), Quote);
    let refund = take!(world.ok(request_of(&quote, RefundRoute::Provider)), Refund);
    let submit = SubmitRefund {
        customer: refund.customer,
        refund: refund.id,
    };
    take!(world.ok(submit), Refund)
}

/// The provider returned `ours` for a refund of ours, and others `outside` in total.
fn gave(world: &mut World, order: OrderId, (refund, ours): (&Refund, i64), outside: i64) {
    let mut told = world.paid(order);
    told.cancelled = won(ours + outside);
    told.cancels = vec![cancel(
        &format!("{} x", refund.id),
        ours,
        CancelStanding::Done,
    )];
    if outside > 0 {
        told.cancels
            .push(cancel("console", outside, CancelStanding::Done));
    }
    world.observe(order, told);
}

#[test]
fn what_a_refund_after_a_console_cancel_is_short_of_is_due() {
    let mut world = World::new();
    let (payment, order) = cancelled(&mut world);
    let refund = world.refund(payment);
    assert_eq!((refund.amount, refund.credits), (won(700), credits(70)));
    gave(&mut world, order, (&refund, 600), 300);
    let row = world.payment(payment).clone();
    assert_eq!((row.refunded, row.cancelled_outside), (won(600), won(300)));
    let quote = world.quote(payment);
    assert_eq!((quote.amount, quote.credits), (won(100), credits(0)));
    assert_eq!(quote.lines[0].code, QuoteCode::GivenShort);
    let rest = world.refund(payment);
    world.succeed(rest.id);
    assert_eq!(world.payment(payment).rest(), won(0));
    assert_eq!(world.quote(payment).amount, won(0));
}

/// The refund of the remaining credits returns their share and the missing amount.
#[test]
fn what_a_refund_after_a_console_cancel_is_short_of_goes_with_the_next() {
    let mut world = World::new();
    let (payment, order) = cancelled(&mut world);
    let refund = refund_of(&mut world, payment, 40);
    assert_eq!(refund.amount, won(400));
    gave(&mut world, order, (&refund, 200), 300);
    assert_eq!(world.has("ann"), 30);
    let quote = world.quote(payment);
    assert_eq!((quote.amount, quote.credits), (won(500), credits(30)));
}

/// A larger cancel after it covers the missing amount, and takes credits for the rest.
#[test]
fn a_larger_console_cancel_makes_up_for_a_short_refund() {
    let mut world = World::new();
    let (payment, order) = cancelled(&mut world);
    let refund = refund_of(&mut world, payment, 40);
    gave(&mut world, order, (&refund, 200), 300);
    // The missing 200.
    gave(&mut world, order, (&refund, 200), 500);
    assert_eq!(world.has("ann"), 30);
    assert_eq!(world.quote(payment).amount, won(300));
    // And 100 more.
    gave(&mut world, order, (&refund, 200), 600);
    assert_eq!((world.has("ann"), world.owed("ann")), (20, 0));
    assert_eq!(world.quote(payment).amount, won(200));
}

/// A part of the console's cancel came again: its credits come back, and the missing won stay due.
#[test]
fn a_console_cancel_that_fails_after_a_short_refund_brings_back_its_own_credits() {
    let mut world = World::new();
    let (payment, order) = cancelled(&mut world);
    let refund = refund_of(&mut world, payment, 40);
    gave(&mut world, order, (&refund, 200), 300);
    gave(&mut world, order, (&refund, 200), 200);
    assert_eq!(world.payment(payment).cancelled_outside, won(200));
    assert_eq!(world.has("ann"), 40);
    let quote = world.quote(payment);
    assert_eq!((quote.amount, quote.credits), (won(600), credits(40)));
    // Everything left was taken with its own credits or is due.
    gave(&mut world, order, (&refund, 200), 0);
    assert_eq!((world.has("ann"), world.owed("ann")), (60, 0));
    assert_eq!(world.quote(payment).amount, won(800));
}

/// A payment of 1,009 won of which 500 are tax-free.
#[test]
fn the_taxes_of_all_refunds_are_those_of_the_payment_though_one_was_short() {
    let mut world = World::new();
    let payment = world.buy("ann", "odd-7", 1);
    let (order, tax) = (world.payment(payment).order, world.payment(payment).tax);
    let first = refund_of(&mut world, payment, 3);
    assert_eq!(
        (first.amount, first.tax_free, first.vat),
        (won(432), won(214), won(19))
    );
    gave(&mut world, order, (&first, 1), 0);
    let short = &world.rows.refunds[&first.id];
    assert_eq!(
        (short.given(), short.tax_free, short.vat),
        (won(1), won(0), won(0))
    );
    let rest = world.refund(payment);
    world.succeed(rest.id);
    let sum = |part: fn(&Refund) -> Won| {
        let refunds = world.rows.refunds.values();
        refunds.map(|refund| part(refund).get()).sum::<i64>()
    };
    assert_eq!(sum(Refund::given), 1_009);
    assert_eq!(sum(|refund| refund.tax_free), tax.tax_free.get());
    assert_eq!(sum(|refund| refund.vat), tax.vat.get());
}
