//! Work promised: claimed for a while, finished with the change it leads to (by id, in the books'
//! own commit), put off, or parked where people see it. Never dropped, never retried for ever.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{id::JobId, promise::JobKind};

use super::{
    Db, StoreError,
    query::{Arg, Row},
    sql::{Sql, statements},
};
use crate::crash;

statements! {
    /// A job is due when its time has come, or when the worker that had it has let its lease run out. While one of a
    /// kind and subject is under way, the next one waits: two workers never act on the same refund at once.
    CLAIM =
        "UPDATE jobs SET state = 'running', lease_until_at = $2, attempts = attempts + 1 WHERE id IN ( \
             SELECT due.id FROM jobs AS due \
             WHERE (due.state = 'waiting' AND due.run_at <= $1 AND NOT EXISTS (SELECT 1 FROM jobs AS other \
                    WHERE other.kind = due.kind AND other.subject = due.subject AND other.state = 'running')) \
                OR (due.state = 'running' AND due.lease_until_at <= $1) \
             ORDER BY due.run_at LIMIT $3 FOR UPDATE SKIP LOCKED) \
         RETURNING id, kind, subject, run_at, created_at, attempts, note";
    /// When another of the same kind and subject has come to wait meanwhile, that one takes over.
    YIELD =
        "DELETE FROM jobs WHERE id = $1 AND state = 'running' AND attempts = $2 AND EXISTS (SELECT 1 FROM jobs AS next \
         WHERE next.kind = jobs.kind AND next.subject = jobs.subject AND next.state = 'waiting')";
    POSTPONE =
        "UPDATE jobs SET state = 'waiting', lease_until_at = NULL, run_at = $3, note = $4 \
         WHERE id = $1 AND state = 'running' AND attempts = $2";
    PARK =
        "UPDATE jobs SET state = 'parked', lease_until_at = NULL, note = $3 \
         WHERE id = $1 AND state = 'running' AND attempts = $2";
    FINISH = "DELETE FROM jobs WHERE id = $1 AND state = 'running' AND attempts = $2";
    UNPARK =
        "UPDATE jobs SET state = 'waiting', run_at = $2, attempts = 0 WHERE id = $1 AND state = 'parked' \
         AND NOT EXISTS (SELECT 1 FROM jobs AS next \
                         WHERE next.kind = jobs.kind AND next.subject = jobs.subject AND next.state = 'waiting')";
    PARKED =
        "SELECT id, kind, subject, run_at, created_at, attempts, note FROM jobs WHERE state = 'parked' \
         AND id < $1 ORDER BY id DESC LIMIT $2";
    NEXT_DUE =
        "SELECT CASE WHEN w IS NULL THEN r WHEN r IS NULL THEN w WHEN w < r THEN w ELSE r END FROM ( \
             SELECT (SELECT MIN(run_at) FROM jobs WHERE state = 'waiting') AS w, \
                    (SELECT MIN(lease_until_at) FROM jobs WHERE state = 'running') AS r) AS due";
}

/// A job that this process holds until its lease ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    pub id: JobId,
    pub kind: JobKind,
    pub subject: String,
    pub run_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    /// This one included. Also tells this lease from a later one of the same job.
    pub attempts: i64,
    /// What the last attempt met.
    pub note: Option<String>,
}

/// Takes at most `limit` due jobs, oldest first, for `lease`: longer than the longest call to a provider.
pub async fn claim(
    db: &Db,
    now: DateTime<Utc>,
    lease: TimeDelta,
    limit: i64,
) -> Result<Vec<Job>, StoreError> {
    let until = (now + lease).timestamp_micros();
    let args = vec![
        Arg::Int(now.timestamp_micros()),
        Arg::Int(until),
        Arg::Int(limit),
    ];
    let rows = db.writer().await?.conn().all(&CLAIM, args).await?;
    if !rows.is_empty() {
        crash::point("outbox.after_claim");
    }
    rows.iter().map(read).collect()
}

