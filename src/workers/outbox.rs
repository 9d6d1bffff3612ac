//! The outbox: jobs queued in the same commit as the change that needs them. They are claimed with a lease, done, and
//! finished by id. They are retried later when the answer is in doubt, and parked where people see them when a retry
//! does not help.

mod slots;

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use domain::effects::{Job, JobKind};
use tokio::sync::Notify;
use tracing::Instrument as _;

use self::slots::{Room, Slots};
use crate::{
    app::Shared,
    flows::{FlowError, Settled, cash_receipt, contradiction, failure, payment, refund},
    store::{
        StoreError,
        outbox::{self, JobFailure, StoredJob},
    },
};

/// How often the table is read when nothing reports a due job.
const EVERY: Duration = Duration::from_millis(500);
/// How long a claimed job is reserved, unless its worker renews the lease. It is short, so that the jobs of a gateway
/// that died are claimed by another, and ended, within 20 seconds.
const LEASE: TimeDelta = TimeDelta::seconds(15);
/// How often a worker renews the lease. A job may take longer than its lease: it may wait for several slow calls.
const RENEW_EVERY: Duration = Duration::from_secs(5);
/// The pause before a job is claimed again when the gateway could not store anything about it. An operator who watches
/// a full disk would check about as often.
const OUTAGE_PAUSE: TimeDelta = TimeDelta::seconds(5);
/// Seconds between a job's retries. After the last one it is parked. Together they are about two days: a provider's
/// longest announced maintenance fits in.
const AGAIN_SECONDS: [i64; 14] = [
    1, 2, 5, 10, 20, 60, 300, 900, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400,
];

/// All of them together.
const TRIED_SECONDS: i64 = {
    let (mut sum, mut nth) = (0, 0);
    while nth < AGAIN_SECONDS.len() {
        sum += AGAIN_SECONDS[nth];
        nth += 1;
    }
    sum
};
/// The pause before a retry of a job whose retries were used up before that time. Hints, which strangers can send,
/// bring it forward.
const HINTED_SECONDS: i64 = 3_600;

/// Jobs of one kind that ask one provider, worked on at once by one gateway: as many calls of the kind as it should have
/// open there. Each kind has its own number, so that no number of look-ups, which strangers can ask for, keeps a refund
/// waiting. Each provider has it for itself, so that one that does not answer keeps no other's jobs waiting.
const fn at_once(kind: JobKind) -> usize {
    match kind {
        JobKind::SettleOrder => 16,
        JobKind::SettleRefund => 8,
        // Rare, and a person waits for it.
        // Nobody's money waits for a receipt, and a provider's tax pages are slow.
        JobKind::SettleContradiction | JobKind::SettleReceipts => 2,
    }
}

