//! Credits that were set aside or used before their lot ended, and what a policy decides about them.

use chrono::Duration;
use domain::{kind::Kind, ledger::Act, lot::Lot, refusal::Refusal};

use crate::{RULES_OF_USES, credit_verbs::capture_of, world::World};

fn decided() -> World {
    World {
        rules: &RULES_OF_USES,
        ..World::new()
    }
}

impl World {
    fn lots_after(&self, ended: &Lot) -> Vec<&Lot> {
        let lots = self.rows.lots.values();
        lots.filter(|lot| lot.acquired_at >= ended.expires_at)
            .collect()
    }
}

#[test]
fn what_a_policy_ends_with_the_lot_is_not_captured_after_it() {
    let mut world = decided();
    let gift = world.grant("ann", Kind::Membership, 10);
    world.buy("ann", "direct-100", 1);
    world.now = gift.expires_at - Duration::minutes(1);
    let hold = world.hold("ann", 30, gift.expires_at + Duration::hours(1));
    world.now = gift.expires_at;
    for asked in [None, Some(21)] {
        let refused = world.refused(capture_of(&hold, asked));
        let Refusal::HeldLotEnded { usable, .. } = refused else {
            panic!("{refused}");
        };
        assert_eq!(usable.get(), 20);
    }
    let captured = world.capture(&hold, Some(20));
    let spend = &world.rows.spends[&captured.spend.unwrap()];
    assert!(spend.parts.iter().all(|part| part.lot != gift.id));
    assert_eq!(world.rows.lots[&gift.id].expired.get(), 10);
    assert_eq!(world.has("ann"), 80);
}

#[test]
fn until_the_lots_end_both_policies_capture_alike() {
    for mut world in [decided(), World::new()] {
        let gift = world.grant("ann", Kind::Membership, 10);
        world.now = gift.expires_at - Duration::minutes(1);
        let hold = world.hold("ann", 10, gift.expires_at + Duration::hours(1));
        world.now = gift.expires_at - Duration::microseconds(1);
        world.capture(&hold, None);
        assert_eq!(world.rows.lots[&gift.id].spent.get(), 10);
    }
}

#[test]
fn a_reversal_after_the_lots_end_gives_credits_of_the_grace() {
    let mut world = decided();
    let gift = world.grant("ann", Kind::Membership, 10);
    let spend = world.spend("ann", 7);
    world.now = gift.expires_at + Duration::hours(1);
    world.reverse(&spend);
    let ended = &world.rows.lots[&gift.id];
    assert_eq!(
        (ended.expired.get(), ended.spent.get()),
        (7, 0),
        "its end does not move"
    );
    let [again] = world.lots_after(&gift)[..] else {
        panic!("one lot comes back")
    };
    assert_eq!((again.kind, again.granted.get()), (Kind::Promotional, 7));
    assert_eq!(
        (&again.policy, &again.policy_hash),
        (&gift.policy, &gift.policy_hash)
    );
    assert!(
        again
            .reason
            .as_ref()
            .unwrap()
            .contains(&spend.id.to_string())
    );
    // Ten whole days in Seoul; the day of the reversal is not counted.
    assert_eq!(again.expires_at, gift.expires_at + Duration::days(11));
    assert_eq!(world.has("ann"), 7);
    let mut entries = world.rows.entries.values().flatten();
    let posted = entries.find(|entry| entry.act == Act::Grant && entry.lot == Some(again.id));
    assert_eq!(posted.unwrap().reference, spend.id.to_string());
}

#[test]
fn a_reversal_before_the_lots_end_goes_to_the_lot_and_gives_nothing_else() {
    let mut world = decided();
    let gift = world.grant("ann", Kind::Membership, 10);
    let spend = world.spend("ann", 7);
    world.now = gift.expires_at - Duration::microseconds(1);
    world.reverse(&spend);
    assert_eq!(world.rows.lots.len(), 1);
    assert_eq!(world.rows.lots[&gift.id].remaining.get(), 10);
}

#[test]
fn without_a_grace_what_comes_back_late_has_expired() {
    let mut world = World::new();
    let gift = world.grant("ann", Kind::Membership, 10);
    let spend = world.spend("ann", 7);
    world.now = gift.expires_at;
    world.reverse(&spend);
    assert!(world.lots_after(&gift).is_empty());
    assert_eq!(world.has("ann"), 0);
}

