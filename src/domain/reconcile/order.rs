//! One order's rows against the books. The order of the rows decides nothing: they are sorted first.

use chrono::{NaiveDate, TimeDelta};

use super::{
    Booked, By, ChargedBack, DiscrepancyKind, Facts, Listed, Movement, pool::Pool, told::Told,
};
use crate::{canary, kind::Method, money::Won, order::OrderState};

/// What explains a row, or what it differs in.
pub(super) type Verdict = Result<By, DiscrepancyKind>;

/// Rows and our clock may put one movement on both sides of a midnight.
pub(super) fn near(one: NaiveDate, other: NaiveDate) -> bool {
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
        .map(|row| (row, Err(DiscrepancyKind::Status)))
        .collect();
    let key = rows.first().map(|row| row.payment_key.as_str());
    let key = key.unwrap_or_default();
    let mut told = Told::of(facts, key, &back);
    let booked = facts.payment.as_ref();
    match booked.filter(|booked| booked.key == key) {
        Some(booked) => {
            let again = booked.came_again || came_and_went(booked, &paid, &back);
            judged.extend(takings((booked, again), paid, &mut told));
            judged.extend(givings((booked, again), &back));
        }
        None => judged.extend(elsewhere(facts, &paid, &back, &mut told)),
    }
    judged
}

/// Whether a bank took a deposit back and it was made again before any look-up saw it: it went whole once less than it came.
fn came_and_went(booked: &Booked, paid: &[&Listed], back: &[&Listed]) -> bool {
    let is_whole = |row: &&&Listed| row.amount == booked.amount;
    let refunds = booked.refunds.iter();
    let refunds = refunds.filter(|it| it.amount == booked.amount).count();
    let came = paid.iter().filter(is_whole).count();
    let went = back.iter().filter(is_whole).count();
    let taken = went.saturating_sub(refunds);
    booked.is_account && taken > 0 && came.checked_sub(taken) == Some(1)
}

/// Rows that say that the booked payment was paid. One of them is it; others are what came again of disputes.
fn takings<'a>(
    (booked, again): (&Booked, bool),
    mut rows: Vec<&'a Listed>,
    told: &mut Told<'_>,
) -> Vec<(&'a Listed, Verdict)> {
    rows.sort_by_key(|row| (row.amount != booked.amount, !near(row.day, booked.day)));
    let mut reinstated: Vec<&ChargedBack> = booked.charged_back.iter().collect();
    reinstated.retain(|it| it.reinstated);
    let mut came_back = move |amount| {
        let at = reinstated.iter().position(|it| it.amount == amount)?;
        Some(By::Dispute(reinstated.remove(at).id))
    };
    let verdict = |(at, row): (usize, &'a Listed)| {
        let verdict = if row.amount != booked.amount {
            let by = told.paid(row.amount).or_else(|| came_back(row.amount));
            by.ok_or(DiscrepancyKind::Amount)
        } else if again {
            Ok(By::Payment(booked.id))
        } else if at > 0 {
            came_back(row.amount).ok_or(DiscrepancyKind::Duplicate)
        } else if !near(row.day, booked.day) {
            Err(DiscrepancyKind::Day)
        } else {
            Ok(By::Payment(booked.id))
        };
        (row, verdict)
    };
    rows.into_iter().enumerate().map(verdict).collect()
}

/// Rows that say that some of the booked payment went back. Refunds of ours are found by the provider's name of the cancel; the
/// others have to fit into what is left of ours and what others took back, or be a refund that is under way.
fn givings<'a>(
    (booked, again): (&Booked, bool),
    rows: &[&'a Listed],
) -> Vec<(&'a Listed, Verdict)> {
    let mut pool = Pool::of(booked, rows);
    let verdict = |row: &'a Listed| {
        let named = booked
            .refunds
            .iter()
            .find(|refund| refund.key.as_deref() == Some(row.key.as_str()));
        let exact = named.filter(|refund| refund.amount == row.amount);
        if let Some(refund) = exact {
            return (row, Ok(By::Refund(refund.id)));
        }
        if again {
            return (row, Ok(By::Outside));
        }
        let differs = if named.is_some() {
            DiscrepancyKind::Amount
        } else {
            DiscrepancyKind::MissingHere
        };
        let by = pool.take(row.amount);
        let by = match named {
            None => by.or_else(|| pool.take_under_way(row)),
            Some(_) => by,
        };
        (row, by.ok_or(differs))
    };
    rows.iter().copied().map(verdict).collect()
}

/// Rows of a payment that did not complete the order: it ended unpaid, is parked, or was paid by another.
fn elsewhere<'a>(
    facts: &Facts,
    paid: &[&'a Listed],
    back: &[&'a Listed],
    told: &mut Told<'_>,
) -> Vec<(&'a Listed, Verdict)> {
    let gone = total(back.iter().map(|row| &row.amount));
    let came = total(paid.iter().map(|row| &row.amount));
    let nothing_left = !paid.is_empty() && came == gone;
    let ended = canary!(EndedOrdersUnswept, !facts.state.is_open(), false);
    let mut taking = |row: &'a Listed| {
        let empty = || (nothing_left || ended).then_some(By::NothingLeft);
        let by = told.paid(row.amount).or_else(empty);
        let differs = if row.amount != facts.amount {
            DiscrepancyKind::Amount
        } else if facts.state == OrderState::Completed {
            DiscrepancyKind::Duplicate
        } else {
            DiscrepancyKind::Status
        };
        (row, by.ok_or(differs))
    };
    let mut judged: Vec<(&Listed, Verdict)> = paid.iter().map(|row| taking(row)).collect();
    let giving = |row: &'a Listed| {
        // An account that nobody paid into was given up.
        let given_up = row.method == Method::VirtualAccount && paid.is_empty() && !told.is_known();
        let empty = || (nothing_left || given_up).then_some(By::NothingLeft);
        let by = told.gone(gone).or_else(empty);
        (row, by.ok_or(DiscrepancyKind::MissingHere))
    };
    judged.extend(back.iter().map(|row| giving(row)));
    judged
}
