//! Queued jobs: those that wait, those that run, and those that were parked for a person, who may retry them.

use axum::response::{IntoResponse as _, Response};
use domain::{effects::JobKind, id::JobId};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    error::Problem,
    request::ApiRequest,
    response::ok,
    view::{At, ExplanationView, List},
};
use crate::{
    access::Caller,
    app::{App, Shared},
    flows::{
        explain,
        jobs::{self, JobState, JobStatus},
        page::Paged,
    },
};

/// A job. One that is finished is no more.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Job")]
pub(super) struct JobView {
    id: JobId,
    kind: JobKind,
    /// The order, the refund or the contradiction that it is about.
    subject: String,
    state: JobState,
    /// Not before this instant; of one that runs or is parked, when it last was to run.
    run_at: At,
    /// How often it was begun.
    attempts: i64,
    /// What the last attempt met.
    note: Option<String>,
    /// The provider's code in the last failure, and its explanations.
    explanation: Option<ExplanationView>,
    created_at: At,
}

async fn view(app: &App, status: JobStatus) -> Result<JobView, Problem> {
    let explanation = explain::job(app, &status).await?;
    Ok(JobView {
        id: status.id,
        kind: status.kind,
        subject: status.subject,
        state: status.state,
        run_at: At(status.run_at),
        attempts: status.attempts,
        note: status.failure.map(|failure| failure.note),
        explanation: explanation.map(ExplanationView::from),
        created_at: At(status.created_at),
    })
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let state = ask.word("state", JobState::ALL, JobState::as_str)?;
    let page = jobs::list(&app, state, ask.page()?).await?;
    let mut items = Vec::with_capacity(page.items.len());
    for status in page.items {
        items.push(view(&app, status).await?);
    }
    let page = Paged {
        items,
        next: page.next,
    };
    Ok(ok(List::of(page, |job| job)).into_response())
}

pub(super) async fn retry(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let job = jobs::retry(&app, caller, ask.id("id")?).await?;
    Ok(ok(view(&app, job).await?).into_response())
}
