//! What a customer has now. Mostly that is one statement; where holds ran out that no sweep has booked yet, the books say
//! what their end brings, over rows that are read at one instant and never written.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    books::credits::{Standing, standing, standing_needs},
    id::CustomerId,
    lot::Lot,
    money::Credits,
    rulebook::Rulebook,
};

use crate::store::{
    Db, StoreError,
    books::snapshot,
    reads::{self, Balance, Breakdown, ByEnd},
};

/// The balance at an instant that is not past; none when there is no such customer.
pub async fn balance(
    db: &Db,
    rules: &Rulebook,
    customer: &CustomerId,
    at: DateTime<Utc>,
) -> Result<Option<Balance>, StoreError> {
    let Some((found, lapsed)) = reads::balance(db, customer, at).await? else {
        return Ok(None);
    };
    if !lapsed {
        return Ok(Some(found));
    }
    let booked = booked(db, rules, customer, at).await?;
    let live = || booked.lots.iter().filter(|lot| is_there(lot, at));
    Ok(Some(Balance {
        available: sum(live().map(|lot| lot.remaining)),
        held: sum(booked.lots.iter().map(|lot| lot.held)),
        debt: booked.debt,
        next_expiry: live().map(|lot| lot.expires_at).min(),
    }))
}

/// Its parts by kind and end.
pub async fn breakdown(
    db: &Db,
    rules: &Rulebook,
    customer: &CustomerId,
    at: DateTime<Utc>,
) -> Result<Option<Breakdown>, StoreError> {
    let Some((found, lapsed)) = reads::breakdown(db, customer, at).await? else {
        return Ok(None);
    };
    if !lapsed {
        return Ok(Some(found));
    }
    let booked = booked(db, rules, customer, at).await?;
    let mut parts: BTreeMap<_, ByEnd> = BTreeMap::new();
    for lot in &booked.lots {
        let key = (lot.expires_at, lot.kind.rank(), lot.kind);
        let part = parts.entry(key).or_insert(ByEnd {
            kind: lot.kind,
            expires_at: lot.expires_at,
            available: Credits::ZERO,
            held: Credits::ZERO,
        });
        let remaining = Some(lot.remaining).filter(|_| is_there(lot, at));
        part.available = sum([part.available, remaining.unwrap_or_default()]);
        part.held = sum([part.held, lot.held]);
    }
    let parts = parts.into_values();
    let parts = parts.filter(|part| !(part.available.is_zero() && part.held.is_zero()));
    Ok(Some(Breakdown {
        parts: parts.collect(),
        debt: booked.debt,
    }))
}

async fn booked(
    db: &Db,
    rules: &Rulebook,
    customer: &CustomerId,
    at: DateTime<Utc>,
) -> Result<Standing, StoreError> {
    let facts = snapshot(db, &standing_needs(customer), at).await?;
    Ok(standing(rules, facts, customer, at))
}

fn is_there(lot: &Lot, at: DateTime<Utc>) -> bool {
    lot.is_live(at) && !lot.remaining.is_zero()
}

/// No sum over a customer's credits passes the largest amount.
fn sum(all: impl IntoIterator<Item = Credits>) -> Credits {
    let all = all.into_iter();
    all.fold(Credits::ZERO, |sum, some| sum.plus(some).unwrap_or(sum))
}
