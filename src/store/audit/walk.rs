//! The ledger entry by entry, page by page: each customer's chain of hashes, and each posting of spending against its
//! row.

use super::{
    Check, Look,
    entry::{Entry, entry},
    parts::compare,
    spending::Order,
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
            order.follow(posting);
        }
        if rows.is_empty() {
            return Ok(vec![hashes, parts, order.into_check()]);
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
    entries.len()
        - entries
            .iter()
            .rev()
            .take_while(|entry| entry.goes_with(last))
            .count()
}
