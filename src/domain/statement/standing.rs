//! What a customer has, entry by entry of the ledger: in all, and lot by lot.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{Change, OfLot};
use crate::{id::LotId, ledger::Entry};

/// The sums of the accounts of one customer after an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    pub change: Change,
    /// Lots with what they have. Of lots that nothing was said of, what they gained since.
    pub lots: BTreeMap<LotId, OfLot>,
}

impl Standing {
    /// A customer who owes `debt` and has these lots.
    pub fn new(debt: i64, lots: impl IntoIterator<Item = (LotId, OfLot)>) -> Self {
        let lots: BTreeMap<LotId, OfLot> = lots.into_iter().collect();
        let mut change = Change {
            debt,
            ..Change::default()
        };
        for lot in lots.values() {
            change.available = change.available.saturating_add(lot.available);
            change.held = change.held.saturating_add(lot.held);
        }
        Self { change, lots }
    }

    /// Follows an entry.
    pub fn follow(&mut self, entry: &Entry) {
        self.move_by(entry.lot, Change::of(entry));
    }

    /// Moves the sums and a lot by a change.
    pub fn move_by(&mut self, lot: Option<LotId>, change: Change) {
        self.change = self.change.and(change);
        let Some(lot) = lot else { return };
        if change.available == 0 && change.held == 0 {
            return;
        }
        let lot = self.lots.entry(lot).or_insert(OfLot {
            available: 0,
            held: 0,
        });
        lot.available = lot.available.saturating_add(change.available);
        lot.held = lot.held.saturating_add(change.held);
    }

    /// The available credits of lots that have not ended at `at`. `ends` gives the end of each lot, which is exclusive.
    pub fn live(&self, at: DateTime<Utc>, ends: &BTreeMap<LotId, DateTime<Utc>>) -> i64 {
        let live = |lot: &LotId| ends.get(lot).is_some_and(|end| at < *end);
        self.lots
            .iter()
            .filter(|(lot, _)| live(lot))
            .fold(0, |sum: i64, (_, of)| sum.saturating_add(of.available))
    }
}
