//! Subscriptions paused, resumed, ended and moved to another plan.

use domain::{
    kind::Kind,
    membership::{Skipped, Subscription, SubscriptionState},
    refusal::Refusal,
};

use crate::{
    at, credits,
    membership_verbs::{BASIC, PRO, change_of, end_of},
    memberships::january,
    world::World,
};

/// Of each month, whether it was given, or why it was not.
fn outcomes(world: &World, it: &Subscription) -> Vec<Option<Skipped>> {
    world
        .months(it.id)
        .iter()
        .map(|made| made.skipped)
        .collect()
}

#[test]
fn months_that_become_due_during_a_pause_are_skipped_by_name() {
    for swept in [false, true] {
        let mut world = january();
        let it = world.subscribe("ann", BASIC);
        world.now = at("2026-03-10T00:00:00+09:00");
        // Month 1 was due before the pause, and no sweep had run.
        let paused = world.pause(it.id);
        assert_eq!(paused.reason.as_deref(), Some("the card was declined"));
        assert_eq!(world.months(it.id).len(), 2);
        world.now = at("2026-04-30T00:00:00+09:00");
        if swept {
            assert_eq!(world.distribute(), 2);
        }
        let resumed = world.resume(it.id);
        assert_eq!(resumed.state, SubscriptionState::Active);
        assert_eq!((resumed.reason, resumed.paused_at), (None, None));
        let paused = Some(Skipped::Paused);
        assert_eq!(
            outcomes(&world, &it),
            [None, None, paused, paused],
            "swept: {swept}"
        );
        assert_eq!(world.has("ann"), 0, "the credits of month 1 have ended");
        // The day stays that of the start.
        assert_eq!(resumed.next_due_at, Some(at("2026-05-31T00:00:00+09:00")));
        world.now = at("2026-05-31T00:00:00+09:00");
        world.distribute();
        assert_eq!(world.has("ann"), 500);
    }
}

#[test]
fn a_pause_within_a_month_skips_nothing() {
    let mut world = january();
    let it = world.subscribe("ann", BASIC);
    world.pass_days(3);
    world.pause(it.id);
    world.pass_days(3);
    world.resume(it.id);
    world.now = at("2026-02-28T00:00:00+09:00");
    world.distribute();
    assert_eq!(outcomes(&world, &it), [None, None]);
}

#[test]
fn the_end_gives_what_was_due_and_leaves_other_lots() {
    let mut world = january();
    let it = world.subscribe("ann", BASIC);
    world.grant("ann", Kind::Promotional, 60);
    world.buy("ann", "direct-100", 1);
    world.now = at("2026-02-28T01:00:00+09:00");
    let ended = world.end(it.id);
    assert_eq!(
        (ended.state, ended.next_due_at),
        (SubscriptionState::Ended, None)
    );
    assert_eq!(world.months(it.id).len(), 2);
    assert_eq!(world.has("ann"), 1_160);
    world.now = at("2026-03-31T00:00:00+09:00");
    assert_eq!(world.distribute(), 0);
    assert_eq!(
        world.has("ann"),
        160,
        "the membership's own credits lived out their 30 days"
    );
    assert_eq!(
        world.refused(end_of(&ended)),
        Refusal::SubscriptionIs {
            subscription: it.id,
            state: SubscriptionState::Ended
        }
    );
    world.ok(crate::membership_verbs::month_of(&ended, 2));
    assert_eq!(world.months(it.id).len(), 2);
}

#[test]
fn another_plan_counts_from_the_next_month_on() {
    let mut world = january();
    let it = world.subscribe("ann", BASIC);
    world.now = at("2026-03-10T00:00:00+09:00");
    let moved = world.move_to(it.id, PRO);
    assert_eq!((moved.plan.as_str(), moved.credits), (PRO, credits(2_000)));
    world.now = at("2026-03-31T00:00:00+09:00");
    world.distribute();
    let months = world.months(it.id);
    let given: Vec<(&str, i64)> = months
        .iter()
        .map(|made| (made.plan.as_str(), made.credits.get()))
        .collect();
    // Month 1 was due before the change.
    assert_eq!(given, [(BASIC, 500), (BASIC, 500), (PRO, 2_000)]);
}

