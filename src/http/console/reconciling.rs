//! What providers' lists and the books do not agree on: listed, explained in two sentences, and closed by a person; and the
//! comparisons that found it.

mod last_days;
mod listed;
mod run;
mod runs;
pub(super) mod said;
mod start;

use axum::response::Response;
use chrono::NaiveDate;
use domain::{
    actor::Actor,
    id::DiscrepancyId,
    reconcile::{CLOSED_REASON_MAX, DiscrepancyKind, DiscrepancyState, Source},
};
use futures_util::future::BoxFuture;

use super::{
    cells::{chosen_provider, provider, providers},
    list,
    thing::{Done, Question, asked, why},
};
use crate::{
    app::{App, Shared},
    flows::{
        desk::Names,
        page::Page,
        reconcile::{self, Sought},
        views::States,
    },
    http::{discrepancies, error::Problem, request::ApiRequest, visit::Visit},
    web::console::{
        Frame, Words,
        list::Cell,
        thing::{Act, Field, Thing},
        words,
    },
};
use listed::{DISCREPANCIES, order, won};
pub(super) use run::show as run;
pub(super) use runs::list as runs;
pub(super) use start::{form, start};

pub(super) async fn list(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let known = |state: DiscrepancyState| (state.as_str(), said::state(state).0);
    let (states, meant) = list::states(&ask, DiscrepancyState::ALL, known);
    let known = |kind: DiscrepancyKind| (kind.as_str(), said::kind(kind));
    let what = ("무엇이 다른지", "What differs");
    let kinds = list::choice(&ask, "type", what, DiscrepancyKind::ALL, known);
    let sought = Sought {
        state: match meant {
            States::Open => Some(DiscrepancyState::Open),
            States::All => None,
            States::One(state) => Some(state),
        },
        kind: ask.query("type").and_then(|word| word.parse().ok()),
        provider: chosen_provider(&ask),
        source: ask.query("source").and_then(|word| word.parse().ok()),
        day: day(&ask)?,
    };
    let known = |source: Source| (source.as_str(), said::source(source));
    let what = ("대사 대상", "Compared");
    let sources = list::choice(&ask, "source", what, Source::ALL, known);
    let read = |page: Page<_>| reconcile::discrepancies(&app, &sought, page);
    let days = list::text(&ask, "day", ("거래일 (2026-04-08)", "Day (2026-04-08)"));
    let filters = vec![states, kinds, providers(&app, &ask), sources, days];
    list::show(&visit, &ask, &DISCREPANCIES, filters, read).await
}

/// The day of a query; of a form that leaves it empty there is none.
fn day(ask: &ApiRequest) -> Result<Option<NaiveDate>, Problem> {
    match ask.query("day") {
        Some("") => Ok(None),
        _ => discrepancies::day(ask),
    }
}

pub(super) async fn show(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let page = page(&app, &visit, ask.id("id")?).await?;
    visit.thing(page)
}

async fn page(app: &App, visit: &Visit, id: DiscrepancyId) -> Result<Thing, Problem> {
    let it = reconcile::discrepancy(app, id).await?;
    let names = Names::read(app).await?;
    let frame = &visit.frame;
    let found = &it.found;
    let mut page = Thing::new(frame, frame.word(said::kind(found.kind)));
    page.id = id.to_string();
    page.state = words::state(it.state.as_str(), said::state(it.state));
    page.back = Some(("/console/discrepancies".to_owned(), DISCREPANCIES.title));
    if let Some(context) = said::context(it.source) {
        page.notes.push(frame.word(context).to_owned());
    }
    page.notes
        .push(frame.word(said::means(found.kind)).to_owned());
    page.notes
        .push(frame.word(said::to_do(found.kind)).to_owned());
    page.fact(("결제사", "Provider"), provider(frame, &it.provider));
    page.fact(("거래일", "Day"), Cell::shown(&it.day));
    page.fact(
        ("대사 대상", "Compared"),
        Cell::shown(&frame.word(said::source(it.source))),
    );
    page.fact(
        ("방향", "Movement"),
        Cell::shown(&frame.word(said::movement(found.movement))),
    );
    page.fact(("결제사의 금액", "Amount there"), won(found.theirs));
    page.fact(("장부의 금액", "Amount here"), won(found.ours));
    page.fact(("주문", "Order"), order(&it));
    if let Some(payment) = found.payment {
        let to = format!("/console/payments/{payment}");
        page.fact(("결제", "Payment"), Cell::link(to, &payment));
    }
    if let Some(refund) = found.refund {
        let to = format!("/console/refunds/{refund}");
        page.fact(("환불", "Refund"), Cell::link(to, &refund));
    }
    page.fact(("결제 키", "Payment key"), Cell::shown(&found.payment_key));
    page.fact(("거래 번호", "Row"), Cell::shown(&found.row_key));
    page.fact(("발견 시각", "Since"), Cell::When(it.found_at));
    page.fact(("마지막 확인", "Last seen"), Cell::When(it.seen_at));
    page.fact(("닫은 시각", "Closed"), Cell::maybe_when(it.closed_at));
    if let Some(by) = &it.closed_by {
        let by = match by {
            Actor::Worker => frame.t("저절로", "By itself").to_owned(),
            by => names.of(by),
        };
        page.fact(("닫은 사람", "Closed by"), Cell::Text(by));
    }
    if let Some(reason) = &it.reason {
        page.fact(("사유", "Reason"), Cell::shown(reason));
    }
    if frame.acts && it.state == DiscrepancyState::Open {
        page.acts.push(closing(frame, id));
    }
    Ok(page)
}

const CLOSE: Words = ("닫기", "Close it");
pub(super) const CLOSES: Words = (
    "더 할 일이 없다고 적고 닫습니다. 돈과 크레딧은 바뀌지 않고, 같은 차이가 다시 보여도 열리지 않습니다. 금액이 달라지면 다시 열립니다.",
    "Writes down that nothing is left to do. Money and credits stay as they are, and the same difference does not open it again. Another amount does.",
);

fn closing(frame: &Frame, id: DiscrepancyId) -> Act {
    let to = format!("/console/discrepancies/{id}/close");
    Act::new("close", to, CLOSE, ("다음: 확인", "Next: check it"))
        .says(frame.word(CLOSES))
        .field(Field::reason(("사유", "Reason"), CLOSED_REASON_MAX))
}

pub(super) async fn close(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    closed(&app, &visit, ask.id("id")?).await
}

fn closed<'a>(
    app: &'a App,
    visit: &'a Visit,
    id: DiscrepancyId,
) -> BoxFuture<'a, Result<Response, Problem>> {
    let question = async move {
        let reason = visit.needed("reason")?;
        let says = vec![
            visit.frame.word(CLOSES).to_owned(),
            why(&visit.frame, reason),
        ];
        Ok(Question { title: CLOSE, says })
    };
    let done = async move {
        let reason = visit.needed("reason")?.to_owned();
        reconcile::close(app, visit.caller()?, id, reason).await?;
        Ok(Done::Here)
    };
    let of = ("close", format!("/console/discrepancies/{id}"));
    asked(visit, of, question, done, page(app, visit, id))
}
