//! The shares of several refunds of one payment.

use chrono::Duration;
use domain::payment::{Snapshot, Tax};

use crate::{won, world::World};

#[test]
fn several_refunds_sum_to_the_share_of_all_their_credits() {
    let mut world = World::new();
    let payment = world.buy("ann", "package-1000", 1);
    let mut given = 0;
    for unused in [1, 2, 7, 333, 657] {
        // All but `unused` is set aside, the rest is refunded.
        let left = world.has("ann");
        let hold = (left > unused)
            .then(|| world.hold("ann", left - unused, world.now + Duration::hours(1)));
        let refund = world.refund(payment);
        world.succeed(refund.id);
        given += unused;
        assert_eq!(
            world.payment(payment).refunded.get(),
            9_900 * given / 1_000,
            "after {given} credits"
        );
        if let Some(hold) = hold {
            world.release(&hold);
        }
    }
    assert_eq!(world.payment(payment).refunded, won(9_900));
}

#[test]
fn tax_parts_are_cumulative_and_never_above_the_refund() {
    for (tax_free, vat) in [(500, 46), (0, 92), (1_009, 0), (504, 1), (1_008, 1)] {
        let mut world = World::new();
        let order = world.open("ann", "odd-7", 1);
        let supplied = won(1_009 - tax_free - vat);
        let tax = Tax {
            supplied,
            vat: won(vat),
            tax_free: won(tax_free),
        };
        world.observe(
            order,
            Snapshot {
                tax: Some(tax),
                ..world.paid(order)
            },
        );
        let payment = world.order(order).payment.unwrap();
        for left in (0..7).rev() {
            let hold = (left > 0).then(|| world.hold("ann", left, world.now + Duration::hours(1)));
            let refund = world.refund(payment);
            world.succeed(refund.id);
            if let Some(hold) = hold {
                world.release(&hold);
            }
        }
        let sum = |part: fn(&domain::refund::Refund) -> i64| {
            world.rows.refunds.values().map(part).sum::<i64>()
        };
        assert_eq!(world.rows.refunds.len(), 7);
        assert_eq!(sum(|refund| refund.amount.get()), 1_009);
        assert_eq!(
            (
                sum(|refund| refund.tax_free.get()),
                sum(|refund| refund.vat.get())
            ),
            (tax_free, vat)
        );
    }
}
