//! Rows of settlements, and where each leads: money on the account, settlement, payment, lot, refund.

use axum::response::Response;
use domain::{
    id::SettlementId,
    settlement::{Row, SettlementKind},
};

use super::day;
use crate::{
    app::Shared,
    flows::{
        page::Page,
        settlements::{self, Lineage},
    },
    http::{
        console::{
            cells::provider,
            list::{self, Column, Listing},
        },
        error::Problem,
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{Frame, Words, list::Cell, thing::Thing},
};

static ROWS: Listing<Row> = Listing {
    title: ("정산 내역", "Rows of settlements"),
    about: (
        "결제사가 지급하거나 차감하는 거래 하나하나, 최신순.",
        "Each movement that a provider pays out or takes off, newest first.",
    ),
    empty: ("내역이 없습니다.", "No rows."),
    file: "settlement-rows",
    act: Some(("/console/settlements", ("정산", "Settlements"))),
    columns: &[
        Column {
            name: "id",
            words: ("번호", "Id"),
            amount: false,
            cell: |it, _| link(it),
        },
        Column {
            name: "provider",
            words: ("결제사", "Provider"),
            amount: false,
            cell: |it, frame| provider(frame, &it.provider),
        },
        Column {
            name: "kind",
            words: ("구분", "Kind"),
            amount: false,
            cell: |it, frame| Cell::shown(&frame.word(kind(it.line.kind))),
        },
        Column {
            name: "sold_on",
            words: ("거래일", "Sold on"),
            amount: false,
            cell: |it, _| Cell::shown(&it.line.sold_on),
        },
        Column {
            name: "paid_out_on",
            words: ("지급일", "Paid out on"),
            amount: false,
            cell: |it, _| day(it.line.paid_out_on),
        },
        Column {
            name: "gross",
            words: ("거래 금액", "Amount"),
            amount: true,
            cell: |it, _| Cell::Won(it.line.gross.get()),
        },
        Column {
            name: "fee",
            words: ("수수료", "Fee"),
            amount: true,
            cell: |it, _| Cell::Won(it.line.fee.get()),
        },
        Column {
            name: "vat",
            words: ("부가세", "VAT"),
            amount: true,
            cell: |it, _| vat(it),
        },
        Column {
            name: "net",
            words: ("지급 금액", "Paid out"),
            amount: true,
            cell: |it, _| Cell::Won(it.line.net.get()),
        },
        Column {
            name: "payment",
            words: ("결제", "Payment"),
            amount: false,
            cell: |it, _| payment(it),
        },
    ],
};

const fn kind(kind: SettlementKind) -> Words {
    match kind {
        SettlementKind::Payment => ("결제", "Payment"),
        SettlementKind::Cancel => ("취소·환불", "Given back"),
    }
}

fn link(row: &Row) -> Cell {
    Cell::link(format!("/console/settlement-rows/{}", row.id), &row.id)
}

fn vat(row: &Row) -> Cell {
    row.line.vat.map_or(Cell::Empty, |vat| Cell::Won(vat.get()))
}

fn payment(row: &Row) -> Cell {
    match row.payment {
        Some(payment) => Cell::link(format!("/console/payments/{payment}"), &payment),
        None => Cell::shown(&row.line.payment_key),
    }
}

/// The cells of a row on the page of its settlement.
pub(super) fn cells(frame: &Frame, row: &Row) -> Vec<Cell> {
    let line = &row.line;
    vec![
        link(row),
        Cell::shown(&frame.word(kind(line.kind))),
        Cell::shown(&line.sold_on),
        Cell::Won(line.gross.get()),
        Cell::Won(line.fee.get()),
        vat(row),
        Cell::Won(line.net.get()),
        payment(row),
    ]
}

pub(in crate::http::console) async fn list(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let of: Option<SettlementId> = ask.query("settlement_id").and_then(|id| id.parse().ok());
    let filter = list::text(&ask, "settlement_id", ("정산 번호", "Settlement"));
    let read = |page: Page<_>| settlements::rows(&app, of, page);
    list::show(&visit, &ask, &ROWS, vec![filter], read).await
}

pub(in crate::http::console) async fn show(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let it = settlements::row(&app, ask.id("id")?).await?;
    let frame = &visit.frame;
    let mut page = Thing::new(frame, frame.word(kind(it.row.line.kind)));
    page.id = it.row.id.to_string();
    let back = format!("/console/settlements/{}", it.row.settlement);
    page.back = Some((back, ("정산", "Settlement")));
    facts(&mut page, &it);
    leads(&mut page, &it);
    visit.thing(page)
}

fn facts(page: &mut Thing, it: &Lineage) {
    let frame = page.frame.clone();
    let line = &it.row.line;
    page.fact(("결제사", "Provider"), provider(&frame, &it.row.provider));
    page.fact(("거래일", "Sold on"), Cell::shown(&line.sold_on));
    page.fact(("지급일", "Paid out on"), day(line.paid_out_on));
    page.fact(("거래 금액", "Amount"), Cell::Won(line.gross.get()));
    page.fact(("수수료", "Fee"), Cell::Won(line.fee.get()));
    page.fact(("부가세", "VAT"), vat(&it.row));
    page.fact(("지급 금액", "Paid out"), Cell::Won(line.net.get()));
    page.fact(("거래 번호", "Row"), Cell::shown(&line.key));
    page.fact(("결제 키", "Payment key"), Cell::shown(&line.payment_key));
    page.fact(("주문", "Order"), Cell::shown(&line.order_ref));
}

/// From the money on the account to the lot and what went back.
fn leads(page: &mut Thing, it: &Lineage) {
    let settlement = &it.whole.settlement.id;
    let to = format!("/console/settlements/{settlement}");
    page.fact(("정산", "Settlement"), Cell::link(to, settlement));
    let to = format!("/console/settlement-imports/{}", it.row.import);
    let file = ("가져온 파일", "Came with");
    page.fact(file, Cell::link(to, &it.row.import));
    if let Some(payout) = &it.whole.payout {
        page.fact(
            ("계좌 입금일", "Arrived on the account on"),
            Cell::shown(&payout.day),
        );
    }
    if let Some(order) = it.row.order {
        let to = format!("/console/orders/{order}");
        page.fact(("장부의 주문", "Order here"), Cell::link(to, &order));
    }
    if let Some(payment) = it.row.payment {
        let to = format!("/console/payments/{payment}");
        page.fact(("장부의 결제", "Payment here"), Cell::link(to, &payment));
    }
    if let Some(lot) = &it.lot {
        let left = format!(
            "{} · {} / {}",
            lot.id,
            crate::web::grouped(lot.remaining.get()),
            crate::web::grouped(lot.granted.get())
        );
        page.fact(
            ("크레딧 (남음 / 지급)", "Lot (left / granted)"),
            Cell::Text(left),
        );
    }
    for refund in &it.refunds {
        let to = format!("/console/refunds/{}", refund.id);
        page.fact(("환불", "Refund"), Cell::link(to, &refund.id));
    }
}