/// Has the job run again at `run_at`. `false` when the lease is lost: another worker has it.
pub async fn postpone(
    db: &Db,
    job: &Job,
    run_at: DateTime<Utc>,
    note: &str,
) -> Result<bool, StoreError> {
    let id = job.id.to_string();
    if change(db, &YIELD, vec![Arg::Text(&id), Arg::Int(job.attempts)]).await? {
        return Ok(true);
    }
    let at = Arg::Int(run_at.timestamp_micros());
    let put_off = change(
        db,
        &POSTPONE,
        vec![Arg::Text(&id), Arg::Int(job.attempts), at, Arg::Text(note)],
    )
    .await;
    match put_off {
        // One came to wait between the two statements.
        Err(error) if error.trouble() == super::Trouble::Again => {
            change(db, &YIELD, vec![Arg::Text(&id), Arg::Int(job.attempts)]).await
        }
        done => done,
    }
}

/// Sets the job aside for a person. `false` when the lease is lost.
pub async fn park(db: &Db, job: &Job, note: &str) -> Result<bool, StoreError> {
    let id = job.id.to_string();
    change(
        db,
        &PARK,
        vec![Arg::Text(&id), Arg::Int(job.attempts), Arg::Text(note)],
    )
    .await
}

/// Removes a job that turned out to need no change. Where there is a change, the command finishes the job with it.
pub async fn finish(db: &Db, job: &Job) -> Result<bool, StoreError> {
    let id = job.id.to_string();
    change(db, &FINISH, vec![Arg::Text(&id), Arg::Int(job.attempts)]).await
}

/// A person has a parked job tried again. `false` when it is not parked or another one waits for the same.
pub async fn unpark(db: &Db, id: JobId, run_at: DateTime<Utc>) -> Result<bool, StoreError> {
    let id = id.to_string();
    change(
        db,
        &UNPARK,
        vec![Arg::Text(&id), Arg::Int(run_at.timestamp_micros())],
    )
    .await
}

/// Parked jobs, newest first.
pub async fn parked(db: &Db, page: &super::Page) -> Result<Vec<Job>, StoreError> {
    let args = vec![Arg::Text(page.before()), Arg::Int(page.limit())];
    let rows = db.reader().await?.conn().all(&PARKED, args).await?;
    rows.iter().map(read).collect()
}

/// When the next job is due, or the next lease ends.
pub async fn next_due(db: &Db) -> Result<Option<DateTime<Utc>>, StoreError> {
    let rows = db.reader().await?.conn().all(&NEXT_DUE, Vec::new()).await?;
    let micros = rows.first().map(|row| row.int(0)).transpose()?.flatten();
    Ok(micros.and_then(DateTime::from_timestamp_micros))
}

async fn change(db: &Db, sql: &'static Sql, args: Vec<Arg<'_>>) -> Result<bool, StoreError> {
    Ok(db.writer().await?.conn().run(sql, args).await? == 1)
}

fn read(row: &Row) -> Result<Job, StoreError> {
    let text = |at| Ok::<_, StoreError>(row.text(at)?.unwrap_or_default());
    let id = text(0)?;
    let damaged = |column, why| StoreError::Damaged {
        table: "jobs",
        id: id.to_owned(),
        column,
        why,
    };
    let instant = |at, column| {
        DateTime::from_timestamp_micros(row.int(at)?.unwrap_or_default())
            .ok_or_else(|| damaged(column, "not an instant"))
    };
    Ok(Job {
        id: id.parse().map_err(|_| damaged("id", "not a job's id"))?,
        kind: text(1)?
            .parse()
            .map_err(|_| damaged("kind", "not a kind of job"))?,
        subject: text(2)?.to_owned(),
        run_at: instant(3, "run_at")?,
        created_at: instant(4, "created_at")?,
        attempts: row.int(5)?.unwrap_or_default(),
        note: row.text(6)?.map(str::to_owned),
    })
}
