//! Comparisons of providers' days with the books.

use axum::response::Response;
use domain::reconcile::{Run, RunState};

use super::last_days;
use crate::{
    app::Shared,
    flows::{page::Page, reconcile},
    http::{
        console::{
            cells::{chosen_provider, number, provider, providers},
            list::{self, Column, Listing},
        },
        error::Problem,
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{
        Words,
        list::{Cell, Tone},
        words,
    },
};

pub(super) static RUNS: Listing<Run> = Listing {
    title: ("대사 기록", "Comparisons"),
    about: (
        "결제사의 하루 거래 목록을 장부와 견준 기록, 최신순.",
        "Comparisons of a provider's day with the books, newest first.",
    ),
    empty: ("아직 견준 날이 없습니다.", "No day was compared yet."),
    file: "reconciliations",
    act: Some((super::start::NEW, super::start::TITLE)),
    columns: &[
        Column {
            name: "day",
            words: ("거래일", "Day"),
            amount: false,
            cell: |run, _| Cell::link(format!("/console/reconciliations/{}", run.id), &run.day),
        },
        Column {
            name: "provider",
            words: ("결제사", "Provider"),
            amount: false,
            cell: |run, frame| provider(frame, &run.provider),
        },
        Column {
            name: "source",
            words: ("대사 대상", "Compared"),
            amount: false,
            cell: |run, frame| Cell::shown(&frame.word(super::said::source(run.source))),
        },
        Column {
            name: "state",
            words: ("상태", "State"),
            amount: false,
            cell: |run, _| words::state(run.state.as_str(), state(run.state)),
        },
        Column {
            name: "rows",
            words: ("거래", "Rows"),
            amount: true,
            cell: |run, _| number(run.tally.rows),
        },
        Column {
            name: "explained",
            words: ("설명됨", "Explained"),
            amount: true,
            cell: |run, _| percent(run, run.tally.explained_percent()),
        },
        Column {
            name: "explained_won",
            words: ("설명된 금액", "Of the won"),
            amount: true,
            cell: |run, _| percent(run, run.tally.explained_won_percent()),
        },
        Column {
            name: "waits",
            words: ("기다림", "Waits"),
            amount: true,
            cell: |run, _| number(run.explained.waits().rows),
        },
        Column {
            name: "open",
            words: ("남은 차이", "Open"),
            amount: true,
            cell: |run, _| number(run.tally.open),
        },
        Column {
            name: "foreign",
            words: ("다른 시스템", "Of others"),
            amount: true,
            cell: |run, _| number(run.tally.foreign),
        },
        Column {
            name: "asked",
            words: ("다시 조회", "Look-ups"),
            amount: true,
            cell: |run, _| number(run.tally.asked),
        },
        Column {
            name: "started_at",
            words: ("시작", "Started"),
            amount: false,
            cell: |run, _| Cell::When(run.started_at),
        },
        Column {
            name: "error",
            words: ("묻지 못한 것 (영어)", "Not asked"),
            amount: false,
            cell: |run, _| run.error.as_ref().map_or(Cell::Empty, Cell::shown),
        },
    ],
};

/// Of one that failed none is shown: it has not seen all rows, and often none, which would be 100.000 %.
pub(super) fn percent(run: &Run, percent: String) -> Cell {
    match run.state {
        RunState::Failed => Cell::Empty,
        RunState::Running | RunState::Finished => Cell::Text(percent),
    }
}

pub(super) const fn state(state: RunState) -> (Words, Tone) {
    match state {
        RunState::Running => (("진행 중", "Runs"), Tone::Quiet),
        RunState::Finished => (("끝남", "Finished"), Tone::Good),
        RunState::Failed => (("묻지 못함", "Not asked"), Tone::Bad),
    }
}

pub(in crate::http::console) async fn list(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let known = |known: RunState| (known.as_str(), state(known).0);
    let states = list::choice(&ask, "state", ("상태", "State"), RunState::ALL, known);
    let chosen: Option<RunState> = ask.query("state").and_then(|word| word.parse().ok());
    let of = chosen_provider(&ask);
    let read = |page: Page<_>| reconcile::runs(&app, of.clone(), chosen, page);
    // They belong to all comparisons, so they stand on the first page alone.
    let above = match (ask.query("cursor"), ask.query("csv")) {
        (None, None) => vec![last_days::table(&app, &visit.frame, of.as_ref()).await?],
        _ => Vec::new(),
    };
    let filters = vec![states, providers(&app, &ask)];
    list::below(&visit, &ask, above, &RUNS, filters, read).await
}
