//! The effect of snapshots on orders: the only place where credits are minted.

use chrono::Duration;
use domain::{
    asking::A_YEAR,
    books::{
        observe::ObservePayment,
        orders::{CancelOrder, ExpireOrder},
    },
    effects::Job,
    event::EventKind,
    failure::Failure,
    order::{DepositInstructions, OrderState},
    payment::{Snapshot, Standing},
};

use crate::{at, customer, verbs::BANK, won, world::World};

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

type Disagreement = fn(&mut Snapshot);

/// Ways in which a paid snapshot can disagree with its order.
const DISAGREEING: [(&str, Disagreement); 5] = [
    ("amount", |snapshot| snapshot.amount = won(999)),
    ("currency", |snapshot| {
        "USD".clone_into(&mut snapshot.currency);
    }),
    ("order", |snapshot| {
        "ord_other".clone_into(&mut snapshot.order_ref);
    }),
    ("payment key", |snapshot| {
        "another".clone_into(&mut snapshot.payment_key);
    }),
    ("provider", |snapshot| snapshot.provider = BANK),
];

#[test]
fn a_payment_that_disagrees_is_parked_and_mints_nothing_until_the_provider_agrees() {
    for (what, disagree) in DISAGREEING {
        let mut world = World::new();
        let order = world.open("ann", "direct-100", 1);
        let right = world.paid(order);
        let mut wrong = right.clone();
        disagree(&mut wrong);
        assert!(!world.observe(order, wrong.clone()), "{what}");
        assert_eq!(world.state(order), OrderState::Mismatched, "{what}");
        assert_eq!(
            world.rows.events.last().unwrap().event.kind(),
            EventKind::OrderMismatched
        );
        let before = world.rows.clone();
        assert!(!world.observe(order, wrong), "{what}");
        assert_eq!(world.rows, before, "{what}");
        assert!(world.rows.lots.is_empty());
        assert!(
            world.observe(order, right),
            "{what}: the provider agrees now"
        );
        assert_eq!(
            (world.state(order), world.has("ann")),
            (OrderState::Completed, 100)
        );
    }
}

#[test]
fn money_after_the_order_was_cancelled_is_parked() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    world.ok(CancelOrder {
        customer: customer("ann"),
        order,
        note: String::new(),
    });
    assert!(!world.observe(order, world.paid(order)));
    assert_eq!(world.state(order), OrderState::Mismatched);
}

#[test]
fn money_after_the_customer_closed_is_parked() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    world.pass_days(1);
    world.ok(ExpireOrder {
        customer: customer("ann"),
        order,
    });
    world.close("ann", false).unwrap();
    assert!(!world.observe(order, world.paid(order)));
    assert_eq!(world.state(order), OrderState::Mismatched);
}

#[test]
fn money_for_an_order_that_ran_out_or_failed_still_buys_what_was_ordered() {
    let mut world = World::new();
    for standing in [
        Standing::Expired,
        Standing::Failed(Failure::new("X", "declined")),
    ] {
        let order = world.open("ann", "direct-100", 1);
        world.observe_standing(order, standing);
        assert!(!world.state(order).is_open());
        assert!(world.observe(order, world.paid(order)));
    }
    assert_eq!(world.has("ann"), 200);
}

#[test]
fn nothing_is_concluded_from_pending_or_unknown_words() {
    let mut world = World::new();
    let open = world.open("ann", "direct-100", 1);
    let done = world.open("ann", "direct-100", 1);
    world.observe(done, world.paid(done));
    let before = world.rows.clone();
    for order in [open, done] {
        world.observe_standing(order, Standing::Pending);
        world.observe_standing(
            order,
            Standing::Unknown {
                word: "HALF_DONE".to_owned(),
            },
        );
    }
    assert_eq!(world.rows, before);
}

#[test]
fn each_end_without_payment_has_its_state() {
    let mut world = World::new();
    for (standing, state) in [
        (
            Standing::Failed(Failure::new("REJECT", "no funds")),
            OrderState::Failed,
        ),
        (Standing::Voided, OrderState::Cancelled),
        (Standing::Expired, OrderState::Expired),
    ] {
        let order = world.open("ann", "direct-100", 1);
        world.observe_standing(order, standing.clone());
        assert_eq!(world.state(order), state);
        let before = world.rows.clone();
        world.observe_standing(order, standing);
        assert_eq!(world.rows, before);
    }
}

#[test]
fn a_virtual_account_waits_until_its_own_due_time() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let due_at = world.now + Duration::days(3);
    let account = DepositInstructions {
        bank: "088".to_owned(),
        account_number: "110".to_owned(),
        holder: None,
        due_at,
    };
    let mut waiting = Snapshot {
        standing: Standing::AwaitingDeposit,
        ..world.paid(order)
    };
    waiting.deposit = Some(account);
    waiting.webhook_secret = Some("ps_1".to_owned());
    world.observe(order, waiting.clone());
    assert_eq!(
        (world.state(order), world.order(order).expires_at),
        (OrderState::AwaitingDeposit, due_at)
    );
    assert_eq!(
        world
            .order(order)
            .session
            .as_ref()
            .unwrap()
            .webhook_secret
            .as_deref(),
        Some("ps_1")
    );
    let before = world.rows.clone();
    world.observe(order, waiting.clone());
    assert_eq!(world.rows, before);
    world.now = due_at;
    world.ok(ExpireOrder {
        customer: customer("ann"),
        order,
    });
    world.observe(order, waiting);
    assert_eq!(world.state(order), OrderState::Expired);
}

#[test]
fn a_contradiction_of_a_completed_order_is_told_once_and_moves_nothing() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let order = world.payment(payment).order;
    world.observe_standing(order, Standing::Expired);
    let told = |world: &World| {
        world
            .rows
            .events
            .iter()
            .filter(|event| event.event.kind() == EventKind::OrderContradicted)
            .count()
    };
    assert_eq!(
        (told(&world), world.state(order), world.has("ann")),
        (1, OrderState::Completed, 100)
    );
    world.observe_standing(order, Standing::Expired);
    assert_eq!(told(&world), 1);
    let second = Snapshot {
        payment_key: "second".to_owned(),
        ..world.paid(order)
    };
    assert!(!world.observe(order, second));
    assert_eq!((told(&world), world.has("ann")), (2, 100));
}

#[test]
fn an_answer_asked_for_before_the_deposit_was_booked_takes_nothing_back() {
    for standing in [Standing::AwaitingDeposit, Standing::Voided] {
        let mut world = World::new();
        let payment = world.buy("ann", "direct-100", 1);
        let order = world.payment(payment).order;
        let stale = ObservePayment {
            customer: customer("ann"),
            order,
            snapshot: Box::new(Snapshot {
                standing: standing.clone(),
                ..world.paid(order)
            }),
            asked_at: world.now - chrono::Duration::microseconds(1),
        };
        world.ok(stale);
        assert_eq!(world.has("ann"), 100, "{standing:?} was asked before");
        world.observe_standing(order, standing);
        assert_eq!(world.has("ann"), 0);
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