pub async fn run(app: Shared) {
    let kinds: Vec<Slots> = JobKind::ALL
        .iter()
        .map(|kind| Slots::new(*kind, at_once(*kind)))
        .collect();
    let promised = app.writer.promised();
    let freed = Arc::new(Notify::new());
    loop {
        let mut more = false;
        for slots in &kinds {
            more |= take(&app, slots, &freed).await;
        }
        if app.stop.is_cancelled() {
            return;
        }
        if more {
            continue;
        }
        tokio::select! {
            () = app.stop.cancelled() => return,
            () = promised.notified() => {}
            () = freed.notified() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// How often [`work_through`] looks for jobs that became due by the work on others.
const ROUNDS_MAX: usize = 4;

/// Does what is due now, one job after another, and returns how many. For a gateway whose time is moved by hand and in
/// which nothing runs by itself.
pub async fn work_through(app: &Shared) -> Result<usize, StoreError> {
    let mut done = 0;
    for _ in 0..ROUNDS_MAX {
        let before = done;
        for kind in JobKind::ALL {
            let limit = i64::try_from(at_once(*kind)).unwrap_or(1);
            loop {
                let claimed = outbox::claim(&app.db, *kind, &[], app.now(), LEASE, limit).await?;
                let last = claimed.len() < at_once(*kind);
                done += claimed.len();
                for job in claimed {
                    Box::pin(work(app.clone(), job)).await;
                }
                if last {
                    break;
                }
            }
        }
        if done == before {
            break;
        }
    }
    Ok(done)
}

/// Claims as many due jobs of a kind as surely find a free slot, and begins them. Returns whether more jobs may be due
/// that could be begun.
async fn take(app: &Shared, slots: &Slots, freed: &Arc<Notify>) -> bool {
    let Room { busy, free } = slots.room();
    let limit = i64::try_from(free).unwrap_or(1);
    let claimed = outbox::claim(&app.db, slots.kind(), &busy, app.now(), LEASE, limit)
        .await
        .unwrap_or_else(|error| {
            tracing::warn!(%error, "Jobs could not be claimed");
            Vec::new()
        });
    let full = free > 0 && claimed.len() == free;
    for job in claimed {
        let (app_of_job, freed, slot) = (app.clone(), freed.clone(), slots.take(&job.provider));
        let span = tracing::info_span!("job", job.kind = %job.job.kind(), job.subject = %job.job.subject());
        app.tasks.spawn(async move {
            Box::pin(work(app_of_job, job)).instrument(span).await;
            // If all slots were taken, jobs may wait for this one.
            if slot.give_back() {
                freed.notify_one();
            }
        });
    }
    full
}

/// Does one job and stores how it ended.
async fn work(app: Shared, job: StoredJob) {
    let ended = match alive(&app, &job, Box::pin(perform(&app, &job))).await {
        Ok(Settled::Done) => outbox::finish(&app.db, &job).await,
        Ok(Settled::Ended) => return,
        Ok(Settled::Later(why)) => later(&app, &job, &why).await,
        Ok(Settled::Stuck(why)) => {
            // Keys and contracts get corrected while jobs wait. So the job is retried like any other, and the error is
            // logged at once.
            tracing::error!(job.id = %job.id, job.subject = %job.job.subject(), "A person has to look: {}", why.note);
            later(&app, &job, &why).await
        }
        Err(FlowError::Busy | FlowError::Stopping) => {
            outbox::give_back(&app.db, &job, app.now(), &"the gateway was busy".into()).await
        }
        // Nothing is known of the job itself, so it keeps its retries.
        Err(error @ (FlowError::Unavailable(_) | FlowError::Locked(_))) => {
            let again = app.now() + OUTAGE_PAUSE;
            outbox::give_back(&app.db, &job, again, &error.to_string().into()).await
        }
        Err(FlowError::Provider { error, .. }) => later(&app, &job, &failure(&error)).await,
        Err(error) => later(&app, &job, &error.to_string().into()).await,
    };
    if let Err(error) = ended {
        tracing::warn!(job.id = %job.id, %error, "How a job ended could not be written; its lease will end");
    }
}

/// Runs a job to its end and renews its lease meanwhile.
async fn alive<T>(app: &Shared, job: &StoredJob, mut work: impl Future<Output = T> + Unpin) -> T {
    loop {
        tokio::select! {
            done = &mut work => return done,
            () = tokio::time::sleep(RENEW_EVERY) => {
                if let Err(error) = outbox::renew(&app.db, job, app.now() + LEASE).await {
                    tracing::warn!(job.id = %job.id, %error, "A lease could not be renewed");
                }
            }
        }
    }
}

async fn perform(app: &Shared, job: &StoredJob) -> Result<Settled, FlowError> {
    match job.job {
        Job::SettleOrder(id) => payment::settle(app, id, Some(job.id)).await,
        Job::SettleRefund(id) => refund::settle(app, id, Some(job.id)).await,
        Job::SettleContradiction(id) => contradiction::settle(app, id, Some(job.id)).await,
        Job::SettleReceipts(id) => cash_receipt::settle(app, id).await,
    }
}

async fn later(app: &Shared, job: &StoredJob, why: &JobFailure) -> Result<bool, StoreError> {
    let tries = usize::try_from(job.attempts)
        .unwrap_or(usize::MAX)
        .saturating_sub(1);
    let now = app.now();
    let early = now < job.created_at + TimeDelta::seconds(TRIED_SECONDS);
    let next = AGAIN_SECONDS.get(tries).copied();
    match next.or(early.then_some(HINTED_SECONDS)) {
        Some(seconds) => {
            outbox::postpone(&app.db, job, now + TimeDelta::seconds(seconds), why).await
        }
        None => park(app, job, why).await,
    }
}

/// Parks a job for a person. The scheduled look-ups after it are not parked with it.
async fn park(app: &Shared, job: &StoredJob, why: &JobFailure) -> Result<bool, StoreError> {
    if let Job::SettleOrder(id) = job.job
        && let Err(error) = payment::look_later(app, id).await
    {
        tracing::warn!(job.id = %job.id, %error, "The next look could not be promised");
        let again = app.now() + OUTAGE_PAUSE;
        return outbox::give_back(&app.db, job, again, &error.to_string().into()).await;
    }
    tracing::error!(job.id = %job.id, job.kind = %job.job.kind(), job.subject = %job.job.subject(), "Parked for a person: {}", why.note);
    outbox::park(&app.db, job, why).await
}
