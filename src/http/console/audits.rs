//! The auditor beside the gateways: how far it is, and which rows break an invariant of the books.

use axum::response::Response;
use domain::finding::{AuditPass, Finding, FindingState};

use super::list::{self, Column, Listing};
use crate::{
    app::Shared,
    flows::{
        auditing::{self, Standing},
        page::Page,
        views::States,
    },
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::console::{
        Frame, Words,
        list::{Cell, Tone},
        thing::{Table, Thing},
        words,
    },
};

const TITLE: Words = ("장부 점검", "Audit");

const fn state(state: FindingState) -> (Words, Tone) {
    match state {
        FindingState::Open => (("어긋남", "Broken"), Tone::Bad),
        FindingState::Cleared => (("다시 맞음", "Whole again"), Tone::Good),
    }
}

fn customer(it: &Finding) -> Cell {
    it.customer.as_ref().map_or(Cell::Empty, Cell::shown)
}

static FINDINGS: Listing<Finding> = Listing {
    title: ("점검 결과", "Findings"),
    about: (
        "장부의 규칙에 어긋나는 행, 최신순. 다음 점검이 끝까지 가도 어긋나지 않으면 저절로 닫힙니다.",
        "Rows that break a rule of the books, newest first. One that a whole later pass finds sound is closed by itself.",
    ),
    empty: ("어긋나는 행이 없습니다.", "Nothing is broken."),
    file: "findings",
    act: Some(("/console/audit", TITLE)),
    columns: &[
        Column {
            name: "invariant",
            words: ("규칙", "Rule"),
            amount: false,
            cell: |it, _| Cell::shown(&it.kind),
        },
        Column {
            name: "subject",
            words: ("행", "Row"),
            amount: false,
            cell: |it, _| Cell::shown(&it.subject),
        },
        Column {
            name: "customer",
            words: ("고객", "Customer"),
            amount: false,
            cell: |it, _| customer(it),
        },
        Column {
            name: "detail",
            words: ("내용 (영어)", "What is wrong"),
            amount: false,
            cell: |it, _| Cell::shown(&it.detail),
        },
        Column {
            name: "state",
            words: ("상태", "State"),
            amount: false,
            cell: |it, _| words::state(it.state().as_str(), state(it.state())),
        },
        Column {
            name: "first_seen_at",
            words: ("발견 시각", "Since"),
            amount: false,
            cell: |it, _| Cell::When(it.first_seen_at),
        },
        Column {
            name: "last_seen_at",
            words: ("마지막 확인", "Last seen"),
            amount: false,
            cell: |it, _| Cell::When(it.last_seen_at),
        },
    ],
};

pub(super) async fn list(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let known = |known: FindingState| (known.as_str(), state(known).0);
    let (states, meant) = list::states(&ask, FindingState::ALL, known);
    let chosen = match meant {
        States::Open => Some(FindingState::Open),
        States::All => None,
        States::One(state) => Some(state),
    };
    let kinds = list::text(&ask, "invariant", ("규칙", "Rule"));
    let kind = ask.query("invariant").filter(|kind| !kind.is_empty());
    let read = |page: Page<_>| auditing::findings(&app, (kind, chosen), page);
    list::show(&visit, &ask, &FINDINGS, vec![states, kinds], read).await
}

pub(super) async fn show(app: Shared, visit: Visit, _: ApiRequest) -> Result<Response, Problem> {
    let standing = auditing::standing(&app).await?;
    let frame = &visit.frame;
    let mut page = Thing::new(frame, frame.word(TITLE));
    page.notes.push(
        frame
            .t(
                "저장된 모든 행을 조금씩 다시 계산해 장부의 규칙에 맞는지 봅니다. 아무것도 고치지 않습니다.",
                "Works every stored row out again, a few at a time, and compares it with the rules of the books. It mends nothing.",
            )
            .to_owned(),
    );
    if !app.auditing.runs() {
        page.notes.push(
            frame
                .t(
                    "이 게이트웨이에서는 점검이 꺼져 있습니다.",
                    "It is switched off at this gateway.",
                )
                .to_owned(),
        );
    }
    page.fact(
        ("모든 행을 본 시점", "Every row was seen since"),
        Cell::maybe_when(standing.since()),
    );
    if let Some(pass) = &standing.running {
        of_pass(&mut page, frame, pass);
    }
    if let Some(last) = standing.last.as_ref().and_then(|last| last.finished_at) {
        page.fact(
            ("마지막 점검이 끝난 시각", "The last pass ended"),
            Cell::When(last),
        );
    }
    page.tables.push(of_kinds(&standing));
    visit.thing(page)
}

fn of_pass(page: &mut Thing, frame: &Frame, pass: &AuditPass) {
    page.fact(
        ("진행 중인 점검의 시작", "This pass began"),
        Cell::When(pass.started_at),
    );
    let place = format!("{} {}", pass.stage, pass.place);
    page.fact(("어디까지 (영어)", "It is at"), Cell::shown(&place.trim()));
    page.fact(("나눈 조각", "Slices"), Cell::Number(pass.slices));
    page.fact(("읽은 행", "Rows read"), Cell::Number(pass.rows));
    if pass.found > 0 {
        page.notes.push(
            frame
                .t(
                    "이번 점검에서 어긋나는 행을 찾았습니다. 운영 문서의 AuditFindings 절을 보세요.",
                    "This pass found broken rows: see AuditFindings in the operations document.",
                )
                .to_owned(),
        );
    }
}

fn of_kinds(standing: &Standing) -> Table {
    let row = |(kind, count): &(String, i64)| {
        let to = format!("/console/findings?invariant={kind}");
        vec![Cell::link(to, kind), Cell::Number(*count)]
    };
    Table {
        id: "kinds",
        title: ("어긋나는 규칙", "Rules that are broken"),
        heads: &[(("규칙", "Rule"), false), (("어긋나는 행", "Rows"), true)],
        rows: standing.open.iter().map(row).collect(),
        empty: ("어긋나는 행이 없습니다.", "Nothing is broken."),
    }
}
