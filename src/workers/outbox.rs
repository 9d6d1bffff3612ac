//! Jobs that were promised in the same commit as the change that needs them: claimed with a lease,
//! done, and finished by id; tried again later when the answer is in doubt; parked where people see
//! them when trying again does not help.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use domain::promise::JobKind;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{
    app::Shared,
    flows::{FlowError, payment, payment::Settled, refund},
    store::{
        StoreError,
        outbox::{self, Job},
    },
};

/// How often the table is looked at when nobody says that something is due.
const EVERY: Duration = Duration::from_millis(500);
/// Jobs worked on at once: as many provider calls as one gateway should have open.
const AT_ONCE: usize = 16;
/// How long a claimed job is nobody else's, unless its worker says that it still lives: short, so that
/// the jobs of a gateway that died are taken up by another, and ended, within 20 seconds.
const LEASE: TimeDelta = TimeDelta::seconds(15);
/// How often a worker says so. A job may take longer than its lease: it may wait for several slow calls.
const RENEW_EVERY: Duration = Duration::from_secs(5);
/// When a job is taken up again that the gateway could not write down anything about: about as often as whoever watches a
/// full disk would look.
const OUTAGE_PAUSE: TimeDelta = TimeDelta::seconds(5);
/// When a job is tried again, in seconds after each try; then it is parked. Together about two days:
/// a provider's longest announced maintenance fits in.
const AGAIN_SECONDS: [i64; 14] = [
    1, 2, 5, 10, 20, 60, 300, 900, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400,
];

pub async fn run(app: Shared) {
    let slots = Arc::new(Semaphore::new(AT_ONCE));
    let promised = app.writer.promised();
    loop {
        let free = free_slots(&slots).await;
        let room = free.len();
        let claimed = outbox::claim(&app.db, app.now(), LEASE, i64::try_from(room).unwrap_or(1))
            .await
            .unwrap_or_else(|error| {
                tracing::warn!(%error, "Jobs could not be claimed");
                Vec::new()
            });
        let full = claimed.len() == room;
        for (job, slot) in claimed.into_iter().zip(free) {
            let app_of_job = app.clone();
            app.tasks.spawn(async move {
                Box::pin(work(app_of_job, job)).await;
                drop(slot);
            });
        }
        if app.stop.is_cancelled() {
            return;
        }
        if full {
            continue;
        }
        tokio::select! {
            () = app.stop.cancelled() => return,
            () = promised.notified() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Waits for one free slot and takes all that are free.
async fn free_slots(slots: &Arc<Semaphore>) -> Vec<OwnedSemaphorePermit> {
    let mut free: Vec<_> = slots.clone().acquire_owned().await.into_iter().collect();
    while let Ok(slot) = slots.clone().try_acquire_owned() {
        free.push(slot);
    }
    free
}

/// Does one job and writes down how it ended.
async fn work(app: Shared, job: Job) {
    let ended = match alive(&app, &job, Box::pin(perform(&app, &job))).await {
        Ok(Settled::Done) => outbox::finish(&app.db, &job).await,
        Ok(Settled::Later(why)) => later(&app, &job, &why).await,
        Ok(Settled::Stuck(why)) => {
            // Keys and contracts get mended while jobs wait: it is tried again like everything else, and told at once.
            tracing::error!(job.id = %job.id, job.subject = %job.subject, "A person has to look: {why}");
            later(&app, &job, &why).await
        }
        Err(FlowError::Busy | FlowError::Stopping) => {
            outbox::give_back(&app.db, &job, app.now(), "the gateway was busy").await
        }
        // Nothing is known of the job itself, so it keeps its tries.
        Err(error @ FlowError::Unavailable(_)) => {
            let again = app.now() + OUTAGE_PAUSE;
            outbox::give_back(&app.db, &job, again, &error.to_string()).await
        }
        Err(error) => later(&app, &job, &error.to_string()).await,
    };
    if let Err(error) = ended {
        tracing::warn!(job.id = %job.id, %error, "How a job ended could not be written; its lease will end");
    }
}

/// Runs a job to its end and renews its lease meanwhile.
async fn alive<T>(app: &Shared, job: &Job, mut work: impl Future<Output = T> + Unpin) -> T {
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

async fn perform(app: &Shared, job: &Job) -> Result<Settled, FlowError> {
    let broken = |_| FlowError::Failed(format!("job {} names no {}", job.id, job.kind));
    match job.kind {
        JobKind::SettleOrder => {
            payment::settle(app, job.subject.parse().map_err(broken)?, Some(job.id)).await
        }
        JobKind::SettleRefund => {
            refund::settle(app, job.subject.parse().map_err(broken)?, Some(job.id)).await
        }
    }
}

async fn later(app: &Shared, job: &Job, why: &str) -> Result<bool, StoreError> {
    let tries = usize::try_from(job.attempts)
        .unwrap_or(usize::MAX)
        .saturating_sub(1);
    match AGAIN_SECONDS.get(tries) {
        Some(seconds) => {
            outbox::postpone(&app.db, job, app.now() + TimeDelta::seconds(*seconds), why).await
        }
        None => park(app, job, why).await,
    }
}

async fn park(app: &Shared, job: &Job, why: &str) -> Result<bool, StoreError> {
    tracing::error!(job.id = %job.id, job.kind = %job.kind, job.subject = %job.subject, "Parked for a person: {why}");
    outbox::park(&app.db, job, why).await
}
