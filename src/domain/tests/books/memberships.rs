//! Subscriptions and their months: begun, distributed on the monthly day, late, repeated.

use domain::{command::Answer, event::Event, kind::Kind, money::AMOUNT_MAX, refusal::Refusal};

use crate::{
    at, credits, customer,
    membership_verbs::{BASIC, PLUS, PRO, month_of, start_of},
    verbs::{idempotency_key, take},
    world::World,
};

/// A world on 31 January at noon.
pub(crate) fn january() -> World {
    let mut world = World::new();
    world.now = at("2026-01-31T12:00:00+09:00");
    world
}

#[test]
fn month_0_is_given_with_the_start() {
    let mut world = january();
    let it = world.subscribe("ann", BASIC);
    assert_eq!(world.has("ann"), 500);
    assert_eq!((it.next_month, it.credits), (1, credits(500)));
    assert_eq!(it.next_due_at, Some(at("2026-02-28T00:00:00+09:00")));
    let months = world.months(it.id);
    assert_eq!(
        (months[0].due_at, months[0].made_at),
        (world.now, world.now)
    );
    assert!(!months[0].is_late());
    let lot = &world.rows.lots[&months[0].lot.unwrap()];
    assert_eq!(lot.kind, Kind::Membership);
    assert_eq!(
        lot.reason.as_deref(),
        Some(format!("month 0 of {}", it.id).as_str())
    );
    assert_eq!(lot.expires_at, at("2026-03-03T00:00:00+09:00"));
    assert_eq!(lot.policy, "2025-07-17");
}

#[test]
fn a_plan_must_be_in_the_catalogue_and_is_taken_once() {
    let mut world = january();
    assert_eq!(
        world.refused(start_of("ann", "gold")),
        Refusal::NoPlan {
            plan: "gold".to_owned(),
            known: [BASIC, PRO, PLUS].map(str::to_owned).to_vec()
        }
    );
    let it = world.subscribe("ann", BASIC);
    assert_eq!(
        world.refused(start_of("ann", BASIC)),
        Refusal::AlreadySubscribed {
            plan: BASIC.to_owned(),
            other: it.id
        }
    );
    world.subscribe("ann", PRO);
    world.subscribe("bob", BASIC);
    world.end(it.id);
}

/// Started, ended and started again: each start would give a month.
#[test]
fn a_plan_begins_again_when_the_month_that_was_given_has_run() {
    let mut world = january();
    let it = world.subscribe("ann", BASIC);
    let until = at("2026-02-28T00:00:00+09:00");
    let runs = Refusal::MonthRuns {
        plan: BASIC.to_owned(),
        subscription: it.id,
        until,
    };
    // Nor by way of another plan.
    world.move_to(it.id, PRO);
    assert_eq!(world.refused(start_of("ann", BASIC)), runs);
    world.end(it.id);
    world.now = until - chrono::Duration::microseconds(1);
    assert_eq!(world.refused(start_of("ann", BASIC)), runs);
    world.subscribe("ann", PRO);
    world.subscribe("bob", BASIC);
    world.now = until;
    let again = world.subscribe("ann", BASIC);
    // A month that was skipped gave nothing.
    world.pause(again.id);
    world.now = at("2026-03-28T00:00:00+09:00");
    world.end(again.id);
    world.subscribe("ann", BASIC);
    assert_eq!(world.months(it.id).len(), 1);
}

#[test]
fn a_month_is_given_on_its_day_and_not_a_microsecond_before() {
    let mut world = january();
    let it = world.subscribe("ann", BASIC);
    world.now = at("2026-02-27T23:59:59.999999+09:00");
    assert_eq!(
        world.refused(month_of(&it, 1)),
        Refusal::MonthNotDue {
            subscription: it.id,
            month: 1,
            next: 1,
            due_at: at("2026-02-28T00:00:00+09:00")
        }
    );
    world.now = at("2026-02-28T00:00:00+09:00");
    world.ok(month_of(&it, 1));
    assert_eq!(world.has("ann"), 1_000);
    let again = world.subscription(it.id);
    assert_eq!(again.next_due_at, Some(at("2026-03-31T00:00:00+09:00")));
}

