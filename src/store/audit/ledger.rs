//! The ledger entry by entry, page by page: each customer's chain of hashes, each posting of spending against its row,
//! and the order of spending. That order is earliest expiry; then promotional, membership, purchased and bulk alike;
//! then earliest acquired; then id (credits policy, section 4).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    Check, Look,
    entry::{Entry, entry},
    int,
    parts::compare,
    text,
};
use crate::store::{StoreError, query::Arg, sql::Sql};

/// One page: some hundred kilobytes, with few enough round trips. An odd number, so that pages of postings of two
/// entries each end inside one. That case then occurs wherever there are many.
static PAGE: Sql = Sql::new(
    "SELECT customer_id, seq, posting_id, act, from_account, to_account, unit, amount, lot_id, reference, posted_at, hash FROM entries \
     WHERE (customer_id, seq) > ($1, $2) ORDER BY customer_id, seq LIMIT 499",
);

/// How far the walk has come.
#[derive(Default)]
struct Position {
    customer: String,
    seq: i64,
    /// Hash of the previous entry, as stored: one damaged entry does not make all that follow wrong.
    head: String,
}

pub(super) async fn run(look: &mut Look<'_>) -> Result<Vec<Check>, StoreError> {
    let mut hashes = Check::new(
        "chain_hashes",
        "every entry's hash is the SHA-256 over the hash before it and the entry's fields",
    );
    let mut parts = Check::new(
        "parts_posted",
        "every posting of a spend or a hold moved what the row's parts say, lot by lot",
    );
    let mut spending = Check::new(
        "spending_order",
        "every spend and hold took from the living lots in the published order, each as far as it went",
    );
    let mut order = Order::default();
    let mut place = Position::default();
    let mut waiting: Vec<Entry> = Vec::new();
    loop {
        let rows = look
            .rows(&PAGE, vec![Arg::Text(&place.customer), Arg::Int(place.seq)])
            .await?;
        for row in &rows {
            let entry = entry(row)?;
            prove(&entry, &mut place, &mut hashes);
            waiting.push(entry);
        }
        // The last posting may go on in the next page.
        let whole = if rows.is_empty() {
            waiting.len()
        } else {
            before_last_posting(&waiting)
        };
        let entries: Vec<Entry> = waiting.drain(..whole).collect();
        let postings: Vec<&[Entry]> = entries.chunk_by(Entry::goes_with).collect();
        compare(look, &postings, &mut parts).await?;
        order.load(look, &entries).await?;
        for posting in postings {
            order.follow(posting, &mut spending);
        }
        if rows.is_empty() {
            return Ok(vec![hashes, parts, spending]);
        }
    }
}

fn prove(entry: &Entry, place: &mut Position, check: &mut Check) {
    if entry.customer != place.customer {
        place.head.clear();
        place.customer.clone_from(&entry.customer);
    }
    if entry.hash_after(&place.head) != entry.hash {
        check.add(
            entry.name(),
            "the stored hash is not that of the entry after the one before it",
        );
    }
    place.head.clone_from(&entry.hash);
    place.seq = entry.seq;
}

/// Where the last posting begins.
fn before_last_posting(entries: &[Entry]) -> usize {
    let Some(last) = entries.last() else { return 0 };
    let backwards = entries.iter().rev();
    let of_last = backwards.take_while(|entry| entry.goes_with(last));
    entries.len() - of_last.count()
}

/// The rank is derived from the kind, not read from the column of that name.
static LOTS: Sql = Sql::new(
    "SELECT id, expires_at, CAST(CASE kind WHEN 'promotional' THEN 0 WHEN 'membership' THEN 1 ELSE 2 END AS BIGINT), \
        acquired_at \
     FROM lots WHERE customer_id = ANY($1)",
);

/// Expiry, rank, acquired, id: instants in microseconds.
type Key = (i64, i64, i64, String);

/// The spendable credits while the ledger is followed.
#[derive(Debug, Default)]
struct Order {
    /// The customers whose lots `keys` may hold: those on the last pages.
    loaded: BTreeSet<String>,
    keys: HashMap<String, Key>,
    customer: String,
    /// Credits available per lot of `customer`, in the order of spending.
    available: BTreeMap<Key, i64>,
}

impl Order {
    /// Loads the lots of the customers of these entries. Lots of customers who are done are dropped.
    async fn load(&mut self, look: &mut Look<'_>, entries: &[Entry]) -> Result<(), StoreError> {
        let wanted = entries.iter().map(|entry| entry.customer.as_str());
        let wanted: BTreeSet<&str> = wanted.collect();
        if wanted.len() < 2 && wanted.iter().all(|it| self.loaded.contains(*it)) {
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
    fn follow(&mut self, posting: &[Entry], check: &mut Check) {
        let first = &posting[0];
        if first.customer != self.customer {
            self.customer.clone_from(&first.customer);
            self.available.clear();
        }
        if matches!(first.act.as_str(), "spend" | "hold") {
            self.judge(posting, check);
        }
        for entry in posting {
            let Some(change) = entry.change_of("available") else {
                continue;
            };
            // Another check reports an entry whose lot does not exist.
            let Some(key) = self.keys.get(&entry.lot) else {
                continue;
            };
            let before = self.available.get(key).copied().unwrap_or_default();
            let left = before.saturating_add(change);
            if left == 0 {
                self.available.remove(key);
            } else {
                self.available.insert(key.clone(), left);
            }
        }
    }

    fn judge(&self, posting: &[Entry], check: &mut Check) {
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
            check.add(posting[0].name(), detail);
        }
    }
}
