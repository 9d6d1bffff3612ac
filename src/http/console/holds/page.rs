//! The page of credits that were set aside, and their release by a person.

use axum::response::Response;
use domain::{
    id::HoldId,
    spend::{Hold, HoldState},
};

use super::{path, state};
use crate::{
    app::{App, Shared},
    flows::{
        credits::{self, GRANT_REASON_MAX},
        views,
    },
    http::{
        console::{
            cells::to_customer,
            customers::acts::{NEXT, REASON},
            spends::parts,
            thing::{Question, asked, why},
        },
        error::Problem,
        request::ApiRequest,
        visit::Visit,
    },
    web::{
        self,
        console::{
            Frame, Words,
            list::Cell,
            thing::{Act, Field, Thing},
        },
    },
};

const RELEASE: Words = ("예약 풀기", "Release them");
const DOES: Words = (
    "잡아 둔 크레딧을 고객에게 돌려줍니다. 서비스는 이 예약을 더 쓸 수 없으므로, 아직 돌고 있는 작업의 값을 받지 못할 수 있습니다. 되돌릴 수 없습니다.",
    "The credits go back to the customer. The service cannot use them any more, so work that still runs may go unpaid. This cannot be undone.",
);

fn title(frame: &Frame, hold: &Hold) -> String {
    let credits = web::grouped(hold.credits.get());
    format!(
        "{} {credits}",
        frame.t("예약한 크레딧", "Credits set aside:")
    )
}

pub(in crate::http::console) async fn show(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let page = page(&app, &visit, ask.id("id")?).await?;
    visit.page(&page)
}

async fn page(app: &App, visit: &Visit, id: HoldId) -> Result<Thing, Problem> {
    let (hold, frame) = (views::hold(app, id).await?, &visit.frame);
    let mut page = Thing::new(frame, title(frame, &hold));
    page.id = id.to_string();
    page.state = state(hold.state);
    page.fact(("고객", "Customer"), to_customer(&hold.customer_id));
    page.fact(("쓸 곳", "What for"), Cell::shown(&hold.meter));
    page.fact(("참조", "Reference"), Cell::shown(&hold.reference));
    page.fact(("예약한 시각", "Set aside at"), Cell::When(hold.opened_at));
    page.fact(("기한", "Until"), Cell::Until(hold.ends_at()));
    page.fact(("끝난 시각", "Ended"), Cell::maybe_when(hold.closed_at));
    if let Some(spend) = hold.spend {
        let to = format!("/console/spends/{spend}");
        page.fact(("사용", "Used by"), Cell::link(to, &spend));
    }
    page.tables.push(parts(frame, &hold.parts));
    if frame.manages && hold.state == HoldState::Open {
        let act = Act::new("release", format!("{}/release", path(id)), RELEASE, NEXT);
        let act = act.says(frame.word(DOES));
        page.acts
            .push(act.field(Field::reason(REASON, GRANT_REASON_MAX)));
    }
    Ok(page)
}

pub(in crate::http::console) async fn release(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: HoldId = ask.id("id")?;
    let question = async {
        let (hold, frame) = (views::hold(&app, id).await?, &visit.frame);
        let customer = frame.t("고객", "Customer");
        let whose = format!("{customer} {}: {}", hold.customer_id, title(frame, &hold));
        let because = why(frame, visit.needed("reason")?);
        let says = [whose, frame.word(DOES).to_owned(), because];
        Ok(Question::new(RELEASE, says))
    };
    let act = async {
        let reason = Some(visit.needed("reason")?.to_owned());
        let done = credits::release(&app, visit.caller()?, id, reason).await?;
        Ok(done.into())
    };
    let on = ("release", path(id));
    asked(&visit, on, question, act, page(&app, &visit, id)).await
}
