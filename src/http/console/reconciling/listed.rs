//! The list of discrepancies.

use domain::reconcile::Discrepancy;

use super::said;
use crate::{
    http::console::{
        cells::provider,
        list::{Column, Listing},
    },
    web::console::{list::Cell, words},
};

pub(super) static DISCREPANCIES: Listing<Discrepancy> = Listing {
    title: ("대사 차이", "Discrepancies"),
    about: (
        "결제사의 거래 목록과 장부가 맞지 않는 거래, 최신순. 나중에 서로 맞으면 저절로 닫힙니다.",
        "What providers' lists and the books do not agree on, newest first. One on which both agree later is closed by itself.",
    ),
    empty: ("맞지 않는 거래가 없습니다.", "Everything agrees."),
    file: "discrepancies",
    act: Some((
        "/console/discrepancies-close",
        ("여러 건 닫기", "Close many"),
    )),
    columns: &[
        Column {
            name: "id",
            words: ("번호", "Id"),
            amount: false,
            cell: |it, _| Cell::link(format!("/console/discrepancies/{}", it.id), &it.id),
        },
        Column {
            name: "kind",
            words: ("무엇이 다른지", "What differs"),
            amount: false,
            cell: |it, frame| Cell::shown(&frame.word(said::kind(it.found.kind))),
        },
        Column {
            name: "provider",
            words: ("결제사", "Provider"),
            amount: false,
            cell: |it, frame| provider(frame, &it.provider),
        },
        Column {
            name: "source",
            words: ("대사 대상", "Compared"),
            amount: false,
            cell: |it, frame| Cell::shown(&frame.word(said::source(it.source))),
        },
        Column {
            name: "day",
            words: ("거래일", "Day"),
            amount: false,
            cell: |it, _| Cell::shown(&it.day),
        },
        Column {
            name: "their_amount",
            words: ("결제사의 금액", "Amount there"),
            amount: true,
            cell: |it, _| won(it.found.theirs),
        },
        Column {
            name: "our_amount",
            words: ("장부의 금액", "Amount here"),
            amount: true,
            cell: |it, _| won(it.found.ours),
        },
        Column {
            name: "order",
            words: ("주문", "Order"),
            amount: false,
            cell: |it, _| order(it),
        },
        Column {
            name: "state",
            words: ("상태", "State"),
            amount: false,
            cell: |it, _| words::state(it.state.as_str(), said::state(it.state)),
        },
        Column {
            name: "found_at",
            words: ("발견 시각", "Since"),
            amount: false,
            cell: |it, _| Cell::When(it.found_at),
        },
    ],
};

pub(super) fn won(amount: Option<domain::money::Won>) -> Cell {
    amount.map_or(Cell::Empty, |amount| Cell::Won(amount.get()))
}

pub(super) fn order(it: &Discrepancy) -> Cell {
    match it.found.order {
        Some(order) => Cell::link(format!("/console/orders/{order}"), &order),
        None => Cell::shown(&it.found.order_ref),
    }
}
