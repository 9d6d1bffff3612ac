//! Random histories of three customers: for any requests in any order and batches, the invariants are true (the world
//! checks them after every commit).

use chrono::Duration;
use domain::{command::Command, id::LotId, kind::Kind, lot::Lot};
use proptest::{collection::vec, prelude::*};

use crate::{RULES_OF_USES, credit_verbs::spend_of, steps::steps, world::World};

/// Time advances by minutes, so that quotes stay fresh, sometimes by hours and rarely by weeks.
fn time(step: u16) -> Duration {
    let step = i64::from(step);
    match step {
        0..=84 => Duration::seconds(step * 4),
        85..=95 => Duration::hours((step - 84) * 5),
        _ => Duration::days((step - 95) * 9),
    }
}

/// A world under the published policy, or under one that decided otherwise about holds and reversals.
fn under(decided: bool) -> World {
    let mut world = World::new();
    if decided {
        world.rules = &RULES_OF_USES;
    }
    world
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_life_in_any_batches_keeps_the_invariants(
        chunks in vec((0..100_u16, steps(8)), 1..60),
        decided in any::<bool>(),
    ) {
        let mut world = under(decided);
        for (time_passed, steps) in chunks {
            world.pass(time(time_passed));
            let batch: Vec<Command> = steps.into_iter().filter_map(|step| world.command(step)).collect();
            world.run(&batch);
        }
    }

    #[test]
    fn one_batch_or_one_by_one_ends_the_same(
        chunks in vec((0..100_u16, steps(12)), 1..40),
        decided in any::<bool>(),
    ) {
        let mut single = under(decided);
        let mut batched = under(decided);
        for (time_passed, steps) in chunks {
            single.pass(time(time_passed));
            batched.now = single.now;
            let (mut commands, mut answers) = (Vec::new(), Vec::new());
            for step in steps {
                if let Some(command) = single.command(step) {
                    answers.push(single.send(&command));
                    commands.push(command);
                }
            }
            prop_assert_eq!(batched.run(&commands), answers);
            prop_assert_eq!(&batched.rows, &single.rows);
        }
    }

    #[test]
    fn every_command_twice_with_its_key_changes_nothing_the_second_time(
        chunks in vec((0..100_u16, steps(6)), 1..40)
    ) {
        let mut world = World::new();
        for (time_passed, steps) in chunks {
            world.pass(time(time_passed));
            for step in steps {
                let Some(command) = world.command(step) else { continue };
                let first = world.send(&command);
                let before = world.rows.clone();
                world.pass(Duration::minutes(1));
                if let Ok(first) = first {
                    let again = world.send(&command).unwrap();
                    // The balance is the current one: a hold may have lapsed and a lot ended within the minute.
                    prop_assert!(again.replayed && again.answer == first.answer);
                    prop_assert_eq!(&world.rows, &before);
                }
            }
        }
    }

    #[test]
    fn what_a_provider_or_the_clock_repeats_changes_nothing_the_second_time(
        chunks in vec((0..100_u16, steps(6)), 1..40)
    ) {
        let mut world = World::new();
        for (time_passed, steps) in chunks {
            world.pass(time(time_passed));
            for step in steps {
                let Some((change, may_repeat)) = world.change(step) else { continue };
                if world.try_to(change.clone()).is_ok() && may_repeat {
                    let before = world.rows.clone();
                    world.ok(change);
                    prop_assert_eq!(&world.rows, &before);
                }
            }
        }
    }

    #[test]
    fn lots_are_chosen_as_by_a_naive_sort(
        lots in vec((0..4_u8, 0..4_i64, 1..40_i64), 1..9),
        asked in 1..200_i64,
        days in 0..40_i64,
    ) {
        let mut world = World::new();
        for (kind, hours, amount) in lots {
            world.pass(Duration::hours(hours));
            match kind {
                0 => drop(world.grant("ann", Kind::Promotional, amount)),
                1 => drop(world.grant("ann", Kind::Membership, amount)),
                2 => drop(world.buy("ann", "odd-7", amount)),
                _ => drop(world.buy("ann", "package-1000", 1)),
            }
        }
        world.pass_days(days);
        let expected = naive(&world, asked);
        let answer = world.try_to(spend_of("ann", asked)).ok();
        let chosen = answer.map(|_| {
            let spend = world.rows.spends.values().last().unwrap();
            spend.parts.iter().map(|part| (part.lot, part.credits.get())).collect::<Vec<_>>()
        });
        prop_assert_eq!(chosen, expected);
    }
}

/// The lots that pay, by the words of the policy: sort all, take from the front.
fn naive(world: &World, asked: i64) -> Option<Vec<(LotId, i64)>> {
    let mut lots: Vec<&Lot> = world
        .rows
        .lots
        .values()
        .filter(|lot| world.now < lot.expires_at)
        .collect();
    let place = |kind: Kind| match kind {
        Kind::Promotional => 1,
        Kind::Membership => 2,
        Kind::Purchased | Kind::Bulk => 3,
    };
    lots.sort_by(|one, other| {
        let by_expiry = one.expires_at.cmp(&other.expires_at);
        let by_kind = place(one.kind).cmp(&place(other.kind));
        let by_age = one.acquired_at.cmp(&other.acquired_at);
        by_expiry
            .then(by_kind)
            .then(by_age)
            .then(one.id.cmp(&other.id))
    });
    let mut missing = asked;
    let mut parts = Vec::new();
    for lot in lots {
        let taken = missing.min(lot.remaining.get());
        if taken > 0 {
            parts.push((lot.id, taken));
            missing -= taken;
        }
    }
    (missing == 0).then_some(parts)
}

/// Random lives in which every rare state is looked for. Which lives reach one changes with every rule, so there are many.
const LIVES: usize = 192;

#[test]
fn random_lives_reach_the_rare_states() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let mut reached = std::collections::BTreeSet::new();
    for _ in 0..LIVES {
        let chunks = vec((0..100_u16, steps(8)), 60)
            .new_tree(&mut runner)
            .unwrap()
            .current();
        let mut world = World::new();
        for (time_passed, steps) in chunks {
            world.pass(time(time_passed));
            let batch: Vec<Command> = steps
                .into_iter()
                .filter_map(|step| world.command(step))
                .collect();
            world.run(&batch);
        }
        let audit_log = world
            .rows
            .entries
            .values()
            .flatten()
            .map(|entry| entry.act.to_string());
        reached.extend(
            audit_log.chain(
                world
                    .rows
                    .refunds
                    .values()
                    .map(|refund| format!("refund {}", refund.state)),
            ),
        );
        reached.extend(
            world
                .rows
                .deposits
                .values()
                .map(|deposit| format!("deposit {}", deposit.state)),
        );
        let months = world.rows.distributions.values();
        reached.extend(months.map(|made| match (made.lot, made.skipped) {
            (_, Some(skipped)) => format!("month skipped: {skipped}"),
            (_, None) if made.is_late() => "month given late".to_owned(),
            (_, None) => format!("month {} given", made.month),
        }));
    }
    let missing: Vec<String> = domain::ledger::Act::ALL
        .iter()
        .map(ToString::to_string)
        .chain(
            [
                "refund succeeded",
                "refund declined",
                "deposit matched",
                "deposit reversed",
                "month 1 given",
                "month given late",
                "month skipped: paused",
                "month skipped: frozen",
            ]
            .map(str::to_owned),
        )
        .filter(|state| !reached.contains(state))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}
