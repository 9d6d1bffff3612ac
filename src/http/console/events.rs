//! An event: its content, where it went, and sending it once more.

use axum::response::Response;
use domain::{
    endpoint::{Endpoint, EndpointState},
    id::{EndpointId, EventId},
};

use super::{endpoints::log, thing::refused};
use crate::{
    app::{App, Shared},
    flows::{
        endpoints::{self, health},
        events,
        page::Page,
    },
    http::{
        error::{INVALID_FIELD, Problem},
        limits::PAGE_MAX,
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{
        Frame,
        list::Cell,
        thing::{Act, Document, Field, Input, Table, Thing},
    },
};

pub(super) async fn show(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let page = page(&app, &visit, ask.id("id")?).await?;
    visit.page(&page)
}

async fn page(app: &App, visit: &Visit, id: EventId) -> Result<Thing, Problem> {
    let (event, frame) = (events::show(app, id).await?, &visit.frame);
    let mut page = Thing::new(frame, event.kind.as_str());
    page.id = id.to_string();
    page.back = Some((
        "/console/endpoints".to_owned(),
        ("이벤트 전달", "Deliveries of events"),
    ));
    page.fact(("생긴 시각", "When"), Cell::When(event.timestamp));
    if let Some(customer) = &event.customer_id {
        let to = format!("/console/customers/{customer}");
        page.fact(("고객", "Customer"), Cell::link(to, customer));
    }
    page.fact(
        ("고객의 이벤트 중 순서", "Number among the customer's"),
        event.sequence.map_or(Cell::Empty, Cell::Number),
    );
    page.documents.push(Document {
        id: "content",
        title: ("보내는 내용", "Content"),
        text: serde_json::to_string_pretty(&event).unwrap_or_default(),
    });
    let known = known_endpoints(app).await?;
    page.tables.push(went(app, id, &known).await?);
    let live = known
        .iter()
        .filter(|known| known.state == EndpointState::Enabled);
    let live = live.map(|known| (known.id.to_string(), known.url.clone()));
    let live: Vec<(String, String)> = live.collect();
    if frame.manages && !live.is_empty() {
        page.acts.push(resending(frame, id, live));
    }
    Ok(page)
}

/// Endpoints that are not deleted, as many as a page of them holds.
async fn known_endpoints(app: &App) -> Result<Vec<Endpoint>, Problem> {
    let all = Page {
        limit: PAGE_MAX,
        after: None,
    };
    let known = endpoints::list(app, all).await?.items.into_iter();
    Ok(known.map(|standing| standing.endpoint).collect())
}

/// Where an event goes, and what came of it.
async fn went(app: &App, id: EventId, known: &[Endpoint]) -> Result<Table, Problem> {
    let went = health::of_event(app, id).await?;
    let url = |id: EndpointId| {
        let found = known.iter().find(|endpoint| endpoint.id == id);
        let text = found.map_or_else(|| id.to_string(), |endpoint| endpoint.url.clone());
        Cell::link(format!("/console/endpoints/{id}"), &text)
    };
    let rows = went.iter().map(|one| {
        let to = std::iter::once(url(one.endpoint));
        to.chain(log::outcome(one)).collect()
    });
    Ok(Table {
        id: "went",
        title: ("보낸 곳", "Where it goes"),
        heads: &[
            (("주소", "Address"), false),
            (("상태", "State"), false),
            (("응답", "Answer"), true),
            (("걸린 시간 (ms)", "Took (ms)"), true),
            (("실패한 까닭", "Why it failed"), false),
            (("마지막 시도", "Last sent"), false),
        ],
        rows: rows.collect(),
        empty: (
            "받는 주소가 없거나, 기록이 지워졌습니다.",
            "No address takes it, or its log is over.",
        ),
    })
}

fn resending(frame: &Frame, id: EventId, live: Vec<(String, String)>) -> Act {
    let title = ("다시 보내기", "Send it again");
    let first = live.first().map(|(id, _)| id.clone()).unwrap_or_default();
    let to = Field::new("endpoint_id", ("어디로", "Where to"), Input::Select(live));
    Act::new("resend", format!("/console/events/{id}/resend"), title, title)
        .says(frame.t(
            "이 이벤트를 고른 주소로 바로 한 번 더 보냅니다. 이벤트 번호가 같으므로, 받는 쪽은 이미 처리한 이벤트인지 알 수 있습니다.",
            "Sends the event to the address once more, at once. Its id is the same, by which the receiver knows what it handled before.",
        ))
        .field(to.with(first))
}

pub(super) async fn resend(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: EventId = ask.id("id")?;
    match resent(&app, &visit, id).await {
        Ok(()) => visit.go(&format!("/console/events/{id}"), "resent"),
        Err(problem) => refused(&visit, page(&app, &visit, id).await?, "resend", problem),
    }
}

async fn resent(app: &App, visit: &Visit, id: EventId) -> Result<(), Problem> {
    let none = |_| Problem::field(&INVALID_FIELD, "endpoint_id", "names a webhook endpoint");
    let to: EndpointId = visit.said("endpoint_id").parse().map_err(none)?;
    events::resend(app, visit.reader(), id, Some(to)).await?;
    Ok(())
}
