//! Orders: the list of all, one of them, and giving one up.

use axum::response::Response;
use domain::{
    deposit::Arrived,
    failure::in_words,
    id::OrderId,
    order::{Order, OrderState},
    refusal::Refusal,
    statement::Lang,
};

use super::{
    list::{self, Column, Listing},
    payment::won,
    thing::{Question, asked},
};
use crate::{
    app::{App, Shared},
    flows::{checkout, deposit, desk, explain, page::Page, search, views},
    http::{
        error::Problem,
        request::{ApiRequest, sought_loosely},
        visit::Visit,
    },
    web::console::{Frame, list::Cell, order as pages, thing::Thing, words},
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
    let page = pages::OfOrder {
        note: in_words(known.order.failure.as_ref(), known.order.note.as_deref()),
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

/// A deposit that waits for a person and is, or may be, for an order.
fn came(frame: &Frame, arrived: Arrived) -> String {
    let (amount, why) = match arrived {
        Arrived::Less(amount) => (amount, ("금액 부족", "too little")),
        Arrived::More(amount) => (amount, ("금액 초과", "too much")),
        Arrived::Held(amount) => (amount, ("사람의 확인 필요", "a person looks at it")),
        Arrived::OtherName(amount) => (amount, ("다른 이름", "under another name")),
    };
    let (amount, why) = (won(frame, amount), frame.word(why));
    match frame.lang {
        Lang::Korean => format!("{amount}이 들어왔습니다 ({why})."),
        Lang::English => format!("{amount} came in ({why})."),
    }
}

/// Exactly what giving an order up will do.
async fn will_end(app: &App, visit: &Visit, id: OrderId) -> Result<Question, Problem> {
    let mut order = views::order(app, id).await?;
    if !matches!(order.state, OrderState::Open | OrderState::AwaitingDeposit) {
        let state = order.state;
        return Err(Refusal::OrderNotOpen { order: id, state }.into());
    }
    let arrived = deposit::arrived(app, &order).await?;
    titled(app, visit.lang(), [&mut order]);
    let frame = &visit.frame;
    let (customer, costs) = (&order.customer, won(frame, order.amount));
    let mut says = vec![match frame.lang {
        Lang::Korean => format!(
            "고객 {customer}의 주문 ({}, {costs})을 끝냅니다. 구매자는 이 주문으로 더는 결제할 수 없습니다.",
            order.title
        ),
        Lang::English => format!(
            "The order of customer {customer} ({}, {costs}) ends. Its buyer cannot pay it any more.",
            order.title
        ),
    }];
    if let Some((arrived, _)) = arrived {
        let warns = frame.t(
            "먼저 입금을 확인해 주세요. 이 주문의 돈일 수 있고, 주문을 취소하면 사람이 정할 때까지 기다립니다.",
            "Look at this deposit first. It may be for this order, and waits for a person after the order has ended.",
        );
        says.push(format!("{} {warns}", came(frame, arrived)));
    }
    let later = frame.t(
        "나중에 도착하는 돈은 주문을 결제하지 않고, 사람이 정할 때까지 기다립니다.",
        "Money that arrives later does not pay it, and waits for a person.",
    );
    let undone = frame.t("되돌릴 수 없습니다.", "This cannot be undone.");
    says.extend([later.to_owned(), undone.to_owned()]);
    let title = ("이 주문 취소", "Give this order up");
    Ok(Question { title, says })
}

/// What is shown of an order that was not given up.
async fn not_ended(app: &App, visit: &Visit, id: OrderId) -> Result<Thing, Problem> {
    let mut order = views::order(app, id).await?;
    titled(app, visit.lang(), [&mut order]);
    let mut page = Thing::new(&visit.frame, &order.title);
    page.id = id.to_string();
    page.state = words::state(order.state.as_str(), words::order(order.state));
    page.back = Some((path(id), ("주문으로 돌아가기", "Back to the order")));
    Ok(page)
}

pub(super) async fn cancel(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: OrderId = ask.id("id")?;
    let act = async { Ok(checkout::cancel(&app, visit.caller()?, id).await?.into()) };
    let question = will_end(&app, &visit, id);
    let page = not_ended(&app, &visit, id);
    asked(&visit, ("cancel", path(id)), question, act, page).await
}

fn path(id: OrderId) -> String {
    format!("/console/orders/{id}")
}
