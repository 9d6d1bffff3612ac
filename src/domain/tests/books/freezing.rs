//! Frozen accounts, and closings that give back first.

use chrono::Duration;
use domain::{
    books::{
        closing::BeginClosing,
        credits::ReverseSpend,
        freezing::{FreezeCustomer, UnfreezeCustomer},
        orders::BeginConfirmation,
    },
    command::Answer,
    customer::CustomerState,
    effects::AuditAct,
    event::Event,
    kind::Kind,
    membership::Skipped,
    refund::Basis,
    refusal::Refusal,
};

use crate::{
    at,
    credit_verbs::{extend_of, grant_of, hold_of, spend_of},
    customer,
    membership_verbs::{BASIC, PRO, start_of},
    memberships::january,
    verbs::close_by,
    world::World,
};

fn freeze(who: &str) -> FreezeCustomer {
    FreezeCustomer {
        customer: customer(who),
        reason: "a stolen key".to_owned(),
    }
}

fn unfreeze(who: &str) -> UnfreezeCustomer {
    UnfreezeCustomer {
        customer: customer(who),
        reason: "found".to_owned(),
    }
}

impl World {
    fn standing(&self, who: &str) -> CustomerState {
        self.rows.customers[&customer(who)].state
    }
}

#[test]
fn a_frozen_customer_uses_buys_and_is_given_nothing() {
    let mut world = World::new();
    world.grant("ann", Kind::Promotional, 100);
    let until = world.now + Duration::hours(1);
    let hold = world.hold("ann", 10, until);
    let order = world.open("ann", "direct-100", 1);
    world.ok(freeze("ann"));
    assert_eq!(world.standing("ann"), CustomerState::Frozen);
    let frozen = Refusal::CustomerFrozen(customer("ann"));
    assert_eq!(world.refused(spend_of("ann", 1)), frozen);
    assert_eq!(world.refused(hold_of("ann", 1, until)), frozen);
    let longer = extend_of(&hold, until + Duration::hours(1));
    assert_eq!(world.refused(longer), frozen);
    assert_eq!(world.refused(grant_of("ann", Kind::Promotional, 1)), frozen);
    let another = world.new_order("ann", "direct-100", 1);
    assert_eq!(world.refused(another), frozen);
    let back = BeginConfirmation {
        customer: customer("ann"),
        order,
        query: std::collections::BTreeMap::new(),
    };
    assert_eq!(world.refused(back), frozen);
    assert_eq!(world.refused(freeze("ann")), frozen);
    world.ok(unfreeze("ann"));
    world.spend("ann", 1);
    assert_eq!(
        world.refused(unfreeze("ann")),
        Refusal::NotFrozen(customer("ann"))
    );
    let acts: Vec<AuditAct> = world.rows.audit_log.iter().map(|act| act.act).collect();
    assert!(
        acts.ends_with(&[AuditAct::CustomerFreeze, AuditAct::CustomerUnfreeze]),
        "{acts:?}"
    );
}

/// Nobody sweeps: the freeze and its end settle what is due.
#[test]
fn months_that_become_due_during_a_freeze_are_skipped_by_name() {
    for swept in [false, true] {
        let mut world = january();
        let it = world.subscribe("ann", BASIC);
        world.now = at("2026-03-10T00:00:00+09:00");
        world.ok(freeze("ann"));
        assert_eq!(world.months(it.id).len(), 2, "month 1 was due before it");
        let frozen = Refusal::CustomerFrozen(customer("ann"));
        assert_eq!(world.refused(start_of("ann", PRO)), frozen);
        world.now = at("2026-04-30T00:00:00+09:00");
        if swept {
            assert_eq!(world.distribute(), 2);
        }
        world.ok(unfreeze("ann"));
        assert_eq!(world.distribute(), 0);
        world.now = at("2026-05-31T00:00:00+09:00");
        assert_eq!(world.distribute(), 1);
        let months = world.months(it.id);
        let skipped: Vec<_> = months.iter().map(|made| made.skipped).collect();
        let during = Some(Skipped::Frozen);
        assert_eq!(skipped, [None, None, during, during, None], "{swept}");
        assert_eq!(world.has("ann"), 500);
        let told = world.rows.events.iter().filter(|record| {
            matches!(&record.event, Event::MembershipSkipped(body) if body.skipped == Skipped::Frozen)
        });
        assert_eq!(told.count(), 2);
    }
}

/// A pause is the reason where there is one, and a subscription of a frozen customer still ends.
#[test]
fn a_frozen_customers_subscription_is_resumed_moved_and_ended_without_credits() {
    let mut world = january();
    let it = world.subscribe("ann", BASIC);
    world.pause(it.id);
    world.ok(freeze("ann"));
    world.now = at("2026-02-28T00:00:00+09:00");
    world.resume(it.id);
    world.now = at("2026-03-31T00:00:00+09:00");
    world.move_to(it.id, PRO);
    world.now = at("2026-04-30T00:00:00+09:00");
    world.end(it.id);
    let months = world.months(it.id);
    let skipped: Vec<_> = months.iter().map(|made| made.skipped).collect();
    let (paused, frozen) = (Some(Skipped::Paused), Some(Skipped::Frozen));
    assert_eq!(skipped, [None, paused, frozen, frozen]);
    assert_eq!(world.rows.lots.len(), 1);
}

