//! What the books have and a provider does not list.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Booked, DiscrepancyKind, Facts, Found, Given, Listed, Movement, order::near};

/// What the books date on `day` and the provider lists on no day around it.
pub(super) fn not_listed(
    day: NaiveDate,
    facts: &Facts,
    booked: &Booked,
    rows: &[&Listed],
) -> Vec<Found> {
    let missing = |movement, row_key: String, refund: Option<&Given>, ours| Found {
        kind: DiscrepancyKind::MissingThere,
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
    let mut unclear = Unclear::of(rows);
    let is_paid = rows.iter().any(|row| row.movement == Movement::Paid);
    let is_paid = is_paid || unclear.takes_payment(booked);
    let payment = (booked.day == day && !is_paid)
        .then(|| missing(Movement::Paid, booked.id.to_string(), None, booked.amount));
    let mut unlisted: Vec<&Given> = booked
        .refunds
        .iter()
        .filter(|refund| !is_listed(booked, refund, rows))
        .collect();
    unlisted.sort_by_key(|refund| refund.days);
    unlisted.retain(|refund| !unclear.takes_refund(booked, refund));
    // A refund that was in doubt for days is listed on a day that only its row says: it is not sought.
    let of_day = unlisted.iter().filter(|it| it.days == (day, day));
    let refunds = of_day.map(|refund| {
        let key = refund.id.to_string();
        missing(Movement::Returned, key, Some(refund), refund.amount)
    });
    payment.into_iter().chain(refunds).collect()
}

/// Rows in a state that is not known. Each is a difference of its own, and may be the very movement that would be missing: so it
/// stands for one such movement, of its amount and near its day.
struct Unclear<'a>(Vec<&'a Listed>);

impl<'a> Unclear<'a> {
    fn of(rows: &[&'a Listed]) -> Self {
        let rows = rows.iter().copied();
        Self(
            rows.filter(|row| row.movement == Movement::Unknown)
                .collect(),
        )
    }

    fn takes(&mut self, is: impl Fn(&Listed) -> bool) -> bool {
        let at = self.0.iter().position(|row| is(row));
        at.is_some_and(|at| {
            self.0.remove(at);
            true
        })
    }

    fn takes_payment(&mut self, booked: &Booked) -> bool {
        let names = named(booked);
        self.takes(|row| {
            let of_refund = names.contains(row.key.as_str());
            row.amount == booked.amount && near(row.day, booked.day) && !of_refund
        })
    }

    fn takes_refund(&mut self, booked: &Booked, refund: &Given) -> bool {
        let names = named(booked);
        let (first, last) = refund.days;
        self.takes(|row| {
            let own = refund.key.as_deref() == Some(row.key.as_str());
            let within =
                near(row.day, first) || near(row.day, last) || (first..=last).contains(&row.day);
            own || (row.amount == refund.amount && within && !names.contains(row.key.as_str()))
        })
    }
}

/// The provider's names of the cancels that are known.
fn named(booked: &Booked) -> BTreeSet<&str> {
    let refunds = booked.refunds.iter();
    refunds.filter_map(|refund| refund.key.as_deref()).collect()
}

/// Whether a refund is among the rows: by the provider's name of it, else by its amount under a name that is no other's.
pub(crate) fn is_listed(booked: &Booked, refund: &Given, rows: &[&Listed]) -> bool {
    let names = named(booked);
    rows.iter()
        .filter(|row| row.movement == Movement::Returned)
        .any(|row| {
            refund.key.as_deref() == Some(row.key.as_str())
                || (row.amount == refund.amount && !names.contains(row.key.as_str()))
        })
}
