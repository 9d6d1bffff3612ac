//! The order of spending, expiry at its instant, reversal.

use chrono::Duration;
use domain::{
    command::{Answer, Command},
    id::LotId,
    kind::Kind,
    refusal::Refusal,
};

use crate::{at, credit_verbs::spend_of, credits, person, verbs::claimed, world::World};

#[test]
fn earlier_expiry_goes_first_whatever_the_kind() {
    let mut world = World::new();
    let year = world.buy("ann", "direct-100", 1);
    let month = world.buy("ann", "package-1000", 1);
    let gift = world.grant("ann", Kind::Promotional, 10);
    let spend = world.spend("ann", 1_050);
    let lots: Vec<LotId> = spend.parts.iter().map(|part| part.lot).collect();
    assert_eq!(lots, [world.lot(month).id, gift.id, world.lot(year).id]);
    let taken: Vec<i64> = spend.parts.iter().map(|part| part.credits.get()).collect();
    assert_eq!(taken, [1_000, 10, 40]);
    assert!(
        spend.parts[0].why.starts_with("first to expire")
            && spend.parts[1].why.starts_with("next to expire")
    );
}

/// Makes lots in the given order, with one expiry, and names them in the order of their kinds.
fn three_of_one_expiry(making: [Kind; 3]) -> (World, [LotId; 3]) {
    let mut world = World::new();
    let mut lots = Vec::new();
    for kind in making {
        let lot = match kind {
            Kind::Promotional | Kind::Membership => world.grant("ann", kind, 10),
            Kind::Purchased | Kind::Bulk => {
                let payment = world.buy("ann", "direct-100", 1);
                world.lot(payment).clone()
            }
        };
        lots.push((kind, lot.id));
    }
    let expires_at = world
        .rows
        .lots
        .values()
        .map(|lot| lot.expires_at)
        .min()
        .unwrap();
    for lot in world.rows.lots.values_mut() {
        lot.expires_at = expires_at;
    }
    lots.sort_by_key(|(kind, _)| kind.rank());
    (world, [lots[0].1, lots[1].1, lots[2].1])
}

#[test]
fn among_lots_of_one_expiry_kind_decides_in_all_six_makings() {
    use Kind::{Membership, Promotional, Purchased};
    for making in [
        [Promotional, Membership, Purchased],
        [Promotional, Purchased, Membership],
        [Membership, Promotional, Purchased],
        [Membership, Purchased, Promotional],
        [Purchased, Promotional, Membership],
        [Purchased, Membership, Promotional],
    ] {
        let (mut world, by_kind) = three_of_one_expiry(making);
        let all = world.has("ann");
        let spend = world.spend("ann", all);
        let order: Vec<LotId> = spend.parts.iter().map(|part| part.lot).collect();
        assert_eq!(order, by_kind, "{making:?}");
        assert!(
            spend.parts[1..]
                .iter()
                .all(|part| part.why.starts_with("same expiry: ")),
            "{making:?}"
        );
    }
}

#[test]
fn purchased_and_bulk_are_alike_then_the_earlier_acquired_then_the_id() {
    let mut world = World::new();
    world.now = at("2026-03-09T10:00:00+09:00");
    let bulk = world.buy("ann", "package-1000", 12);
    world.now = at("2026-03-09T11:00:00+09:00");
    let (first, second) = (
        world.buy("ann", "direct-100", 1),
        world.buy("ann", "direct-100", 1),
    );
    let (bulk, first, second) = (world.lot(bulk), world.lot(first), world.lot(second));
    assert_eq!(bulk.expires_at, first.expires_at);
    let expected = [bulk.id, first.id, second.id];
    let spend = world.spend("ann", 12_150);
    assert_eq!(
        spend.parts.iter().map(|part| part.lot).collect::<Vec<_>>(),
        expected
    );
    assert_eq!(spend.parts[1].why, "same expiry and rank: acquired later");
    assert_eq!(spend.parts[2].why, "same expiry, rank and time: by id");
}

#[test]
fn a_lot_is_spent_until_its_last_microsecond_and_never_after() {
    let mut world = World::new();
    let lot = world.grant("ann", Kind::Membership, 10);
    world.now = lot.expires_at - Duration::microseconds(1);
    world.spend("ann", 1);
    world.pass(Duration::microseconds(1));
    let (asked, available) = (credits(1), credits(0));
    assert_eq!(
        world.refused(spend_of("ann", 1)),
        Refusal::InsufficientCredits { asked, available }
    );
    assert_eq!(world.sweep("ann"), (1, 0));
    assert_eq!(world.rows.lots[&lot.id].expired.get(), 9);
    let before = world.rows.clone();
    assert_eq!(world.sweep("ann"), (0, 0));
    assert_eq!(world.rows, before);
}

#[test]
fn spending_more_than_there_is_says_how_much_there_is() {
    let mut world = World::new();
    world.buy("ann", "direct-100", 1);
    world.grant("ann", Kind::Promotional, 11);
    let (asked, available) = (credits(112), credits(111));
    assert_eq!(
        world.refused(spend_of("ann", 112)),
        Refusal::InsufficientCredits { asked, available }
    );
    assert_eq!(world.refused(spend_of("ann", 0)), Refusal::NoCredits);
    world.spend("ann", 111);
    assert_eq!(world.has("ann"), 0);
}

#[test]
fn a_huge_request_beside_others_does_not_hide_their_credits() {
    let mut world = World::new();
    for _ in 0..3 {
        world.grant("ann", Kind::Promotional, 40);
    }
    let huge = domain::money::AMOUNT_MAX;
    let batch: Vec<_> = [90, huge, 10]
        .into_iter()
        .map(|amount| Command::new(spend_of("ann", amount), person("tester")))
        .collect();
    let answers = world.run(&batch);
    assert!(answers[0].is_ok() && answers[2].is_ok());
    let available = credits(30);
    assert_eq!(
        answers[1],
        Err(Refusal::InsufficientCredits {
            asked: credits(huge),
            available
        })
    );
}

#[test]
fn the_balance_told_is_that_right_after_each_spend_of_a_batch() {
    let mut world = World::new();
    world.grant("ann", Kind::Promotional, 100);
    let batch: Vec<_> = (1..=3)
        .map(|turn| claimed(spend_of("ann", 30), &format!("k{turn}"), "x"))
        .collect();
    let told: Vec<i64> = world
        .run(&batch)
        .into_iter()
        .map(|answer| answer.unwrap().balance.unwrap().get())
        .collect();
    assert_eq!(told, [70, 40, 10]);
    let again = world.send(&batch[0]).unwrap();
    assert!(again.replayed && again.balance == Some(credits(10)));
    assert!(matches!(again.answer, Answer::Spend(_)));
}
