//! A provider's settlement lines of one day against the books: each line of the day, and each movement of ours that should be
//! settled with it, is explained or a difference, once.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{FeeMax, Line};
use crate::{
    canary,
    id::{OrderId, PaymentId, RefundId},
    money::Won,
    reconcile::{
        self, Booked, ChargedBack, Compared, DiscrepancyKind, Explanation, Facts, Found, Given,
        Listed, Movement, is_listed,
    },
};

/// Compares one day. `lines` has every known line, of whatever day, of each payment with a line of the day or with money dated on
/// it; `facts` has the orders of both. The order of the lines decides nothing. `agreed` is the most that the provider may keep.
pub fn compare(
    day: NaiveDate,
    lines: &[Line],
    facts: &BTreeMap<OrderId, Facts>,
    agreed: Option<&FeeMax>,
) -> Compared {
    let known: Vec<&Facts> = facts.values().collect();
    let listed: Vec<Listed> = lines.iter().map(|line| line.listed(&known)).collect();
    let mut compared = reconcile::compare(day, &listed, facts);
    // What of ours is not settled has rules of its own.
    compared.found.retain(|found| found.theirs.is_some());
    name_doubles(&mut compared.found, &listed);
    let wrong = lines.iter().zip(&listed);
    let wrong = wrong.filter(|(line, _)| line.sold_on == day);
    let wrong = wrong.filter_map(|(line, row)| does_not_add_up((line, row), facts, agreed));
    compared.found.extend(wrong.collect::<Vec<_>>());
    for facts in facts.values() {
        let of_order: Vec<&Listed> = listed
            .iter()
            .filter(|row| row.order() == Some(facts.order))
            .collect();
        compared.found.extend(unsettled(day, facts, &of_order));
    }
    recount(&mut compared, day, &listed);
    compared.sort();
    compared
}

/// What the books have of a line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Matched {
    pub order: Option<OrderId>,
    pub payment: Option<PaymentId>,
    pub refund: Option<RefundId>,
}

/// The order, the payment and the refund of a line: the refund by the provider's name of it, else the only one of that amount.
pub fn matched(line: &Line, facts: &BTreeMap<OrderId, Facts>) -> Matched {
    let known: Vec<&Facts> = facts.values().collect();
    let row = line.listed(&known);
    let facts = row.order().and_then(|order| facts.get(&order));
    let booked = facts.and_then(|facts| facts.payment.as_ref());
    let booked = booked.filter(|booked| booked.key == row.payment_key);
    let refunds = booked.map_or(&[][..], |booked| booked.refunds.as_slice());
    let named = refunds
        .iter()
        .find(|refund| refund.key.as_deref() == Some(row.key.as_str()));
    let mut of_amount = refunds.iter().filter(|refund| refund.amount == row.amount);
    let only = of_amount.next().filter(|_| of_amount.next().is_none());
    let refund = named
        .or(only)
        .filter(|_| row.movement == Movement::Returned);
    Matched {
        order: facts.map(|facts| facts.order),
        payment: booked.map(|booked| booked.id),
        refund: refund.map(|refund| refund.id),
    }
}

/// Weighs the day's lines anew, and what of ours is not among them.
fn recount(compared: &mut Compared, day: NaiveDate, listed: &[Listed]) {
    let found = std::mem::take(&mut compared.found);
    let differs: BTreeSet<(&str, Movement)> = found
        .iter()
        .filter(|found| found.theirs.is_some())
        .map(|found| (found.row_key.as_str(), found.movement))
        .collect();
    let explanations = std::mem::take(&mut compared.explanations).into_iter();
    let mut by: BTreeMap<(String, Movement), Explanation> = explanations
        .map(|row| ((row.row_key.clone(), row.movement), row))
        .collect();
    let mut counted = Compared {
        foreign: compared.foreign,
        ..Compared::default()
    };
    let ours = listed.iter().filter(|row| row.day == day);
    for row in ours.filter(|row| !row.is_foreign()) {
        counted.count(row.amount);
        let explained = by.remove(&(row.key.clone(), row.movement));
        let agrees = !differs.contains(&(row.key.as_str(), row.movement));
        if let Some(explained) = explained.filter(|_| agrees) {
            counted.explain(explained);
        }
    }
    for missing in found.iter().filter(|found| found.theirs.is_none()) {
        counted.count(missing.ours.unwrap_or_default());
    }
    counted.found = found;
    *compared = counted;
}

/// A cancel that is settled and not in the books, where another of that payment has the same amount, was settled twice.
fn name_doubles(found: &mut [Found], listed: &[Listed]) {
    let all = found.to_vec();
    let is_same = |row: &Listed, it: &Found| {
        row.movement == Movement::Returned
            && row.payment_key == it.payment_key
            && Some(row.amount) == it.theirs
    };
    let differs = |row: &Listed| {
        all.iter()
            .any(|it| it.movement == Movement::Returned && it.row_key == row.key)
    };
    for it in found.iter_mut().filter(|it| {
        it.kind == DiscrepancyKind::MissingHere
            && it.movement == Movement::Returned
            && it.payment.is_some()
    }) {
        let first = listed
            .iter()
            .find(|row| is_same(row, it) && row.key != it.row_key && !differs(row));
        if first.is_some() {
            it.kind = DiscrepancyKind::Duplicate;
        }
    }
}

