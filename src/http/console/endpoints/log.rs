//! The log of an endpoint: every event that is in line for it, with what it answered.

use axum::response::Response;
use domain::id::EndpointId;

use crate::{
    app::Shared,
    flows::{
        endpoints::{self, Delivery, DeliveryState},
        page::Page,
    },
    http::{
        console::list::{self, Column, Listing},
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

static DELIVERIES: Listing<Delivery> = Listing {
    title: ("전달 기록", "Log of deliveries"),
    about: (
        "한 주소로 보냈거나 보낼 이벤트, 최신순. 30일 동안 남습니다. 이벤트를 누르면 내용을 보고 다시 보낼 수 있습니다.",
        "The events that go to one address, the last first. They are kept for 30 days. An event's page has its content, and sends it again.",
    ),
    empty: ("조건에 맞는 전달이 없습니다.", "No delivery is like that."),
    file: "deliveries",
    act: None,
    columns: &[
        Column {
            name: "event",
            words: ("이벤트", "Event"),
            amount: false,
            cell: |one, _| Cell::link(format!("/console/events/{}", one.event), &one.event),
        },
        Column {
            name: "state",
            words: ("상태", "State"),
            amount: false,
            cell: |one, _| state(one.state),
        },
        Column {
            name: "status",
            words: ("응답", "Answer"),
            amount: true,
            cell: |one, _| number(one.status),
        },
        Column {
            name: "latency_ms",
            words: ("걸린 시간 (ms)", "Took (ms)"),
            amount: true,
            cell: |one, _| number(one.latency_ms),
        },
        Column {
            name: "attempts",
            words: ("시도", "Attempts"),
            amount: true,
            cell: |one, _| Cell::Number(one.attempts),
        },
        Column {
            name: "error",
            words: ("실패한 까닭", "Why it failed"),
            amount: false,
            cell: |one, _| error(one),
        },
        Column {
            name: "last_at",
            words: ("마지막 시도", "Last sent"),
            amount: false,
            cell: |one, _| Cell::maybe_when(one.last_at),
        },
        Column {
            name: "next_at",
            words: ("다음 시도", "Next attempt"),
            amount: false,
            cell: |one, _| next(one),
        },
    ],
};

/// What came of a delivery so far: its state, the answer, how long that took, why it failed, and when it was last sent.
pub(in crate::http::console) fn outcome(one: &Delivery) -> [Cell; 5] {
    [
        state(one.state),
        number(one.status),
        number(one.latency_ms),
        error(one),
        Cell::maybe_when(one.last_at),
    ]
}

/// Where a delivery stands.
const fn state(state: DeliveryState) -> Cell {
    words::state(state.as_str(), meaning(state))
}

const fn meaning(state: DeliveryState) -> (Words, Tone) {
    match state {
        DeliveryState::Held => (
            ("앞 이벤트를 기다림", "Waits for the one before"),
            Tone::Quiet,
        ),
        DeliveryState::Waiting => (("보낼 차례", "To be sent"), Tone::Quiet),
        DeliveryState::Delivered => (("전달됨", "Delivered"), Tone::Good),
        DeliveryState::Failed => (("포기함", "Given up"), Tone::Open),
    }
}

fn number(number: Option<i64>) -> Cell {
    number.map_or(Cell::Empty, Cell::Number)
}

fn error(one: &Delivery) -> Cell {
    match &one.error {
        Some(error) => Cell::shown(error),
        None => Cell::Empty,
    }
}

fn next(one: &Delivery) -> Cell {
    match one.state {
        DeliveryState::Held | DeliveryState::Waiting => Cell::When(one.next_at),
        DeliveryState::Delivered | DeliveryState::Failed => Cell::Empty,
    }
}

pub(in crate::http::console) async fn list(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: EndpointId = ask.id("id")?;
    let asked = ask.query("state");
    let mut known = DeliveryState::ALL.iter().copied();
    let chosen = known.find(|state| Some(state.as_str()) == asked);
    let shown = |state: DeliveryState| (state.as_str(), meaning(state).0);
    let all = DeliveryState::ALL;
    let filters = vec![list::choice(&ask, "state", ("상태", "State"), all, shown)];
    let read = |page: Page<_>| endpoints::deliveries(&app, id, chosen, page);
    list::show(&visit, &ask, &DELIVERIES, filters, read).await
}
