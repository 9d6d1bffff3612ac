//! Thresholds of a customer's available credits: what counts as a fall, and that each is reported once.

use chrono::Duration;
use domain::{
    books::customers::BookExpiry, command::Command, effects::AuditAct, kind::Kind,
    payment::Snapshot, refusal::Refusal,
};
use proptest::{collection::vec, prelude::*};

use crate::{
    credit_verbs::spend_of, customer, person, threshold_verbs::thresholds_of,
    verbs::idempotency_key, won, world::World,
};

/// Ann has 100 credits that end in 90 days, and is watched.
fn watched(thresholds: &[i64]) -> World {
    let mut world = World::new();
    world.grant("ann", Kind::Promotional, 100);
    world.ok(thresholds_of("ann", thresholds));
    world
}

#[test]
fn a_fall_below_a_threshold_is_reported_once_and_again_after_it_rose() {
    let mut world = watched(&[50, 20]);
    let first = world.spend("ann", 50);
    assert_eq!(world.lows(), [], "at the threshold is not below it");
    world.spend("ann", 1);
    assert_eq!(world.lows(), [(50, 50, 49)]);
    world.spend("ann", 9);
    world.grant("ann", Kind::Promotional, 5);
    world.spend("ann", 5);
    assert_eq!(world.lows().len(), 1, "it stayed below");
    world.reverse(&first);
    world.spend("ann", 80);
    assert_eq!(world.lows(), [(50, 50, 49), (50, 90, 10), (20, 90, 10)]);
}

#[test]
fn a_threshold_above_the_balance_waits_until_it_was_reached() {
    let mut world = watched(&[150]);
    world.spend("ann", 10);
    assert_eq!(world.lows(), []);
    world.grant("ann", Kind::Promotional, 60);
    world.spend("ann", 1);
    assert_eq!(world.lows(), [(150, 150, 149)]);
}

#[test]
fn whatever_takes_credits_counts() {
    let mut world = watched(&[60]);
    let until = world.now + Duration::hours(1);
    let hold = world.hold("ann", 50, until);
    assert_eq!(world.lows(), [(60, 100, 50)]);
    // What was set aside is gone already: its use takes nothing more.
    world.capture(&hold, Some(10));
    assert_eq!(world.lows().len(), 1);
    let payment = world.buy("ann", "direct-1000", 1);
    let refund = world.refund(payment);
    assert_eq!(world.lows().len(), 1, "90 are left");
    world.decline(refund.id);
    world.ok(thresholds_of("ann", &[1_000]));
    world.refund(payment);
    assert_eq!(world.lows()[1..], [(1_000, 1_090, 90)]);
}

#[test]
fn what_others_take_back_and_the_debt_that_it_leaves_count() {
    let mut world = watched(&[150, 60]);
    let payment = world.buy("ann", "direct-100", 1);
    world.spend("ann", 120);
    assert_eq!(world.lows(), [(150, 200, 80)]);
    let order = world.payment(payment).order;
    let cancelled = Snapshot {
        cancelled: won(1_000),
        ..world.paid(order)
    };
    world.observe(order, cancelled);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 20));
    assert_eq!(world.lows()[1..], [(60, 80, 0)]);
    // What comes pays the debt first: nothing rose that could fall.
    world.grant("ann", Kind::Promotional, 70);
    assert_eq!((world.has("ann"), world.lows().len()), (50, 2));
}

#[test]
fn the_end_of_a_lot_counts_when_it_is_booked() {
    let mut world = watched(&[50]);
    world.pass_days(100);
    assert_eq!((world.has("ann"), world.lows()), (0, vec![]));
    world.grant("ann", Kind::Promotional, 10);
    world.spend("ann", 5);
    assert_eq!(world.lows(), [], "the ledger has 105 available");
    let ann = || BookExpiry {
        customer: customer("ann"),
    };
    world.ok(ann());
    assert_eq!(world.lows(), [(50, 105, 5)]);
    world.ok(ann());
    assert_eq!(world.lows().len(), 1);
}

#[test]
fn a_closing_reports_nothing_low() {
    let mut world = watched(&[50]);
    world.close("ann", true).unwrap();
    assert_eq!(world.lows(), []);
    assert_eq!(
        world.refused(thresholds_of("ann", &[5])),
        Refusal::CustomerClosed(customer("ann"))
    );
}

#[test]
fn a_repetition_and_a_refusal_report_nothing() {
    let mut world = watched(&[50]);
    let key = Some(idempotency_key("k", "the request"));
    let spend = Command::new(spend_of("ann", 60), person("life")).under_key(key);
    world.send(&spend).unwrap();
    assert!(world.send(&spend).unwrap().replayed);
    world.refused(spend_of("ann", 41));
    assert_eq!(world.lows(), [(50, 100, 40)]);
}

#[test]
fn the_commands_of_a_batch_are_judged_one_after_the_other() {
    let mut world = World::new();
    world.grant("ann", Kind::Promotional, 100);
    let batch = [
        Command::any(spend_of("ann", 30).into(), person("a")),
        Command::any(thresholds_of("ann", &[60, 30]).into(), person("a")),
        Command::any(spend_of("ann", 200).into(), person("a")),
        Command::any(spend_of("ann", 11).into(), person("a")),
        Command::any(spend_of("ann", 9).into(), person("a")),
        Command::any(spend_of("ann", 40).into(), person("a")),
    ];
    let answers = world.run(&batch);
    assert!(answers[2].is_err());
    assert_eq!(world.lows(), [(60, 70, 59), (30, 50, 10)]);
}

#[test]
fn the_same_thresholds_again_change_nothing() {
    let mut world = watched(&[50, 20]);
    let told = |world: &World| {
        let acts = world.rows.audit_log.iter();
        let acts = acts.filter(|act| act.act == AuditAct::CustomerThresholds);
        acts.map(|act| act.detail.clone()).collect::<Vec<_>>()
    };
    world.ok(thresholds_of("ann", &[20, 50]));
    assert_eq!(told(&world), ["20, 50; number 1, after entry 1"]);
    world.spend("ann", 1);
    world.ok(thresholds_of("ann", &[]));
    assert_eq!(told(&world)[1..], ["none; number 2, after entry 2"]);
    world.spend("ann", 99);
    assert_eq!(world.lows(), []);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Against a plain walk over the balances: the world's audit compares each single command with a recount as well.
    #[test]
    fn each_fall_is_reported_once(
        thresholds in vec(1..120_i64, 1..5),
        steps in vec((any::<bool>(), 1..60_i64), 1..60),
    ) {
        let mut thresholds = thresholds;
        thresholds.sort_unstable();
        thresholds.dedup();
        let mut world = watched(&thresholds);
        let (mut has, mut expected) = (100, Vec::new());
        for (comes, some) in steps {
            let before = has;
            if comes {
                world.grant("ann", Kind::Promotional, some);
                has += some;
            } else if world.try_to(spend_of("ann", some)).is_ok() {
                has -= some;
            }
            let fallen = thresholds.iter().rev().filter(|it| before >= **it && **it > has);
            expected.extend(fallen.map(|it| (*it, before, has)));
        }
        prop_assert_eq!(world.lows(), expected);
    }
}
