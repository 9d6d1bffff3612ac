//! The effect of snapshots on orders: the only place where credits are minted.

use chrono::Duration;
use domain::{asking::A_YEAR, books::observe::ObservePayment, effects::Job, payment::Snapshot};

use crate::{at, customer, won, world::World};

#[test]
fn a_second_identical_snapshot_mints_nothing() {
    let mut world = World::new();
    let order = world.open("ann", "direct-1000", 1);
    let paid = world.paid(order);
    assert!(world.observe(order, paid.clone()));
    let before = world.rows.clone();
    world.pass_days(1);
    assert!(!world.observe(order, paid));
    assert_eq!(world.rows, before);
    assert_eq!(world.has("ann"), 1_000);
}

#[test]
fn what_is_paid_is_asked_about_again_until_the_last_look() {
    let mut world = World::new();
    let order = world.open("ann", "direct-1000", 1);
    let paid = world.paid(order);
    world.observe(order, paid.clone());
    let paid_at = world.rows.payments.values().next().unwrap().paid_at;
    let look = Job::SettleOrder(order);
    let mut days = Vec::new();
    while let Some(job) = world.rows.jobs.remove(&look) {
        days.push((job.run_at - paid_at).num_days());
        world.now = job.run_at;
        world.observe(order, paid.clone());
    }
    assert_eq!(days[..6], [1, 3, 8, 15, 29, 43]);
    assert_eq!((days.len(), days.last()), (30, Some(&A_YEAR.last_day)));
    let longest = days.windows(2).map(|pair| pair[1] - pair[0]).max();
    assert_eq!(longest, Some(A_YEAR.every_days));
}

/// A slow look-up returned an old state after the next one was due.
#[test]
fn an_old_answer_stands_for_no_look_that_came_due_meanwhile() {
    let mut world = World::new();
    let order = world.open("ann", "direct-1000", 1);
    let paid = world.paid(order);
    world.observe(order, paid.clone());
    let look = Job::SettleOrder(order);
    let first = world.rows.jobs.remove(&look).unwrap();
    world.now = first.run_at;
    world.ok(ObservePayment {
        customer: customer("ann"),
        order,
        snapshot: Box::new(paid),
        asked_at: first.run_at - Duration::microseconds(1),
    });
    assert_eq!(world.rows.jobs[&look].run_at, first.run_at);
}

#[test]
fn credits_live_as_long_as_the_order_promised() {
    let mut world = World::new();
    world.now = at("2026-01-31T23:59:59+09:00");
    for (product, quantity, expires) in [
        ("direct-100", 1, "2027-02-01T00:00:00+09:00"),
        ("package-1000", 1, "2026-03-01T00:00:00+09:00"),
        ("package-1000", 12, "2027-02-01T00:00:00+09:00"),
    ] {
        let payment = world.buy("ann", product, quantity);
        assert_eq!(
            world.lot(payment).expires_at,
            at(expires),
            "{product} × {quantity}"
        );
    }
}

#[test]
fn a_payment_from_the_future_is_taken_as_paid_now() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let paid = Snapshot {
        paid_at: Some(world.now + Duration::days(9)),
        ..world.paid(order)
    };
    world.observe(order, paid);
    let payment = world.order(order).payment.unwrap();
    assert_eq!(world.payment(payment).paid_at, world.now);
}

#[test]
fn the_tax_split_is_ours_where_the_provider_tells_none() {
    let mut world = World::new();
    let payment = world.buy("ann", "odd-7", 1);
    let tax = world.payment(payment).tax;
    assert_eq!(
        (tax.supplied, tax.vat, tax.tax_free),
        (won(463), won(46), won(500))
    );
}
