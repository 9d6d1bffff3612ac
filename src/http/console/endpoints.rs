//! Webhook endpoints: the seller's addresses that events go to, and how that goes. An address is a text that somebody
//! wrote: it is shown and never a link.

mod acts;
pub(super) mod log;
mod new;
mod page;
mod words;

use axum::response::Response;
use domain::id::EndpointId;

pub(super) use self::acts::{delete, disable, enable, replay, rotate, test};
pub(super) use self::log::list as deliveries;
pub(super) use self::new::{form, make};
use super::list::{self, Column, Listing};
use crate::{
    app::Shared,
    flows::{
        endpoints::health::{self, Health},
        page::Page,
    },
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::console::{Frame, list::Cell, states, words as known},
};

static ENDPOINTS: Listing<Health> = Listing {
    title: ("이벤트 전달", "Deliveries of events"),
    about: (
        "이벤트를 받는 주소, 최신순. 실패하면 사흘 동안 다시 보내고, 60시간 내내 실패하면 멈춥니다.",
        "The addresses that events go to, newest first. A failure is tried again for three days, and an address that fails for 60 hours is disabled.",
    ),
    empty: ("이벤트를 받는 주소가 없습니다.", "No address takes events."),
    file: "endpoints",
    act: Some(("/console/endpoints/new", ("주소 추가", "Add an address"))),
    columns: &[
        Column {
            name: "url",
            words: ("주소", "Address"),
            amount: false,
            cell: |known, _| {
                let endpoint = &known.standing.endpoint;
                Cell::link(path(endpoint.id, ""), &endpoint.url)
            },
        },
        Column {
            name: "state",
            words: ("상태", "State"),
            amount: false,
            cell: |known, _| state(known),
        },
        Column {
            name: "types",
            words: ("받는 이벤트", "Takes"),
            amount: false,
            cell: types,
        },
        Column {
            name: "last_success_at",
            words: ("마지막 전달", "Last delivered"),
            amount: false,
            cell: |known, _| Cell::maybe_when(known.last_success_at),
        },
        Column {
            name: "failing_since",
            words: ("실패 시작", "Fails since"),
            amount: false,
            cell: |known, _| Cell::maybe_when(known.standing.failing_since),
        },
        Column {
            name: "waiting",
            words: ("밀린 전달", "Waiting"),
            amount: true,
            cell: |known, _| Cell::Number(known.waiting),
        },
    ],
};

fn path(id: EndpointId, act: &str) -> String {
    format!("/console/endpoints/{id}{act}")
}

fn state(known: &Health) -> Cell {
    let state = known.standing.endpoint.state;
    known::state(state.as_str(), states::endpoint(state))
}

fn types(known: &Health, frame: &Frame) -> Cell {
    let types = &known.standing.endpoint.types;
    if types.is_empty() {
        return Cell::shown(&frame.t("모두", "All"));
    }
    let names: Vec<&str> = types.iter().map(|kind| kind.as_str()).collect();
    Cell::Text(names.join(", "))
}

pub(super) async fn list(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let read = |page: Page<EndpointId>| health::healths(&app, page);
    list::show(&visit, &ask, &ENDPOINTS, Vec::new(), read).await
}

pub(super) async fn show(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let page = page::of(&app, &visit, ask.id("id")?).await?;
    visit.page(&page)
}
