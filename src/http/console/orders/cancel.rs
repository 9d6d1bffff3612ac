//! Giving an order up: what it will do, and a deposit that waits for it.

use axum::response::Response;
use domain::{deposit::Arrived, id::OrderId, order::OrderState, refusal::Refusal, statement::Lang};

use super::{
    super::thing::{Question, asked},
    titled,
};
use crate::{
    app::{App, Shared},
    flows::{checkout, deposit, views},
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::console::{Frame, thing::Thing, words},
};

/// A deposit that waits for a person and is, or may be, for an order.
pub(super) fn came(frame: &Frame, arrived: Arrived) -> String {
    let (amount, why) = match arrived {
        Arrived::Less(amount) => (amount, ("금액 부족", "too little")),
        Arrived::More(amount) => (amount, ("금액 초과", "too much")),
        Arrived::Held(amount) => (amount, ("사람의 확인 필요", "a person looks at it")),
        Arrived::OtherName(amount) => (amount, ("다른 이름", "under another name")),
    };
    let (amount, why) = (frame.won(amount), frame.word(why));
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
    let (customer, costs) = (&order.customer, frame.won(order.amount));
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

pub(in crate::http::console) async fn cancel(
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