/// The lot's own version decides, not that in force.
#[test]
fn a_lot_of_an_earlier_version_has_no_grace() {
    let mut world = World::new();
    let gift = world.grant("ann", Kind::Membership, 10);
    let spend = world.spend("ann", 7);
    world.rules = &RULES_OF_USES;
    world.now = gift.expires_at;
    world.reverse(&spend);
    assert!(world.lots_after(&gift).is_empty());
}

/// Whoever used nothing owes nothing, and is given nothing for money that went.
#[test]
fn credits_whose_money_others_took_come_back_neither_owed_nor_given() {
    let mut world = decided();
    let payment = world.buy("ann", "direct-100", 1);
    let bought = world.lot(payment).clone();
    let spend = world.spend("ann", 60);
    world.cancel_outside(payment, 1_000);
    assert_eq!(world.owed("ann"), 60);
    world.now = bought.expires_at + Duration::days(1);
    world.reverse(&spend);
    assert_eq!((world.owed("ann"), world.has("ann")), (0, 0));
    assert!(world.lots_after(&bought).is_empty());
}

#[test]
fn credits_of_the_grace_pay_a_debt_first() {
    let mut world = decided();
    let gift = world.grant("ann", Kind::Membership, 10);
    let spend = world.spend("ann", 10);
    let payment = world.buy("ann", "direct-100", 1);
    world.spend("ann", 100);
    world.cancel_outside(payment, 1_000);
    assert_eq!(world.owed("ann"), 100);
    world.now = gift.expires_at + Duration::days(1);
    world.reverse(&spend);
    assert_eq!((world.owed("ann"), world.has("ann")), (90, 0));
}

#[test]
fn a_bonus_comes_back_as_a_bonus_of_its_purchase() {
    let mut world = decided();
    let payment = world.buy("ann", "bonus-100", 1);
    let bonus = world.rows.lots.values().find(|lot| lot.bonus_of.is_some());
    let bonus = bonus.unwrap().clone();
    let spend = world.spend("ann", 50);
    world.now = bonus.expires_at;
    world.reverse(&spend);
    let [again] = world.lots_after(&bonus)[..] else {
        panic!("one lot comes back")
    };
    let again = again.id;
    assert_eq!(world.rows.lots[&again].bonus_of, Some(payment));
    world.cancel_outside(payment, 1_000);
    assert_eq!(world.rows.lots[&again].revoked.get(), 50);
    assert_eq!(world.has("ann"), 0);
}

/// The money of credits that came back in a grace may still go: by others' hands, and then they go as well.
#[test]
fn bought_credits_of_a_grace_go_with_the_money_that_others_take_later() {
    let mut world = decided();
    let payment = world.buy("ann", "direct-100", 1);
    let bought = world.lot(payment).clone();
    let spend = world.spend("ann", 100);
    world.now = bought.expires_at + Duration::days(1);
    world.reverse(&spend);
    assert_eq!(world.has("ann"), 100);
    let [again] = world.lots_after(&bought)[..] else {
        panic!("one lot comes back")
    };
    let again = again.id;
    assert_eq!(world.rows.lots[&again].bonus_of, Some(payment));
    world.cancel_outside(payment, 1_000);
    assert_eq!((world.has("ann"), world.owed("ann")), (0, 0));
    assert_eq!(world.rows.lots[&again].revoked.get(), 100);
}

/// A refund from before is no reason to take the credits whose money stayed.
#[test]
fn bought_credits_come_in_a_grace_where_others_were_refunded_before() {
    let mut world = decided();
    let payment = world.buy("ann", "direct-100", 1);
    let bought = world.lot(payment).clone();
    let spend = world.spend("ann", 60);
    let refund = world.refund(payment);
    world.succeed(refund.id);
    world.now = bought.expires_at + Duration::days(1);
    world.reverse(&spend);
    assert_eq!(world.has("ann"), 60);
}

/// Else credits would live for ever: used and reversed once in each grace.
#[test]
fn a_lot_of_a_grace_has_no_grace() {
    let mut world = decided();
    let gift = world.grant("ann", Kind::Membership, 10);
    let spend = world.spend("ann", 7);
    world.now = gift.expires_at;
    world.reverse(&spend);
    let [again] = world.lots_after(&gift)[..] else {
        panic!("one lot comes back")
    };
    let again = again.clone();
    let spend = world.spend("ann", 7);
    world.now = again.expires_at;
    world.reverse(&spend);
    assert_eq!(world.has("ann"), 0);
    assert_eq!(world.rows.lots.len(), 2);
}
