//! Orders: the list of all, and one of them.

mod cancel;

use axum::response::Response;
use domain::{
    failure::in_words,
    order::{Order, OrderState},
    statement::Lang,
};

use self::cancel::came;
pub(super) use self::cancel::cancel;
use super::list::{self, Column, Listing};
use crate::{
    app::{App, Shared},
    flows::{checkout, deposit, desk, explain, page::Page, search, views},
    http::{
        error::Problem,
        request::{ApiRequest, sought_loosely},
        visit::Visit,
    },
    web::console::{list::Cell, order as pages, told, words},
};

static ORDERS: Listing<Order> = Listing {
    title: ("주문", "Orders"),
    about: (
        "모든 주문, 최신순. 찾을 조건은 함께 쓸 수 있습니다.",
        "All orders, newest first. Filters may be combined.",
    ),
    empty: ("조건에 맞는 주문이 없습니다.", "No order is like that."),
    file: "orders",
    act: None,
    columns: &[
        Column {
            name: "id",
            words: ("주문", "Order"),
            amount: false,
            cell: |order, _| Cell::link(format!("/console/orders/{}", order.id), &order.id),
        },
        Column {
            name: "customer",
            words: ("고객", "Customer"),
            amount: false,
            cell: |order, _| {
                Cell::link(
                    format!("/console/customers/{}", order.customer),
                    &order.customer,
                )
            },
        },
        Column {
            name: "title",
            words: ("상품", "Product"),
            amount: false,
            cell: |order, _| Cell::shown(&order.title),
        },
        Column {
            name: "amount",
            words: ("금액", "Amount"),
            amount: true,
            cell: |order, _| Cell::Won(order.amount.get()),
        },
        Column {
            name: "method",
            words: ("결제 수단", "Method"),
            amount: false,
            cell: |order, frame| Cell::shown(&frame.words(&words::method(order.method))),
        },
        Column {
            name: "state",
            words: ("상태", "State"),
            amount: false,
            cell: |order, _| words::state(order.state.as_str(), words::order(order.state)),
        },
        Column {
            name: "opened_at",
            words: ("연 시각", "Opened"),
            amount: false,
            cell: |order, _| Cell::When(order.opened_at),
        },
    ],
};

/// Orders with their titles as buyers read them in this language.
pub(super) fn titled<'o>(app: &App, lang: Lang, orders: impl IntoIterator<Item = &'o mut Order>) {
    for order in orders {
        order.title = checkout::title_of(app, lang, order);
    }
}

pub(super) async fn list(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let state = ask.query("state").filter(|word| !word.is_empty());
    let state = state.and_then(|word| word.parse::<OrderState>().ok());
    let sought = sought_loosely(&ask)?;
    let known = |state: OrderState| (state.as_str(), words::order(state).0);
    let filters = vec![
        list::choice(&ask, "state", ("상태", "State"), OrderState::ALL, known),
        list::text(&ask, "customer_id", ("고객 아이디", "Customer id")),
        list::text(&ask, "amount", ("금액(원)", "Amount in won")),
        list::text(&ask, "payment_key", ("결제 키", "Payment key")),
        list::text(&ask, "depositor_name", ("입금자", "Depositor")),
    ];
    let (app, sought) = (&app, &sought);
    let lang = visit.lang();
    let read = |page: Page<_>| async move {
        let mut found = search::orders(app, sought, state, page).await?;
        titled(app, lang, &mut found.items);
        Ok(found)
    };
    list::show(&visit, &ask, &ORDERS, filters, read).await
}

pub(super) async fn show(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let order = views::order(&app, ask.id("id")?).await?;
    let advice = explain::order(&app, &order).map(|why| (why.code, why.words.support));
    let checkout = checkout::page_url(&app, &order);
    let arrived = deposit::arrived(&app, &order).await?;
    let mut known = desk::ordered(&app, order).await?;
    titled(&app, visit.lang(), [&mut known.order]);
    let contradictions = views::contradictions_of(&app, known.order.id).await?;
    let note = known.order.note.as_deref();
    let note = note.map(|note| told::sentence(visit.lang(), note));
    let page = pages::OfOrder {
        note: in_words(known.order.failure.as_ref(), note.as_deref()),
        contradictions,
        advice,
        arrived: arrived.map(|(arrived, id)| (came(&visit.frame, arrived), id)),
        checkout,
        order: known.order,
        terms: known.terms,
        payment: known.payment,
        lot: known.lot,
        refunds: known.refunds,
        frame: visit.frame.clone(),
    };
    visit.page(&page)
}
