//! Reversed deposits that are asked about again.

use chrono::Duration;
use domain::{
    books::observe::ObservePayment,
    effects::Job,
    kind::Method,
    order::OrderState,
    payment::{Snapshot, Standing},
};

use crate::{
    customer,
    paid_again::{account_until, by_account, into_account, pay_again, reverse},
    won,
    world::World,
};

#[test]
fn a_reversed_deposit_is_asked_about_as_long_as_its_account_takes_money_and_rarely_after() {
    let mut world = World::new();
    let (order, _) = by_account(&mut world);
    let look = Job::SettleOrder(order);
    world.rows.jobs.clear();
    reverse(&mut world, order);
    let job = world.rows.jobs.remove(&look).unwrap();
    assert_eq!(job.run_at, world.now + Duration::hours(1));
    world.pass_days(8);
    reverse(&mut world, order);
    let job = world.rows.jobs.remove(&look).unwrap();
    assert!(job.run_at > world.now + Duration::days(1), "{job:?}");
}

/// Parked money that its bank took back: the account still accepts it, and a webhook may be lost.
#[test]
fn the_account_of_an_order_that_ended_is_asked_about_until_it_closes() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let due_at = world.now + Duration::days(2);
    let odd = Snapshot {
        amount: won(999),
        deposit: Some(account_until(due_at)),
        method: Method::VirtualAccount,
        ..world.paid(order)
    };
    world.observe(order, odd.clone());
    let gone = Snapshot {
        standing: Standing::AwaitingDeposit,
        ..odd
    };
    let job = Job::SettleOrder(order);
    world.rows.jobs.clear();
    world.observe(order, gone.clone());
    assert_eq!(world.state(order), OrderState::Expired);
    let again = world.rows.jobs.remove(&job).expect("asked again");
    assert_eq!(again.run_at, world.now + Duration::hours(1));
    world.now = due_at;
    world.observe(order, gone);
    assert!(!world.rows.jobs.contains_key(&job), "the account is closed");
}

#[test]
fn an_answer_asked_for_before_the_last_change_changes_nothing_and_is_asked_again() {
    let mut world = World::new();
    let (order, _) = by_account(&mut world);
    let paid = into_account(&world, order);
    let asked_at = world.now;
    world.pass(Duration::seconds(1));
    reverse(&mut world, order);
    world.rows.jobs.clear();
    let stale = |snapshot: Snapshot| ObservePayment {
        customer: customer("ann"),
        order,
        snapshot: Box::new(snapshot),
        asked_at,
    };
    world.ok(stale(paid));
    assert_eq!(world.has("ann"), 0);
    let look = Job::SettleOrder(order);
    assert_eq!(world.rows.jobs[&look].run_at, world.now);
    world.pass(Duration::seconds(1));
    pay_again(&mut world, order);
    let reversed = Snapshot {
        standing: Standing::AwaitingDeposit,
        ..into_account(&world, order)
    };
    world.ok(stale(reversed));
    assert_eq!(world.has("ann"), 100);
}
