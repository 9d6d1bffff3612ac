//! Debts that a person waived.

use domain::{
    books::debts::WaiveDebt,
    command::{Answer, Waived},
    refusal::Refusal,
};

use crate::{credits, customer, debts::in_debt, verbs::take, world::World};

fn waive(who: &str, some: Option<i64>) -> WaiveDebt {
    WaiveDebt {
        customer: customer(who),
        credits: some.map(credits),
        reason: "not worth a lawsuit".to_owned(),
    }
}

#[test]
fn a_waiver_is_written_down_and_may_be_for_a_part() {
    let mut world = World::new();
    in_debt(&mut world);
    world.ok(waive("ann", Some(30)));
    assert_eq!(world.owed("ann"), 70);
    assert_eq!(
        world.refused(waive("ann", Some(71))),
        Refusal::WaiverAboveDebt {
            debt: credits(70),
            waived: credits(71)
        }
    );
    assert_eq!(world.refused(waive("ann", Some(0))), Refusal::NoCredits);
    let Waived { customer, waived } = take!(world.ok(waive("ann", None)), Waived);
    assert_eq!((customer.debt, waived), (credits(0), credits(70)));
    assert_eq!(
        world.refused(waive("ann", None)),
        Refusal::NoDebt(customer.id)
    );
    let audit_log: Vec<_> = world
        .rows
        .audit_log
        .iter()
        .map(|act| act.detail.as_str())
        .collect();
    assert_eq!(
        audit_log,
        [
            "30 of 100 credits: not worth a lawsuit",
            "70 of 70 credits: not worth a lawsuit"
        ]
    );
    world.buy("ann", "direct-100", 1);
    assert_eq!(world.has("ann"), 100);
}

#[test]
fn a_debt_of_a_closed_customer_can_be_waived() {
    let mut world = World::new();
    in_debt(&mut world);
    world.close("ann", true).unwrap();
    world.ok(waive("ann", None));
    assert_eq!(world.owed("ann"), 0);
}

#[test]
fn money_that_comes_again_for_a_waived_debt_ends_the_waiver_and_touches_nothing_else() {
    let mut world = World::new();
    let first = in_debt(&mut world);
    world.ok(waive("ann", None));
    // Another debt, paid by another lot.
    let second = world.buy("ann", "direct-100", 1);
    world.spend("ann", 100);
    world.cancel_outside(second, 1_000);
    let third = world.buy("ann", "direct-1000", 1);
    assert_eq!((world.has("ann"), world.owed("ann")), (900, 0));
    world.cancel_outside(first, 0);
    assert_eq!((world.has("ann"), world.owed("ann")), (900, 0));
    assert_eq!(world.row("ann").debt_waived, credits(0));
    // Once more: the waived debt is open again.
    world.cancel_outside(first, 1_000);
    assert_eq!((world.has("ann"), world.owed("ann")), (800, 0));
    world.cancel_outside(second, 0);
    world.cancel_outside(first, 0);
    assert_eq!((world.has("ann"), world.owed("ann")), (1_000, 0));
    assert_eq!(world.lot(third).debt_paid, credits(0));
}

/// Debts belong to payments: a waived one does not affect the credits that paid another.
#[test]
fn a_waiver_of_one_debt_does_not_keep_what_paid_another() {
    let mut world = World::new();
    let a = world.buy("ann", "direct-100", 1);
    world.spend("ann", 100);
    world.cancel_outside(a, 1_000);
    world.buy("ann", "direct-100", 1);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 0));
    let c = world.buy("ann", "direct-100", 1);
    world.spend("ann", 100);
    world.cancel_outside(c, 1_000);
    world.ok(WaiveDebt {
        customer: customer("ann"),
        credits: None,
        reason: "gift".to_owned(),
    });
    assert_eq!(world.payment(c).debt_waived, credits(100));
    // The money of the first is here again: the credits the second lot paid for it come back.
    world.cancel_outside(a, 0);
    assert_eq!((world.has("ann"), world.owed("ann")), (100, 0));
    world.cancel_outside(c, 0);
    assert_eq!(
        (world.has("ann"), world.row("ann").debt_waived),
        (100, credits(0))
    );
}
