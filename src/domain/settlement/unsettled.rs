//! A day of which a provider's files have nothing: one difference for each movement, and not one for each payment.

use chrono::NaiveDate;

use crate::{
    money::Won,
    reconcile::{Compared, DiscrepancyKind, Found, Movement},
};

/// Folds what of ours no line settles into one difference of the day for what was paid and one for what went back. Whoever reads it has
/// one thing to do, which is to import the file; how many payments it has to settle stays counted in `compared`. The difference closes
/// when the file is there.
#[must_use]
pub fn nothing_settled(day: NaiveDate, mut compared: Compared) -> Compared {
    let (ours, theirs): (Vec<Found>, Vec<Found>) = compared
        .found
        .into_iter()
        .partition(|found| found.theirs.is_none());
    compared.found = theirs;
    for movement in [Movement::Paid, Movement::Returned] {
        let of_movement = ours.iter().filter(|found| found.movement == movement);
        let amounts: Vec<Won> = of_movement.filter_map(|found| found.ours).collect();
        if amounts.is_empty() {
            continue;
        }
        let sum = |sum: Won, amount: Won| sum.plus(amount).unwrap_or(Won::MAX);
        compared.found.push(Found {
            kind: DiscrepancyKind::MissingThere,
            movement,
            row_key: format!("day:{day}"),
            payment_key: String::new(),
            order_ref: String::new(),
            order: None,
            payment: None,
            refund: None,
            theirs: None,
            ours: Some(amounts.into_iter().fold(Won::ZERO, sum)),
        });
    }
    compared.sort();
    compared
}
