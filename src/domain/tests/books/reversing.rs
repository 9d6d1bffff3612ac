//! Spends that are reversed.

use domain::{books::credits::ReverseSpend, kind::Kind, lot::Lot, refusal::Refusal};

use crate::{credit_verbs::spend_of, customer, verbs::nobody_s, world::World};

#[test]
fn a_reversal_gives_back_to_the_same_lots_once() {
    let mut world = World::new();
    let lots = [
        world.grant("ann", Kind::Membership, 10),
        world.grant("ann", Kind::Promotional, 10),
    ];
    let spend = world.spend("ann", 15);
    world.reverse(&spend);
    let remaining = |lot: &Lot| world.rows.lots[&lot.id].remaining.get();
    assert_eq!(lots.iter().map(remaining).collect::<Vec<_>>(), [10, 10]);
    let reverse = ReverseSpend {
        reason: None,
        customer: spend.customer_id.clone(),
        spend: spend.id,
    };
    assert_eq!(
        world.refused(reverse),
        Refusal::AlreadyReversed {
            spend: spend.id,
            at: world.now
        }
    );
}

#[test]
fn what_is_reversed_to_an_expired_lot_expires_at_once() {
    let mut world = World::new();
    let lot = world.grant("ann", Kind::Membership, 10);
    world.buy("ann", "direct-100", 1);
    let spend = world.spend("ann", 30);
    world.now = lot.expires_at;
    world.reverse(&spend);
    let lot = &world.rows.lots[&lot.id];
    assert_eq!(
        (lot.remaining.get(), lot.spent.get(), lot.expired.get()),
        (0, 0, 10)
    );
    assert_eq!(world.has("ann"), 100);
}

#[test]
fn a_spend_is_reversed_by_its_own_customer_only_and_while_open() {
    let mut world = World::new();
    world.grant("ann", Kind::Promotional, 10);
    let spend = world.spend("ann", 10);
    let theft = ReverseSpend {
        reason: None,
        customer: customer("bob"),
        spend: spend.id,
    };
    assert_eq!(world.refused(theft), Refusal::NoSpend(spend.id));
    let (_, _, unknown, ..) = nobody_s(&mut world);
    let ann = customer("ann");
    assert_eq!(
        world.refused(ReverseSpend {
            reason: None,
            customer: ann.clone(),
            spend: unknown
        }),
        Refusal::NoSpend(unknown)
    );
    world.close("ann", true).unwrap();
    let late = ReverseSpend {
        reason: None,
        customer: ann.clone(),
        spend: spend.id,
    };
    assert_eq!(world.refused(late), Refusal::CustomerClosed(ann.clone()));
    assert_eq!(
        world.refused(spend_of("ann", 1)),
        Refusal::CustomerClosed(ann)
    );
}
