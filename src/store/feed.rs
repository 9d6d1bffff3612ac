//! The feed: every event once, at a position that it gets after its commit. Nothing is ever added before the end, and a
//! customer's events stand in the order of their numbers. So whoever read up to a position misses nothing by going on
//! from there, however many gateways write.
//!
//! New events are found by their places in the journal. Each writer's chain is committed in order, so what was read of
//! a chain is complete up to the last place. Ids and instants are in no such order across gateways.

mod merge;

use std::collections::HashMap;

use domain::{
    event::{EventKind, EventRecord},
    id::{CustomerId, EventId},
};

use super::{
    Db, PAGE_MAX, StoreError, Tx,
    columns::Rows,
    engine::Row,
    journal::draft::first_place,
    query::Arg,
    rows::{self, FedEvent, FeedRow, NumberedEvent, StoredEvent},
    sql::statements,
};
use merge::{Fresh, merged};

/// Events of one chain read by one statement.
const READ_AT_ONCE: i64 = 1_000;
/// Events with ids from an instant on among which the first in the feed is looked for. Ids of events that were committed
/// side by side are out of order by some, never by so many.
const SIDE_BY_SIDE: i64 = 10_000;

statements! {
    /// The last number of each customer, by one look-up each.
    LAST_NUMBERS =
        "SELECT named.value, (SELECT events.seq FROM events WHERE events.customer_id = named.value \
         AND events.seq IS NOT NULL ORDER BY events.seq DESC LIMIT 1) FROM UNNEST($1::text[]) AS named(value)";
    HEAD = "SELECT position FROM event_heads WHERE id = 1";
    LOCK_HEAD = "UPDATE event_heads SET position = position WHERE id = 1 RETURNING position";
    MOVE_HEAD = "UPDATE event_heads SET position = $1 WHERE id = 1";
    /// Chains that were written to since their events were last read.
    MOVED =
        "SELECT chains.id, COALESCE(event_chains.blocks, 0), chains.blocks FROM chains \
         LEFT JOIN event_chains ON event_chains.chain = chains.id \
         WHERE chains.id >= 0 AND chains.blocks > COALESCE(event_chains.blocks, 0)";
    OF_CHAIN =
        "SELECT id, kind, customer_id, seq, journal_place FROM events \
         WHERE journal_place >= $1 AND journal_place < $2 ORDER BY journal_place LIMIT $3";
    READ_CHAIN =
        "INSERT INTO event_chains (chain, blocks) VALUES ($1, $2) ON CONFLICT (chain) DO UPDATE SET blocks = excluded.blocks";
    FED =
        "SELECT event_feed.position, events.id, events.kind, events.subject, events.customer_id FROM event_feed \
         JOIN events ON events.id = event_feed.event_id WHERE event_feed.position > $1 \
         ORDER BY event_feed.position LIMIT $2";
    EVENT = "SELECT {events} FROM events WHERE id = $1";
    EVENTS_AFTER =
        "SELECT {events} FROM event_feed JOIN events ON events.id = event_feed.event_id \
         WHERE event_feed.position > $1 ORDER BY event_feed.position LIMIT $2";
    EVENTS_OF_KIND =
        "SELECT {events} FROM event_feed JOIN events ON events.id = event_feed.event_id \
         WHERE event_feed.kind = $3 AND event_feed.position > $1 ORDER BY event_feed.position LIMIT $2";
    EVENTS_OF_CUSTOMER = "SELECT {events} FROM events WHERE customer_id = $3 AND seq > $1 ORDER BY seq LIMIT $2";
    EVENTS_OF_CUSTOMER_AND_KIND =
        "SELECT {events} FROM events WHERE customer_id = $3 AND seq > $1 AND kind = $4 ORDER BY seq LIMIT $2";
    POSITION = "SELECT position FROM event_feed WHERE event_id = $1";
    FIRST_FROM =
        "SELECT MIN(position) FROM (SELECT position FROM event_feed WHERE event_id >= $1 ORDER BY event_id LIMIT $2) AS near";
}

