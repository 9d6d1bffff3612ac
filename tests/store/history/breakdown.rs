//! The balance in its parts, against the balance, and against a history that is replayed.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use credit_gateway::store::{
    Db, Page,
    reads::{self, Balance, Breakdown},
};
use domain::{
    books::{
        credits::{CaptureHold, ExtendHold, ReleaseHold, ReverseSpend},
        customers::BookExpiry,
    },
    id::CustomerId,
    kind::Kind,
    ledger::{Account, BookedEntry},
    lot::Lot,
    money::Credits,
    spend::{Hold, Spend},
};

use super::{Drawn, Told, ledger::assert_booked};
use crate::{databases, samples::*};

/// What the parts are, summed up to a balance.
fn summed(parts: &Breakdown) -> Balance {
    let sum = |of: fn(&reads::ByEnd) -> Credits| {
        let parts = parts.parts.iter().map(of);
        parts.fold(Credits::ZERO, |sum, part| sum.plus(part).unwrap())
    };
    let live = parts.parts.iter().find(|part| !part.available.is_zero());
    Balance {
        available: sum(|part| part.available),
        held: sum(|part| part.held),
        debt: parts.debt,
        next_expiry: live.map(|part| part.expires_at),
    }
}

/// Available and held by kind and end, with every entry up to an instant followed once more.
fn replayed(
    entries: &[BookedEntry],
    lots: &[Lot],
    holds: &[Hold],
    at: DateTime<Utc>,
) -> BTreeMap<(DateTime<Utc>, Kind), (i64, i64)> {
    let mut sums: BTreeMap<_, (i64, i64)> = BTreeMap::new();
    let lot = |id| lots.iter().find(|lot| Some(lot.id) == id).unwrap();
    for booked in entries.iter().filter(|booked| booked.entry.at <= at) {
        let lot = lot(booked.entry.lot);
        let sum = sums.entry((lot.expires_at, lot.kind)).or_default();
        if lot.expires_at > at {
            sum.0 += booked.entry.change_of(Account::Available);
        }
        sum.1 += booked.entry.change_of(Account::Held);
    }
    // Holds whose time was over and that nobody had booked by then.
    let lapsed = holds
        .iter()
        .filter(|hold| hold.opened_at <= at && hold.expires_at <= at);
    let unbooked = lapsed.filter(|hold| hold.closed_at.is_none_or(|closed| closed > at));
    for part in unbooked.flat_map(|hold| &hold.parts) {
        let sum = sums.entry((part.expires_at, part.kind)).or_default();
        sum.1 -= part.credits.get();
        if part.expires_at > at {
            sum.0 += part.credits.get();
        }
    }
    sums.retain(|_, sum| *sum != (0, 0));
    sums
}

fn by_end(parts: &Breakdown) -> BTreeMap<(DateTime<Utc>, Kind), (i64, i64)> {
    let parts = parts.parts.iter();
    parts
        .map(|part| {
            let sums = (part.available.get(), part.held.get());
            ((part.expires_at, part.kind), sums)
        })
        .collect()
}

/// One act of a life, drawn.
async fn act(told: &Told<'_>, drawn: &mut Drawn, spends: &mut Vec<Spend>, holds: &mut Vec<Hold>) {
    let customer = told.customer.clone();
    let sum = 1 + drawn.draw(60);
    match drawn.draw(10) {
        0 => drop(told.does(told.grant(Kind::Promotional, sum)).await),
        1 => drop(told.does(told.grant(Kind::Membership, sum)).await),
        2..=4 => spends.extend(told.does(told.spend(sum, "m", "r")).await),
        5 | 6 => {
            let seconds = 60 + drawn.draw(40 * 86_400);
            holds.extend(told.does(told.hold(sum, seconds)).await);
        }
        7 if !holds.is_empty() => {
            let hold = holds.swap_remove(usize::try_from(drawn.draw(100)).unwrap() % holds.len());
            let part = credits(1 + drawn.draw(hold.credits.get()));
            let capture = CaptureHold {
                customer: customer.clone(),
                hold: hold.id,
                credits: Some(part),
            };
            if drawn.draw(2) == 0 || told.does(capture).await.is_none() {
                let hold = hold.id;
                told.does(ReleaseHold {
                    customer,
                    hold,
                    reason: None,
                })
                .await;
            }
        }
        8 if !spends.is_empty() => {
            let spend =
                spends.swap_remove(usize::try_from(drawn.draw(100)).unwrap() % spends.len());
            let spend = spend.id;
            told.does(ReverseSpend {
                customer,
                spend,
                reason: None,
            })
            .await;
        }
        _ => drop(told.does(BookExpiry { customer }).await),
    }
}

async fn both(db: &Db, customer: &CustomerId, at: DateTime<Utc>) -> (Breakdown, Balance) {
    let (parts, one) = reads::breakdown(db, customer, at).await.unwrap().unwrap();
    let (whole, other) = reads::balance(db, customer, at).await.unwrap().unwrap();
    assert_eq!(one, other, "whether holds have run out");
    (parts, whole)
}

