//! Idempotency keys.

use domain::{command::Command, id::JobId, kind::Kind, money::Credits, refusal::Refusal};

use crate::{
    credit_verbs::{grant_of, hold_of, spend_of},
    person,
    verbs::{claimed, idempotency_key},
    world::World,
};

#[test]
fn the_same_key_gives_the_same_answer_and_changes_nothing() {
    let mut world = World::new();
    world.grant("ann", Kind::Promotional, 100);
    let command = claimed(spend_of("ann", 30), "k", "POST spends 30");
    let first = world.send(&command).unwrap();
    world.spend("ann", 5);
    let before = world.rows.clone();
    let again = world.send(&command).unwrap();
    assert!(!first.replayed && again.replayed);
    assert_eq!(again.answer, first.answer);
    let (then, now) = (
        first.balance.map(Credits::get),
        again.balance.map(Credits::get),
    );
    assert_eq!((then, now), (Some(70), Some(65)));
    assert_eq!(world.rows, before);
}

/// Credits of a hold that lapsed meanwhile go with the money that others took, as in every answer that changes something.
#[test]
fn a_repeated_answer_shows_no_credits_that_go_with_money_that_went() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let until = world.now + chrono::Duration::minutes(1);
    let command = claimed(hold_of("ann", 100, until), "k", "POST holds 100");
    world.send(&command).unwrap();
    world.cancel_outside(payment, 1_000);
    assert_eq!(world.owed("ann"), 100);
    world.pass(chrono::Duration::minutes(2));
    let before = world.rows.clone();
    let again = world.send(&command).unwrap();
    assert!(again.replayed);
    assert_eq!(again.balance, Some(Credits::ZERO));
    assert_eq!(world.rows, before);
}

#[test]
fn the_same_key_twice_in_one_batch_spends_once() {
    let mut world = World::new();
    world.grant("ann", Kind::Promotional, 100);
    let command = claimed(spend_of("ann", 30), "k", "POST spends 30");
    let answers = world.run(&[command.clone(), command]);
    assert!(!answers[0].as_ref().unwrap().replayed && answers[1].as_ref().unwrap().replayed);
    assert_eq!(world.has("ann"), 70);
}

#[test]
fn the_same_key_for_another_request_is_refused() {
    let mut world = World::new();
    world.grant("ann", Kind::Promotional, 100);
    world
        .send(&claimed(spend_of("ann", 30), "k", "POST spends 30"))
        .unwrap();
    let other = claimed(spend_of("ann", 31), "k", "POST spends 31");
    assert_eq!(world.send(&other), Err(Refusal::KeyReused));
    let mut elsewhere = claimed(spend_of("ann", 31), "k", "POST spends 31");
    elsewhere.idempotency_key.as_mut().unwrap().scope = "key_two".to_owned();
    assert!(!world.send(&elsewhere).unwrap().replayed);
}

#[test]
fn a_refused_request_does_not_use_its_key_up() {
    let mut world = World::new();
    let command = claimed(spend_of("ann", 30), "k", "POST spends 30");
    world.send(&command).unwrap_err();
    assert!(world.rows.idempotency_keys.is_empty());
    world
        .send(&claimed(
            grant_of("ann", Kind::Promotional, 100),
            "k",
            "POST grants 100",
        ))
        .unwrap();
    assert_eq!(world.send(&command), Err(Refusal::KeyReused));
}

#[test]
fn a_job_is_finished_with_its_change_or_not_at_all() {
    let mut world = World::new();
    let job = JobId::new(world.now, &mut world.entropy);
    let spend = Command::new(spend_of("ann", 30), person("worker"))
        .finishing(Some(job))
        .under_key(Some(idempotency_key("k", "x")));
    world.send(&spend).unwrap_err();
    assert!(world.rows.finished.is_empty());
    world.grant("ann", Kind::Promotional, 30);
    world.send(&spend).unwrap();
    assert_eq!(world.rows.finished, [job]);
}
