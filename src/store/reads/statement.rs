//! What a statement and a stream of balances need of a customer's ledger. Entries are never changed, so what is read of
//! them up to a number is the same whenever it is read; only the first statement here looks at the present.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    id::{CustomerId, LotId},
    ledger::{Account, Unit},
    statement::{Change, OfLot, standing::Standing, write::OpeningLot, write::Used},
};

use crate::store::{
    Db, StoreError, columns::Set, engine::Row, journal::Head, query::Arg, sql::statements,
};

statements! {
    /// The customer and all lots at one instant. A customer without lots has one row.
    NOW =
        "SELECT customers.seq, customers.debt, lots.id, lots.kind, lots.granted, lots.acquired_at, lots.expires_at, \
             lots.remaining, lots.held \
         FROM customers LEFT JOIN lots ON lots.customer_id = customers.id WHERE customers.id = $1";
    MOVED =
        "SELECT lot_id, from_account, to_account, CAST(SUM(amount) AS BIGINT) FROM entries \
         WHERE customer_id = $1 AND seq > $2 AND seq <= $3 AND unit = 'credits' \
         GROUP BY lot_id, from_account, to_account";
    ENTRY = "SELECT hash, posted_at FROM entries WHERE customer_id = $1 AND seq = $2";
    FIRST_FROM =
        "SELECT seq FROM entries WHERE customer_id = $1 AND seq >= $2 AND posted_at >= $3 ORDER BY seq LIMIT 1";
    SPENDS = "SELECT id, meter, reference FROM spends WHERE id = ANY($1)";
    HOLDS = "SELECT id, meter, reference FROM holds WHERE id = ANY($1)";
    RECORDED =
        "SELECT seq, journal_place FROM entries WHERE customer_id = $1 AND seq >= $2 AND seq <= $3 \
         AND journal_place IS NOT NULL ORDER BY seq DESC LIMIT 500";
    BLOCKS = "SELECT id, made_at, content, hash FROM journal WHERE id >= $1 AND id <= $2 ORDER BY id LIMIT 500";
    SEQS = "SELECT id, seq FROM customers WHERE id = ANY($1)";
}

/// Entries whose sums one statement works out: some tenths of a second, well within the limit of a session.
const SUMMED_AT_ONCE: i64 = 100_000;

/// How far two gateways' clocks may differ, twice: an entry may be dated earlier than one with a lower number by no more.
const BEHIND_MAX: TimeDelta = TimeDelta::minutes(10);

/// A customer's credits after the entry `seq`.
#[derive(Debug)]
pub struct Ledger {
    pub seq: i64,
    pub standing: Standing,
    /// Every lot, with what it had then.
    pub lots: Vec<OpeningLot>,
}

/// The ledger now; none when there is no such customer.
pub async fn ledger(db: &Db, customer: &CustomerId) -> Result<Option<Ledger>, StoreError> {
    let rows = db.rows(&NOW, vec![Arg::Text(customer.as_str())]).await?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let (seq, debt) = (int(first, 0)?, int(first, 1)?);
    let lots = rows.iter().map(lot).filter_map(Result::transpose);
    let lots: Vec<OpeningLot> = lots.collect::<Result<_, _>>()?;
    let standing = Standing::new(debt, lots.iter().map(|lot| (lot.id, lot.opening.clone())));
    Ok(Some(Ledger {
        seq,
        standing,
        lots,
    }))
}

fn lot(row: &Row) -> Result<Option<OpeningLot>, StoreError> {
    let Some(id) = row.text(2)? else {
        return Ok(None);
    };
    let damaged = |column| StoreError::damaged("lots", id, column, "not what stands there");
    let instant =
        |at, column| DateTime::from_timestamp_micros(int(row, at)?).ok_or_else(|| damaged(column));
    Ok(Some(OpeningLot {
        id: id.parse().map_err(|_| damaged("id"))?,
        kind: text(row, 3)?.parse().map_err(|_| damaged("kind"))?,
        granted: int(row, 4)?.try_into().map_err(|_| damaged("granted"))?,
        acquired_at: instant(5, "acquired_at")?,
        expires_at: instant(6, "expires_at")?,
        opening: OfLot {
            available: int(row, 7)?,
            held: int(row, 8)?,
        },
    }))
}

impl Ledger {
    /// Goes back to the entry `seq`, by taking off what the entries after it changed.
    pub async fn back_to(
        mut self,
        db: &Db,
        customer: &CustomerId,
        seq: i64,
    ) -> Result<Self, StoreError> {
        while self.seq > seq {
            let from = seq.max(self.seq - SUMMED_AT_ONCE);
            let args = vec![
                Arg::Text(customer.as_str()),
                Arg::Int(from),
                Arg::Int(self.seq),
            ];
            for row in db.rows(&MOVED, args).await? {
                let (lot, change) = moved(&row)?;
                self.standing.move_by(lot, change);
            }
            self.seq = from;
        }
        for lot in &mut self.lots {
            let then = self.standing.lots.get(&lot.id);
            lot.opening = then.cloned().unwrap_or(OfLot::NOTHING);
        }
        Ok(self)
    }
}

/// What undoes a sum of entries.
fn moved(row: &Row) -> Result<(Option<LotId>, Change), StoreError> {
    let damaged = |column| StoreError::damaged("entries", "a sum", column, "not what stands there");
    let lot = row.text(0)?.map(str::parse).transpose();
    let account = |at, column| {
        text(row, at)?
            .parse::<Account>()
            .map_err(|_| damaged(column))
    };
    let (from, to) = (account(1, "from_account")?, account(2, "to_account")?);
    let change = Change::between(to, from, Unit::Credits, int(row, 3)?);
    Ok((lot.map_err(|_| damaged("lot_id"))?, change))
}