#[test]
fn a_month_that_is_asked_for_twice_is_given_once() {
    let mut world = january();
    let it = world.subscribe("ann", BASIC);
    world.now = at("2026-04-30T12:00:00+09:00");
    let batch = [(); 3]
        .map(|()| domain::command::Command::new(month_of(&it, 1), domain::actor::Actor::Worker));
    assert!(world.run(&batch).iter().all(Result::is_ok));
    assert_eq!(world.months(it.id).len(), 2);
    // Another gateway's sweep saw the same months, and its clock is behind.
    world.ok(month_of(&it, 0));
    world.now = at("2026-02-28T00:00:00+09:00");
    world.ok(month_of(&it, 1));
    assert!(matches!(
        world.refused(month_of(&it, 2)),
        Refusal::MonthNotDue { month: 2, .. }
    ));
    assert!(matches!(
        world.refused(month_of(&it, 9)),
        Refusal::MonthNotDue { month: 9, .. }
    ));
    assert_eq!(world.months(it.id).len(), 2);
}

#[test]
fn missed_months_are_made_up_one_lot_each_with_30_days_and_say_so() {
    let mut world = january();
    let it = world.subscribe("ann", BASIC);
    world.now = at("2026-04-30T09:00:00+09:00");
    assert_eq!(world.distribute(), 3);
    let months = world.months(it.id);
    let late: Vec<bool> = months
        .iter()
        .map(domain::membership::Distribution::is_late)
        .collect();
    // The month of today is not late: its credits live as long as if it had been given at midnight.
    assert_eq!(late, [false, true, true, false]);
    for made in &months[1..] {
        let lot = &world.rows.lots[&made.lot.unwrap()];
        assert_eq!(lot.expires_at, at("2026-05-31T00:00:00+09:00"), "{made:?}");
    }
    let told: Vec<(i64, bool)> = world
        .rows
        .events
        .iter()
        .filter_map(|record| match &record.event {
            Event::MembershipDistributed(body) => Some((body.month, body.late)),
            _ => None,
        })
        .collect();
    assert_eq!(told, [(0, false), (1, true), (2, true), (3, false)]);
    assert_eq!(world.distribute(), 0);
}

#[test]
fn a_start_is_repeated_under_its_key_without_a_second_subscription() {
    let mut world = january();
    let command = domain::command::Command::new(start_of("ann", BASIC), crate::person("shop"))
        .under_key(Some(idempotency_key("k", "start")));
    let first = take!(world.send(&command).unwrap().answer, Subscription);
    world.pass_days(40);
    world.distribute();
    let again = world.send(&command).unwrap();
    assert!(again.replayed);
    assert_eq!(take!(again.answer, Subscription), first);
    assert_eq!(world.rows.subscriptions.len(), 1);
}

#[test]
fn a_month_that_would_pass_the_largest_amount_is_skipped_by_name() {
    let mut world = january();
    let it = world.subscribe("ann", BASIC);
    world.grant("ann", Kind::Promotional, AMOUNT_MAX - 999);
    world.now = at("2026-02-28T00:00:00+09:00");
    assert_eq!(world.distribute(), 1);
    let made = &world.months(it.id)[1];
    assert_eq!(
        (made.lot, made.skipped),
        (None, Some(domain::membership::Skipped::TooManyCredits))
    );
    world.end(it.id);
}

#[test]
fn the_credits_of_a_month_pay_debts_like_any_credits() {
    let mut world = january();
    let payment = world.buy("ann", "direct-100", 1);
    world.spend("ann", 60);
    world.cancel_outside(payment, 1_000);
    world.subscribe("ann", BASIC);
    assert_eq!((world.has("ann"), world.owed("ann")), (440, 0));
}

#[test]
fn another_customers_subscription_is_none() {
    let mut world = january();
    let mut it = world.subscribe("ann", BASIC);
    it.customer = customer("bob");
    assert_eq!(
        world.refused(month_of(&it, 0)),
        Refusal::NoSubscription(it.id)
    );
}
