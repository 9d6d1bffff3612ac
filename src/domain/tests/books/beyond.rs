//! Refunds other than "all that is unused, now": dated back, of some credits, beyond the windows.

use chrono::Duration;
use domain::{
    books::{
        quotes::{Asked, AskedAt},
        refunds::{RefundRoute, SubmitRefund},
    },
    id::PaymentId,
    refund::{Basis, Beyond, Quote, RefundState},
    refusal::Refusal,
};

use crate::{credits, money_verbs::request_of, verbs::take, won, world::World};
use domain::command::Answer;

fn days_ago(world: &World, days: i64) -> Asked {
    let at = world.now - Duration::days(days);
    Asked {
        at: Some(AskedAt {
            at,
            evidence: "mail of that day".to_owned(),
        }),
        ..Asked::default()
    }
}

fn quoted(world: &mut World, payment: PaymentId, asked: Asked) -> Quote {
    let change = world.asking(payment, asked);
    take!(world.ok(change), Quote)
}

#[test]
fn the_windows_are_judged_by_when_the_buyer_asked() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    world.pass_days(20);
    assert_eq!(world.quote(payment).basis, Basis::Refused);
    for (days, basis) in [(18, Basis::ByRight), (10, Basis::ThroughSupport)] {
        let asked = days_ago(&world, days);
        let quote = quoted(&mut world, payment, asked);
        assert_eq!(
            (quote.basis, quote.amount),
            (basis, won(1_000)),
            "{days} days ago"
        );
    }
    let act = world.rows.audit_log.last().unwrap();
    assert_eq!(act.act.as_str(), "refund.date_back");
    assert!(act.detail.contains("mail of that day"), "{}", act.detail);
    // A refund by such a quote is valid, and its days are counted from the request.
    let asked = days_ago(&world, 18);
    let quote = quoted(&mut world, payment, asked);
    let refund = take!(world.ok(request_of(&quote, RefundRoute::Provider)), Refund);
    assert_eq!(refund.basis, Basis::ByRight);
    assert!(refund.due_at < world.now, "it was due long ago");
}

#[test]
fn a_request_is_dated_back_neither_ahead_nor_before_the_payment_nor_over_a_month() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    world.pass_days(3);
    for days in [-1, 4] {
        let asked = days_ago(&world, days);
        let refused = world.asking(payment, asked);
        assert!(matches!(
            world.refused(refused),
            Refusal::AskedOutOfBounds { .. }
        ));
    }
    world.pass_days(60);
    let (last, over) = (days_ago(&world, 30), days_ago(&world, 31));
    assert_eq!(quoted(&mut world, payment, last).basis, Basis::Refused);
    let over = world.asking(payment, over);
    assert!(matches!(
        world.refused(over),
        Refusal::AskedOutOfBounds { .. }
    ));
}

#[test]
fn some_credits_go_back_by_choice_and_the_sums_never_drift() {
    let mut world = World::new();
    let payment = world.buy("ann", "odd-7", 1);
    let granted = world.lot(payment).granted.get();
    let paid = world.payment(payment).amount.get();
    for part in [1, 2] {
        let some = Some(credits(part));
        let asked = Asked {
            credits: some,
            ..Asked::default()
        };
        let quote = quoted(&mut world, payment, asked);
        assert_eq!(quote.credits, credits(part));
        let refund = take!(world.ok(request_of(&quote, RefundRoute::Provider)), Refund);
        world.ok(SubmitRefund {
            customer: refund.customer.clone(),
            refund: refund.id,
        });
        assert_eq!(world.succeed(refund.id).state, RefundState::Succeeded);
    }
    assert_eq!(world.payment(payment).refunded.get(), paid * 3 / granted);
    world.refund(payment);
    let row = world.payment(payment);
    assert_eq!(
        (row.refunded.get() + row.in_flight.get(), row.rest()),
        (paid, won(0))
    );
}

#[test]
fn no_more_goes_back_than_is_unused_and_at_least_one_credit() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    world.spend("ann", 60);
    let some = |many| Asked {
        credits: Some(credits(many)),
        ..Asked::default()
    };
    let (none, above) = (
        world.asking(payment, some(0)),
        world.asking(payment, some(41)),
    );
    assert_eq!(world.refused(none), Refusal::NoCredits);
    assert_eq!(
        world.refused(above),
        Refusal::CreditsAboveUnused {
            asked: credits(41),
            unused: credits(40)
        }
    );
    assert_eq!(quoted(&mut world, payment, some(40)).amount, won(400));
}

#[test]
fn beyond_the_windows_money_goes_back_for_a_reason_of_its_own() {
    for (beyond, basis) in [
        (Beyond::SellerFault, Basis::SellerFault),
        (Beyond::Goodwill, Basis::Goodwill),
    ] {
        let mut world = World::new();
        let payment = world.buy("ann", "direct-100", 1);
        let asked = || Asked {
            beyond: Some(beyond),
            ..Asked::default()
        };
        // A refund by right stays one.
        assert_eq!(quoted(&mut world, payment, asked()).basis, Basis::ByRight);
        world.pass_days(100);
        let quote = quoted(&mut world, payment, asked());
        assert_eq!((quote.basis, quote.amount), (basis, won(1_000)));
        assert_eq!(
            world.rows.audit_log.last().unwrap().act.as_str(),
            "refund.beyond"
        );
        let refund = take!(world.ok(request_of(&quote, RefundRoute::Provider)), Refund);
        assert_eq!(refund.basis, basis);
        // Expired credits are not refunded, whoever is at fault.
        let other = world.buy("bob", "direct-100", 1);
        world.now = world.lot(other).expires_at;
        assert_eq!(quoted(&mut world, other, asked()).basis, Basis::Refused);
    }
}