#[tokio::test]
async fn the_parts_are_those_of_the_balance_and_of_a_replayed_history() {
    for test in databases().await {
        let mut drawn = Drawn(20_261_129);
        let told = Told::begin(&test.db);
        let (db, customer) = (told.db, &told.customer);
        let (mut spends, mut holds, mut seen) = (Vec::new(), Vec::new(), Vec::new());
        told.does(told.grant(Kind::Promotional, 100)).await.unwrap();
        for _ in 0..150 {
            told.pass(TimeDelta::seconds(1 + drawn.draw(4 * 86_400)));
            act(&told, &mut drawn, &mut spends, &mut holds).await;
            let (parts, whole) = both(db, customer, told.now()).await;
            assert_eq!(summed(&parts), whole, "at {}", told.now());
            seen.push((told.now(), parts));
            // Of the future: the credits of today that would still be live then.
            let ahead = told.now() + TimeDelta::days(drawn.draw(60));
            let (parts, whole) = both(db, customer, ahead).await;
            assert_eq!(summed(&parts), whole, "ahead at {ahead}");
        }
        let entries = told.entries(500).await;
        assert_booked(&entries);
        let lots = reads::lots_of(db, customer, None, &Page::first(500))
            .await
            .unwrap();
        let holds = reads::holds_of(db, customer, None, &Page::first(500))
            .await
            .unwrap();
        assert!(lots.len() > 10 && holds.len() > 10, "a life has both");
        let mut lapsed = 0;
        for (then, parts) in seen {
            let past = reads::breakdown_at(db, customer, then)
                .await
                .unwrap()
                .unwrap();
            assert_eq!(past, parts, "the past at {then} is what was seen then");
            let whole = reads::balance_at(db, customer, then)
                .await
                .unwrap()
                .unwrap();
            assert_eq!(summed(&past), whole, "at {then}");
            let expected = replayed(&entries, &lots, &holds, then);
            assert_eq!(by_end(&past), expected, "replayed at {then}");
            let between = then - TimeDelta::microseconds(drawn.draw(86_400_000_000));
            let past = reads::breakdown_at(db, customer, between)
                .await
                .unwrap()
                .unwrap();
            assert_eq!(by_end(&past), replayed(&entries, &lots, &holds, between));
            let over = |hold: &&Hold| hold.expires_at <= then && hold.opened_at <= then;
            lapsed += holds.iter().filter(over).count();
        }
        assert!(lapsed > 0, "no hold ran out: the history shows too little");
    }
}

/// Between its first end and the extended one, and asked about afterwards.
#[tokio::test]
async fn an_extended_hold_keeps_its_credits_until_its_last_end() {
    for test in databases().await {
        let told = Told::begin(&test.db);
        told.does(told.grant(Kind::Promotional, 100)).await.unwrap();
        let hold = told.does(told.hold(10, 60)).await.unwrap();
        let extend = ExtendHold {
            customer: told.customer.clone(),
            hold: hold.id,
            until: told.now() + TimeDelta::hours(1),
        };
        told.does(extend).await.unwrap();
        for (seconds, held) in [(61, 10), (3_599, 0)] {
            told.pass(TimeDelta::seconds(seconds));
            let (parts, whole) = both(told.db, &told.customer, told.now()).await;
            assert_eq!(whole.held, credits(held), "after {seconds} s more");
            assert_eq!(summed(&parts), whole);
        }
        let then = told.now() - TimeDelta::hours(1);
        let past = reads::breakdown_at(told.db, &told.customer, then).await;
        assert_eq!(summed(&past.unwrap().unwrap()).held, credits(10));
    }
}

#[tokio::test]
async fn parts_end_first_to_last_and_a_stranger_has_none() {
    for test in databases().await {
        let told = Told::begin(&test.db);
        told.does(told.grant(Kind::Promotional, 100)).await.unwrap();
        told.does(told.grant(Kind::Membership, 50)).await.unwrap();
        told.does(told.grant(Kind::Promotional, 7)).await.unwrap();
        told.does(told.hold(60, 600)).await.unwrap();
        let (parts, _) = both(told.db, &told.customer, told.now()).await;
        let parts: Vec<_> = parts
            .parts
            .iter()
            .map(|part| (part.kind, part.available.get(), part.held.get()))
            .collect();
        assert_eq!(
            parts,
            [(Kind::Membership, 0, 50), (Kind::Promotional, 97, 10)]
        );
        let nobody = customer_id("nobody");
        assert_eq!(
            reads::breakdown(told.db, &nobody, told.now())
                .await
                .unwrap(),
            None
        );
        assert_eq!(
            reads::breakdown_at(told.db, &nobody, told.now())
                .await
                .unwrap(),
            None
        );
    }
}
