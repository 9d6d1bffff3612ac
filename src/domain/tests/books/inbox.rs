//! Webhooks: stored once, believed only as far as they may be.

use chrono::TimeDelta;
use domain::{
    books::deposits::{HintOrder, ReceiveWebhook, Then},
    command::Answer,
    effects::Job,
    inbox::Body,
};

use crate::{customer, verbs::nobody_s, world::World};

fn duplicate(answer: &Answer) -> bool {
    matches!(answer, Answer::Receipt(receipt) if receipt.duplicate)
}

#[test]
fn the_same_event_is_stored_once_and_acted_on_once() {
    let mut world = World::new();
    world.bank_order("ann", "direct-100", "HONG1");
    let movement = world.movement("HONG1", 1_000);
    let webhook = world.webhook(Then::Deposit(movement));
    assert!(!duplicate(&world.ok(webhook.clone())));
    let before = world.rows.clone();
    assert!(duplicate(&world.ok(webhook)));
    assert_eq!(world.rows, before);
}

#[test]
fn a_hint_queues_one_look_up_and_mints_nothing() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    for _ in 0..3 {
        let hint = world.webhook(Then::Look {
            customer: customer("ann"),
            order,
        });
        world.ok(hint);
    }
    assert_eq!(world.rows.jobs.len(), 1);
    assert!(world.rows.jobs.contains_key(&Job::SettleOrder(order)));
    assert!(
        world
            .rows
            .received
            .iter()
            .all(|received| received.effect.contains("was queued"))
    );
    assert!(world.rows.lots.is_empty());
}

#[test]
fn a_hint_about_an_unknown_order_is_kept_with_the_reason() {
    let mut world = World::new();
    let (order, ..) = nobody_s(&mut world);
    let hint = world.webhook(Then::Look {
        customer: customer("ann"),
        order,
    });
    world.ok(hint);
    assert_eq!(world.rows.received[0].effect, format!("no order {order}"));
    assert!(world.rows.jobs.is_empty());
}

#[test]
fn what_is_not_believed_is_only_stored() {
    let mut world = World::new();
    let webhook = world.webhook(Then::Nothing);
    world.ok(webhook);
    assert_eq!(
        (
            world.rows.received.len(),
            world.rows.received[0].effect.as_str()
        ),
        (1, "stored")
    );
}

#[test]
fn a_refused_webhook_may_come_again() {
    let mut world = World::new();
    world.bank_order("ann", "direct-100", "HONG1");
    let movement = world.movement("HONG1", 1_000);
    let reversal = world.reversal(&movement.key);
    world.try_to(reversal.clone()).unwrap_err();
    assert!(world.rows.received.is_empty());
    world.arrives(movement);
    let ReceiveWebhook {
        received,
        then: Then::DepositReversed { provider, key, .. },
    } = reversal
    else {
        unreachable!()
    };
    let then = Then::DepositReversed {
        customer: Some(customer("ann")),
        provider,
        key,
    };
    assert!(!duplicate(&world.ok(ReceiveWebhook { received, then })));
    assert_eq!(world.has("ann"), 0);
}

#[test]
fn a_body_is_kept_whole_and_printed_by_its_length() {
    for (bytes, printed) in [
        (&b"{\"secret\":1}"[..], "Text(12 bytes)"),
        (b"\0\xff", "Hex(4 bytes)"),
    ] {
        let body = Body::of(bytes);
        assert_eq!(body.bytes().unwrap(), bytes);
        assert_eq!(format!("{body:?}"), printed);
    }
}

#[test]
fn hints_of_an_order_are_looked_up_ten_seconds_apart() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let start = world.now;
    let hint = || HintOrder {
        customer: customer("ann"),
        order,
        queued: true,
    };
    // When it comes, in seconds, and when the look-up follows.
    for (comes, followed) in [
        (0, 0),
        (1, 10),
        (9, 10),
        (10, 20),
        (15, 20),
        (40, 40),
        (49, 50),
    ] {
        world.rows.jobs.clear();
        world.now = start + TimeDelta::seconds(comes);
        world.ok(hint());
        let run_at = world.rows.jobs.values().next().unwrap().run_at;
        assert_eq!(run_at, start + TimeDelta::seconds(followed), "{comes}");
    }
}
