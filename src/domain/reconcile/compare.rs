//! Our rows of a day against a provider's: every row of theirs is explained, of another system, or a difference, once.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{By, DiscrepancyKind, Explanation, Facts, Listed, Movement, missing, order};
use crate::{
    canary,
    id::{OrderId, PaymentId, RefundId},
    money::Won,
};

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub kind: DiscrepancyKind,
    pub movement: Movement,
    /// The provider's name of the movement, or the id of our payment or refund that it does not list.
    pub row_key: String,
    pub payment_key: String,
    pub order_ref: String,
    /// Our order, where there is one.
    pub order: Option<OrderId>,
    pub payment: Option<PaymentId>,
    pub refund: Option<RefundId>,
    pub theirs: Option<Won>,
    pub ours: Option<Won>,
}

impl Found {
    /// Whether both sides have what they have in another.
    pub(super) fn has_amounts_of(&self, other: &Self) -> bool {
        let same = (self.theirs, self.ours) == (other.theirs, other.ours);
        canary!(ClosedWhatever, true, same)
    }
}

/// What a comparison came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared {
    /// Rows of the provider's and rows of ours that it does not list, without those of other systems.
    pub rows: u64,
    pub explained: u64,
    /// Won of the rows, without signs.
    pub won: u64,
    /// Won of the explained ones.
    pub explained_won: u64,
    /// Rows of other systems on the same merchant account.
    pub foreign: u64,
    pub found: Vec<Found>,
    /// The explained rows, each with what explains it.
    pub explanations: Vec<Explanation>,
}

impl Compared {
    /// Counts a row of so many won.
    pub(crate) fn count(&mut self, amount: Won) {
        self.rows += 1;
        self.won = self.won.saturating_add(amount.get().unsigned_abs());
    }

    /// Counts one of them as explained.
    pub(crate) fn explain(&mut self, row: Explanation) {
        self.explained += 1;
        let won = row.amount.get().unsigned_abs();
        self.explained_won = self.explained_won.saturating_add(won);
        self.explanations.push(row);
    }

    /// The explained rows that wait: for a person, or for a provider.
    pub fn waiting(&self) -> impl Iterator<Item = &Explanation> {
        self.explanations.iter().filter(|row| row.by.word().waits())
    }

    /// Puts what was found and what was explained into one order, whatever order the rows had.
    pub(crate) fn sort(&mut self) {
        self.explanations
            .sort_by(|a, b| (&a.row_key, a.movement).cmp(&(&b.row_key, b.movement)));
        self.found.sort_by(|a, b| {
            (&a.row_key, a.movement, a.kind).cmp(&(&b.row_key, b.movement, b.kind))
        });
    }
}

/// Compares one day. `listed` has the days around it as well, so that what happened around midnight agrees; only rows of `day`
/// are judged. `facts` has every order that `listed` names and that has money dated on `day`.
pub fn compare(day: NaiveDate, listed: &[Listed], facts: &BTreeMap<OrderId, Facts>) -> Compared {
    let mut compared = Compared::default();
    let mut payments: BTreeMap<(OrderId, &str), Vec<&Listed>> = BTreeMap::new();
    for row in listed {
        match row.order() {
            Some(order) => payments
                .entry((order, &row.payment_key))
                .or_default()
                .push(row),
            None if row.day != day => {}
            None if row.is_foreign() => compared.foreign += 1,
            None => {
                compared.count(row.amount);
                let found = theirs(DiscrepancyKind::MissingHere, row, None);
                compared.found.push(found);
            }
        }
    }
    for ((order, _), rows) in &payments {
        let facts = facts.get(order);
        let judged = facts.map_or_else(|| unknown(rows), |facts| order::judge(facts, rows));
        for (row, verdict) in judged.into_iter().filter(|(row, _)| row.day == day) {
            compared.count(row.amount);
            match verdict {
                Ok(by) => compared.explain(explained(by, row, *order)),
                Err(kind) => compared.found.push(theirs(kind, row, facts)),
            }
        }
    }
    for facts in facts.values() {
        let missing = facts.payment.iter().flat_map(|booked| {
            let rows = payments.get(&(facts.order, booked.key.as_str()));
            missing::not_listed(day, facts, booked, rows.map_or(&[], Vec::as_slice))
        });
        for found in missing.collect::<Vec<_>>() {
            compared.count(found.ours.unwrap_or_default());
            compared.found.push(found);
        }
    }
    compared.sort();
    compared
}

fn unknown<'a>(rows: &[&'a Listed]) -> Vec<(&'a Listed, order::Verdict)> {
    let missing = |row: &&'a Listed| (*row, Err(DiscrepancyKind::MissingHere));
    rows.iter().map(missing).collect()
}

fn explained(by: By, row: &Listed, order: OrderId) -> Explanation {
    Explanation {
        by,
        movement: row.movement,
        row_key: row.key.clone(),
        payment_key: row.payment_key.clone(),
        order: Some(order),
        amount: row.amount,
    }
}

fn theirs(kind: DiscrepancyKind, row: &Listed, facts: Option<&Facts>) -> Found {
    let booked = facts.and_then(|facts| facts.payment.as_ref());
    let booked = booked.filter(|booked| booked.key == row.payment_key);
    let refund = booked.and_then(|booked| {
        let mut refunds = booked.refunds.iter();
        refunds.find(|refund| refund.key.as_deref() == Some(row.key.as_str()))
    });
    let ours = match row.movement {
        Movement::Paid => booked.map(|booked| booked.amount),
        Movement::Returned => refund.map(|refund| refund.amount),
        Movement::Unknown => None,
    };
    Found {
        kind,
        movement: row.movement,
        row_key: row.key.clone(),
        payment_key: row.payment_key.clone(),
        order_ref: row.order_ref.clone(),
        order: facts.map(|facts| facts.order),
        payment: booked.map(|booked| booked.id),
        refund: refund.map(|refund| refund.id),
        theirs: Some(row.amount),
        ours,
    }
}