#[test]
fn what_was_set_aside_before_is_captured_and_money_that_arrives_is_kept() {
    let mut world = World::new();
    world.grant("ann", Kind::Promotional, 100);
    let until = world.now + Duration::hours(1);
    let (taken, given) = (world.hold("ann", 10, until), world.hold("ann", 10, until));
    let spend = world.spend("ann", 5);
    world.bank_order("ann", "direct-100", "HONG1");
    world.ok(freeze("ann"));
    world.capture(&taken, Some(4));
    world.release(&given);
    world.ok(ReverseSpend {
        reason: None,
        customer: customer("ann"),
        spend: spend.id,
    });
    world.deposit("HONG1", 1_000);
    assert_eq!(world.has("ann"), 196);
    let payment = *world.rows.payments.keys().next().unwrap();
    let refund = world.refund(payment);
    world.succeed(refund.id);
    assert_eq!(world.has("ann"), 96);
    world.close("ann", true).unwrap();
    assert_eq!(world.standing("ann"), CustomerState::Closed);
    assert_eq!(
        world.refused(unfreeze("ann")),
        Refusal::CustomerClosed(customer("ann"))
    );
    assert_eq!(
        world.refused(freeze("ann")),
        Refusal::CustomerClosed(customer("ann"))
    );
}

#[test]
fn a_closing_quote_lists_each_payment_with_its_window() {
    let mut world = World::new();
    let late = world.buy("ann", "direct-100", 1);
    world.pass_days(10);
    let early = world.buy("ann", "direct-1000", 1);
    world.grant("ann", Kind::Promotional, 7);
    world.spend("ann", 7);
    let quote = world.quote_closing("ann").unwrap();
    let listed: Vec<_> = quote
        .payments
        .iter()
        .map(|of| (of.payment, of.credits.get(), of.basis, of.amount.get()))
        .collect();
    let expected = [
        (late, 100, Basis::ThroughSupport, 1_000),
        (early, 1_000, Basis::ByRight, 10_000),
    ];
    assert_eq!(listed, expected);
    assert!(
        quote
            .payments
            .iter()
            .all(|of| of.until.unwrap() > world.now)
    );
    assert_eq!(quote.refundable.get(), 11_000);
    assert_eq!(quote.forfeited.get(), 1_100);
}

#[test]
fn a_closing_that_gives_back_first_freezes_by_a_quote_that_holds() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let begin = |quote: &str| BeginClosing {
        customer: customer("ann"),
        quote: quote.to_owned(),
        confirm_forfeit: false,
    };
    assert_eq!(world.refused(begin("clq_1")), Refusal::NoClosingQuote);
    let quote = world.quote_closing("ann").unwrap();
    let spend = world.spend("ann", 1);
    let stale = world.refused(begin(&quote.id));
    assert!(
        matches!(stale, Refusal::ClosingQuoteStale { .. }),
        "{stale}"
    );
    assert_eq!(world.standing("ann"), CustomerState::Open);
    world.reverse(&spend);
    let quote = world.quote_closing("ann").unwrap();
    let Answer::ClosingQuote(read) = world.ok(begin(&quote.id)) else {
        panic!("no quote")
    };
    assert_eq!(read.payments, quote.payments);
    assert_eq!(world.standing("ann"), CustomerState::Frozen);
    // The freeze itself changed nothing that was quoted.
    let acts = world.rows.audit_log.len();
    world.ok(begin(&quote.id));
    assert_eq!(world.rows.audit_log.len(), acts, "it was frozen already");
    let refund = world.refund(payment);
    let refused = world.refused(close_by("ann", &quote.id, true));
    assert!(matches!(refused, Refusal::OpenBusiness { .. }), "{refused}");
    world.succeed(refund.id);
    let closed = world.close("ann", false).unwrap();
    assert!(closed.forfeited.is_zero());
}

/// What would be lost is confirmed before the freeze; the credits and the bonus that a refund takes are not lost.
#[test]
fn a_closing_freezes_nothing_when_a_forfeit_is_not_confirmed() {
    let mut world = World::new();
    world.buy("ann", "bonus-100", 1);
    let begin = |world: &mut World, confirm_forfeit| BeginClosing {
        customer: customer("ann"),
        quote: world.quote_closing("ann").unwrap().id,
        confirm_forfeit,
    };
    let mut given_back = world.clone();
    let all = begin(&mut given_back, false);
    given_back.ok(all);
    assert_eq!(given_back.standing("ann"), CustomerState::Frozen);
    world.grant("ann", Kind::Promotional, 1);
    let refused = begin(&mut world, false);
    let refused = world.refused(refused);
    assert!(
        matches!(refused, Refusal::ForfeitNotConfirmed { .. }),
        "{refused}"
    );
    assert_eq!(world.standing("ann"), CustomerState::Open);
    let confirmed = begin(&mut world, true);
    world.ok(confirmed);
    assert_eq!(world.standing("ann"), CustomerState::Frozen);
}
