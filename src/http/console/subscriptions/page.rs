//! The page of a membership.

use domain::{
    id::SubscriptionId,
    membership::{Distribution, Skipped, Subscription, SubscriptionState},
};

use super::{
    super::{
        cells::{to_customer, won},
        customers::acts::{NEXT, REASON},
    },
    CHANGE, CHANGES, END, ENDS, PAUSE, PAUSES, RESUME, RESUMES,
};
use crate::{
    app::App,
    flows::{
        membership::SUBSCRIPTION_REASON_MAX,
        page::{MonthCursor, Page},
        views,
    },
    http::{error::Problem, visit::Visit},
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

pub(super) async fn of(app: &App, visit: &Visit, id: SubscriptionId) -> Result<Thing, Problem> {
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