/// Numbers the events of a batch, each among those of its customer. The customers are locked.
pub(super) async fn numbered<'e>(
    tx: &mut Tx,
    events: &'e [EventRecord],
) -> Result<Vec<NumberedEvent<'e>>, StoreError> {
    let owners = || events.iter().filter_map(|record| record.event.customer());
    let mut last: HashMap<CustomerId, i64> = HashMap::new();
    if owners().next().is_some() {
        let customers: std::collections::BTreeSet<&CustomerId> = owners().collect();
        let args = vec![Arg::Set(tx.set(customers))];
        for row in tx.conn().all(&LAST_NUMBERS, args).await? {
            let owner = row.text(0)?.unwrap_or_default();
            let owner = owner.parse().map_err(|_| {
                StoreError::damaged("events", owner, "customer_id", "not a customer's id")
            })?;
            last.insert(owner, row.int(1)?.unwrap_or_default());
        }
    }
    let number = |record: &'e EventRecord| {
        let seq = record.event.customer().map(|owner| {
            let last = last.entry(owner.clone()).or_default();
            *last += 1;
            *last
        });
        NumberedEvent { record, seq }
    };
    Ok(events.iter().map(number).collect())
}

/// Adds the events that were committed since to the end of the feed. Returns how many there were. For tasks that are
/// never cancelled.
pub async fn extend(db: &Db) -> Result<usize, StoreError> {
    if !has_more(db).await? {
        return Ok(0);
    }
    let mut tx = db.begin().await?;
    let args = Vec::new();
    let head = number(tx.conn().all(&LOCK_HEAD, args).await?.first(), 0)?;
    // One statement: what it shows of all chains was committed at one instant. So an event comes with every event of its
    // customer before it.
    let moved = tx.conn().all(&MOVED, Vec::new()).await?;
    let mut chains = Vec::with_capacity(moved.len());
    for row in &moved {
        let [chain, from, until] = [0, 1, 2].map(|at| row.int(at).map(Option::unwrap_or_default));
        let (chain, until) = (chain?, until?);
        chains.push(of_chain(&mut tx, chain, from?, until).await?);
        let args = vec![Arg::Int(chain), Arg::Int(until)];
        tx.conn().run(&READ_CHAIN, args).await?;
    }
    let fresh = merged(chains);
    if fresh.is_empty() {
        tx.rollback().await?;
        return Ok(0);
    }
    let mut rows = Rows::new(tx.engine(), &rows::FEED, fresh.len());
    let mut position = head;
    for event in &fresh {
        position += 1;
        let fed = FeedRow {
            position,
            event_id: event.id.clone(),
            kind: event.kind.clone(),
        };
        rows.row(|row| rows::write_feed(&fed, row));
    }
    tx.conn().insert(rows).await?;
    tx.conn().run(&MOVE_HEAD, vec![Arg::Int(position)]).await?;
    tx.commit().await?;
    Ok(fresh.len())
}

