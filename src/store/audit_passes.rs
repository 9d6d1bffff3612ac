//! The auditor's passes: who evaluates the next slice, and what slices found. They are written beside the books, each slice
//! in one transaction, so that one that two gateways evaluated counts once.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::{
    event::EventRecord,
    finding::{AuditPass, Finding},
    id::FindingId,
};

use super::{
    Db, Page, StoreError, Tx,
    columns::Rows,
    engine::Row,
    journal::draft::Draft,
    query::Arg,
    rows::{self, NumberedEvent, Stored as _},
    sql::statements,
};
use crate::store::audit::{Fault, KEPT_MAX};

statements! {
    START =
        "INSERT INTO audit_passes (id, state, started_at, finished_at, stage, place, progress, slices, rows_read, found, \
             next_at, holder, leased_until) \
         VALUES ($1, 'running', $2, NULL, $3, $4, $5, 0, 0, 0, $2, '', 0) \
         ON CONFLICT (state) WHERE state = 'running' DO NOTHING";
    /// Only when it is due and nobody is at it.
    CLAIM =
        "UPDATE audit_passes SET holder = $1, leased_until = $2 \
         WHERE state = 'running' AND next_at <= $3 AND leased_until <= $4";
    HELD = "SELECT {audit_passes} FROM audit_passes WHERE state = 'running' AND holder || '' = $1";
    /// Under the same holder: a slice that took longer than its lease may have been done by another meanwhile.
    GO_ON =
        "UPDATE audit_passes SET stage = $3, place = $4, progress = $5, slices = slices + 1, rows_read = rows_read + $6, \
             found = found + $7, next_at = $8, holder = '', leased_until = 0 \
         WHERE id = $1 AND holder || '' = $2 AND state || '' = 'running'";
    FINISH =
        "UPDATE audit_passes SET state = 'finished', finished_at = $6, progress = '', slices = slices + 1, \
             rows_read = rows_read + $3, found = found + $4, next_at = $5, holder = '', leased_until = 0 \
         WHERE id = $1 AND holder || '' = $2 AND state || '' = 'running'";
    SEEN =
        "UPDATE audit_findings SET last_seen_at = $3, pass_id = $4, detail = $5 \
         WHERE kind = $1 AND subject = $2 AND cleared_at IS NULL";
    /// What a pass saw no more; not of invariants of which it left rows out.
    CLEAR =
        "UPDATE audit_findings SET cleared_at = $2 \
         WHERE cleared_at IS NULL AND pass_id <> $1 AND $3 NOT LIKE '%;' || kind || ';%'";
    RUNNING = "SELECT {audit_passes} FROM audit_passes WHERE state = 'running'";
    NEWEST = "SELECT {audit_passes} FROM audit_passes WHERE id > '' AND state || '' = 'finished' ORDER BY id DESC LIMIT 1";
    OPEN = "SELECT kind, COUNT(*) FROM audit_findings WHERE cleared_at IS NULL GROUP BY kind ORDER BY kind";
    BY_ID = "SELECT {audit_findings} FROM audit_findings WHERE id = $1";
    LIST =
        "SELECT {audit_findings} FROM audit_findings WHERE id < $1 AND ($3 = '' OR kind || '' = $3) \
         AND ($4 = '' OR ($4 = 'open' AND cleared_at IS NULL) OR ($4 = 'cleared' AND cleared_at IS NOT NULL)) \
         ORDER BY id DESC LIMIT $2";
}

/// Begins a pass; nothing where one runs.
pub async fn start(db: &Db, pass: &AuditPass) -> Result<bool, StoreError> {
    let id = pass.id.to_string();
    let args = vec![
        Arg::Text(&id),
        Arg::Int(pass.started_at.timestamp_micros()),
        Arg::Text(&pass.stage),
        Arg::Text(&pass.place),
        Arg::Text(&pass.progress),
    ];
    Ok(db.writer().await?.conn().run(&START, args).await? == 1)
}

/// Takes the next slice of the running pass, if it is due by `due` and nobody is at it; `None` otherwise.
pub async fn claim(
    db: &Db,
    holder: &str,
    (now, due): (DateTime<Utc>, DateTime<Utc>),
    until: DateTime<Utc>,
) -> Result<Option<AuditPass>, StoreError> {
    let args = vec![
        Arg::Text(holder),
        Arg::Int(until.timestamp_micros()),
        Arg::Int(due.timestamp_micros()),
        Arg::Int(now.timestamp_micros()),
    ];
    if db.writer().await?.conn().run(&CLAIM, args).await? == 0 {
        return Ok(None);
    }
    db.thing(&HELD, holder).await
}

/// A slice that was evaluated, as it is written down.
#[derive(Debug)]
pub struct Evaluated<'s> {
    pub pass: &'s AuditPass,
    /// What the next slice begins with: its stage, its place and all of it; none once the pass is over.
    pub next: Option<(&'s str, String, String)>,
    pub rows: u64,
    pub faults: &'s [Fault],
    /// Invariants of which the pass left broken rows out.
    pub cut: &'s BTreeSet<String>,
    pub next_at: DateTime<Utc>,
}

