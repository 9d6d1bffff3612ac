//! Work that is promised: what waits, what runs, and what was parked for a person, who may have it tried again.

use axum::response::{IntoResponse as _, Response};
use domain::{id::JobId, promise::JobKind};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    error::Problem,
    extract::Ask,
    view::{At, List, ok},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::jobs::{self, JobState, Standing},
};

/// A job. One that is finished is no more.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Job")]
pub(super) struct JobView {
    id: JobId,
    kind: JobKind,
    /// The order or the refund that it is about.
    subject: String,
    state: JobState,
    /// Not before this instant; of one that runs or is parked, when it last was to run.
    run_at: At,
    /// How often it was begun.
    attempts: i64,
    /// What the last attempt met.
    note: Option<String>,
    created_at: At,
}

impl From<Standing> for JobView {
    fn from(Standing { job, state }: Standing) -> Self {
        Self {
            id: job.id,
            kind: job.kind,
            subject: job.subject,
            state,
            run_at: At(job.run_at),
            attempts: job.attempts,
            note: job.note,
            created_at: At(job.created_at),
        }
    }
}

pub(super) async fn list(app: Shared, _: Caller, ask: Ask) -> Result<Response, Problem> {
    let state = ask.word("state", JobState::ALL, JobState::as_str)?;
    let page = jobs::list(&app, state, ask.page()?).await?;
    Ok(ok(List::of(page, JobView::from)).into_response())
}

pub(super) async fn retry(app: Shared, caller: Caller, ask: Ask) -> Result<Response, Problem> {
    let job = jobs::retry(&app, caller, ask.id("id")?).await?;
    Ok(ok(JobView::from(job)).into_response())
}
