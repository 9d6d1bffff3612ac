//! Campaigns: begun, ended, and what came of them.

mod end;
mod new;
mod redemptions;

use axum::response::Response;
use domain::{
    campaign::{Audience, Campaign, Gives},
    id::CampaignId,
};

pub(super) use self::end::end;
pub(super) use self::new::{form, make};
pub(super) use self::redemptions::list as redemptions;
use super::list::{self, Column, Listing};
use crate::{
    app::{App, Shared},
    flows::{campaigns, desk::Names, page::Page, views},
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::console::{Frame, Words, list::Cell, thing::Thing},
};

static CAMPAIGNS: Listing<Campaign> = Listing {
    title: ("캠페인", "Campaigns"),
    about: (
        "코드를 쓰거나 처음 온 고객에게 주는 혜택, 최신순.",
        "What is promised to whoever names a code, or to new customers, newest first.",
    ),
    empty: ("캠페인이 없습니다.", "There are no campaigns."),
    file: "campaigns",
    act: Some((
        "/console/campaigns/new",
        ("캠페인 시작", "Begin a campaign"),
    )),
    columns: &[
        Column {
            name: "name",
            words: ("이름", "Name"),
            amount: false,
            cell: |known, _| Cell::link(path(known.id), &known.name),
        },
        Column {
            name: "code",
            words: ("코드", "Code"),
            amount: false,
            cell: |known, frame| for_whom(known, frame),
        },
        Column {
            name: "gives",
            words: ("혜택", "Gives"),
            amount: false,
            cell: |known, frame| Cell::shown(&frame.word(gives(known.gives))),
        },
        Column {
            name: "worth",
            words: ("한 번에", "Each"),
            amount: true,
            cell: |known, _| worth(known),
        },
        Column {
            name: "budget",
            words: ("예산", "Budget"),
            amount: true,
            cell: |known, _| of_budget(known, known.budget),
        },
        Column {
            name: "used",
            words: ("나간 것", "Given or held back"),
            amount: true,
            cell: |known, _| of_budget(known, known.used),
        },
        Column {
            name: "redeemed",
            words: ("사용 횟수", "Redemptions"),
            amount: true,
            cell: |known, _| Cell::Number(known.redeemed),
        },
        Column {
            name: "from",
            words: ("시작", "From"),
            amount: false,
            cell: |known, _| Cell::When(known.from),
        },
        Column {
            name: "until",
            words: ("끝", "Until"),
            amount: false,
            cell: |known, _| Cell::Until(known.ends_at()),
        },
    ],
};

fn path(id: CampaignId) -> String {
    format!("/console/campaigns/{id}")
}

fn for_whom(known: &Campaign, frame: &Frame) -> Cell {
    match (known.audience, known.code.clone()) {
        (Audience::Code, Some(code)) if frame.manages => Cell::Text(String::from(code)),
        // Who knows it can have its credits given.
        (Audience::Code, Some(_)) => Cell::shown(&frame.t("코드 있음", "Has a code")),
        (audience, _) => Cell::shown(&frame.word(audience_words(audience))),
    }
}

const fn audience_words(audience: Audience) -> Words {
    match audience {
        Audience::Code => ("코드를 쓰는 고객", "Whoever names the code"),
        Audience::NewCustomer => ("처음 온 고객", "New customers"),
    }
}

const fn gives(gives: Gives) -> Words {
    match gives {
        Gives::Credits => ("크레딧", "Credits"),
        Gives::Bonus => ("구매에 더하는 크레딧", "Credits with a purchase"),
        Gives::DiscountWon => ("금액 할인", "Won off the price"),
        Gives::DiscountPercent => ("비율 할인", "Per cent off the price"),
    }
}

fn worth(known: &Campaign) -> Cell {
    match known.gives {
        Gives::Credits | Gives::Bonus => Cell::Number(known.worth),
        Gives::DiscountWon => Cell::Won(known.worth),
        Gives::DiscountPercent => Cell::Text(format!("{} %", known.worth)),
    }
}

/// An amount in the unit of the budget.
const fn of_budget(known: &Campaign, amount: i64) -> Cell {
    match known.gives {
        Gives::Credits | Gives::Bonus => Cell::Number(amount),
        Gives::DiscountWon | Gives::DiscountPercent => Cell::Won(amount),
    }
}

pub(super) async fn list(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let read = |page: Page<CampaignId>| campaigns::list(&app, page);
    list::show(&visit, &ask, &CAMPAIGNS, Vec::new(), read).await
}

pub(super) async fn show(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let page = page(&app, &visit, ask.id("id")?).await?;
    visit.page(&page)
}

async fn page(app: &App, visit: &Visit, id: CampaignId) -> Result<Thing, Problem> {
    let (known, frame) = (views::campaign(app, id).await?, &visit.frame);
    let names = Names::read(app).await?;
    let mut page = Thing::new(frame, &known.name);
    page.id = id.to_string();
    page.back = Some(("/console/campaigns".to_owned(), ("캠페인", "Campaigns")));
    page.fact(("코드", "Code"), for_whom(&known, frame));
    page.fact(
        ("혜택", "Gives"),
        Cell::shown(&frame.word(gives(known.gives))),
    );
    page.fact(("한 번에", "Each"), worth(&known));
    page.fact(("상품", "Products"), Cell::Text(known.products.join(", ")));
    page.fact(("시작", "From"), Cell::When(known.from));
    page.fact(("끝", "Until"), Cell::Until(known.until));
    page.fact(
        ("사람이 끝낸 시각", "Ended by a person"),
        Cell::maybe_when(known.ended_at),
    );
    page.fact(("예산", "Budget"), of_budget(&known, known.budget));
    page.fact(
        ("나간 것", "Given or held back"),
        of_budget(&known, known.used),
    );
    page.fact(("사용 횟수", "Redemptions"), Cell::Number(known.redeemed));
    let most = known.redemptions_max.map_or(Cell::Empty, Cell::Number);
    page.fact(("사용 횟수의 한도", "At most"), most);
    page.fact(
        ("고객마다", "Of one customer"),
        Cell::Number(known.per_customer),
    );
    if known.overruns > 0 {
        page.fact(
            ("한도를 넘겨 나간 것", "Given beyond it"),
            of_budget(&known, known.overrun),
        );
    }
    page.fact(
        ("만든 사람", "Begun by"),
        Cell::Text(names.of(&known.created_by)),
    );
    let all = Cell::link(
        format!("{}/redemptions", path(id)),
        &frame.t("모두 보기 (CSV)", "All of them, with CSV"),
    );
    page.fact(("사용 기록", "Its redemptions"), all);
    page.tables.push(redemptions::last(app, frame, id).await?);
    if frame.manages && app.now() < known.ends_at() {
        page.acts.push(end::offered(frame, &known));
    }
    Ok(page)
}