/// The hash of an entry; none for 0, which is before the first.
pub async fn entry_hash(
    db: &Db,
    customer: &CustomerId,
    seq: i64,
) -> Result<Option<String>, StoreError> {
    let found = entry(db, customer, seq).await?;
    Ok(found.map(|(hash, _)| hash))
}

async fn entry(
    db: &Db,
    customer: &CustomerId,
    seq: i64,
) -> Result<Option<(String, i64)>, StoreError> {
    let args = vec![Arg::Text(customer.as_str()), Arg::Int(seq)];
    let rows = db.rows(&ENTRY, args).await?;
    let read = |row: &Row| Ok((text(row, 0)?.to_owned(), int(row, 1)?));
    rows.first().map(read).transpose()
}

/// The number of the first entry that is dated `at` or later; that after `last` where there is none. Entries have no index
/// by time, which every spend would pay for: the place is found by halving, and from a little before it by reading on.
pub async fn first_from(
    db: &Db,
    customer: &CustomerId,
    last: i64,
    at: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let surely = at
        .checked_sub_signed(BEHIND_MAX)
        .map_or(i64::MIN, |at| at.timestamp_micros());
    let (mut low, mut high) = (1, last.saturating_add(1));
    while low < high {
        let middle = low + (high - low) / 2;
        match entry(db, customer, middle).await? {
            Some((_, posted)) if posted < surely => low = middle + 1,
            Some(_) | None => high = middle,
        }
    }
    let args = vec![
        Arg::Text(customer.as_str()),
        Arg::Int(low),
        Arg::Int(at.timestamp_micros()),
    ];
    let found = db.rows(&FIRST_FROM, args).await?;
    let found = found.first().map(|row| int(row, 0)).transpose()?;
    Ok(found
        .filter(|seq| *seq <= last)
        .unwrap_or(last.saturating_add(1)))
}

/// What uses and holds were for, by their ids.
pub async fn used(
    db: &Db,
    ids: impl Iterator<Item = &str> + Clone,
) -> Result<HashMap<String, Used>, StoreError> {
    let mut found = HashMap::new();
    let spends: Vec<&str> = ids.clone().filter(|id| id.starts_with("spd_")).collect();
    let holds: Vec<&str> = ids.filter(|id| id.starts_with("hld_")).collect();
    for (sql, ids) in [(&SPENDS, spends), (&HOLDS, holds)] {
        if ids.is_empty() {
            continue;
        }
        let set = Arg::Set(Set::of(db.engine(), ids));
        for row in db.rows(sql, vec![set]).await? {
            let used = Used {
                meter: text(&row, 1)?.to_owned(),
                reference: text(&row, 2)?.to_owned(),
            };
            found.insert(text(&row, 0)?.to_owned(), used);
        }
    }
    Ok(found)
}

/// The latest entry from `first` to `last` that the journal recorded in a block under one of these heads, with its place.
pub async fn sealed_entry(
    db: &Db,
    customer: &CustomerId,
    (first, mut last): (i64, i64),
    heads: &[Head],
) -> Result<Option<(i64, i64)>, StoreError> {
    loop {
        let args = vec![
            Arg::Text(customer.as_str()),
            Arg::Int(first),
            Arg::Int(last),
        ];
        let rows = db.rows(&RECORDED, args).await?;
        for row in &rows {
            let (seq, place) = (int(row, 0)?, int(row, 1)?);
            let (chain, blocks) = domain::statement::anchor::chain_of(place);
            if heads
                .iter()
                .any(|head| head.chain == chain && blocks <= head.blocks)
            {
                return Ok(Some((seq, place)));
            }
            last = seq.saturating_sub(1);
        }
        if rows.is_empty() {
            return Ok(None);
        }
    }
}

/// A block of the journal as it is stored.
#[derive(Debug)]
pub struct StoredBlock {
    pub id: i64,
    /// Microseconds since 1970.
    pub at: i64,
    pub content: String,
    pub hash: String,
}

/// Blocks with ids from `first` to `last`, at most 500 of them.
pub async fn blocks(db: &Db, first: i64, last: i64) -> Result<Vec<StoredBlock>, StoreError> {
    let rows = db
        .rows(&BLOCKS, vec![Arg::Int(first), Arg::Int(last)])
        .await?;
    let block = |row: &Row| {
        Ok(StoredBlock {
            id: int(row, 0)?,
            at: int(row, 1)?,
            content: text(row, 2)?.to_owned(),
            hash: text(row, 3)?.to_owned(),
        })
    };
    rows.iter().map(block).collect()
}

/// The numbers of the last entries of customers.
pub async fn last_entries(
    db: &Db,
    customers: &[CustomerId],
) -> Result<Vec<(CustomerId, i64)>, StoreError> {
    let set = Arg::Set(Set::of(db.engine(), customers));
    let rows = db.rows(&SEQS, vec![set]).await?;
    let pair = |row: &Row| {
        let id = text(row, 0)?;
        let damaged = |_| StoreError::damaged("customers", id, "id", "not a customer's id");
        Ok((id.parse().map_err(damaged)?, int(row, 1)?))
    };
    rows.iter().map(pair).collect()
}

fn int(row: &Row, at: usize) -> Result<i64, StoreError> {
    Ok(row.int(at)?.unwrap_or_default())
}

fn text(row: &Row, at: usize) -> Result<&str, StoreError> {
    Ok(row.text(at)?.unwrap_or_default())
}
