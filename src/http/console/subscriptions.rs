//! A membership: how it stands, its months, and what support does with it. Whoever takes the money for its months hears of
//! it by an event, and by nothing else.

mod page;

use axum::response::Response;
use domain::{id::SubscriptionId, product::ID_CHARS_MAX, statement::Lang};

use super::thing::{Question, asked, why};
use crate::{
    app::{App, Shared},
    flows::{membership, views},
    http::{
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        visit::Visit,
    },
    web::console::Words,
};

const PAUSE: Words = ("일시 중지", "Pause it");
const RESUME: Words = ("다시 시작", "Resume it");
const END: Words = ("종료", "End it");
const CHANGE: Words = ("요금제 변경", "Change the plan");

/// What each does.
const PAUSES: Words = (
    "다시 시작할 때까지 지급일이 된 달을 건너뜁니다. 이미 받은 크레딧은 남습니다. 요금을 판매자가 따로 받는다면 청구도 거기서 멈춰야 합니다.",
    "Months that become due are skipped until it is resumed. Credits that were given stay. Where the seller takes the money, it has to be stopped there as well.",
);
const RESUMES: Words = (
    "원래 지급일에 다시 지급합니다. 중지 중에 건너뛴 달은 지급되지 않습니다.",
    "Months are given again on the days that it always had. Those that were skipped stay skipped.",
);
const ENDS: Words = (
    "멤버십을 완전히 끝냅니다. 이미 받은 크레딧은 남고, 되돌릴 수 없습니다. 요금을 판매자가 따로 받는다면 청구도 거기서 멈춰야 합니다.",
    "It ends for good. Credits that were given stay. This cannot be undone. Where the seller takes the money, it has to be stopped there as well.",
);
const CHANGES: Words = (
    "다음 달부터 다른 요금제의 크레딧과 요금을 적용합니다. 이번 달은 바뀌지 않습니다.",
    "The credits and the price of another plan hold from the next month on. The present month stays as it is.",
);

pub(super) async fn show(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let page = page::of(&app, &visit, ask.id("id")?).await?;
    visit.page(&page)
}

/// Whose membership it is, and what happens to it.
async fn question(
    app: &App,
    visit: &Visit,
    id: SubscriptionId,
    (title, says): (Words, Words),
    more: String,
) -> Result<Question, Problem> {
    let known = views::subscription(app, id).await?;
    let (frame, customer, plan) = (&visit.frame, &known.customer, &known.plan);
    let whose = match frame.lang {
        Lang::Korean => format!("고객 {customer}의 멤버십 {plan}"),
        Lang::English => format!("Membership {plan} of customer {customer}"),
    };
    let says = vec![whose, frame.word(says).to_owned(), more];
    Ok(Question {
        title,
        says: says.into_iter().filter(|said| !said.is_empty()).collect(),
    })
}

/// The reason, as the form has it and as a question repeats it.
fn reason(visit: &Visit) -> Result<(String, String), Problem> {
    let reason = visit.needed("reason")?;
    Ok((reason.to_owned(), why(&visit.frame, reason)))
}

fn path(id: SubscriptionId) -> String {
    format!("/console/subscriptions/{id}")
}

pub(super) async fn pause(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let ask = async {
        let (_, said) = reason(&visit)?;
        question(&app, &visit, id, (PAUSE, PAUSES), said).await
    };
    let act = async {
        let (reason, _) = reason(&visit)?;
        Ok(membership::pause(&app, visit.caller()?, id, Some(reason))
            .await?
            .into())
    };
    asked(
        &visit,
        ("pause", path(id)),
        ask,
        act,
        page::of(&app, &visit, id),
    )
    .await
}

pub(super) async fn resume(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let ask = question(&app, &visit, id, (RESUME, RESUMES), String::new());
    let act = async { Ok(membership::resume(&app, visit.caller()?, id).await?.into()) };
    asked(
        &visit,
        ("resume", path(id)),
        ask,
        act,
        page::of(&app, &visit, id),
    )
    .await
}

pub(super) async fn end(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let ask = async {
        let (_, said) = reason(&visit)?;
        question(&app, &visit, id, (END, ENDS), said).await
    };
    let act = async {
        let (reason, _) = reason(&visit)?;
        Ok(membership::end(&app, visit.caller()?, id, Some(reason))
            .await?
            .into())
    };
    asked(
        &visit,
        ("end", path(id)),
        ask,
        act,
        page::of(&app, &visit, id),
    )
    .await
}

pub(super) async fn change(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let plan = || {
        let plan = visit.needed("plan")?;
        let known = plan.chars().count() <= ID_CHARS_MAX;
        let rule = "is the id of a plan";
        known
            .then(|| plan.to_owned())
            .ok_or_else(|| Problem::field(&INVALID_FIELD, "plan", rule))
    };
    let ask = async {
        let new = format!("{}: {}", visit.frame.t("새 요금제", "New plan"), plan()?);
        question(&app, &visit, id, (CHANGE, CHANGES), new).await
    };
    let act = async {
        Ok(membership::change(&app, visit.caller()?, id, plan()?)
            .await?
            .into())
    };
    asked(
        &visit,
        ("change", path(id)),
        ask,
        act,
        page::of(&app, &visit, id),
    )
    .await
}
