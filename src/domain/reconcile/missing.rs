//! What the books have and a provider does not list.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Booked, DiscrepancyKind, Facts, Found, Given, Listed, Movement};

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
    let is_paid = rows.iter().any(|row| row.movement == Movement::Paid);
    let payment = (booked.day == day && !is_paid)
        .then(|| missing(Movement::Paid, booked.id.to_string(), None, booked.amount));
    // A refund that was in doubt for days is listed on a day that only its row says: it is not sought.
    let refunds = booked
        .refunds
        .iter()
        .filter(|refund| refund.days == (day, day) && !is_listed(booked, refund, rows))
        .map(|refund| {
            let key = refund.id.to_string();
            missing(Movement::Returned, key, Some(refund), refund.amount)
        });
    payment.into_iter().chain(refunds).collect()
}

/// Whether a refund is among the rows: by the provider's name of it, else by its amount under a name that is no other's.
pub(crate) fn is_listed(booked: &Booked, refund: &Given, rows: &[&Listed]) -> bool {
    let names = booked
        .refunds
        .iter()
        .filter_map(|refund| refund.key.as_deref());
    let names: BTreeSet<&str> = names.collect();
    rows.iter()
        .filter(|row| row.movement == Movement::Returned)
        .any(|row| {
            refund.key.as_deref() == Some(row.key.as_str())
                || (row.amount == refund.amount && !names.contains(row.key.as_str()))
        })
}
