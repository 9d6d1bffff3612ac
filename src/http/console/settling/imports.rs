//! Files and answers that settlement rows came from, and the rows that could not be read.

use axum::response::Response;
use domain::{
    reconcile::Source,
    settlement::{Import, Origin},
};
use serde_json::Value;

use crate::{
    app::Shared,
    flows::{desk::Names, page::Page, settlements},
    http::{
        console::{
            cells::{chosen_provider, provider},
            list::{self, Column, Listing},
        },
        error::Problem,
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{
        Words,
        list::Cell,
        thing::{Table, Thing},
        told::files,
    },
};

static IMPORTS: Listing<Import> = Listing {
    title: super::IMPORTS,
    about: (
        "정산 내역이 온 파일과 결제사의 답, 최신순.",
        "Files and answers that settlement rows came from, newest first.",
    ),
    empty: ("가져온 것이 없습니다.", "Nothing was taken in yet."),
    file: "settlement-imports",
    act: Some((super::files::NEW, super::files::TITLE)),
    columns: &[
        Column {
            name: "id",
            words: ("번호", "Id"),
            amount: false,
            cell: |it, _| Cell::link(format!("/console/settlement-imports/{}", it.id), &it.id),
        },
        Column {
            name: "provider",
            words: ("결제사", "Provider"),
            amount: false,
            cell: |it, frame| provider(frame, &it.provider),
        },
        Column {
            name: "origin",
            words: ("출처", "From"),
            amount: false,
            cell: |it, frame| Cell::shown(&frame.word(origin(it.origin))),
        },
        Column {
            name: "file",
            words: ("파일", "File"),
            amount: false,
            cell: |it, _| Cell::shown(&it.file),
        },
        Column {
            name: "added",
            words: ("새 내역", "New"),
            amount: true,
            cell: |it, _| Cell::Number(it.added),
        },
        Column {
            name: "known",
            words: ("아는 내역", "Known"),
            amount: true,
            cell: |it, _| Cell::Number(it.known),
        },
        Column {
            name: "unread",
            words: ("읽지 못함", "Not read"),
            amount: true,
            cell: |it, _| Cell::Number(it.unread),
        },
        Column {
            name: "imported_at",
            words: ("가져온 시각", "Taken in"),
            amount: false,
            cell: |it, _| Cell::When(it.imported_at),
        },
    ],
};

const fn origin(origin: Origin) -> Words {
    match origin {
        Origin::Api => ("결제사 조회", "The provider's answer"),
        Origin::File => ("정산 파일", "A settlement file"),
        Origin::Statement => ("계좌 거래내역", "The account's statement"),
    }
}

pub(in crate::http::console) async fn list(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let of = chosen_provider(&ask);
    let filter = list::text(&ask, "provider", ("결제사", "Provider"));
    let read = |page: Page<_>| settlements::imports(&app, of.clone(), page);
    list::show(&visit, &ask, &IMPORTS, vec![filter], read).await
}

/// To what its comparison finds.
fn leads(page: &mut Thing, origin: Origin) {
    let source = match origin {
        Origin::Api | Origin::File => Source::Settlements,
        Origin::Statement => Source::Statement,
    };
    let frame = page.frame.clone();
    let runs = frame.t("대사 기록 보기", "See the comparisons");
    page.fact(
        ("대사", "Comparisons"),
        Cell::link("/console/reconciliations".to_owned(), &runs),
    );
    let to = format!("/console/discrepancies?source={source}");
    let differ = frame.t("확인할 차이 보기", "See what differs");
    page.fact(("차이", "Discrepancies"), Cell::link(to, &differ));
}

const HEADS: &[(Words, bool)] = &[
    (("파일의 줄", "Line of the file"), true),
    (("항목", "Field"), false),
    (("규칙", "Rule"), false),
];

pub(in crate::http::console) async fn show(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let it = settlements::import(&app, ask.id("id")?).await?;
    let names = Names::read(&app).await?;
    let frame = &visit.frame;
    let mut page = Thing::new(frame, frame.word(origin(it.origin)));
    page.id = it.id.to_string();
    page.back = Some(("/console/settlement-imports".to_owned(), IMPORTS.title));
    page.fact(("결제사", "Provider"), provider(frame, &it.provider));
    page.fact(("파일", "File"), Cell::shown(&it.file));
    page.fact(("SHA-256", "SHA-256"), Cell::shown(&it.hash));
    page.fact(("새 내역", "New"), Cell::Number(it.added));
    page.fact(("아는 내역", "Known"), Cell::Number(it.known));
    page.fact(("읽지 못함", "Not read"), Cell::Number(it.unread));
    page.fact(
        ("가져온 사람", "Taken in by"),
        Cell::Text(names.of(&it.imported_by)),
    );
    page.fact(("가져온 시각", "Taken in"), Cell::When(it.imported_at));
    leads(&mut page, it.origin);
    let unread: Vec<Value> = serde_json::from_str(&it.unread_rows).unwrap_or_default();
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let row = |row: &Value| {
        vec![
            Cell::Number(row["line"].as_i64().unwrap_or_default()),
            Cell::Text(files::field(frame.lang, &text(row, "field"))),
            Cell::Text(files::rule(frame.lang, &text(row, "rule"))),
        ]
    };
    if !unread.is_empty() {
        page.tables.push(Table {
            id: "unread",
            title: ("읽지 못한 줄", "Rows that could not be read"),
            heads: HEADS,
            rows: unread.iter().map(row).collect(),
            empty: ("없습니다.", "None."),
        });
    }
    visit.thing(page)
}
