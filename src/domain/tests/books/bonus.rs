//! Bonus credits belong to a purchase: never paid out, and unused ones are taken back with its refund.

use chrono::Duration;
use domain::{
    books::{
        credits::{ReleaseHold, ReverseSpend},
        customers::GrantCredits,
        quotes::Asked,
        refunds::{RefundRoute, SubmitRefund},
    },
    id::PaymentId,
    kind::Kind,
    lot::Lot,
    refusal::Refusal,
};

use crate::{at, credits, customer, money_verbs::request_of, verbs::take, won, world::World};
use domain::command::Answer;

impl World {
    fn bonus(&self, payment: PaymentId) -> &Lot {
        let mut lots = self.rows.lots.values();
        lots.find(|lot| lot.bonus_of == Some(payment)).unwrap()
    }

    fn refund_some(&mut self, payment: PaymentId, amount: i64) {
        let asked = Asked {
            credits: Some(credits(amount)),
            ..Asked::default()
        };
        let change = self.asking(payment, asked);
        let quote = take!(self.ok(change), Quote);
        let refund = take!(self.ok(request_of(&quote, RefundRoute::Provider)), Refund);
        self.ok(SubmitRefund {
            customer: refund.customer.clone(),
            refund: refund.id,
        });
        self.succeed(refund.id);
    }
}

/// Buys 100 credits with 50 more.
fn bought(world: &mut World) -> PaymentId {
    world.buy("ann", "bonus-100", 1)
}

#[test]
fn a_bonus_is_minted_with_its_purchase_and_spent_first() {
    let mut world = World::new();
    let payment = bought(&mut world);
    let bonus = world.bonus(payment);
    assert_eq!(
        (bonus.kind, bonus.granted),
        (Kind::Promotional, credits(50))
    );
    assert!(bonus.expires_at < world.lot(payment).expires_at);
    assert_eq!(world.has("ann"), 150);
    world.spend("ann", 60);
    assert_eq!(world.bonus(payment).remaining, credits(0));
    assert_eq!(world.lot(payment).remaining, credits(90));
}

#[test]
fn the_unused_rest_goes_with_the_refund_and_the_quote_says_what_was_used() {
    let mut world = World::new();
    let payment = bought(&mut world);
    world.spend("ann", 20);
    let quote = world.quote(payment);
    assert_eq!((quote.amount, quote.credits), (won(1_000), credits(100)));
    let line = &quote.lines[1];
    assert_eq!(
        (line.revoked, line.credits, line.amount),
        (credits(30), credits(0), won(0))
    );
    assert!(line.why.contains("20 of its 50"), "{}", line.why);
    let refund = world.refund(payment);
    assert_eq!(refund.amount, won(1_000));
    assert_eq!(
        (world.has("ann"), world.bonus(payment).revoked),
        (0, credits(30))
    );
    // The provider refused: all credits are there again.
    world.decline(refund.id);
    assert_eq!(
        (world.has("ann"), world.bonus(payment).revoked),
        (130, credits(0))
    );
}

#[test]
fn a_part_takes_its_share_and_the_last_part_the_rest() {
    let mut world = World::new();
    let payment = bought(&mut world);
    for (part, there) in [(10, 45), (30, 30), (60, 0)] {
        let asked = Asked {
            credits: Some(credits(part)),
            ..Asked::default()
        };
        let quote = take!(world.ok(world.asking(payment, asked)), Quote);
        let refund = take!(world.ok(request_of(&quote, RefundRoute::Provider)), Refund);
        world.ok(SubmitRefund {
            customer: refund.customer.clone(),
            refund: refund.id,
        });
        world.succeed(refund.id);
        assert_eq!(world.bonus(payment).remaining, credits(there), "{part}");
    }
}

#[test]
fn what_comes_back_to_a_bonus_of_a_refunded_purchase_goes_too() {
    let mut world = World::new();
    let payment = bought(&mut world);
    let spend = world.spend("ann", 10);
    let hold = world.hold("ann", 15, at("2026-03-20T00:00:00+09:00"));
    world.refund(payment);
    assert_eq!(
        (world.has("ann"), world.bonus(payment).held),
        (0, credits(15))
    );
    world.ok(ReleaseHold {
        customer: customer("ann"),
        hold: hold.id,
        reason: None,
    });
    world.ok(ReverseSpend {
        reason: None,
        customer: customer("ann"),
        spend: spend.id,
    });
    let bonus = world.bonus(payment);
    assert_eq!((world.has("ann"), bonus.revoked), (0, credits(50)));
}

#[test]
fn money_that_others_take_takes_the_bonus_and_brings_it_back() {
    let mut world = World::new();
    let payment = bought(&mut world);
    let order = world.payment(payment).order;
    world.spend("ann", 20);
    world.cancel_outside(payment, 500);
    assert_eq!(world.bonus(payment).remaining, credits(5));
    world.cancel_outside(payment, 1_000);
    assert_eq!(world.has("ann"), 0);
    // Used bonus credits are not owed.
    assert_eq!(world.owed("ann"), 0);
    world.observe(order, world.paid(order));
    assert_eq!(
        (world.has("ann"), world.bonus(payment).remaining),
        (130, credits(30))
    );
}

#[test]
fn support_gives_a_bonus_to_a_purchase_of_the_same_customer_only() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let grant = |who: &str, kind| GrantCredits {
        customer: customer(who),
        kind,
        credits: credits(10),
        bonus_of: Some(payment),
        reason: "late bonus".to_owned(),
    };
    let theft = grant("bob", Kind::Promotional);
    assert_eq!(world.refused(theft), Refusal::NoPayment(payment));
    let other = grant("ann", Kind::Membership);
    assert_eq!(
        world.refused(other),
        Refusal::BonusIsPromotional(Kind::Membership)
    );
    world.ok(grant("ann", Kind::Promotional));
    world.refund(payment);
    assert_eq!(world.has("ann"), 0);
    // Bonus credits that return to a refunded purchase are taken back completely.
    world.ok(grant("ann", Kind::Promotional));
    assert_eq!(world.has("ann"), 0);
}

/// 50 bonus and 40 bought credits are used, the other 60 refunded, and the use is reversed. In either order, and
/// whether the use was spent or set aside, the bonus is taken back by the share of 60 in 100.
#[test]
fn what_is_left_of_a_bonus_does_not_depend_on_whether_the_use_or_the_rest_went_back_first() {
    let ways: [fn(&mut World, PaymentId); 3] = [
        |world, payment| {
            let spend = world.spend("ann", 90);
            world.reverse(&spend);
            world.refund_some(payment, 60);
        },
        |world, payment| {
            let spend = world.spend("ann", 90);
            world.refund_some(payment, 60);
            assert_eq!(world.bonus(payment).bonus_gone, credits(50));
            world.reverse(&spend);
        },
        |world, payment| {
            let until = world.now + Duration::hours(1);
            let hold = world.hold("ann", 90, until);
            world.refund_some(payment, 60);
            world.release(&hold);
        },
    ];
    for way in ways {
        let mut world = World::new();
        let payment = bought(&mut world);
        way(&mut world, payment);
        let (lot, bonus) = (world.lot(payment), world.bonus(payment));
        assert_eq!(
            (lot.remaining, bonus.remaining, bonus.revoked),
            (credits(40), credits(20), credits(30))
        );
    }
}