#[test]
fn a_plan_that_is_taken_or_unknown_is_not_changed_to() {
    let mut world = january();
    let it = world.subscribe("ann", BASIC);
    let other = world.subscribe("ann", PRO);
    assert_eq!(
        world.refused(change_of(&it, PRO)),
        Refusal::AlreadySubscribed {
            plan: PRO.to_owned(),
            other: other.id
        }
    );
    assert!(matches!(
        world.refused(change_of(&it, "gold")),
        Refusal::NoPlan { .. }
    ));
    // The same plan anew: with the credits that it has now.
    assert_eq!(world.move_to(it.id, BASIC).credits, credits(500));
}

#[test]
fn only_an_active_one_is_paused_and_only_a_paused_one_resumed() {
    use domain::books::memberships::{PauseSubscription, ResumeSubscription};
    let mut world = january();
    let it = world.subscribe("ann", BASIC);
    let (customer, subscription) = (it.customer.clone(), it.id);
    let refused = |state| Refusal::SubscriptionIs {
        subscription,
        state,
    };
    let resume = ResumeSubscription {
        customer: customer.clone(),
        subscription,
    };
    assert_eq!(world.refused(resume), refused(SubscriptionState::Active));
    world.pause(it.id);
    let pause = PauseSubscription {
        customer,
        subscription,
        reason: None,
    };
    assert_eq!(world.refused(pause), refused(SubscriptionState::Paused));
}

#[test]
fn closing_the_account_counts_what_is_due_and_ends_the_subscription() {
    let mut world = january();
    let it = world.subscribe("ann", BASIC);
    let paused = world.subscribe("ann", PRO);
    world.pause(paused.id);
    world.now = at("2026-02-28T12:00:00+09:00");
    assert_eq!(
        world.quote_closing("ann").unwrap().forfeited,
        credits(3_000)
    );
    let closed = world.close("ann", true).unwrap();
    assert_eq!(closed.forfeited, credits(3_000));
    for id in [it.id, paused.id] {
        let ended = world.subscription(id);
        assert_eq!(ended.state, SubscriptionState::Ended);
        assert_eq!(ended.reason.as_deref(), Some("the account was closed"));
    }
    world.pass_days(100);
    assert_eq!(world.distribute(), 0);
}

/// What becomes due at an instant is settled before anything that is asked for at it: a month is given at the instant of a
/// pause or an end, and skipped at that of a resumption.
#[test]
fn a_stop_exactly_at_a_monthly_instant_comes_after_the_month() {
    let due = at("2026-02-28T00:00:00+09:00");
    let moment = chrono::Duration::microseconds(1);
    let paused = Some(Skipped::Paused);
    for (early, months) in [
        (true, vec![None, paused]),
        (false, vec![None, None, paused]),
    ] {
        let mut world = january();
        let it = world.subscribe("ann", BASIC);
        world.now = if early { due - moment } else { due };
        world.pause(it.id);
        world.now = if early {
            due
        } else {
            at("2026-03-31T00:00:00+09:00")
        };
        world.resume(it.id);
        assert_eq!(outcomes(&world, &it), months, "early: {early}");
        let next = world.subscription(it.id).next_due_at.unwrap();
        world.now = next - moment;
        assert_eq!(world.distribute(), 0);
        world.now = next;
        assert_eq!(world.distribute(), 1);
        assert_eq!(outcomes(&world, &it).last(), Some(&None));
    }
    for (at_end, months) in [(due - moment, 1), (due, 2), (due + moment, 2)] {
        let mut world = january();
        let it = world.subscribe("ann", BASIC);
        world.now = at_end;
        world.end(it.id);
        assert_eq!(world.months(it.id).len(), months, "{at_end}");
        world.now = at("2026-06-30T00:00:00+09:00");
        assert_eq!(world.distribute(), 0);
    }
}
