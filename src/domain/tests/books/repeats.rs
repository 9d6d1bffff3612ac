//! Movements that several sources report: money is counted once, whatever else reports it.

use chrono::Duration;
use domain::{
    books::{
        Needs,
        deposits::Then,
        repeats::{MarkNewMoney, MarkRepeat},
    },
    command::Command,
    deposit::{Deposit, DepositState, Movement, PrintedName, Reporter, Source},
    refusal::Refusal,
};

use crate::{customer, doubts::in_doubt, person, won, world::World};

pub(crate) fn statement() -> Source {
    Source::new(Reporter::Statement, "12ab-s")
}

fn repeat(deposit: &Deposit, of: &Deposit) -> MarkRepeat {
    MarkRepeat {
        deposit: deposit.id,
        of: of.id,
        reason: "the bank lists one".to_owned(),
    }
}

pub(crate) fn new_money(deposit: &Deposit) -> MarkNewMoney {
    MarkNewMoney {
        deposit: deposit.id,
        account: deposit.movement.account.clone(),
        name: PrintedName(deposit.movement.name.clone()),
        reason: "the bank lists two".to_owned(),
    }
}

#[test]
fn money_told_again_pays_nothing_and_is_told_to_nobody() {
    let mut world = World::new();
    world.bank_order("ann", "direct-100", "HONG1");
    let first = world.deposit("HONG1", 1_000);
    world.bank_order("bob", "direct-100", "HONG1");
    let events = world.rows.events.len();
    let again = Movement {
        source: statement(),
        ..world.movement("hong 1", 1_000)
    };
    let again = world.arrives(again);
    assert_eq!(
        (again.state, again.repeat_of, again.order),
        (DepositState::Repeated, Some(first.id), None)
    );
    assert_eq!(world.rows.events.len(), events);
    assert_eq!((world.has("ann"), world.has("bob")), (100, 0));
}

#[test]
fn a_report_that_knows_more_pays_what_its_day_and_half_a_name_could_not() {
    for (name, hours) in [("HONG4821", 10), ("HONG", 0)] {
        let mut world = World::new();
        let order = world.bank_order("ann", "direct-100", "HONG4821");
        let known = Movement {
            source: statement(),
            at: world.now - Duration::hours(hours),
            balance: Some(domain::deposit::Balance(1_000)),
            ..world.movement(name, 1_000)
        };
        let waits = world.arrives(known.clone());
        assert!(waits.state.is_open(), "{name}: {}", waits.state);
        let again = Movement {
            balance: known.balance,
            ..world.movement("HONG4821", 1_000)
        };
        let again = world.arrives(again);
        assert_eq!(again.state, DepositState::Repeated, "{name}");
        let paid = &world.rows.deposits[&waits.id];
        assert_eq!(
            (paid.state, paid.order),
            (DepositState::Matched, Some(order)),
            "{name}"
        );
        assert_eq!(world.has("ann"), 100);
    }
}

#[test]
fn a_repeat_is_done_with_and_its_reversal_is_that_of_the_money() {
    let mut world = World::new();
    let (first, second) = in_doubt(&mut world);
    world.ok(repeat(&second, &first));
    let settled = Refusal::DepositSettled {
        deposit: second.id,
        state: DepositState::Repeated,
    };
    assert_eq!(world.refused(new_money(&second)), settled);
    assert_eq!(world.refused(repeat(&second, &first)), settled);
    let reversal = world.webhook(Then::DepositReversed {
        customer: Some(customer("ann")),
        provider: second.movement.provider.clone(),
        key: second.movement.key.clone(),
    });
    world.ok(reversal);
    assert_eq!(world.has("ann"), 0);
    let states = |id| world.rows.deposits[id].state;
    assert_eq!(
        (states(&first.id), states(&second.id)),
        (DepositState::Reversed, DepositState::Repeated)
    );
}

#[test]
fn a_repeat_is_of_a_deposit_of_the_same_money() {
    let mut world = World::new();
    let (first, second) = in_doubt(&mut world);
    let more = world.deposit("HONG1", 1_001);
    let elsewhere = Movement {
        account: "other".to_owned(),
        ..world.movement("HONG1", 1_000)
    };
    let elsewhere = world.arrives(elsewhere);
    let third = Movement {
        source: Source::new(Reporter::Feed, "2nd"),
        ..world.movement("HONG1", 1_000)
    };
    let third = world.arrives(third);
    assert_eq!(third.state, DepositState::PossibleRepeat);
    for of in [&more, &elsewhere, &second, &third] {
        let refusal = Refusal::NotThatDeposit {
            deposit: second.id,
            of: of.id,
        };
        assert_eq!(world.refused(repeat(&second, of)), refusal);
    }
    let not_in_doubt = Refusal::DepositNotInDoubt { deposit: more.id };
    assert_eq!(world.refused(repeat(&more, &first)), not_in_doubt);
    assert_eq!(world.refused(new_money(&more)), not_in_doubt);
}

/// Both in one batch: the second sees the first one's changes in memory.
#[test]
fn two_sources_in_one_batch_are_told_apart_as_well() {
    let mut world = World::new();
    world.bank_order("ann", "direct-100", "HONG1");
    let told = [Source::FEED, statement()].map(|source| {
        let movement = Movement {
            source,
            ..world.movement("HONG1", 1_000)
        };
        Command::new(world.webhook(Then::Deposit(movement)), person("tester"))
    });
    let mut needs = Needs::default();
    for command in &told {
        command.needs(&mut needs);
    }
    assert_eq!(needs.nearby.len(), 2);
    for answer in world.run(&told) {
        answer.unwrap();
    }
    let states: Vec<DepositState> = world.rows.deposits.values().map(|row| row.state).collect();
    assert_eq!(states, [DepositState::Matched, DepositState::Repeated]);
    assert_eq!(
        world.rows.payments.values().next().unwrap().amount,
        won(1_000)
    );
}
