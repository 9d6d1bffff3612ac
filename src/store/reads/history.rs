//! A customer's ledger with the available credits before and after each entry. They are worked out from the nearest
//! point before (`balance_points`): entries have no column of them, and no row costs a statement.

use chrono::TimeDelta;
use domain::{
    id::{CustomerId, LotId},
    ledger::{Account, Act, BookedEntry, Entry, Unit},
    money::Credits,
};

use crate::store::{
    Db, Span, StoreError, Timeline,
    engine::Row,
    query::Arg,
    rows::{Stored as _, read_one},
    sql::{Sql, statements},
};

/// Most entries of which one page looks for those that are asked for: some milliseconds on either engine. A page of a
/// rare act may therefore have few items, or none, and still go on.
pub const SCANNED_MAX: i64 = 16_384;
/// How far the instants of one customer's entries may be out of order, which clocks of several gateways write: twice the
/// five minutes that the auditor allows each.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(10);

statements! {
    CHAIN = "SELECT {entries} FROM entries WHERE customer_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    CHAIN_END = "SELECT seq FROM customers WHERE id = $1";
    POINT_UP_TO =
        "SELECT seq, available FROM balance_points WHERE customer_id = $1 AND seq <= $2 ORDER BY seq DESC LIMIT 1";
    POINT_BY =
        "SELECT seq FROM balance_points WHERE customer_id = $1 AND posted_at <= $2 \
         ORDER BY posted_at DESC, seq DESC LIMIT 1";
    POINT_FROM =
        "SELECT seq FROM balance_points WHERE customer_id = $1 AND posted_at >= $2 ORDER BY posted_at, seq LIMIT 1";
    /// The running sum begins at a point, and is counted before anything is left out.
    ENTRIES_WITHIN =
        "SELECT {entries}, running FROM (SELECT entries.*, \
             CAST(SUM(CASE WHEN unit <> 'credits' THEN 0 WHEN to_account = 'available' THEN amount \
                           WHEN from_account = 'available' THEN -amount ELSE 0 END) \
                  OVER (ORDER BY seq ROWS UNBOUNDED PRECEDING) AS BIGINT) AS running \
             FROM entries WHERE customer_id = $1 AND seq > $2 AND seq <= $3) AS entries \
         WHERE seq > $4 AND ($6 = '' OR act = $6) AND ($7 = '' OR lot_id = $7) AND ($8 = '' OR unit = $8) \
         AND posted_at >= $9 AND posted_at < $10 ORDER BY seq LIMIT $5";
}

/// Which entries; all by default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EntryFilter {
    pub act: Option<Act>,
    pub lot: Option<LotId>,
    pub unit: Option<Unit>,
    /// When they were posted.
    pub span: Span,
}

/// Some entries, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Walked {
    pub entries: Vec<BookedEntry>,
    /// Number of the last entry that was looked at, where fewer were found than asked for and later ones may be left.
    pub looked_up_to: Option<i64>,
}

/// A customer's ledger, oldest first: it is read forwards, because each hash covers the previous one.
pub async fn entries(
    db: &Db,
    customer: &CustomerId,
    filter: &EntryFilter,
    page: Timeline,
) -> Result<Walked, StoreError> {
    let limit = page.limit();
    let walk = Walk {
        db,
        customer,
        filter,
        limit,
    };
    if *filter == EntryFilter::default() {
        let end = page.after.saturating_add(limit);
        let entries = walk.between(page.after, end).await?;
        return Ok(Walked {
            entries,
            looked_up_to: None,
        });
    }
    // Read before the entries: all entries up to it are there.
    let head = walk.number(&CHAIN_END, None).await?.unwrap_or_default();
    let (low, high) = walk.bounds().await?;
    let last = high.map_or(head, |high| high.min(head));
    let after = page.after.max(low);
    let end = last.min(after.saturating_add(SCANNED_MAX));
    let entries = walk.between(after, end).await?;
    let full = i64::try_from(entries.len()).is_ok_and(|found| found >= limit);
    Ok(Walked {
        entries,
        looked_up_to: (!full && end < last).then_some(end),
    })
}

