//! Jobs as people see them: listed by state, parked jobs tried again, and waiting ones at once.

use chrono::{DateTime, Utc};
use domain::{
    effects::{AuditRecord, JobKind},
    id::JobId,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{JobFailure, ending::in_rounds};
use crate::store::{Db, Page, StoreError, audit_log, engine::Row, query::Arg, sql::statements};

statements! {
    BY_ID = "SELECT id, kind, subject, run_at, created_at, attempts, note, failure_code, state FROM jobs WHERE id = $1";
    NEWEST =
        "SELECT id, kind, subject, run_at, created_at, attempts, note, failure_code, state FROM jobs \
         WHERE id < $1 ORDER BY id DESC LIMIT $2";
    NEWEST_IN =
        "SELECT id, kind, subject, run_at, created_at, attempts, note, failure_code, state FROM jobs \
         WHERE state = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    /// Removes the waiting job of the same kind and subject: a person wants it done now.
    MAKE_WAY =
        "DELETE FROM jobs WHERE state = 'waiting' AND (kind, subject) IN \
         (SELECT parked.kind, parked.subject FROM jobs AS parked WHERE parked.id = $1 AND parked.state = 'parked')";
    /// One that is due already stays as it is. The try that it brings does not count, so that pressing in an outage does not
    /// use up the tries, and pauses stay as long as they were.
    NUDGE = "UPDATE jobs SET run_at = $2, attempts = CASE WHEN attempts > 0 THEN attempts - 1 ELSE 0 END \
         WHERE id = $1 AND state = 'waiting' AND run_at > $2";
    UNPARK =
        "UPDATE jobs SET state = 'waiting', run_at = $2, attempts = 0 WHERE id = $1 AND state = 'parked'";
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Not begun, or put off until its time.
    Waiting,
    /// A gateway works on it.
    Running,
    /// Trying again did not help: a person has to look.
    Parked,
}

impl JobState {
    pub const ALL: &'static [Self] = &[Self::Waiting, Self::Running, Self::Parked];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Parked => "parked",
        }
    }
}

/// A stored job with its state. Its subject is the stored text: people see a job whose subject is not readable too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobStatus {
    pub id: JobId,
    pub kind: JobKind,
    pub subject: String,
    pub state: JobState,
    pub run_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    pub attempts: i64,
    /// What the last attempt met.
    pub failure: Option<JobFailure>,
}

/// One job; none when it was finished, or never queued.
pub async fn get(db: &Db, id: JobId) -> Result<Option<JobStatus>, StoreError> {
    let id = id.to_string();
    let args = vec![Arg::Text(&id)];
    let found = db.rows(&BY_ID, args).await?;
    found.first().map(status).transpose()
}

/// Newest first; all, or those in one state.
pub async fn list(
    db: &Db,
    state: Option<JobState>,
    page: &Page,
) -> Result<Vec<JobStatus>, StoreError> {
    let mut args = vec![Arg::Text(page.before()), Arg::Int(page.limit())];
    let sql = match state {
        None => &NEWEST,
        Some(state) => {
            args.insert(0, Arg::Text(state.as_str()));
            &NEWEST_IN
        }
    };
    let found = db.rows(sql, args).await?;
    found.iter().map(status).collect()
}

/// A person has a parked job tried again from `run_at` on, keeping its earlier tries; `act` says who. Returns
/// `false`, and writes nothing, when it is not parked. For tasks that are never cancelled.
pub async fn unpark(
    db: &Db,
    id: JobId,
    run_at: DateTime<Utc>,
    act: &AuditRecord,
) -> Result<bool, StoreError> {
    in_rounds(|| unpark_once(db, id, run_at, act)).await
}

async fn unpark_once(
    db: &Db,
    id: JobId,
    run_at: DateTime<Utc>,
    act: &AuditRecord,
) -> Result<bool, StoreError> {
    let id = id.to_string();
    let mut tx = db.begin().await?;
    tx.conn().run(&MAKE_WAY, vec![Arg::Text(&id)]).await?;
    let args = vec![Arg::Text(&id), Arg::Int(run_at.timestamp_micros())];
    if tx.conn().run(&UNPARK, args).await? == 0 {
        tx.rollback().await?;
        return Ok(false);
    }
    audit_log::put(&mut tx, act).await?;
    tx.commit().await?;
    Ok(true)
}

/// A person has a waiting job run from `run_at` on. `act` says who. Returns `false`, and writes
/// nothing, when it does not wait, or is due by then anyway. For tasks that are never cancelled.
pub async fn nudge(
    db: &Db,
    id: JobId,
    run_at: DateTime<Utc>,
    act: &AuditRecord,
) -> Result<bool, StoreError> {
    let id = id.to_string();
    let mut tx = db.begin().await?;
    let args = vec![Arg::Text(&id), Arg::Int(run_at.timestamp_micros())];
    if tx.conn().run(&NUDGE, args).await? == 0 {
        tx.rollback().await?;
        return Ok(false);
    }
    audit_log::put(&mut tx, act).await?;
    tx.commit().await?;
    Ok(true)
}

/// Reads the columns that the statements of jobs return.
pub(super) fn status(row: &Row) -> Result<JobStatus, StoreError> {
    let text = |at| Ok::<_, StoreError>(row.text(at)?.unwrap_or_default());
    let id = text(0)?;
    let damaged = |column, why| StoreError::damaged("jobs", id, column, why);
    let instant = |at, column| {
        DateTime::from_timestamp_micros(row.int(at)?.unwrap_or_default())
            .ok_or_else(|| damaged(column, "not an instant"))
    };
    let code = row.text(7)?.map(str::to_owned);
    let word = text(8)?;
    let state = JobState::ALL.iter().find(|state| state.as_str() == word);
    Ok(JobStatus {
        id: id.parse().map_err(|_| damaged("id", "not a job's id"))?,
        kind: text(1)?
            .parse()
            .map_err(|_| damaged("kind", "not a kind of job"))?,
        subject: text(2)?.to_owned(),
        state: *state.ok_or_else(|| damaged("state", "not a job's state"))?,
        run_at: instant(3, "run_at")?,
        created_at: instant(4, "created_at")?,
        attempts: row.int(5)?.unwrap_or_default(),
        failure: row.text(6)?.map(|note| JobFailure {
            code,
            note: note.to_owned(),
        }),
    })
}