/// A line of an order of ours whose amount, fee, VAT and payout do not agree with each other.
fn does_not_add_up(
    (line, row): (&Line, &Listed),
    facts: &BTreeMap<OrderId, Facts>,
    agreed: Option<&FeeMax>,
) -> Option<Found> {
    let (order, wrong) = (row.order()?, line.wrong(agreed)?);
    let facts = facts.get(&order);
    let booked = facts.and_then(|facts| facts.payment.as_ref());
    let booked = booked.filter(|booked| booked.key == row.payment_key);
    let refund = booked.and_then(|booked| {
        let mut refunds = booked.refunds.iter();
        refunds.find(|refund| refund.key.as_deref() == Some(row.key.as_str()))
    });
    Some(Found {
        kind: wrong.kind,
        movement: row.movement,
        row_key: row.key.clone(),
        payment_key: row.payment_key.clone(),
        order_ref: row.order_ref.clone(),
        order: facts.map(|facts| facts.order),
        payment: booked.map(|booked| booked.id),
        refund: refund.map(|refund| refund.id),
        theirs: Some(wrong.theirs),
        ours: Some(wrong.ours),
    })
}

/// What the books date on `day` and no line settles.
fn unsettled(day: NaiveDate, facts: &Facts, rows: &[&Listed]) -> Vec<Found> {
    let Some(booked) = &facts.payment else {
        return Vec::new();
    };
    let rows: Vec<&Listed> = rows
        .iter()
        .copied()
        .filter(|row| row.payment_key == booked.key)
        .collect();
    let is_settled = rows.iter().any(|row| row.movement == Movement::Paid);
    // Providers leave out what went back whole before it was settled: nothing is paid out, and nothing taken off.
    if rows.is_empty() && given_back(booked) >= booked.amount {
        return Vec::new();
    }
    let missing = |kind, movement, row_key, refund: Option<&Given>, ours| Found {
        kind,
        movement,
        row_key,
        payment_key: booked.key.clone(),
        order_ref: facts.order.to_string(),
        order: Some(facts.order),
        payment: Some(booked.id),
        refund: refund.map(|refund| refund.id),
        theirs: None,
        ours: Some(ours),
    };
    let mut found = Vec::new();
    if booked.day == day && !is_settled {
        let (kind, key) = (DiscrepancyKind::MissingThere, booked.id.to_string());
        found.push(missing(kind, Movement::Paid, key, None, booked.amount));
    }
    let kind = if is_settled {
        DiscrepancyKind::Status
    } else {
        DiscrepancyKind::MissingThere
    };
    let of_day = booked.refunds.iter().filter(|refund| refund.days.1 == day);
    let is_there =
        |refund: &Given| canary!(CancelsUnsettled, true, is_listed(booked, refund, &rows));
    for refund in of_day.filter(|refund| !is_there(refund)) {
        let (key, ours) = (refund.id.to_string(), refund.amount);
        found.push(missing(kind, Movement::Returned, key, Some(refund), ours));
    }
    if booked.day == day && is_settled {
        let kind = DiscrepancyKind::Status;
        let outside = outside_unsettled(booked, &rows);
        if !outside.is_zero() {
            let key = format!("{}:outside", booked.id);
            found.push(missing(kind, Movement::Returned, key, None, outside));
        }
        for it in not_paid_again(booked, &rows) {
            let key = it.id.to_string();
            found.push(missing(kind, Movement::Paid, key, None, it.amount));
        }
    }
    found
}

/// Disputes whose money was taken off, came again by what a person recorded, and is not paid out again.
fn not_paid_again<'a>(booked: &'a Booked, rows: &[&Listed]) -> Vec<&'a ChargedBack> {
    let count = |movement, amount| {
        let of = |row: &&&Listed| row.movement == movement && row.amount == amount;
        rows.iter().filter(of).count()
    };
    let is_due = |it: &&ChargedBack| {
        let own = usize::from(it.amount == booked.amount);
        let refunds = booked.refunds.iter();
        let refunds = refunds.filter(|refund| refund.amount == it.amount).count();
        let taken = count(Movement::Returned, it.amount) > refunds;
        it.reinstated && taken && count(Movement::Paid, it.amount) <= own
    };
    booked.charged_back.iter().filter(is_due).collect()
}

fn total<'a>(amounts: impl Iterator<Item = &'a Won>) -> Won {
    amounts.fold(Won::ZERO, |sum, amount| {
        sum.plus(*amount).unwrap_or(Won::MAX)
    })
}

fn given_back(booked: &Booked) -> Won {
    let refunds = booked.refunds.iter().map(|refund| &refund.amount);
    let lost = booked.charged_back.iter().filter(|it| !it.reinstated);
    total(
        refunds
            .chain([&booked.outside])
            .chain(lost.map(|it| &it.amount)),
    )
}

/// What others took back and no line takes off. Days of it are not in the books, so it is judged with the payment. Of a deposit that
/// came again a bank may have taken back any number.
fn outside_unsettled(booked: &Booked, rows: &[&Listed]) -> Won {
    if booked.came_again {
        return Won::ZERO;
    }
    let lines = rows
        .iter()
        .filter(|row| row.movement == Movement::Returned)
        .map(|row| &row.amount);
    let listed = booked
        .refunds
        .iter()
        .filter(|refund| is_listed(booked, refund, rows))
        .map(|refund| &refund.amount);
    let is_back = |amount: Won| {
        let mut rows = rows.iter();
        rows.any(|row| row.movement == Movement::Returned && row.amount == amount)
    };
    let again = booked.charged_back.iter();
    let again = again.filter(|it| it.reinstated && is_back(it.amount));
    let lost = booked.charged_back.iter().filter(|it| !it.reinstated);
    let gone = total(
        lost.map(|it| &it.amount)
            .chain(std::iter::once(&booked.outside)),
    );
    let known = total(listed.chain(again.map(|it| &it.amount)));
    gone.minus_or_zero(total(lines).minus_or_zero(known))
}
