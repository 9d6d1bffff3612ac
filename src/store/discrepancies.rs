//! Differences between providers' lists and the books. They are written beside the books: what a comparison finds with the
//! events about it, and what a person closes with its line of the audit log.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    actor::Actor,
    effects::AuditRecord,
    event::EventRecord,
    id::DiscrepancyId,
    kind::ProviderId,
    money::Won,
    reconcile::{
        Discrepancy, DiscrepancyKind, DiscrepancyState, Found, Movement, Run, Seen, Source,
    },
};

use super::{
    Db, Page, StoreError, Tx, audit_log,
    columns::{Rows, Set},
    journal::draft::Draft,
    query::Arg,
    rows::{self, NumberedEvent, Stored as _},
    sql::statements,
};

/// Differences that are written in one transaction, with their events: a day on which everything differs must not hold the common
/// chain for long.
const WRITTEN_MAX: usize = 200;

statements! {
    KNOWN =
        "SELECT {discrepancies} FROM discrepancies WHERE provider = $1 AND row_key = ANY($2) AND source || '' = $3";
    /// One that a person closed opens again with other amounts alone.
    SEEN =
        "UPDATE discrepancies SET state = 'open', run_id = $2, seen_at = $3, their_amount = $4, our_amount = $5, \
             closed_at = NULL, closed_by = NULL, reason = NULL \
         WHERE id = $1 AND (state <> 'closed' OR their_amount IS DISTINCT FROM $4 OR our_amount IS DISTINCT FROM $5)";
    OPEN_OF_DAY =
        "SELECT {discrepancies} FROM discrepancies WHERE provider = $1 AND day = $2 AND state || '' = 'open' \
         AND source || '' = $3";
    AGREE =
        "UPDATE discrepancies SET state = 'agreed', closed_at = $2, closed_by = $3, reason = $4, run_id = $5 \
         WHERE id = ANY($1) AND state || '' = 'open'";
    CLOSE =
        "UPDATE discrepancies SET state = 'closed', closed_at = $2, closed_by = $3, reason = $4 \
         WHERE id = $1 AND state || '' = 'open'";
    BY_ID = "SELECT {discrepancies} FROM discrepancies WHERE id = $1";
    NEWEST =
        "SELECT {discrepancies} FROM discrepancies WHERE id < $1 AND ($3 = '' OR state || '' = $3) \
         AND ($4 = '' OR kind || '' = $4) AND ($5 = '' OR provider || '' = $5) AND ($6 = '' OR source || '' = $6) \
         AND ($7 = '' OR day || '' = $7) ORDER BY id DESC LIMIT $2";
    COUNT_OF_DAY =
        "SELECT COUNT(*) FROM discrepancies WHERE provider = $1 AND day = $2 AND state || '' = 'open' AND source || '' = $3";
    OPEN = "SELECT provider, kind, COUNT(*) FROM discrepancies WHERE state = 'open' GROUP BY provider, kind";
}

type Key = (String, Movement, DiscrepancyKind);

fn key(found: &Found) -> Key {
    (found.row_key.clone(), found.movement, found.kind)
}

