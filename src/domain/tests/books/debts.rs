//! Debts are set off at once, stated, and waived.

use domain::{
    books::refunds::{ObserveRefund, RefundOutcome},
    event::Event,
    kind::Kind,
};

use crate::{credits, customer, won, world::World};

/// Ann used all of a purchase of 100 credits whose money was taken back.
pub(crate) fn in_debt(world: &mut World) -> domain::id::PaymentId {
    let gone = world.buy("ann", "direct-100", 1);
    world.spend("ann", 100);
    world.cancel_outside(gone, 1_000);
    assert_eq!(world.owed("ann"), 100);
    gone
}

#[test]
fn a_debt_is_set_off_at_once_in_the_order_of_spending() {
    let mut world = World::new();
    let gone = world.buy("ann", "package-1000", 1);
    world.spend("ann", 1_000);
    let kept = world.buy("ann", "direct-1000", 1);
    let gift = world.grant("ann", Kind::Promotional, 50);
    world.cancel_outside(gone, 990);
    // 100 credits are owed: the gift ends first.
    assert_eq!((world.has("ann"), world.owed("ann")), (950, 0));
    assert_eq!(world.rows.lots[&gift.id].debt_paid, credits(50));
    let lot = world.lot(kept);
    assert_eq!((lot.debt_paid, lot.spent), (credits(50), credits(50)));
    let paid: Vec<_> = world
        .rows
        .events
        .iter()
        .filter_map(|record| match &record.event {
            Event::DebtPaid(paid) => Some((paid.credits, paid.debt)),
            _ => None,
        })
        .collect();
    assert_eq!(
        paid,
        [(credits(50), credits(50)), (credits(50), credits(0))]
    );
}

#[test]
fn what_paid_a_debt_counts_as_used_and_the_quote_says_so() {
    let mut world = World::new();
    let gone = world.buy("ann", "package-1000", 1);
    world.spend("ann", 1_000);
    let kept = world.buy("ann", "direct-1000", 1);
    world.cancel_outside(gone, 3_960);
    let quote = world.quote(kept);
    assert_eq!((quote.amount, quote.credits), (won(6_000), credits(600)));
    assert_eq!(quote.lines[0].debt_paid, credits(400));
    let refund = world.refund(kept);
    world.succeed(refund.id);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 0));
}

#[test]
fn a_refund_that_its_provider_refuses_pays_what_others_took_meanwhile() {
    let mut world = World::new();
    let gone = world.buy("ann", "direct-100", 1);
    world.spend("ann", 100);
    let kept = world.buy("ann", "direct-1000", 1);
    let refund = world.refund(kept);
    world.cancel_outside(gone, 1_000);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 100));
    world.ok(ObserveRefund {
        customer: customer("ann"),
        refund: refund.id,
        outcome: RefundOutcome::Declined("no".into()),
    });
    assert_eq!((world.has("ann"), world.owed("ann")), (900, 0));
}
