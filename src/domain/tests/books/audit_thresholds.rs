//! Crossings of thresholds, counted plainly over the ledger: what was available before a commit of one command and after
//! it, and the events that must be in between.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    books::Needs,
    customer::CustomerState,
    event::{BalanceLow, Event},
    id::CustomerId,
    ledger::{Account, Entry},
    money::Credits,
};

use crate::{
    credits,
    world::{Rows, World},
};

fn available(entries: &[Entry]) -> i64 {
    let change = |entry: &Entry| match (entry.from, entry.to) {
        (Account::Available, _) => -entry.amount,
        (_, Account::Available) => entry.amount,
        _ => 0,
    };
    entries.iter().map(change).sum()
}

fn entries_of<'r>(rows: &'r Rows, customer: &CustomerId) -> &'r [Entry] {
    rows.entries.get(customer).map_or(&[], Vec::as_slice)
}

impl World {
    /// What the ledger has available to the customers that are watched, as the real store sums it up over the lots.
    pub(crate) fn available(
        &self,
        needs: &Needs,
        loaded: &BTreeSet<CustomerId>,
    ) -> BTreeMap<CustomerId, Credits> {
        let watched = loaded.iter().filter(|id| {
            let setting = self.rows.customers[*id].thresholds.as_ref();
            setting.is_some_and(|setting| !setting.thresholds.is_empty())
        });
        let watched = watched.chain(&needs.available_of);
        let sum = |id: &CustomerId| {
            let lots = self.rows.lots.values();
            let own = lots.filter(|lot| lot.customer == *id);
            own.fold(Credits::ZERO, |sum, lot| sum.plus(lot.remaining).unwrap())
        };
        watched.map(|id| (id.clone(), sum(id))).collect()
    }

    /// The step from `before` was one command: each fall below a threshold is one event, and nothing else is.
    pub(crate) fn audit_lows(&self, before: &Rows) {
        let mut due = Vec::new();
        for (id, row) in &before.customers {
            let after = &self.rows.customers[id];
            let Some(setting) = &row.thresholds else {
                continue;
            };
            let (from, to) = (entries_of(before, id), entries_of(&self.rows, id));
            let (from, last) = (available(from), to.len());
            let to = available(to);
            for threshold in setting.thresholds.credits().iter().rev() {
                let low = from >= threshold.get() && threshold.get() > to;
                if low && after.state != CustomerState::Closed {
                    due.push(BalanceLow {
                        customer_id: id.clone(),
                        threshold: *threshold,
                        available_before: credits(from),
                        available_after: credits(to),
                        entry_seq: i64::try_from(last).unwrap(),
                    });
                }
            }
        }
        let new = &self.rows.events[before.events.len()..];
        let low = new.iter().filter_map(|record| match &record.event {
            Event::BalanceLow(body) => Some(body.clone()),
            _ => None,
        });
        assert_eq!(low.collect::<Vec<_>>(), due);
    }
}
