//! The order of spending, replayed from the ledger: earliest expiry; then promotional, membership, purchased and bulk
//! alike; then earliest acquired; then id (credits policy, section 4).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Check, Look, entry::Entry, int, text};
use crate::store::{StoreError, sql::Sql};

/// The rank is derived from the kind, not read from the column of that name.
static LOTS: Sql = Sql::new(
    "SELECT id, expires_at, CAST(CASE kind WHEN 'promotional' THEN 0 WHEN 'membership' THEN 1 ELSE 2 END AS BIGINT), \
        acquired_at \
     FROM lots WHERE customer_id = ANY($1)",
);

/// Expiry, rank, acquired, id: instants in microseconds.
type Key = (i64, i64, i64, String);

/// The spendable credits while the ledger is followed.
#[derive(Debug)]
pub(super) struct Order {
    check: Check,
    /// The customers whose lots `keys` may hold: those on the last pages.
    loaded: BTreeSet<String>,
    keys: HashMap<String, Key>,
    customer: String,
    /// Credits available per lot of `customer`, in the order of spending.
    available: BTreeMap<Key, i64>,
}

impl Default for Order {
    fn default() -> Self {
        let statement = "every spend and hold took from the living lots in the published order, each as far as it went";
        Self {
            check: Check::new("spending_order", statement),
            loaded: BTreeSet::new(),
            keys: HashMap::new(),
            customer: String::new(),
            available: BTreeMap::new(),
        }
    }
}

impl Order {
    /// Loads the lots of the customers of these entries. Lots of customers who are done are dropped.
    pub(super) async fn load(
        &mut self,
        look: &mut Look<'_>,
        entries: &[Entry],
    ) -> Result<(), StoreError> {
        let wanted: BTreeSet<&str> = entries
            .iter()
            .map(|entry| entry.customer.as_str())
            .collect();
        if wanted.is_empty()
            || (wanted.len() == 1
                && wanted
                    .iter()
                    .all(|customer| self.loaded.contains(*customer)))
        {
            return Ok(());
        }
        self.keys.clear();
        for row in look.rows_of(&LOTS, wanted.iter().copied()).await? {
            let id = text(&row, 0)?.to_owned();
            let key = (int(&row, 1)?, int(&row, 2)?, int(&row, 3)?, id.clone());
            self.keys.insert(id, key);
        }
        self.loaded = wanted.into_iter().map(str::to_owned).collect();
        Ok(())
    }

    /// Follows one posting: checks what it took, then books it.
    pub(super) fn follow(&mut self, posting: &[Entry]) {
        let first = &posting[0];
        if first.customer != self.customer {
            self.customer.clone_from(&first.customer);
            self.available.clear();
        }
        if matches!(first.act.as_str(), "spend" | "hold") {
            self.judge(posting);
        }
        for entry in posting {
            let Some(change) = entry.change_of("available") else {
                continue;
            };
            // Another check reports an entry whose lot does not exist.
            let Some(key) = self.keys.get(&entry.lot) else {
                continue;
            };
            let left = self
                .available
                .get(key)
                .copied()
                .unwrap_or_default()
                .saturating_add(change);
            if left == 0 {
                self.available.remove(key);
            } else {
                self.available.insert(key.clone(), left);
            }
        }
    }

    fn judge(&mut self, posting: &[Entry]) {
        let mut taken: BTreeMap<&Key, i64> = BTreeMap::new();
        for entry in posting {
            let change = entry.change_of("available");
            if let Some((key, change)) = self.keys.get(&entry.lot).zip(change) {
                let sum = taken.entry(key).or_default();
                *sum = i64::saturating_sub(*sum, change);
            }
        }
        let Some((last, _)) = taken.last_key_value() else {
            return;
        };
        // Lots that ended before this posting are not spendable, swept or not.
        let from = (
            posting[0].at.saturating_add(1),
            i64::MIN,
            i64::MIN,
            String::new(),
        );
        if from >= **last {
            return;
        }
        let passed = self
            .available
            .range(from..(*last).clone())
            .find(|(key, left)| taken.get(key) != Some(left));
        if let Some(((_, _, _, lot), left)) = passed {
            let detail = format!(
                "posting {} left {left} of lot {lot} and took from a later one",
                posting[0].posting
            );
            self.check.add(posting[0].name(), detail);
        }
    }

    pub(super) fn into_check(self) -> Check {
        self.check
    }
}
