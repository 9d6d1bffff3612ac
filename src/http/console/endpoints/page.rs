//! The page of an endpoint: how it stands, its last deliveries, and what may be done with it.

use domain::{
    endpoint::{Endpoint, EndpointState, OVERLAP_HOURS},
    id::EndpointId,
};

use super::{log, path, state, types, words::words};
use crate::{
    app::App,
    flows::{
        endpoints::{
            self, DELIVERIES_KEPT_DAYS, REASON_MAX,
            health::{self, Health},
        },
        page::Page,
    },
    http::{error::Problem, visit::Visit},
    web::console::{
        Frame,
        list::Cell,
        thing::{Act, Field, Input, Table, Thing},
    },
};

/// Deliveries of the page; the log has all.
const SHOWN: i64 = 10;

pub(super) async fn of(app: &App, visit: &Visit, id: EndpointId) -> Result<Thing, Problem> {
    let (known, frame) = (health::health(app, id).await?, &visit.frame);
    let endpoint = &known.standing.endpoint;
    let title = if endpoint.description.is_empty() {
        &endpoint.url
    } else {
        &endpoint.description
    };
    let mut page = Thing::new(frame, title);
    page.id = id.to_string();
    page.state = state(&known);
    page.back = Some((
        "/console/endpoints".to_owned(),
        ("이벤트 전달", "Deliveries of events"),
    ));
    facts(&mut page, frame, &known);
    page.tables.push(last(app, id).await?);
    if frame.manages && endpoint.state != EndpointState::Deleted {
        page.acts = acts(frame, endpoint);
    }
    Ok(page)
}

fn facts(page: &mut Thing, frame: &Frame, known: &Health) {
    let endpoint = &known.standing.endpoint;
    if let Some(why) = &endpoint.note {
        let stopped = frame.t("멈춘 까닭", "Why it is disabled");
        page.notes.push(format!("{stopped}: {why}"));
    }
    if let Some(since) = &known.standing.failing_since {
        let fails = frame.t("모든 전달이 실패하는 중", "Every delivery fails, since");
        page.notes.push(format!("{fails}: {}", frame.at(since)));
    }
    page.fact(("주소", "Address"), Cell::shown(&endpoint.url));
    page.fact(("받는 이벤트", "Takes"), types(known, frame));
    page.fact(
        ("마지막 전달", "Last delivered"),
        Cell::maybe_when(known.last_success_at),
    );
    page.fact(("밀린 전달", "Waiting"), Cell::Number(known.waiting));
    let log = frame.t("모두 보기 (거르기, CSV)", "All of it, with filters and CSV");
    page.fact(
        ("전달 기록", "Log of deliveries"),
        Cell::link(path(endpoint.id, "/deliveries"), &log),
    );
    page.fact(
        (
            "아직 살펴보지 않은 이벤트",
            "Events it was not taken through",
        ),
        Cell::Number(known.behind),
    );
    page.fact(("추가한 시각", "Added"), Cell::When(endpoint.created_at));
    page.fact(("켠 시각", "Enabled"), Cell::When(endpoint.enabled_at));
    page.fact(
        ("전 서명 키의 끝", "The secret before signs until"),
        Cell::maybe_until(endpoint.previous_until),
    );
}

/// The last deliveries.
async fn last(app: &App, id: EndpointId) -> Result<Table, Problem> {
    let first = Page {
        limit: SHOWN,
        after: None,
    };
    let found = endpoints::deliveries(app, id, None, first).await?;
    let rows = found
        .items
        .iter()
        .map(|one| {
            let event = Cell::link(format!("/console/events/{}", one.event), &one.event);
            std::iter::once(event).chain(log::outcome(one)).collect()
        })
        .collect();
    Ok(Table {
        id: "deliveries",
        title: ("최근 전달", "Last deliveries"),
        heads: &[
            (("이벤트", "Event"), false),
            (("상태", "State"), false),
            (("응답", "Answer"), true),
            (("걸린 시간 (ms)", "Took (ms)"), true),
            (("실패한 까닭", "Why it failed"), false),
            (("마지막 시도", "Last sent"), false),
        ],
        rows,
        empty: ("아직 보낸 이벤트가 없습니다.", "Nothing was sent yet."),
    })
}

fn acts(frame: &Frame, endpoint: &Endpoint) -> Vec<Act> {
    let act = |id: &'static str| {
        let (title, says) = words(id);
        let asks = matches!(id, "replay" | "rotate" | "delete");
        let button = if asks {
            ("다음: 확인", "Next: check it")
        } else {
            title
        };
        Act::new(id, path(endpoint.id, &format!("/{id}")), title, button).says(frame.word(says))
    };
    let mut acts = Vec::new();
    if endpoint.state == EndpointState::Enabled {
        acts.push(act("test"));
    } else {
        acts.push(act("enable"));
    }
    let days = DELIVERIES_KEPT_DAYS;
    let reach = match frame.lang {
        domain::statement::Lang::Korean => format!("최근 {days}일 안의 시각이어야 합니다."),
        domain::statement::Lang::English => format!("It is an instant of the last {days} days."),
    };
    acts.push(act("replay").says(reach).field(Field::new(
        "from",
        ("언제부터 (한국 시간)", "From when on (Korean time)"),
        Input::Instant,
    )));
    acts.push(
        act("rotate").field(
            Field::new(
                "overlap_hours",
                (
                    "전 키로도 서명하는 시간 (0–168시간)",
                    "Hours for which the secret before signs too, 0 to 168",
                ),
                Input::Number,
            )
            .with(OVERLAP_HOURS),
        ),
    );
    let reason = || Field::reason(("사유", "Reason"), REASON_MAX);
    if endpoint.state == EndpointState::Enabled {
        acts.push(act("disable").field(reason()));
    }
    acts.push(act("delete").field(reason()));
    acts
}
