//! How a try of a job ends: done, put off, given back or parked.

use chrono::{DateTime, Utc};

use super::{CLEAR, FINISH, JobFailure, PARK, POSTPONE, StoredJob, TAKE_OVER};
use crate::store::{Db, StoreError, Trouble, Tx, query::Arg};

/// How often a change of jobs is tried when another job of the same kind and subject is queued meanwhile. The second
/// try sees it. More are for a claim that takes it away again in between.
const ROUNDS_MAX: u32 = 4;

/// Schedules the job to run again at `run_at`, or leaves its tries to a waiting job of the same kind and subject.
/// Returns `false` when the lease is lost: another worker has it. Like everything that ends a job: for tasks that are
/// never cancelled.
pub async fn postpone(
    db: &Db,
    job: &StoredJob,
    run_at: DateTime<Utc>,
    failure: &JobFailure,
) -> Result<bool, StoreError> {
    put_off(db, job, run_at, failure, job.attempts).await
}

/// The same where the try does not count, because this gateway could do nothing: it was busy, or could not write.
pub async fn give_back(
    db: &Db,
    job: &StoredJob,
    run_at: DateTime<Utc>,
    failure: &JobFailure,
) -> Result<bool, StoreError> {
    put_off(db, job, run_at, failure, job.attempts.saturating_sub(1)).await
}

async fn put_off(
    db: &Db,
    job: &StoredJob,
    run_at: DateTime<Utc>,
    failure: &JobFailure,
    tries: i64,
) -> Result<bool, StoreError> {
    in_rounds(|| put_off_once(db, job, run_at, failure, tries)).await
}

/// Tries a change of jobs again when another job of the same kind and subject was queued between two of its
/// statements: now it is seen.
pub(super) async fn in_rounds<F>(change: impl Fn() -> F) -> Result<bool, StoreError>
where
    F: Future<Output = Result<bool, StoreError>>,
{
    for _ in 1..ROUNDS_MAX {
        match change().await {
            Err(error) if error.trouble() == Trouble::Again => {}
            done => return done,
        }
    }
    change().await
}

async fn put_off_once(
    db: &Db,
    job: &StoredJob,
    run_at: DateTime<Utc>,
    failure: &JobFailure,
    tries: i64,
) -> Result<bool, StoreError> {
    let id = job.id.to_string();
    let held = || vec![Arg::Text(&id), Arg::Int(job.attempts)];
    let later = || {
        let mut later = held();
        later.extend([
            Arg::Int(run_at.timestamp_micros()),
            Arg::Text(&failure.note),
            Arg::Int(tries),
            Arg::MaybeText(failure.code.as_deref()),
        ]);
        later
    };
    let mut tx = db.begin().await?;
    let mut over = later();
    over.push(Arg::Int(job.created_at.timestamp_micros()));
    let ended = if tx.conn().run(&TAKE_OVER, over).await? == 0 {
        tx.conn().run(&POSTPONE, later()).await?
    } else {
        tx.conn().run(&FINISH, held()).await?
    };
    end(tx, ended).await
}

/// Parks the job for a person, in place of an earlier parked one of the same. `false` when the lease is lost.
pub async fn park(db: &Db, job: &StoredJob, failure: &JobFailure) -> Result<bool, StoreError> {
    let id = job.id.to_string();
    let args = vec![
        Arg::Text(&id),
        Arg::Int(job.attempts),
        Arg::Text(&failure.note),
        Arg::MaybeText(failure.code.as_deref()),
    ];
    let mut tx = db.begin().await?;
    let parked = tx.conn().run(&PARK, args).await?;
    clear(&mut tx, job).await?;
    end(tx, parked).await
}

/// Removes a job that needs no change, and the parked jobs of the same kind and subject. Where there is a change, the
/// command finishes the job with it.
pub async fn finish(db: &Db, job: &StoredJob) -> Result<bool, StoreError> {
    let id = job.id.to_string();
    let args = vec![Arg::Text(&id), Arg::Int(job.attempts)];
    let mut tx = db.begin().await?;
    let finished = tx.conn().run(&FINISH, args).await?;
    clear(&mut tx, job).await?;
    end(tx, finished).await
}

async fn clear(tx: &mut Tx, job: &StoredJob) -> Result<(), StoreError> {
    let (id, subject) = (job.id.to_string(), job.job.subject());
    let args = vec![
        Arg::Text(&subject),
        Arg::Text(job.job.kind().as_str()),
        Arg::Text(&id),
    ];
    tx.conn().run(&CLEAR, args).await?;
    Ok(())
}

/// Commits when the job itself was still ours; otherwise nothing happened.
async fn end(tx: Tx, changed: u64) -> Result<bool, StoreError> {
    if changed == 1 {
        tx.commit().await?;
        Ok(true)
    } else {
        tx.rollback().await?;
        Ok(false)
    }
}
