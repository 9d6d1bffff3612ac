//! Debts are set off at once, stated, and waived.

use chrono::Duration;
use domain::{
    books::{
        debts::WaiveDebt,
        refunds::{ObserveRefund, RefundOutcome},
    },
    command::{Answer, Waived},
    event::Event,
    kind::Kind,
    refusal::Refusal,
};

use crate::{credits, customer, verbs::take, won, world::World};

fn waive(who: &str, some: Option<i64>) -> WaiveDebt {
    WaiveDebt {
        customer: customer(who),
        credits: some.map(credits),
        reason: "not worth a lawsuit".to_owned(),
    }
}

/// Ann used all of a purchase of 100 credits whose money was taken back.
fn in_debt(world: &mut World) -> domain::id::PaymentId {
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

/// Held credits count as used when their money is taken back. When they are released, they were not used: after their
/// lot's end they are void.
#[test]
fn held_credits_that_were_not_used_are_not_owed() {
    for late in [false, true] {
        let mut world = World::new();
        let payment = world.buy("ann", "direct-100", 1);
        let end = world.lot(payment).expires_at;
        world.now = end - chrono::Duration::minutes(10);
        let hold = world.hold("ann", 100, end + chrono::Duration::minutes(10));
        world.cancel_outside(payment, 1_000);
        assert_eq!(world.owed("ann"), 100);
        if late {
            world.now = end + chrono::Duration::minutes(1);
        }
        world.release(&hold);
        let lot = world.lot(payment);
        let (revoked, expired) = if late { (0, 100) } else { (100, 0) };
        assert_eq!(
            (lot.revoked, lot.expired),
            (credits(revoked), credits(expired))
        );
        assert_eq!((world.has("ann"), world.owed("ann")), (0, 0));
    }
}

/// A reversed spend does not count: the credits another lot paid for it are there again, and all money can be
/// refunded.
#[test]
fn a_reversed_spend_gives_back_what_another_lot_paid_for_it() {
    let mut world = World::new();
    let a = world.buy("ann", "direct-100", 1);
    let spend = world.spend("ann", 100);
    world.cancel_outside(a, 500);
    let b = world.buy("ann", "direct-100", 1);
    assert_eq!((world.has("ann"), world.owed("ann")), (50, 0));
    world.reverse(&spend);
    assert_eq!(
        (world.lot(a).remaining, world.lot(b).remaining),
        (credits(50), credits(100))
    );
    for payment in [a, b] {
        let refund = world.refund(payment);
        world.succeed(refund.id);
        assert_eq!(world.payment(payment).rest(), won(0));
    }
}

/// A lot that paid a debt and then lost its own money gets back only paid credits.
#[test]
fn what_comes_back_to_a_lot_without_money_goes_with_it() {
    let mut world = World::new();
    let a = world.buy("ann", "direct-100", 1);
    world.spend("ann", 100);
    world.cancel_outside(a, 1_000);
    let b = world.buy("ann", "direct-100", 1); // pays for A
    world.cancel_outside(b, 1_000);
    let c = world.buy("ann", "direct-100", 1); // pays for B
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 0));
    world.cancel_outside(a, 0);
    assert_eq!(
        (world.lot(b).remaining, world.lot(c).remaining),
        (credits(0), credits(100))
    );
    assert_eq!((world.has("ann"), world.owed("ann")), (100, 0));
}

/// The second lot paid a debt of the first, and then all of its own money was taken back.
#[test]
fn a_reversed_spend_of_two_lots_leaves_nothing_of_money_that_went() {
    let mut world = World::new();
    let a = world.buy("ann", "direct-100", 1);
    world.pass(Duration::minutes(1));
    let b = world.buy("ann", "direct-100", 1);
    world.pass(Duration::minutes(1));
    let spend = world.spend("ann", 150);
    world.cancel_outside(a, 500);
    world.pass(Duration::minutes(1));
    world.cancel_outside(b, 1_000);
    world.pass(Duration::minutes(1));
    world.reverse(&spend);
    // 500 won of A are here: 50 credits, and none of B.
    assert_eq!(
        (world.has("ann"), world.lot(b).remaining, world.owed("ann")),
        (50, credits(0), 0)
    );
}

#[test]
fn a_released_hold_of_two_lots_leaves_nothing_of_money_that_went() {
    let mut world = World::new();
    let a = world.buy("ann", "direct-100", 1);
    world.pass(Duration::minutes(1));
    let b = world.buy("ann", "direct-100", 1);
    world.pass(Duration::minutes(1));
    let until = world.now + Duration::days(1);
    let hold = world.hold("ann", 150, until);
    world.cancel_outside(a, 500);
    world.pass(Duration::minutes(1));
    world.cancel_outside(b, 1_000);
    world.pass(Duration::minutes(1));
    world.release(&hold);
    assert_eq!(
        (world.has("ann"), world.lot(b).remaining, world.owed("ann")),
        (50, credits(0), 0)
    );
}
