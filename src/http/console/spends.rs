//! A use of credits: which lots it took from, and giving it back.

use axum::response::Response;
use domain::{id::SpendId, spend::Part, statement::Lang};

use super::{
    cells::to_customer,
    customers::acts::{NEXT, REASON},
    thing::{Question, asked, why},
};
use crate::{
    app::{App, Shared},
    flows::{
        credits::{self, GRANT_REASON_MAX},
        desk::Names,
        views,
    },
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::{
        self,
        console::{
            Frame, Words,
            list::{Cell, Tone},
            thing::{Act, Field, Table, Thing},
            told, words,
        },
    },
};

const REVERSE: Words = ("사용 취소", "Give the use back");
const DOES: Words = (
    "쓴 크레딧을 원래 묶음으로 돌려줍니다. 그사이 만료된 묶음의 크레딧은 정책에 따릅니다. 되돌릴 수 없습니다.",
    "The credits go back to the lots they came from. What has expired meanwhile goes by the policy. This cannot be undone.",
);

fn path(id: SpendId) -> String {
    format!("/console/spends/{id}")
}

pub(super) async fn show(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let page = page(&app, &visit, ask.id("id")?).await?;
    visit.page(&page)
}

async fn page(app: &App, visit: &Visit, id: SpendId) -> Result<Thing, Problem> {
    let spend = views::spend(app, id).await?;
    let names = Names::read(app).await?;
    let frame = &visit.frame;
    let credits = web::grouped(spend.credits.get());
    let title = match frame.lang {
        Lang::Korean => format!("사용 {credits} 크레딧"),
        Lang::English => format!("Use of {credits} credits"),
    };
    let mut page = Thing::new(frame, title);
    page.id = id.to_string();
    page.state = match spend.reversed_at {
        None => Cell::State("used", ("사용됨", "Used"), Tone::Good),
        Some(_) => Cell::State("reversed", ("취소됨", "Given back"), Tone::Bad),
    };
    page.fact(("고객", "Customer"), to_customer(&spend.customer_id));
    page.fact(("쓴 곳", "What for"), Cell::shown(&spend.meter));
    page.fact(("참조", "Reference"), Cell::shown(&spend.reference));
    page.fact(("시각", "When"), Cell::When(spend.at));
    page.fact(
        ("취소 시각", "Given back"),
        Cell::maybe_when(spend.reversed_at),
    );
    if let Some(key) = spend.api_key {
        let by = names.of(&domain::actor::Actor::Key(key));
        page.fact(("요청한 서버", "Asked by"), Cell::Text(by));
    }
    page.tables.push(parts(frame, &spend.parts));
    if frame.manages && spend.reversed_at.is_none() {
        let act = Act::new("reverse", format!("{}/reverse", path(id)), REVERSE, NEXT);
        let act = act.says(frame.word(DOES));
        page.acts
            .push(act.field(Field::reason(REASON, GRANT_REASON_MAX)));
    }
    Ok(page)
}

pub(super) fn parts(frame: &Frame, parts: &[Part]) -> Table {
    let row = |part: &Part| {
        vec![
            Cell::shown(&frame.word(words::kind(part.kind))),
            Cell::Number(part.credits.get()),
            Cell::Until(part.expires_at),
            Cell::Text(told::sentence(frame.lang, &part.why)),
        ]
    };
    Table {
        id: "parts",
        title: ("어느 묶음에서", "From which lots"),
        heads: &[
            (("종류", "Kind"), false),
            (("크레딧", "Credits"), true),
            (("사용 기한", "Use by"), false),
            (("이유", "Why"), false),
        ],
        rows: parts.iter().map(row).collect(),
        empty: ("없습니다.", "None."),
    }
}

pub(super) async fn reverse(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: SpendId = ask.id("id")?;
    let question = async {
        let spend = views::spend(&app, id).await?;
        let (frame, customer) = (&visit.frame, &spend.customer_id);
        let credits = web::grouped(spend.credits.get());
        let whose = match frame.lang {
            Lang::Korean => format!("고객 {customer}: 쓴 크레딧 {credits}개 ({})", spend.meter),
            Lang::English => {
                format!(
                    "{credits} credits that customer {customer} used ({})",
                    spend.meter
                )
            }
        };
        Ok(Question {
            title: REVERSE,
            says: vec![
                whose,
                frame.word(DOES).to_owned(),
                why(frame, visit.needed("reason")?),
            ],
        })
    };
    let act = async {
        let reason = visit.needed("reason")?.to_owned();
        let done = credits::reverse(&app, visit.caller()?, id, Some(reason)).await?;
        Ok(done.into())
    };
    let of = ("reverse", path(id));
    asked(&visit, of, question, act, page(&app, &visit, id)).await
}
