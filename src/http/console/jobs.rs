//! Queued jobs: those that wait, those that run, and those that were parked for a person.

use axum::response::Response;
use domain::id::JobId;
use futures_util::future::BoxFuture;

use super::{
    list::{self, Column, Listing},
    thing::{self, Done},
};
use crate::{
    app::{App, Shared},
    flows::{
        FlowError, Result as FlowResult, explain,
        jobs::{self, JobState, JobStatus},
        page::Page,
    },
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::console::{
        Words,
        list::{Cell, Tone},
        states,
        thing::{Act, Thing},
        words,
    },
};

static JOBS: Listing<JobStatus> = Listing {
    title: ("작업", "Jobs"),
    about: (
        "결제사에 물어 끝내야 하는 일, 최신순. 끝난 작업은 사라집니다. 멈춘 작업은 사람이 다시 돌려야 합니다.",
        "What is still to be found out from providers, newest first. Finished jobs are gone. Parked ones wait for a person.",
    ),
    empty: ("조건에 맞는 작업이 없습니다.", "No job is like that."),
    file: "jobs",
    act: None,
    columns: &[
        Column {
            name: "kind",
            words: ("작업", "Job"),
            amount: false,
            cell: |job, frame| {
                let to = format!("/console/jobs/{}", job.id);
                Cell::link(to, &frame.word(states::job(job.kind)))
            },
        },
        Column {
            name: "subject",
            words: ("대상", "Subject"),
            amount: false,
            cell: |job, _| super::acts::subject(&job.subject),
        },
        Column {
            name: "state",
            words: ("상태", "State"),
            amount: false,
            cell: |job, _| words::state(job.state.as_str(), state(job.state)),
        },
        Column {
            name: "attempts",
            words: ("시도", "Attempts"),
            amount: true,
            cell: |job, _| Cell::Number(job.attempts),
        },
        Column {
            name: "note",
            words: ("마지막으로 만난 것", "What the last one met"),
            amount: false,
            cell: |job, _| note(job),
        },
        Column {
            name: "run_at",
            words: ("다음 시도", "Next attempt"),
            amount: false,
            cell: |job, _| Cell::When(job.run_at),
        },
        Column {
            name: "created_at",
            words: ("생긴 시각", "Since"),
            amount: false,
            cell: |job, _| Cell::When(job.created_at),
        },
    ],
};

const fn state(state: JobState) -> (Words, Tone) {
    match state {
        JobState::Waiting => (("때를 기다림", "Waits for its time"), Tone::Quiet),
        JobState::Running => (("진행 중", "Runs"), Tone::Quiet),
        JobState::Parked => (("멈춤", "Parked"), Tone::Open),
    }
}

fn note(job: &JobStatus) -> Cell {
    match &job.failure {
        Some(failure) => Cell::shown(&failure.note),
        None => Cell::Empty,
    }
}

pub(super) async fn list(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let asked = ask.query("state");
    let mut known = JobState::ALL.iter().copied();
    let chosen = known.find(|state| Some(state.as_str()) == asked);
    let shown = |known: JobState| (known.as_str(), state(known).0);
    let filters = vec![list::choice(
        &ask,
        "state",
        ("상태", "State"),
        JobState::ALL,
        shown,
    )];
    let read = |page: Page<_>| jobs::list(&app, chosen, page);
    list::show(&visit, &ask, &JOBS, filters, read).await
}

pub(super) async fn show(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let id: JobId = ask.id("id")?;
    let page = match jobs::find(&app, id).await {
        Ok(job) => page(&app, &visit, &job).await?,
        // A job that is done is no more.
        Err(FlowError::NotFound(_)) => done(&visit),
        Err(error) => return Err(error.into()),
    };
    visit.thing(page)
}

