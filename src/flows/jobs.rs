//! Queued jobs for people: listed, and retried where they were parked. The workers do the jobs.

use domain::{
    effects::AuditRecord,
    id::{ActId, JobId},
};

use super::{
    FlowError,
    page::{Page, Paged},
};
use crate::{access::Caller, app::App, store::outbox::parked};

pub use crate::store::outbox::parked::{JobState, Standing};

/// Newest first; all, or those in one state.
pub async fn list(
    app: &App,
    state: Option<JobState>,
    page: Page<JobId>,
) -> Result<Paged<Standing>, FlowError> {
    let found = parked::list(&app.db, state, &page.and_one()).await?;
    Ok(page.cut(found, |standing| standing.job.id))
}

/// Retries a parked job at once, with all its attempts again. A job that waits or runs is left as it is, so a second
/// request changes nothing.
pub async fn retry(app: &App, caller: Caller, id: JobId) -> Result<Standing, FlowError> {
    let parked = find(app, id).await?;
    let now = app.now();
    let act = AuditRecord {
        id: app.id(ActId::new),
        by: caller.key.to_string(),
        act: "job.retry",
        subject: id.to_string(),
        detail: format!("{} of {}", parked.job.kind, parked.job.subject),
        at: now,
    };
    let db = app.db.clone();
    let unparked = app
        .detached(async move { Ok(parked::unpark(&db, id, now, &act).await?) })
        .await?;
    if unparked {
        app.writer.promised().notify_one();
    }
    find(app, id).await
}

async fn find(app: &App, id: JobId) -> Result<Standing, FlowError> {
    parked::get(&app.db, id)
        .await?
        .ok_or(FlowError::NotFound("job"))
}
