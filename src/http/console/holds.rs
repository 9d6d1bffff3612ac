//! Credits that a service set aside: a customer's list of them, and one, which an admin releases.

mod page;

use axum::response::Response;
use domain::{
    id::{CustomerId, HoldId},
    spend::{Hold, HoldState},
};

pub(super) use self::page::{release, show};
use super::list::{self, Column, Listing};
use crate::{
    app::Shared,
    flows::{page::Page, views},
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::console::list::{Cell, Tone},
};

static HOLDS: Listing<Hold> = Listing {
    title: ("사용 예약", "Credits set aside"),
    about: (
        "서비스가 쓰려고 잡아 둔 크레딧, 최신순. 서비스가 쓰거나 풀고, 기한이 지나면 저절로 풀립니다.",
        "What services set aside to use, newest first. They use it or release it, and at its end it goes back by itself.",
    ),
    empty: (
        "이 고객의 사용 예약이 없습니다.",
        "Nothing was set aside of this customer's credits.",
    ),
    file: "holds",
    act: None,
    columns: &[
        Column {
            name: "id",
            words: ("예약", "Set aside"),
            amount: false,
            cell: |hold, _| Cell::link(path(hold.id), &hold.id),
        },
        Column {
            name: "state",
            words: ("상태", "State"),
            amount: false,
            cell: |hold, _| state(hold.state),
        },
        Column {
            name: "credits",
            words: ("크레딧", "Credits"),
            amount: true,
            cell: |hold, _| Cell::Number(hold.credits.get()),
        },
        Column {
            name: "meter",
            words: ("쓸 곳", "What for"),
            amount: false,
            cell: |hold, _| Cell::shown(&hold.meter),
        },
        Column {
            name: "reference",
            words: ("참조", "Reference"),
            amount: false,
            cell: |hold, _| Cell::shown(&hold.reference),
        },
        Column {
            name: "opened_at",
            words: ("예약한 시각", "Set aside at"),
            amount: false,
            cell: |hold, _| Cell::When(hold.opened_at),
        },
        Column {
            name: "ends_at",
            words: ("기한", "Until"),
            amount: false,
            cell: |hold, _| Cell::Until(hold.ends_at()),
        },
    ],
};

fn path(id: HoldId) -> String {
    format!("/console/holds/{id}")
}

const fn state(state: HoldState) -> Cell {
    let (words, tone) = match state {
        HoldState::Open => (("예약 중", "Set aside"), Tone::Open),
        HoldState::Captured => (("사용됨", "Used"), Tone::Good),
        HoldState::Released => (("풀림", "Released"), Tone::Quiet),
        HoldState::Lapsed => (("기한이 지나 풀림", "Ended, and went back"), Tone::Quiet),
    };
    Cell::State(state.as_str(), words, tone)
}

pub(super) async fn list(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let customer: CustomerId = ask.id("customer")?;
    views::customer(&app, &customer).await?;
    let read = |page: Page<HoldId>| views::holds(&app, &customer, None, page);
    list::show(&visit, &ask, &HOLDS, Vec::new(), read).await
}
