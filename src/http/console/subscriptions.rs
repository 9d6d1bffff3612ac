//! A membership: how it stands, its months, and what support does with it. Whoever takes the money for its months hears of
//! it by an event, and by nothing else.

use axum::response::Response;
use domain::{
    id::SubscriptionId,
    membership::{Distribution, Skipped, Subscription, SubscriptionState},
    product::ID_CHARS_MAX,
    statement::Lang,
};

use super::{
    customers::acts::{NEXT, REASON},
    payment::{to_customer, won},
    thing::{Question, asked},
};
use crate::{
    app::{App, Shared},
    flows::{
        membership::{self, SUBSCRIPTION_REASON_MAX},
        page::{MonthCursor, Page},
        views,
    },
    http::{
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        visit::Visit,
    },
    web::{
        self,
        console::{
            Frame, Words,
            list::{Cell, Tone},
            thing::{Act, Field, Input, Table, Thing},
            words,
        },
    },
};

/// Months that the page shows: the last two years.
const MONTHS: i64 = 24;

pub(super) async fn show(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let page = page(&app, &visit, ask.id("id")?).await?;
    visit.page(&page)
}

async fn page(app: &App, visit: &Visit, id: SubscriptionId) -> Result<Thing, Problem> {
    let known = views::subscription(app, id).await?;
    let frame = &visit.frame;
    let mut page = Thing::new(
        frame,
        format!("{} {}", frame.t("멤버십", "Membership"), known.plan),
    );
    page.id = id.to_string();
    page.state = words::state(known.state.as_str(), words::subscription(known.state));
    page.fact(("고객", "Customer"), to_customer(&known.customer));
    page.fact(
        ("매월 크레딧", "Credits each month"),
        Cell::Number(known.credits.get()),
    );
    let price = match known.billed {
        Some(price) => won(frame, price.amount),
        None => frame
            .t("판매자가 따로 받음", "The seller takes the money")
            .to_owned(),
    };
    page.fact(("매월 요금", "Price of a month"), Cell::Text(price));
    page.fact(("시작", "Began"), Cell::When(known.started_at));
    page.fact(
        ("다음 지급", "Next month"),
        Cell::maybe_when(known.next_due_at),
    );
    page.fact(("일시 중지", "Paused"), Cell::maybe_when(known.paused_at));
    page.fact(("종료", "Ended"), Cell::maybe_when(known.ended_at));
    if let Some(reason) = &known.reason {
        page.fact(("사유", "Reason"), Cell::shown(reason));
    }
    if known.waiting.is_some() {
        page.notes.push(
            frame
                .t(
                    "이번 달의 결제를 기다리고 있습니다.",
                    "This month waits for its payment.",
                )
                .to_owned(),
        );
    }
    page.tables.push(months(app, frame, &known).await?);
    if frame.acts {
        page.acts = acts(app, frame, &known);
    }
    Ok(page)
}

async fn months(app: &App, frame: &Frame, known: &Subscription) -> Result<Table, Problem> {
    let before = known.next_month - MONTHS - 1;
    let last = Page {
        limit: MONTHS,
        after: (before >= 0).then_some(MonthCursor(before)),
    };
    let found = views::distributions(app, known.id, last).await?;
    let row = |made: &Distribution| {
        let (state, why) = match made.skipped {
            None => (
                Cell::State("given", ("지급", "Given"), Tone::Good),
                Cell::Empty,
            ),
            Some(skipped) => (
                Cell::State("skipped", ("건너뜀", "Skipped"), Tone::Bad),
                Cell::shown(&frame.word(why_skipped(skipped))),
            ),
        };
        let credits = Cell::Number(made.credits.get());
        vec![
            Cell::When(made.due_at),
            Cell::shown(&made.plan),
            credits,
            state,
            why,
        ]
    };
    Ok(Table {
        id: "months",
        title: ("월별 지급", "Months"),
        heads: &[
            (("지급일", "Due"), false),
            (("요금제", "Plan"), false),
            (("크레딧", "Credits"), true),
            (("상태", "State"), false),
            (("건너뛴 이유", "Why it was skipped"), false),
        ],
        rows: found.items.iter().rev().map(row).collect(),
        empty: ("아직 없습니다.", "None yet."),
    })
}

const fn why_skipped(skipped: Skipped) -> Words {
    match skipped {
        Skipped::Paused => ("일시 중지 중이었습니다", "It was paused"),
        Skipped::Frozen => ("고객이 동결되어 있었습니다", "The customer was frozen"),
        Skipped::TooManyCredits => ("보유 한도를 넘습니다", "More credits than may be held"),
        Skipped::Unpaid => ("결제되지 않았습니다", "It was not paid"),
    }
}

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

fn to(id: SubscriptionId, act: &str) -> String {
    format!("/console/subscriptions/{id}/{act}")
}

fn acts(app: &App, frame: &Frame, known: &Subscription) -> Vec<Act> {
    let act = |id, title, says| Act::new(id, to(known.id, id), title, NEXT).says(frame.word(says));
    let reason = || Field::reason(REASON, SUBSCRIPTION_REASON_MAX);
    let change = || {
        let rules = app.rules();
        let plans = rules.catalogue.plans().iter().map(|plan| {
            let credits = web::grouped(plan.credits.get());
            let text = format!("{} · {credits} · {}", plan.id, won(frame, plan.price));
            (plan.id.clone(), text)
        });
        let plans = Input::Select(plans.collect());
        act("change", CHANGE, CHANGES)
            .field(Field::new("plan", ("요금제", "Plan"), plans).with(&known.plan))
    };
    match known.state {
        SubscriptionState::Active => vec![
            change(),
            act("pause", PAUSE, PAUSES).field(reason()),
            act("end", END, ENDS).field(reason()),
        ],
        SubscriptionState::Paused => vec![
            act("resume", RESUME, RESUMES),
            change(),
            act("end", END, ENDS).field(reason()),
        ],
        SubscriptionState::Ended => Vec::new(),
    }
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
    let said = format!("{}: {reason}", visit.frame.t("사유", "Reason"));
    Ok((reason.to_owned(), said))
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
        page(&app, &visit, id),
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
        page(&app, &visit, id),
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
    asked(&visit, ("end", path(id)), ask, act, page(&app, &visit, id)).await
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
        page(&app, &visit, id),
    )
    .await
}
