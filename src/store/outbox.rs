//! Queued jobs. A job is claimed for a while, then finished with the change it leads to (by id, in the books' own
//! commit), put off, or parked where people see it. It is never dropped, and never retried for ever.

mod ending;
pub mod parked;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    effects::{Job, JobKind},
    id::JobId,
};

use super::{Db, StoreError, columns::Set, engine::Row, query::Arg, sql::statements};
use crate::crash;
pub use ending::{finish, give_back, park, postpone};

/// The provider that a job asks, by the subject's own row; each look-up is by a primary key.
macro_rules! provider_of {
    ($job:literal) => {
        concat!(
            "CASE ",
            $job,
            ".kind WHEN 'settle_order' THEN (SELECT orders.provider FROM orders WHERE orders.id = ",
            $job,
            ".subject) WHEN 'settle_refund' THEN (SELECT refunds.provider FROM refunds WHERE refunds.id = ",
            $job,
            ".subject) WHEN 'settle_contradiction' THEN (SELECT contradictions.provider FROM contradictions \
             WHERE contradictions.id = ",
            $job,
            ".subject) ELSE (SELECT payments.provider FROM payments WHERE payments.id = ",
            $job,
            ".subject) END"
        )
    };
}

/// A job is due when its time has come, or when the lease of its worker ran out. While one job of a kind and subject is
/// running, the next one waits: two workers never act on the same refund at once.
macro_rules! claim {
    ($($around:expr),*) => {
        concat!(
            "UPDATE jobs SET state = 'running', lease_until_at = $2, attempts = attempts + 1 WHERE id IN ( \
                 SELECT due.id FROM jobs AS due \
                 WHERE ((due.state = 'waiting' AND due.kind = $4 AND due.run_at <= $1 \
                         AND NOT EXISTS (SELECT 1 FROM jobs AS other \
                         WHERE other.kind = due.kind AND other.subject = due.subject AND other.state = 'running')) \
                     OR (due.state = 'running' AND due.kind = $4 AND due.lease_until_at <= $1)) ",
            $($around,)*
            "ORDER BY due.run_at LIMIT $3 FOR UPDATE SKIP LOCKED) \
             RETURNING id, kind, subject, run_at, created_at, attempts, note, failure_code, state, ",
            provider_of!("jobs")
        )
    };
}

statements! {
    CLAIM = claim!();
    /// The same around providers that have as many jobs under way as they may.
    CLAIM_AROUND = claim!("AND NOT (COALESCE(", provider_of!("due"), ", '') = ANY($5)) ");
    /// When another job of the same kind and subject was queued meanwhile, that one takes over together with the
    /// tries so far. Otherwise repeated hints would have a job begin its tries anew for ever. It runs no later than
    /// this one would have. A check set for the case that no job is left must not keep the remaining ones waiting.
    TAKE_OVER =
        "UPDATE jobs SET attempts = CASE WHEN attempts < $5 THEN $5 ELSE attempts END, \
                run_at = CASE WHEN run_at > $3 THEN $3 ELSE run_at END, note = $4, failure_code = $6, \
                created_at = CASE WHEN created_at > $7 THEN $7 ELSE created_at END \
         WHERE state = 'waiting' AND (kind, subject) IN \
         (SELECT held.kind, held.subject FROM jobs AS held \
          WHERE held.id = $1 AND held.state = 'running' AND held.attempts = $2)";
    POSTPONE =
        "UPDATE jobs SET state = 'waiting', lease_until_at = NULL, run_at = $3, note = $4, attempts = $5, failure_code = $6 \
         WHERE id = $1 AND state = 'running' AND attempts = $2";
    PARK =
        "UPDATE jobs SET state = 'parked', lease_until_at = NULL, note = $3, failure_code = $4 \
         WHERE id = $1 AND state = 'running' AND attempts = $2";
    FINISH = "DELETE FROM jobs WHERE id = $1 AND state = 'running' AND attempts = $2";
    /// Removes parked jobs whose work is done, or that are replaced by the same job.
    CLEAR = "DELETE FROM jobs WHERE state = 'parked' AND subject = $1 AND kind = $2 AND id <> $3";
    RENEW =
        "UPDATE jobs SET lease_until_at = $3 WHERE id = $1 AND state = 'running' AND attempts = $2";
    UNDER_WAY =
        "SELECT id FROM jobs WHERE kind = $1 AND subject = $2 AND state = 'waiting' AND run_at <= $3 \
         UNION ALL SELECT id FROM jobs WHERE kind = $1 AND subject = $2 AND state = 'running'";
    NEXT_DUE =
        "SELECT CASE WHEN w IS NULL THEN r WHEN r IS NULL THEN w WHEN w < r THEN w ELSE r END FROM ( \
             SELECT (SELECT MIN(run_at) FROM jobs WHERE state = 'waiting') AS w, \
                    (SELECT MIN(lease_until_at) FROM jobs WHERE state = 'running') AS r) AS due";
}