async fn page(app: &App, visit: &Visit, job: &JobStatus) -> Result<Thing, Problem> {
    let frame = &visit.frame;
    let mut page = Thing::new(frame, frame.word(states::job(job.kind)));
    page.id = job.id.to_string();
    page.state = words::state(job.state.as_str(), state(job.state));
    page.back = Some((
        "/console/jobs?state=parked".to_owned(),
        ("멈춘 작업", "Parked jobs"),
    ));
    page.moves = job.state == JobState::Running;
    let explained = explain::job(app, job).await?;
    page.notes
        .extend(explained.map(|why| format!("{} · {}", why.code, why.words.support)));
    page.fact(("대상", "Subject"), super::acts::subject(&job.subject));
    page.fact(("시도", "Attempts"), Cell::Number(job.attempts));
    page.fact(("마지막으로 만난 것", "What the last one met"), note(job));
    page.fact(("다음 시도", "Next attempt"), Cell::When(job.run_at));
    page.fact(("생긴 시각", "Since"), Cell::When(job.created_at));
    if frame.acts && job.state == JobState::Parked {
        page.acts.push(retrying(visit, job.id));
    }
    if frame.acts && job.state == JobState::Waiting && job.run_at > app.now() {
        page.acts.push(nudging(visit, job.id));
    }
    Ok(page)
}

fn retrying(visit: &Visit, id: JobId) -> Act {
    let title = ("다시 시도", "Try it again");
    let to = format!("/console/jobs/{id}/retry");
    Act::new("retry", to, title, title).says(visit.frame.t(
        "지금 바로 다시 시도하고, 처음처럼 여러 번 시도합니다. 결제사에 먼저 물으므로 돈이 두 번 움직이지 않습니다. 여러 번 눌러도 됩니다.",
        "Tries it at once, with all its attempts again. The provider is asked first, so no money moves twice. It may be pressed again.",
    ))
}

fn nudging(visit: &Visit, id: JobId) -> Act {
    let title = ("지금 시도", "Try it now");
    let to = format!("/console/jobs/{id}/now");
    Act::new("now", to, title, title).says(visit.frame.t(
        "다음 시도를 기다리지 않고 바로 시도합니다. 시도 횟수는 이어서 셉니다. 결제사에 먼저 물으므로 돈이 두 번 움직이지 않습니다. 여러 번 눌러도 됩니다.",
        "Tries it at once instead of at its time. Its attempts count on. The provider is asked first, so no money moves twice. It may be pressed again.",
    ))
}

fn done(visit: &Visit) -> Thing {
    let frame = &visit.frame;
    let mut page = Thing::new(frame, frame.t("작업이 끝났습니다", "The job is done"));
    page.back = Some(("/console/jobs".to_owned(), ("작업 목록", "All jobs")));
    let gone = frame.t(
        "끝난 작업은 목록에서 사라집니다. 결과는 대상이었던 환불이나 주문에 있습니다.",
        "A job that is done is not listed any more. The refund or the order that it was about says what came of it.",
    );
    page.notes.push(gone.to_owned());
    let refunds = frame.t("환불 목록", "All refunds").to_owned();
    let orders = frame.t("주문 목록", "All orders").to_owned();
    page.fact(
        ("환불", "Refunds"),
        Cell::link("/console/refunds?state=all", &refunds),
    );
    page.fact(("주문", "Orders"), Cell::link("/console/orders", &orders));
    page
}

pub(super) async fn retry(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let id: JobId = ask.id("id")?;
    tried(
        &app,
        &visit,
        (id, "retry"),
        jobs::retry(&app, visit.reader(), id),
    )
    .await
}

pub(super) async fn nudge(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let id: JobId = ask.id("id")?;
    tried(
        &app,
        &visit,
        (id, "now"),
        jobs::nudge(&app, visit.reader(), id),
    )
    .await
}

fn tried<'a>(
    app: &'a App,
    visit: &'a Visit,
    (id, act): (JobId, &'static str),
    trying: impl Future<Output = FlowResult<JobStatus>> + Send + 'a,
) -> BoxFuture<'a, Result<Response, Problem>> {
    let path = format!("/console/jobs/{id}");
    let of = (act, path.clone());
    let act = async move {
        match trying.await {
            // One that is done meanwhile needs nothing more.
            Ok(_) | Err(FlowError::NotFound(_)) => Ok(Done::There(path, "retried")),
            Err(error) => Err(error.into()),
        }
    };
    let again = async move { page(app, visit, &jobs::find(app, id).await?).await };
    thing::done(visit, of, act, again)
}
