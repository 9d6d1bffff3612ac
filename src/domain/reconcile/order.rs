//! One order's rows against the books. The order of the rows decides nothing: they are sorted first.

use chrono::{NaiveDate, TimeDelta};

use super::{Booked, DiscrepancyKind, Facts, Given, Listed, Movement, Parked};
use crate::{canary, kind::Method, money::Won};

/// What a row differs in; `None` where the books explain it.
pub(super) type Verdict = Option<DiscrepancyKind>;

/// Rows and our clock may put one movement on both sides of a midnight.
fn near(one: NaiveDate, other: NaiveDate) -> bool {
    one.signed_duration_since(other).abs() <= TimeDelta::days(1)
}

fn total<'a>(rows: impl IntoIterator<Item = &'a Won>) -> Won {
    let sum = |sum: Won, row: &Won| sum.plus(*row);
    rows.into_iter()
        .try_fold(Won::ZERO, sum)
        .unwrap_or(Won::MAX)
}

/// The verdict on each of an order's rows of one payment.
pub(super) fn judge<'a>(facts: &Facts, rows: &[&'a Listed]) -> Vec<(&'a Listed, Verdict)> {
    let mut rows = rows.to_vec();
    rows.sort_by(|a, b| (&a.key, a.movement, a.day).cmp(&(&b.key, b.movement, b.day)));
    let of = |movement| {
        let rows = rows.iter().copied();
        rows.filter(move |row| row.movement == movement)
            .collect::<Vec<_>>()
    };
    let (paid, back) = (of(Movement::Paid), of(Movement::Returned));
    let unknown = of(Movement::Unknown).into_iter();
    let mut judged: Vec<(&Listed, Verdict)> = unknown
        .map(|row| (row, Some(DiscrepancyKind::Status)))
        .collect();
    let key = rows.first().map(|row| row.payment_key.as_str());
    let booked = facts.payment.as_ref();
    match booked.filter(|booked| Some(booked.key.as_str()) == key) {
        Some(booked) => {
            judged.extend(takings(booked, paid));
            judged.extend(givings(booked, &back));
        }
        None => judged.extend(elsewhere(facts, key.unwrap_or_default(), &paid, &back)),
    }
    judged
}

/// Rows that say that the booked payment was paid. One of them is it.
fn takings<'a>(booked: &Booked, mut rows: Vec<&'a Listed>) -> Vec<(&'a Listed, Verdict)> {
    rows.sort_by_key(|row| row.amount != booked.amount);
    let verdict = |(at, row): (usize, &'a Listed)| {
        let differs = if row.amount != booked.amount {
            Some(DiscrepancyKind::Amount)
        } else if booked.came_again {
            None
        } else if at > 0 {
            Some(DiscrepancyKind::Duplicate)
        } else if !near(row.day, booked.day) {
            Some(DiscrepancyKind::Day)
        } else {
            None
        };
        (row, differs)
    };
    rows.into_iter().enumerate().map(verdict).collect()
}

/// Rows that say that some of the booked payment went back. Refunds of ours are found by the provider's name of the cancel; the
/// others have to fit into what is left of ours and what others took back.
fn givings<'a>(booked: &Booked, rows: &[&'a Listed]) -> Vec<(&'a Listed, Verdict)> {
    let is = |row: &Listed, refund: &Given| refund.key.as_deref() == Some(row.key.as_str());
    let exact = |row: &Listed, refund: &Given| is(row, refund) && row.amount == refund.amount;
    let rest = booked
        .refunds
        .iter()
        .filter(|refund| !rows.iter().any(|row| exact(row, refund)));
    let rest = rest.map(|refund| &refund.amount);
    let mut pool = total(rest.chain([&booked.outside]));
    let mut verdict = |row: &'a Listed| {
        if booked.came_again || booked.refunds.iter().any(|refund| exact(row, refund)) {
            return (row, None);
        }
        if let Some(left) = pool.minus(row.amount) {
            pool = left;
            return (row, None);
        }
        let known = booked.refunds.iter().any(|refund| is(row, refund));
        let differs = if known {
            DiscrepancyKind::Amount
        } else {
            DiscrepancyKind::MissingHere
        };
        (row, Some(differs))
    };
    rows.iter().map(|row| verdict(row)).collect()
}

/// Rows of a payment that did not complete the order: it ended unpaid, is parked, or was paid by another.
fn elsewhere<'a>(
    facts: &Facts,
    key: &str,
    paid: &[&'a Listed],
    back: &[&'a Listed],
) -> Vec<(&'a Listed, Verdict)> {
    let gone = total(back.iter().map(|row| &row.amount));
    let came = total(paid.iter().map(|row| &row.amount));
    let mut parked = facts
        .parked
        .iter()
        .filter(|parked| parked.payment_key == key)
        .peekable();
    let known = parked.peek().is_some();
    let settled = known && parked.clone().all(|parked: &Parked| parked.settled);
    let cancelled = parked.map(|parked| parked.cancelled).max();
    let nothing_left = !paid.is_empty() && came == gone;
    let ended = canary!(EndedOrdersUnswept, !facts.state.is_open(), false);
    let taking = |row: &'a Listed| {
        let agrees = settled || nothing_left || ended || cancelled >= Some(row.amount);
        let differs = if row.amount != facts.amount {
            DiscrepancyKind::Amount
        } else if facts.payment.is_some() {
            DiscrepancyKind::Duplicate
        } else {
            DiscrepancyKind::Status
        };
        (row, (!agrees).then_some(differs))
    };
    let giving = |row: &'a Listed| {
        // An account that nobody paid into was given up.
        let given_up = row.method == Method::VirtualAccount && paid.is_empty() && !known;
        let agrees = settled || nothing_left || given_up || cancelled >= Some(gone);
        (row, (!agrees).then_some(DiscrepancyKind::MissingHere))
    };
    let paid = paid.iter().map(|row| taking(row));
    paid.chain(back.iter().map(|row| giving(row))).collect()
}