/// Whether this job is due or running.
pub async fn is_under_way(db: &Db, job: Job, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let subject = job.subject();
    let args = vec![
        Arg::Text(job.kind().as_str()),
        Arg::Text(&subject),
        Arg::Int(now.timestamp_micros()),
    ];
    let found = db.rows(&UNDER_WAY, args).await?;
    Ok(!found.is_empty())
}

/// What the last attempt of a job met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobFailure {
    /// The provider's code, where a provider's error has one.
    pub code: Option<String>,
    pub note: String,
}

/// A failure without a provider's code.
impl From<String> for JobFailure {
    fn from(note: String) -> Self {
        Self { code: None, note }
    }
}

impl From<&str> for JobFailure {
    fn from(note: &str) -> Self {
        note.to_owned().into()
    }
}

/// A job as it is stored. The process that claimed it holds it until its lease ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredJob {
    pub id: JobId,
    pub job: Job,
    pub run_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    /// This one included. It also distinguishes this lease from a later one of the same job.
    pub attempts: i64,
    /// What the last attempt met.
    pub failure: Option<JobFailure>,
    /// The provider that it asks; empty where its subject has no row.
    pub provider: String,
}

impl StoredJob {
    fn of(row: &Row) -> Result<Self, StoreError> {
        let status = parked::status(row)?;
        let job = Job::of(status.kind, &status.subject).map_err(|_| {
            let why = "not an id of what such a job is about";
            StoreError::damaged("jobs", status.id.to_string(), "subject", why)
        })?;
        Ok(Self {
            id: status.id,
            job,
            run_at: status.run_at,
            created_at: status.created_at,
            attempts: status.attempts,
            failure: status.failure,
            provider: row.text(9)?.unwrap_or_default().to_owned(),
        })
    }
}

/// Takes at most `limit` due jobs of one kind, oldest first, for `lease`: longer than the longest call to a provider.
/// Those of the `busy` providers are left to wait. A job that cannot be read is parked, so that it does not keep the
/// others from being done.
pub async fn claim(
    db: &Db,
    kind: JobKind,
    busy: &[String],
    now: DateTime<Utc>,
    lease: TimeDelta,
    limit: i64,
) -> Result<Vec<StoredJob>, StoreError> {
    let until = (now + lease).timestamp_micros();
    let mut args = vec![
        Arg::Int(now.timestamp_micros()),
        Arg::Int(until),
        Arg::Int(limit),
        Arg::Text(kind.as_str()),
    ];
    let claim = if busy.is_empty() {
        &CLAIM
    } else {
        args.push(Arg::Set(Set::of(db.engine(), busy)));
        &CLAIM_AROUND
    };
    let mut link = db.writer().await?;
    let rows = link.conn().all(claim, args).await?;
    if !rows.is_empty() {
        crash::point("outbox.after_claim");
    }
    let mut jobs = Vec::with_capacity(rows.len());
    for row in &rows {
        match StoredJob::of(row) {
            Ok(job) => jobs.push(job),
            Err(error) => {
                tracing::error!(%error, "A job is parked, because it cannot be read");
                let args = vec![
                    Arg::Text(row.text(0)?.unwrap_or_default()),
                    Arg::Int(row.int(5)?.unwrap_or_default()),
                    Arg::Text("its row cannot be read"),
                    Arg::MaybeText(None),
                ];
                // The lease of the job ends when this fails, and the next claim parks it.
                if let Err(error) = link.conn().run(&PARK, args).await {
                    tracing::warn!(%error, "A job that cannot be read could not be parked");
                }
            }
        }
    }
    Ok(jobs)
}

/// Keeps a job that is still worked on for this process until `lease_until`. Returns `false` when the lease is lost:
/// another worker has it, or it is finished.
pub async fn renew(
    db: &Db,
    job: &StoredJob,
    lease_until: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let id = job.id.to_string();
    let args = vec![
        Arg::Text(&id),
        Arg::Int(job.attempts),
        Arg::Int(lease_until.timestamp_micros()),
    ];
    Ok(db.writer().await?.conn().run(&RENEW, args).await? == 1)
}

/// When the next job is due, or the next lease ends.
pub async fn next_due(db: &Db) -> Result<Option<DateTime<Utc>>, StoreError> {
    let rows = db.rows(&NEXT_DUE, Vec::new()).await?;
    let micros = rows.first().map(|row| row.int(0)).transpose()?.flatten();
    Ok(micros.and_then(DateTime::from_timestamp_micros))
}
