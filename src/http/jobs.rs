//! Queued jobs: those that wait, those that run, and those that were parked for a person, who may retry them.

use domain::{effects::JobKind, id::JobId};

use super::{
    error::Problem,
    request::ApiRequest,
    response::{Answered, ok},
    view::{At, ExplanationView, List, view},
};
use crate::{
    access::Caller,
    app::{App, Shared},
    flows::{
        explain::{self, Explanation},
        jobs::{self, JobState, JobStatus},
        page::Paged,
    },
};

view! {
    /// A job. One that is finished is no more.
    pub(super) struct JobView("Job") of (status: JobStatus, explanation: Option<Explanation>) {
        id: JobId,
        kind: JobKind,
        /// The order, the refund or the contradiction that it is about.
        subject: String,
        state: JobState,
        /// Not before this instant; of one that runs or is parked, when it last was to run.
        run_at: At = At(status.run_at),
        /// How often it was begun.
        attempts: i64,
        /// What the last attempt met.
        note: Option<String> = status.failure.map(|failure| failure.note),
        /// The provider's code in the last failure, and its explanations.
        explanation: Option<ExplanationView> = explanation.map(ExplanationView::of),
        created_at: At = At(status.created_at),
    }
}

async fn shown(app: &App, status: JobStatus) -> Result<JobView, Problem> {
    let explanation = explain::job(app, &status).await?;
    Ok(JobView::of(status, explanation))
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let state = ask.word("state", JobState::ALL, JobState::as_str)?;
    let Paged { items, next } = jobs::list(&app, state, ask.page()?).await?;
    let mut views = Vec::with_capacity(items.len());
    for status in items {
        views.push(shown(&app, status).await?);
    }
    let page = Paged { items: views, next };
    Ok(ok(&List::of(page, |job| job)))
}

pub(super) async fn retry(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let job = jobs::retry(&app, caller, ask.id("id")?).await?;
    Ok(ok(&shown(&app, job).await?))
}
