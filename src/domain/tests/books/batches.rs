//! Many commands in one commit have the same effect as one by one.

use domain::{
    books::{
        Needs,
        observe::ObservePayment,
        orders::{BeginConfirmation, CancelOrder},
        refunds::RefundRoute,
    },
    command::{AnyChange, Command},
    effects::Job,
    kind::Kind,
    money::AMOUNT_MAX,
    payment::Snapshot,
    refusal::Refusal,
};

use crate::{
    credit_verbs::{grant_of, spend_of},
    credits, customer,
    money_verbs::request_of,
    person, won,
    world::World,
};

/// A batch of commands.
macro_rules! by_tester {
    ($($change:expr),+ $(,)?) => { [$(Command::any($change.into(), person("tester"))),+] };
}

#[test]
fn a_spend_beside_a_refund_of_the_lot_it_counted_on_takes_the_next_lot() {
    let mut world = World::new();
    let first = world.buy("ann", "package-1000", 1);
    let second = world.buy("ann", "direct-100", 1);
    let quote = world.quote(first);
    let answers = world.run(&by_tester![
        request_of(&quote, RefundRoute::Provider),
        spend_of("ann", 30),
    ]);
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!(world.lot(second).spent, credits(30));
}

#[test]
fn a_spend_beside_an_outside_cancel_takes_the_next_lots_in_order() {
    let mut world = World::new();
    let first = world.buy("ann", "package-1000", 1);
    let gift = world.grant("ann", Kind::Promotional, 20);
    let last = world.buy("ann", "direct-100", 1);
    let order = world.payment(first).order;
    let snapshot = Snapshot {
        cancelled: won(9_900),
        ..world.paid(order)
    };
    let taken = ObservePayment {
        customer: customer("ann"),
        order,
        snapshot: Box::new(snapshot),
        asked_at: world.now,
    };
    let answers = world.run(&by_tester![taken, spend_of("ann", 30)]);
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!(
        (world.rows.lots[&gift.id].spent, world.lot(last).spent),
        (credits(20), credits(10))
    );
}

#[test]
fn only_a_batch_that_takes_credits_away_loads_every_lot() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let order = world.payment(payment).order;
    let asked = |changes: Vec<AnyChange>| {
        let mut needs = Needs::default();
        for change in changes {
            let command = Command::any(change, person("tester"));
            command.needs(&mut needs);
        }
        needs
            .spendable
            .get(&customer("ann"))
            .map(|credits| credits.get())
    };
    let observed = |snapshot: Snapshot| ObservePayment {
        customer: customer("ann"),
        order,
        snapshot: Box::new(snapshot),
        asked_at: world.now,
    };
    let same = observed(world.paid(order));
    assert_eq!(asked(vec![same.clone().into()]), None);
    let cancelled = Snapshot {
        cancelled: won(1),
        ..world.paid(order)
    };
    // The debt is then set off against every lot.
    assert_eq!(asked(vec![observed(cancelled).into()]), Some(AMOUNT_MAX));
    assert_eq!(
        asked(vec![spend_of("ann", 3).into(), spend_of("ann", 4).into()]),
        Some(7)
    );
    assert_eq!(
        asked(vec![spend_of("ann", 3).into(), same.clone().into()]),
        Some(AMOUNT_MAX)
    );
    assert_eq!(
        asked(vec![same.clone().into(), spend_of("ann", 3).into()]),
        Some(AMOUNT_MAX)
    );
    assert_eq!(asked(vec![same.into(), spend_of("bob", 3).into()]), None);
}

#[test]
fn what_a_command_of_a_batch_mints_the_next_one_spends() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let paid = ObservePayment {
        customer: customer("ann"),
        order,
        snapshot: Box::new(world.paid(order)),
        asked_at: world.now,
    };
    let answers = world.run(&by_tester![
        spend_of("ann", 100),
        paid.clone(),
        spend_of("ann", 100),
        paid,
    ]);
    assert!(answers[0].is_err() && answers[1].is_ok() && answers[2].is_ok() && answers[3].is_ok());
    assert_eq!((world.has("ann"), world.rows.lots.len()), (0, 1));
}

#[test]
fn a_refused_command_touches_only_itself() {
    let mut world = World::new();
    world.grant("ann", Kind::Promotional, 50);
    let mut alone = world.clone();
    let answers = world.run(&by_tester![
        spend_of("ann", 30),
        spend_of("ann", 21),
        spend_of("ann", 20),
    ]);
    assert_eq!(
        answers[1],
        Err(Refusal::InsufficientCredits {
            asked: credits(21),
            available: credits(20)
        })
    );
    alone.run(&by_tester![spend_of("ann", 30), spend_of("ann", 20)]);
    assert_eq!(world.rows, alone.rows);
}

#[test]
fn the_balance_told_does_not_depend_on_neighbours() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let paid = ObservePayment {
        customer: customer("ann"),
        order,
        snapshot: Box::new(world.paid(order)),
        asked_at: world.now,
    };
    let mut beside = world.clone();
    let alone = world.run(&by_tester![paid.clone()]).remove(0).unwrap();
    let together = beside
        .run(&by_tester![paid, grant_of("ann", Kind::Promotional, 5)])
        .remove(0)
        .unwrap();
    assert_eq!((alone.balance, together.balance), (None, None));
}

#[test]
fn an_order_a_neighbour_brought_along_is_not_told_to_be_paid_late() {
    let mut world = World::new();
    let order = world.bank_order("ann", "direct-100", "HONG1");
    let cancel = CancelOrder {
        customer: customer("ann"),
        order,
        note: String::new(),
    };
    world.ok(cancel.clone());
    world.pass_days(40);
    let movement = world.movement("HONG1", 1_000);
    let webhook = world.webhook(domain::books::deposits::Then::Deposit(movement));
    world.run(&by_tester![cancel, webhook]);
    assert_eq!(
        world.rows.deposits.values().next().unwrap().state,
        domain::deposit::DepositState::Unmatched
    );
}

#[test]
fn hints_of_one_batch_queue_one_look_up() {
    let mut world = World::new();
    let order = world.open("ann", "direct-100", 1);
    let confirming = BeginConfirmation {
        customer: customer("ann"),
        order,
        query: std::collections::BTreeMap::default(),
    };
    let hint = world.webhook(domain::books::deposits::Then::Look {
        customer: customer("ann"),
        order,
    });
    world.run(&by_tester![confirming, hint]);
    let job = &world.rows.jobs[&Job::SettleOrder(order)];
    assert_eq!((world.rows.jobs.len(), job.run_at), (1, world.now));
}