/// Writes down what a slice found and where the next begins, with the event of each new finding. False where another
/// gateway had the slice meanwhile: then nothing is written. For tasks that are never cancelled.
pub async fn save(
    db: &Db,
    slice: Evaluated<'_>,
    now: DateTime<Utc>,
    mut finding: impl FnMut(&Fault) -> Finding,
    mut event: impl FnMut(&Finding) -> EventRecord,
) -> Result<bool, StoreError> {
    let mut tx = db.begin().await?;
    if !move_on(&mut tx, &slice, now).await? {
        tx.rollback().await?;
        return Ok(false);
    }
    let mut new = Vec::new();
    for fault in slice.faults.iter().take(KEPT_MAX) {
        let pass = slice.pass.id.to_string();
        let args = vec![
            Arg::Text(fault.kind),
            Arg::Text(&fault.subject),
            Arg::Int(now.timestamp_micros()),
            Arg::Text(&pass),
            Arg::Text(&fault.detail),
        ];
        if tx.conn().run(&SEEN, args).await? > 0 {
            continue;
        }
        let twice = |it: &Finding| it.kind == fault.kind && it.subject == fault.subject;
        if !new.iter().any(twice) {
            new.push(finding(fault));
        }
    }
    if !new.is_empty() {
        let mut lines = Rows::new(tx.engine(), &rows::AUDIT_FINDINGS, new.len());
        for it in &new {
            lines.row(|row| it.write(row));
        }
        tx.conn().insert(lines).await?;
        let mut common = Draft::common(&mut tx, now).await?;
        let mut events = Rows::new(tx.engine(), &rows::EVENTS, new.len());
        for it in &new {
            let record = &event(it);
            let event = NumberedEvent { record, seq: None };
            events.recorded(&mut common, |row| rows::write_event(&event, row));
        }
        tx.conn().insert(events).await?;
        common.write(&mut tx).await?;
    }
    if slice.next.is_none() {
        let pass = slice.pass.id.to_string();
        let mut cut: Vec<&str> = slice.cut.iter().map(String::as_str).collect();
        cut.insert(0, "");
        cut.push("");
        let cut = cut.join(";");
        let args = vec![
            Arg::Text(&pass),
            Arg::Int(now.timestamp_micros()),
            Arg::Text(&cut),
        ];
        tx.conn().run(&CLEAR, args).await?;
    }
    tx.commit().await?;
    Ok(true)
}

async fn move_on(
    tx: &mut Tx,
    slice: &Evaluated<'_>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let id = slice.pass.id.to_string();
    let rows = Arg::Int(i64::try_from(slice.rows).unwrap_or(i64::MAX));
    let found = Arg::Int(i64::try_from(slice.faults.len()).unwrap_or(i64::MAX));
    let next_at = Arg::Int(slice.next_at.timestamp_micros());
    let held = [Arg::Text(&id), Arg::Text(&slice.pass.holder)];
    let mut args = Vec::from(held);
    let done = if let Some((stage, place, progress)) = &slice.next {
        args.extend([Arg::Text(stage), Arg::Text(place), Arg::Text(progress)]);
        args.extend([rows, found, next_at]);
        tx.conn().run(&GO_ON, args).await?
    } else {
        let at = Arg::Int(now.timestamp_micros());
        args.extend([rows, found, next_at, at]);
        tx.conn().run(&FINISH, args).await?
    };
    Ok(done == 1)
}

/// The pass that runs, and the last one that is over.
pub async fn passes(db: &Db) -> Result<(Option<AuditPass>, Option<AuditPass>), StoreError> {
    let running = db.things(&RUNNING, Vec::new()).await?.pop();
    Ok((running, db.things(&NEWEST, Vec::new()).await?.pop()))
}

/// How many findings are open, by invariant.
pub async fn open(db: &Db) -> Result<Vec<(String, i64)>, StoreError> {
    let rows = db.rows(&OPEN, Vec::new()).await?;
    let count = |row: &Row| {
        let kind = row.text(0)?.unwrap_or_default().to_owned();
        Ok((kind, row.int(1)?.unwrap_or_default()))
    };
    rows.iter().map(count).collect()
}

pub async fn by_id(db: &Db, id: FindingId) -> Result<Option<Finding>, StoreError> {
    db.thing(&BY_ID, &id.to_string()).await
}

/// Newest first; of one invariant, and in one state (`open`, `cleared`), where these are given.
pub async fn list(
    db: &Db,
    (kind, state): (&str, &str),
    page: &Page,
) -> Result<Vec<Finding>, StoreError> {
    let args = vec![
        Arg::Text(page.before()),
        Arg::Int(page.limit()),
        Arg::Text(kind),
        Arg::Text(state),
    ];
    db.things(&LIST, args).await
}