/// Stores what a comparison found: new differences, and that known ones were seen again. `event` makes the event of one that the
/// seller is told of; it is in the same commit. For tasks that are never cancelled.
pub async fn found(
    db: &Db,
    run: &Run,
    found: &[Found],
    now: DateTime<Utc>,
    mut made: impl FnMut(&Found) -> Discrepancy,
    mut event: impl FnMut(&Discrepancy) -> EventRecord,
) -> Result<(), StoreError> {
    for some in found.chunks(WRITTEN_MAX) {
        let mut tx = db.begin().await?;
        // Under its lock nobody else stores the same.
        let mut common = Draft::common(&mut tx, now).await?;
        let keys = some.iter().map(|found| found.row_key.as_str());
        let args = vec![
            Arg::Text(run.provider.as_str()),
            Arg::Set(Set::of(tx.engine(), keys)),
            Arg::Text(run.source.as_str()),
        ];
        let known: Vec<Discrepancy> = rows::read_all(&tx.conn().all(&KNOWN, args).await?)?;
        let known: BTreeMap<Key, Discrepancy> =
            known.into_iter().map(|it| (key(&it.found), it)).collect();
        let (mut added, mut told) = (Vec::new(), Vec::new());
        for found in some {
            let before = known.get(&key(found));
            let seen = Seen::of(before, found);
            let it = match before {
                None => made(found),
                Some(before) => Discrepancy {
                    found: found.clone(),
                    ..before.clone()
                },
            };
            if seen.is_told() {
                told.push(event(&it));
            }
            match seen {
                Seen::New => added.push(it),
                Seen::Still | Seen::Again => see(&mut tx, run, &it, now).await?,
                Seen::Closed => {}
            }
        }
        if !added.is_empty() {
            let mut lines = Rows::new(tx.engine(), &rows::DISCREPANCIES, added.len());
            for it in &added {
                lines.row(|row| it.write(row));
            }
            tx.conn().insert(lines).await?;
        }
        tell(&mut tx, &mut common, &told).await?;
        common.write(&mut tx).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn see(
    tx: &mut Tx,
    run: &Run,
    it: &Discrepancy,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (id, run) = (it.id.to_string(), run.id.to_string());
    let won = |amount: Option<Won>| Arg::MaybeInt(amount.map(Won::get));
    let args = vec![
        Arg::Text(&id),
        Arg::Text(&run),
        Arg::Int(now.timestamp_micros()),
        won(it.found.theirs),
        won(it.found.ours),
    ];
    tx.conn().run(&SEEN, args).await?;
    Ok(())
}

/// Events of no customer: a difference may be about money of nobody that we know.
async fn tell(tx: &mut Tx, common: &mut Draft, told: &[EventRecord]) -> Result<(), StoreError> {
    if told.is_empty() {
        return Ok(());
    }
    let mut events = Rows::new(tx.engine(), &rows::EVENTS, told.len());
    for record in told {
        let event = NumberedEvent { record, seq: None };
        events.recorded(common, |row| rows::write_event(&event, row));
    }
    tx.conn().insert(events).await
}

/// The open ones of the day that was compared, of that source.
pub async fn open_of_day(db: &Db, run: &Run) -> Result<Vec<Discrepancy>, StoreError> {
    let day = run.day.to_string();
    let args = vec![
        Arg::Text(run.provider.as_str()),
        Arg::Text(&day),
        Arg::Text(run.source.as_str()),
    ];
    db.things(&OPEN_OF_DAY, args).await
}

/// How many of these there are.
pub async fn count_of_day(db: &Db, run: &Run) -> Result<u64, StoreError> {
    let day = run.day.to_string();
    let args = vec![
        Arg::Text(run.provider.as_str()),
        Arg::Text(&day),
        Arg::Text(run.source.as_str()),
    ];
    let rows = db.rows(&COUNT_OF_DAY, args).await?;
    let count = rows.first().map(|row| row.int(0)).transpose()?.flatten();
    Ok(u64::try_from(count.unwrap_or_default()).unwrap_or(0))
}

/// Closes those on which both sides agree by now.
pub async fn agree(
    db: &Db,
    ids: &[DiscrepancyId],
    run: &Run,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    if ids.is_empty() {
        return Ok(0);
    }
    let (by, run) = (Actor::Worker.to_string(), run.id.to_string());
    let args = vec![
        Arg::Set(Set::of(db.engine(), ids)),
        Arg::Int(now.timestamp_micros()),
        Arg::Text(&by),
        Arg::Text(reason),
        Arg::Text(&run),
    ];
    db.writer().await?.conn().run(&AGREE, args).await
}

/// Closes some by a person's decision, each with its line of the audit log, all or none in one commit. Those that are not open any more
/// stay as they are. Returns how many were closed. For tasks that are never cancelled.
pub async fn close(db: &Db, acts: &[AuditRecord]) -> Result<usize, StoreError> {
    let mut tx = db.begin().await?;
    if let Some(first) = acts.first() {
        // The lock of `found`, and as there before that of any row: else each could wait for the other.
        let _locked = Draft::common(&mut tx, first.at).await?;
    }
    let mut closed = 0;
    for act in acts {
        let by = act.by.to_string();
        let args = vec![
            Arg::Text(&act.subject),
            Arg::Int(act.at.timestamp_micros()),
            Arg::Text(&by),
            Arg::Text(&act.detail),
        ];
        if tx.conn().run(&CLOSE, args).await? == 1 {
            audit_log::put(&mut tx, act).await?;
            closed += 1;
        }
    }
    tx.commit().await?;
    Ok(closed)
}

pub async fn by_id(db: &Db, id: DiscrepancyId) -> Result<Option<Discrepancy>, StoreError> {
    db.thing(&BY_ID, &id.to_string()).await
}

/// Which of them; all where nothing is said.
#[derive(Debug, Clone, Default)]
pub struct Sought {
    pub state: Option<DiscrepancyState>,
    pub kind: Option<DiscrepancyKind>,
    pub provider: Option<ProviderId>,
    pub source: Option<Source>,
    /// The day of Seoul whose comparison found them.
    pub day: Option<NaiveDate>,
}

/// Newest first.
pub async fn list(db: &Db, sought: &Sought, page: &Page) -> Result<Vec<Discrepancy>, StoreError> {
    let day = sought.day.map(|day| day.to_string());
    let args = vec![
        Arg::Text(page.before()),
        Arg::Int(page.limit()),
        Arg::Text(sought.state.map_or("", DiscrepancyState::as_str)),
        Arg::Text(sought.kind.map_or("", DiscrepancyKind::as_str)),
        Arg::Text(sought.provider.as_ref().map_or("", ProviderId::as_str)),
        Arg::Text(sought.source.map_or("", Source::as_str)),
        Arg::Text(day.as_deref().unwrap_or_default()),
    ];
    db.things(&NEWEST, args).await
}

/// How many are open, by provider and kind.
pub async fn open(db: &Db) -> Result<Vec<(String, String, i64)>, StoreError> {
    let rows = db.rows(&OPEN, Vec::new()).await?;
    let text = |row: &super::engine::Row, at| {
        Ok::<_, StoreError>(row.text(at)?.unwrap_or_default().to_owned())
    };
    rows.iter()
        .map(|row| {
            Ok((
                text(row, 0)?,
                text(row, 1)?,
                row.int(2)?.unwrap_or_default(),
            ))
        })
        .collect()
}