/// A customer's ledger alone, for those who follow it entry by entry.
pub async fn entries_of(
    db: &Db,
    customer: &CustomerId,
    page: Timeline,
) -> Result<Vec<Entry>, StoreError> {
    let of = Arg::Text(customer.as_str());
    let args = vec![of, Arg::Int(page.after), Arg::Int(page.limit())];
    db.things(&CHAIN, args).await
}

struct Walk<'a> {
    db: &'a Db,
    customer: &'a CustomerId,
    filter: &'a EntryFilter,
    limit: i64,
}

impl Walk<'_> {
    /// The entries with a number above `after` and at most `end` that the filter lets through.
    async fn between(&self, after: i64, end: i64) -> Result<Vec<BookedEntry>, StoreError> {
        let (point, before) = self.point_up_to(after).await?;
        let EntryFilter {
            act,
            lot,
            unit,
            span,
        } = self.filter;
        let lot = lot.map(|lot| lot.to_string()).unwrap_or_default();
        let (from, until) = span.micros();
        let args = vec![
            Arg::Text(self.customer.as_str()),
            Arg::Int(point),
            Arg::Int(end),
            Arg::Int(after),
            Arg::Int(self.limit),
            Arg::Text(act.map_or("", Act::as_str)),
            Arg::Text(&lot),
            Arg::Text(unit.map_or("", Unit::as_str)),
            Arg::Int(from),
            Arg::Int(until),
        ];
        let rows = self.db.rows(&ENTRIES_WITHIN, args).await?;
        rows.iter().map(|row| booked(row, before)).collect()
    }

    /// The nearest point at or before an entry, and what was available there. The beginning of the chain is one.
    async fn point_up_to(&self, seq: i64) -> Result<(i64, i64), StoreError> {
        let args = vec![Arg::Text(self.customer.as_str()), Arg::Int(seq)];
        let found = self.db.rows(&POINT_UP_TO, args).await?;
        let Some(row) = found.first() else {
            return Ok((0, 0));
        };
        let number = |at| Ok::<i64, StoreError>(row.int(at)?.unwrap_or_default());
        Ok((number(0)?, number(1)?))
    }

    /// The numbers between which all entries of the time are: above the first, at most the second.
    async fn bounds(&self) -> Result<(i64, Option<i64>), StoreError> {
        let Span { from, until } = self.filter.span;
        let low = match from {
            Some(from) => {
                let by = (from - CLOCKS_DIFFER).timestamp_micros();
                self.number(&POINT_BY, Some(by)).await?.unwrap_or_default()
            }
            None => 0,
        };
        let high = match until {
            Some(until) => {
                let from = (until + CLOCKS_DIFFER).timestamp_micros();
                self.number(&POINT_FROM, Some(from)).await?
            }
            None => None,
        };
        Ok((low, high))
    }

    async fn number(&self, sql: &'static Sql, at: Option<i64>) -> Result<Option<i64>, StoreError> {
        let mut args = vec![Arg::Text(self.customer.as_str())];
        args.extend(at.map(Arg::Int));
        let found = self.db.rows(sql, args).await?;
        let number = found.first().map(|row| row.int(0)).transpose()?;
        Ok(number.flatten())
    }
}

/// An entry, and the sum of what came and went since the point where `before` was available.
fn booked(row: &Row, before: i64) -> Result<BookedEntry, StoreError> {
    let entry: Entry = read_one(row)?;
    // The place in the journal stands between the columns and the sum.
    let running = row.int(Entry::table().columns.len() + 1)?;
    let after = before.saturating_add(running.unwrap_or_default());
    let change = match entry.unit {
        Unit::Credits => entry.change_of(Account::Available),
        Unit::Won => 0,
    };
    let credits = |amount: i64| {
        Credits::new(amount).map_err(|_| {
            let name = format!("{}/{}", entry.customer, entry.seq);
            StoreError::damaged("entries", name, "amount", "the sum is out of range")
        })
    };
    Ok(BookedEntry {
        available_before: credits(after.saturating_sub(change))?,
        available_after: credits(after)?,
        entry,
    })
}
