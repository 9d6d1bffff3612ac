//! Queued jobs for people: listed, retried where they were parked, and hurried where they wait. The workers do the jobs.

use domain::{effects::AuditAct, id::JobId};

use super::{
    FlowError, Result,
    page::{Page, Paged},
};
use crate::{access::Caller, app::App, store::outbox::parked};

pub use crate::store::outbox::parked::{JobState, JobStatus};

/// Newest first; all, or those in one state.
pub async fn list(
    app: &App,
    state: Option<JobState>,
    page: Page<JobId>,
) -> Result<Paged<JobStatus>> {
    let found = parked::list(&app.db, state, &page.and_one()).await?;
    Ok(page.cut(found, |status| status.id))
}

/// Retries a parked job at once, with all its attempts again. A job that waits or runs is left as it is, so a second
/// request changes nothing.
pub async fn retry(app: &App, caller: Caller, id: JobId) -> Result<JobStatus> {
    let parked = find(app, id).await?;
    let detail = format!("{} of {}", parked.kind, parked.subject);
    let act = super::audit_log::line(app, &caller, AuditAct::JobRetry, id, detail);
    let db = app.db.clone();
    let unparked = app
        .detached(async move { Ok(parked::unpark(&db, id, act.at, &act).await?) })
        .await?;
    if unparked {
        app.writer.promised().notify_one();
    }
    find(app, id).await
}

/// Has a waiting job tried at once; that try does not count. A job that is due, runs or is parked is left as it is. What it asks of
/// a provider is asked first whether it was done, so a try more moves nothing twice.
pub async fn nudge(app: &App, caller: Caller, id: JobId) -> Result<JobStatus> {
    let waiting = find(app, id).await?;
    let detail = format!("{} of {}", waiting.kind, waiting.subject);
    let act = super::audit_log::line(app, &caller, AuditAct::JobNudge, id, detail);
    let db = app.db.clone();
    let nudged = app
        .detached(async move { Ok(parked::nudge(&db, id, act.at, &act).await?) })
        .await?;
    if nudged {
        app.writer.promised().notify_one();
    }
    find(app, id).await
}

/// One job, while it is there: one that is done is no more.
pub async fn find(app: &App, id: JobId) -> Result<JobStatus> {
    parked::get(&app.db, id)
        .await?
        .ok_or(FlowError::NotFound("job"))
}
