//! Who used a campaign.

use axum::response::Response;
use domain::{
    campaign::{Redemption, RedemptionState},
    id::{CampaignId, RedemptionId},
};

use crate::{
    app::{App, Shared},
    flows::{campaigns, page::Page, views},
    http::{
        console::list::{self, Column, Listing},
        error::Problem,
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{
        Frame, Words,
        list::{Cell, Tone},
        thing::Table,
        words,
    },
};

/// Redemptions of a campaign's page; the list has all.
const SHOWN: i64 = 10;

static REDEMPTIONS: Listing<Redemption> = Listing {
    title: ("캠페인 사용 기록", "Redemptions of a campaign"),
    about: (
        "고객이 캠페인을 쓴 기록, 최신순. 결제 전인 주문의 몫은 잡아 두었다가, 결제되지 않고 끝나면 예산으로 돌아옵니다.",
        "Who used the campaign, newest first. What an unpaid order takes is held back, and returns to the budget when it ends unpaid.",
    ),
    empty: ("아직 쓴 고객이 없습니다.", "Nobody used it yet."),
    file: "redemptions",
    act: None,
    columns: &[
        Column {
            name: "at",
            words: ("시각", "When"),
            amount: false,
            cell: |known, _| Cell::When(known.at),
        },
        Column {
            name: "customer",
            words: ("고객", "Customer"),
            amount: false,
            cell: |known, _| {
                let customer = &known.customer;
                Cell::link(format!("/console/customers/{customer}"), customer)
            },
        },
        Column {
            name: "state",
            words: ("상태", "State"),
            amount: false,
            cell: |known, _| words::state(known.state.as_str(), state(known)),
        },
        Column {
            name: "credits",
            words: ("크레딧", "Credits"),
            amount: true,
            cell: |known, _| Cell::Number(known.credits.get()),
        },
        Column {
            name: "discount",
            words: ("할인", "Discount"),
            amount: true,
            cell: |known, _| Cell::Won(known.discount.get()),
        },
        Column {
            name: "order",
            words: ("주문", "Order"),
            amount: false,
            cell: |known, _| match known.order {
                Some(order) => Cell::link(format!("/console/orders/{order}"), &order),
                None => Cell::Empty,
            },
        },
    ],
};

const fn state(known: &Redemption) -> (Words, Tone) {
    match known.state {
        RedemptionState::Reserved => (("결제 대기", "Held back"), Tone::Quiet),
        RedemptionState::Redeemed => (("지급", "Given"), Tone::Good),
        RedemptionState::Returned if known.overrun_at.is_some() => {
            (("한도를 넘겨 지급", "Given beyond the limits"), Tone::Good)
        }
        RedemptionState::Returned => (("예산으로 돌아옴", "Returned"), Tone::Bad),
    }
}

pub(in crate::http::console) async fn list(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: CampaignId = ask.id("id")?;
    views::campaign(&app, id).await?;
    let read = |page: Page<RedemptionId>| campaigns::redemptions_by(&app, id, page);
    list::show(&visit, &ask, &REDEMPTIONS, Vec::new(), read).await
}

/// The last redemptions of a campaign.
pub(super) async fn last(app: &App, frame: &Frame, id: CampaignId) -> Result<Table, Problem> {
    let first = Page {
        limit: SHOWN,
        after: None,
    };
    let found = campaigns::redemptions_by(app, id, first).await?;
    let columns = REDEMPTIONS.columns;
    let row = |known: &Redemption| columns.iter().map(|it| (it.cell)(known, frame)).collect();
    Ok(Table {
        id: "redemptions",
        title: ("최근 사용", "Last redemptions"),
        heads: &[
            (("시각", "When"), false),
            (("고객", "Customer"), false),
            (("상태", "State"), false),
            (("크레딧", "Credits"), true),
            (("할인", "Discount"), true),
            (("주문", "Order"), false),
        ],
        rows: found.items.iter().map(row).collect(),
        empty: ("아직 쓴 고객이 없습니다.", "Nobody used it yet."),
    })
}