/// Whether any event may have to be added. Batches without events move the chains as well, so it looks for an event.
async fn has_more(db: &Db) -> Result<bool, StoreError> {
    for row in db.rows(&MOVED, Vec::new()).await? {
        let at = |at| row.int(at).map(Option::unwrap_or_default);
        let range = [first_place(at(0)?, at(1)?), first_place(at(0)?, at(2)?), 1];
        let found = db.rows(&OF_CHAIN, range.map(Arg::Int).into()).await?;
        if !found.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The events of a chain in blocks from `from` on and before `until`.
async fn of_chain(
    tx: &mut Tx,
    chain: i64,
    from: i64,
    until: i64,
) -> Result<Vec<Fresh>, StoreError> {
    let (mut next, end) = (first_place(chain, from), first_place(chain, until));
    let mut found = Vec::new();
    loop {
        let args = [next, end, READ_AT_ONCE].map(Arg::Int).into();
        let rows = tx.conn().all(&OF_CHAIN, args).await?;
        for row in &rows {
            let text = |at| row.text(at).map(|text| text.map(str::to_owned));
            found.push(Fresh {
                id: text(0)?.unwrap_or_default(),
                kind: text(1)?.unwrap_or_default(),
                customer: text(2)?,
                seq: row.int(3)?,
            });
            next = row.int(4)?.unwrap_or_default() + 1;
        }
        if rows.len() < usize::try_from(READ_AT_ONCE).unwrap_or(usize::MAX) {
            return Ok(found);
        }
    }
}

fn number(row: Option<&Row>, at: usize) -> Result<i64, StoreError> {
    let number = row.map(|row| row.int(at)).transpose()?.flatten();
    number.ok_or_else(|| StoreError::Unfit("the feed of events has no end".to_owned()))
}

/// The position of the last event in the feed; 0 while there is none.
pub async fn head(db: &Db) -> Result<i64, StoreError> {
    number(db.rows(&HEAD, Vec::new()).await?.first(), 0)
}

/// Where an event stands in the feed; none before it is there.
pub async fn position(db: &Db, id: EventId) -> Result<Option<i64>, StoreError> {
    let id = id.to_string();
    let found = db.rows(&POSITION, vec![Arg::Text(&id)]).await?;
    Ok(found.first().map(|row| row.int(0)).transpose()?.flatten())
}

/// The position of the first event whose id is not smaller. Ids begin with their instant.
pub async fn first_from(db: &Db, id: EventId) -> Result<Option<i64>, StoreError> {
    let id = id.to_string();
    let args = vec![Arg::Text(&id), Arg::Int(SIDE_BY_SIDE)];
    let found = db.rows(&FIRST_FROM, args).await?;
    Ok(found.first().map(|row| row.int(0)).transpose()?.flatten())
}

pub async fn event(db: &Db, id: EventId) -> Result<Option<StoredEvent>, StoreError> {
    db.thing(&EVENT, &id.to_string()).await
}

/// Which events.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub customer: Option<CustomerId>,
    pub kind: Option<EventKind>,
}

/// Events, the first first, after the one of a position; of a customer, after the one of a number.
pub async fn events(
    db: &Db,
    wanted: &Wanted,
    after: i64,
    limit: i64,
) -> Result<Vec<StoredEvent>, StoreError> {
    let mut args = vec![Arg::Int(after), Arg::Int(limit.clamp(1, PAGE_MAX))];
    args.extend(wanted.customer.as_ref().map(|id| Arg::Text(id.as_str())));
    args.extend(wanted.kind.map(|kind| Arg::Text(kind.as_str())));
    let sql = match (&wanted.customer, wanted.kind) {
        (None, None) => &EVENTS_AFTER,
        (None, Some(_)) => &EVENTS_OF_KIND,
        (Some(_), None) => &EVENTS_OF_CUSTOMER,
        (Some(_), Some(_)) => &EVENTS_OF_CUSTOMER_AND_KIND,
    };
    db.things(sql, args).await
}

/// The next events of the feed, with what decides where they go.
pub(super) async fn fed(tx: &mut Tx, after: i64, limit: i64) -> Result<Vec<FedEvent>, StoreError> {
    let args = vec![Arg::Int(after), Arg::Int(limit)];
    let rows = tx.conn().all(&FED, args).await?;
    rows.iter().map(fed_event).collect()
}

fn fed_event(row: &Row) -> Result<FedEvent, StoreError> {
    let text = |at| Ok::<_, StoreError>(row.text(at)?.unwrap_or_default());
    let damaged =
        |column, why| StoreError::damaged("events", text(1).unwrap_or_default(), column, why);
    Ok(FedEvent {
        position: row.int(0)?.unwrap_or_default(),
        id: text(1)?
            .parse()
            .map_err(|_| damaged("id", "not an event's id"))?,
        kind: text(2)?
            .parse()
            .map_err(|_| damaged("kind", "not a kind of event"))?,
        subject: text(3)?.to_owned(),
        customer: row.text(4)?.map(str::to_owned),
    })
}
