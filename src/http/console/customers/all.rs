//! All customers, as a list.

use axum::response::Response;
use domain::customer::{Customer, CustomerState};

use super::super::list::{self, Column, Listing};
use crate::{
    app::Shared,
    flows::{
        page::{CustomerCursor, Page},
        views,
    },
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::console::{list::Cell, words},
};

static CUSTOMERS: Listing<Customer> = Listing {
    title: ("고객", "Customers"),
    about: (
        "크레딧을 받은 적이 있는 고객, ID순.",
        "Whoever was ever given credits, by id.",
    ),
    empty: ("그런 고객이 없습니다.", "There is no such customer."),
    file: "customers",
    act: None,
    columns: &[
        Column {
            name: "customer",
            words: ("고객", "Customer"),
            amount: false,
            cell: |known, _| Cell::link(format!("/console/customers/{}", known.id), &known.id),
        },
        Column {
            name: "state",
            words: ("상태", "State"),
            amount: false,
            cell: |known, _| state(known.state),
        },
        Column {
            name: "granted",
            words: ("지금까지 받은 크레딧", "Credits granted so far"),
            amount: true,
            cell: |known, _| Cell::Number(known.granted.get()),
        },
        Column {
            name: "opened_at",
            words: ("고객이 된 날", "Customer since"),
            amount: false,
            cell: |known, _| Cell::When(known.opened_at),
        },
        Column {
            name: "closed_at",
            words: ("해지한 시각", "Closed"),
            amount: false,
            cell: |known, _| Cell::maybe_when(known.closed_at),
        },
    ],
};

const fn state(state: CustomerState) -> Cell {
    words::state(state.as_str(), words::customer(state))
}

pub(in super::super) async fn list(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let begins = ask.query("begins").unwrap_or_default().trim();
    let words = ("ID의 앞부분", "Id begins with");
    let filters = vec![list::text(&ask, "begins", words)];
    let read = |page: Page<CustomerCursor>| views::customers(&app, begins, page);
    list::show(&visit, &ask, &CUSTOMERS, filters, read).await
}
