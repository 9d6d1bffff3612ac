//! What providers pay out: settlements by day, their rows with where each leads, imports, and the closing of many differences.

pub(super) mod bulk;
pub(super) mod files;
pub(super) mod imports;
pub(super) mod rows;

use axum::response::Response;
use chrono::NaiveDate;
use domain::settlement::Settlement;

use super::{
    cells::{chosen_provider, provider},
    list::{self, Column, Listing},
};
use crate::{
    app::Shared,
    flows::{page::Page, settlements},
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::console::{
        Words,
        list::Cell,
        thing::{Table, Thing},
    },
};

static SETTLEMENTS: Listing<Settlement> = Listing {
    title: ("정산", "Settlements"),
    about: (
        "결제사가 하루에 지급하는 금액과 그 내역의 합계, 최신순.",
        "What a provider pays out on a day, with the sums over its rows, newest first.",
    ),
    empty: (
        "가져온 정산 내역이 없습니다.",
        "No settlement was taken in yet.",
    ),
    file: "settlements",
    act: Some((files::NEW, files::TITLE)),
    columns: &[
        Column {
            name: "id",
            words: ("번호", "Id"),
            amount: false,
            cell: |it, _| Cell::link(format!("/console/settlements/{}", it.id), &it.id),
        },
        Column {
            name: "provider",
            words: ("결제사", "Provider"),
            amount: false,
            cell: |it, frame| provider(frame, &it.provider),
        },
        Column {
            name: "paid_out_on",
            words: ("지급일", "Paid out on"),
            amount: false,
            cell: |it, _| day(it.paid_out_on),
        },
        Column {
            name: "rows",
            words: ("건수", "Rows"),
            amount: true,
            cell: |it, _| Cell::Number(it.rows),
        },
        Column {
            name: "gross",
            words: ("거래 금액", "Amount"),
            amount: true,
            cell: |it, _| Cell::Won(it.gross.get()),
        },
        Column {
            name: "fee",
            words: ("수수료", "Fee"),
            amount: true,
            cell: |it, _| Cell::Won(it.fee.get()),
        },
        Column {
            name: "vat",
            words: ("부가세", "VAT"),
            amount: true,
            cell: |it, _| Cell::Won(it.vat.get()),
        },
        Column {
            name: "net",
            words: ("지급 금액", "Paid out"),
            amount: true,
            cell: |it, _| Cell::Won(it.net.get()),
        },
        Column {
            name: "payout",
            words: ("계좌 입금", "On the account"),
            amount: false,
            cell: |it, frame| match it.payout {
                Some(_) => Cell::shown(&frame.word(("입금 확인", "Arrived"))),
                None => Cell::Empty,
            },
        },
    ],
};

/// The list of imports, as links to it say it.
const IMPORTS: Words = ("가져온 정산 파일", "Imports of settlements");

/// Rows that the page of a settlement shows; the list of its rows has them all.
const ROWS_SHOWN: i64 = 50;

pub(super) fn day(day: Option<NaiveDate>) -> Cell {
    day.map_or(Cell::Empty, |day| Cell::shown(&day))
}

pub(super) async fn list(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let of = chosen_provider(&ask);
    let filter = list::text(&ask, "provider", ("결제사", "Provider"));
    let read = |page: Page<_>| settlements::list(&app, of.clone(), page);
    list::show(&visit, &ask, &SETTLEMENTS, vec![filter], read).await
}

const HEADS: &[(Words, bool)] = &[
    (("거래", "Row"), false),
    (("구분", "Kind"), false),
    (("거래일", "Sold on"), false),
    (("거래 금액", "Amount"), true),
    (("수수료", "Fee"), true),
    (("부가세", "VAT"), true),
    (("지급 금액", "Paid out"), true),
    (("결제", "Payment"), false),
];

pub(super) async fn show(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let whole = settlements::settlement(&app, id).await?;
    let first = Page {
        limit: ROWS_SHOWN,
        after: None,
    };
    let rows = settlements::rows(&app, Some(id), first).await?;
    let (frame, it) = (&visit.frame, &whole.settlement);
    let mut page = Thing::new(frame, frame.word(("정산", "Settlement")));
    page.id = id.to_string();
    page.back = Some(("/console/settlements".to_owned(), SETTLEMENTS.title));
    page.fact(("결제사", "Provider"), provider(frame, &it.provider));
    page.fact(("지급일", "Paid out on"), day(it.paid_out_on));
    page.fact(("건수", "Rows"), Cell::Number(it.rows));
    page.fact(("거래 금액", "Amount"), Cell::Won(it.gross.get()));
    page.fact(("수수료", "Fee"), Cell::Won(it.fee.get()));
    page.fact(("부가세", "VAT"), Cell::Won(it.vat.get()));
    page.fact(("지급 금액", "Paid out"), Cell::Won(it.net.get()));
    if let Some(payout) = &whole.payout {
        let arrived = ("계좌 입금액", "Arrived on the account");
        page.fact(arrived, Cell::Won(payout.amount.get()));
        page.fact(("입금일", "Arrived on"), Cell::shown(&payout.day));
    }
    let all = format!("/console/settlement-rows?settlement_id={id}");
    let words = frame.word(("모두 보기 · CSV", "All of them, and CSV"));
    page.fact(("내역", "Rows"), Cell::link(all, &words));
    page.tables.push(Table {
        id: "rows",
        title: ("내역", "Rows"),
        heads: HEADS,
        rows: rows
            .items
            .iter()
            .map(|row| rows::cells(frame, row))
            .collect(),
        empty: ("내역이 없습니다.", "No rows."),
    });
    visit.thing(page)
}
