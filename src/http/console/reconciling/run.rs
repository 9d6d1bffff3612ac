//! One comparison: what explains its rows, and which of them wait.

use axum::response::Response;
use domain::{
    actor::Actor,
    id::ReconciliationId,
    reconcile::{ExplainedBy, Part, RunState, Waiting},
};

use super::{
    runs::{RUNS, percent, state},
    said, start,
};
use crate::{
    app::Shared,
    flows::{desk::Names, reconcile},
    http::{
        console::cells::{number, provider},
        error::Problem,
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{
        Frame, Words,
        list::Cell,
        states::contradiction_kind,
        thing::{Table, Thing},
        words,
    },
};

const EXPLAINED: &[(Words, bool)] = &[
    (("무엇으로", "By what"), false),
    (("거래", "Rows"), true),
    (("금액", "Won"), true),
];

const WAITING: &[(Words, bool)] = &[
    (("무엇을 기다림", "What it waits for"), false),
    (("방향", "Movement"), false),
    (("금액", "Amount"), true),
    (("주문", "Order"), false),
    (("거래 번호", "Row"), false),
];

pub(in crate::http::console) async fn show(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: ReconciliationId = ask.id("id")?;
    let run = reconcile::run(&app, id).await?;
    let frame = &visit.frame;
    let mut page = Thing::new(frame, frame.word(said::source(run.source)));
    page.id = id.to_string();
    page.state = words::state(run.state.as_str(), state(run.state));
    page.back = Some(("/console/reconciliations".to_owned(), RUNS.title));
    page.fact(("결제사", "Provider"), provider(frame, &run.provider));
    page.fact(("거래일", "Day"), Cell::shown(&run.day));
    page.fact(("거래", "Rows"), number(run.tally.rows));
    let of_rows = percent(&run, run.tally.explained_percent());
    page.fact(("설명됨", "Explained"), of_rows);
    let of_won = percent(&run, run.tally.explained_won_percent());
    page.fact(("설명된 금액", "Of the won"), of_won);
    page.fact(("기다림", "Waits"), number(run.explained.waits().rows));
    page.fact(("남은 차이", "Open"), number(run.tally.open));
    page.fact(("다시 조회", "Look-ups"), number(run.tally.asked));
    let by = match &run.asked_by {
        Actor::Worker => frame.t("저절로", "By itself").to_owned(),
        by => Names::read(&app).await?.of(by),
    };
    page.fact(("시작한 사람", "Begun by"), Cell::Text(by));
    page.fact(("시작", "Started"), Cell::When(run.started_at));
    page.fact(("끝", "Ended"), Cell::maybe_when(run.finished_at));
    page.moves = run.state == RunState::Running;
    if let Some(error) = &run.error {
        page.fact(("묻지 못한 것 (영어)", "Not asked"), Cell::shown(error));
    }
    let by = run.explained.by.iter();
    page.tables.push(Table {
        id: "explained",
        title: ("설명된 거래", "Explained rows"),
        heads: EXPLAINED,
        rows: by.map(|(by, part)| explained(frame, *by, *part)).collect(),
        empty: ("없습니다.", "None."),
    });
    let waiting = run.explained.waiting.iter();
    page.tables.push(Table {
        id: "waiting",
        title: ("기다리는 거래", "Rows that wait"),
        heads: WAITING,
        rows: waiting.map(|row| waits(frame, row)).collect(),
        empty: ("없습니다.", "None."),
    });
    if frame.acts && !page.moves {
        page.acts.push(start::again(&run));
    }
    visit.thing(page)
}

fn explained(frame: &Frame, by: ExplainedBy, part: Part) -> Vec<Cell> {
    let won = i64::try_from(part.won).unwrap_or(i64::MAX);
    let words = frame.word(said::explained(by));
    vec![Cell::shown(&words), number(part.rows), Cell::Won(won)]
}

fn waits(frame: &Frame, row: &Waiting) -> Vec<Cell> {
    let kind = row
        .kind
        .map_or_else(|| said::explained(row.by), contradiction_kind);
    let words = frame.word(kind);
    let to = match (row.contradiction, row.refund) {
        (Some(id), _) => Some(format!("/console/contradictions/{id}")),
        (None, Some(id)) => Some(format!("/console/refunds/{id}")),
        (None, None) => None,
    };
    let order = row.order.map_or(Cell::Empty, |order| {
        Cell::link(format!("/console/orders/{order}"), &order)
    });
    vec![
        to.map_or_else(|| Cell::shown(&words), |to| Cell::link(to, &words)),
        Cell::shown(&frame.word(said::movement(row.movement))),
        Cell::Won(row.amount.get()),
        order,
        Cell::shown(&row.row_key),
    ]
}
