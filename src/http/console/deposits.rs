//! The queue of deposits: why each waits, which orders it may pay, and what a person decides.

mod page;

use axum::response::Response;
use domain::{
    deposit::{Deposit, DepositState},
    id::{DepositId, OrderId},
    mask::masked_name,
    refusal::Refusal,
    statement::Lang,
};
use futures_util::future::BoxFuture;

use super::{
    cells::won,
    list::{self, Column, Listing},
    thing::{Done, Question, asked, refused, why},
};
use crate::{
    app::{App, Shared},
    flows::{
        deposit::{self, Apart, Decision},
        page::Page,
        views,
    },
    http::{
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{list::Cell, states, words},
};

static DEPOSITS: Listing<Deposit> = Listing {
    title: ("입금", "Deposits"),
    about: (
        "사람이 정해야 하는 입금, 최신순. 상태를 고르면 다른 것도 볼 수 있습니다. 이름은 가려져 있습니다.",
        "Deposits that wait for a person, newest first. Choose a state to see others. Names are masked.",
    ),
    empty: ("조건에 맞는 입금이 없습니다.", "No deposit is like that."),
    file: "deposits",
    act: None,
    columns: &[
        Column {
            name: "at",
            words: ("입금 시각", "Arrived"),
            amount: false,
            cell: |deposit, _| Cell::When(deposit.movement.at),
        },
        Column {
            name: "name",
            words: ("입금자 (가림)", "Depositor, masked"),
            amount: false,
            cell: |deposit, _| {
                let to = format!("/console/deposits/{}", deposit.id);
                Cell::link(to, &masked_name(&deposit.movement.name))
            },
        },
        Column {
            name: "amount",
            words: ("금액", "Amount"),
            amount: true,
            cell: |deposit, _| Cell::Won(deposit.movement.amount.get()),
        },
        Column {
            name: "state",
            words: ("상태", "State"),
            amount: false,
            cell: |deposit, _| words::state(deposit.state.as_str(), states::deposit(deposit.state)),
        },
        Column {
            name: "account",
            words: ("우리 계좌", "Our account"),
            amount: false,
            cell: |deposit, _| Cell::shown(&deposit.movement.account),
        },
        Column {
            name: "order",
            words: ("주문", "Order"),
            amount: false,
            cell: |deposit, _| match deposit.order {
                Some(order) => Cell::link(format!("/console/orders/{order}"), &order),
                None => Cell::Empty,
            },
        },
        Column {
            name: "id",
            words: ("입금 번호", "Deposit"),
            amount: false,
            cell: |deposit, _| Cell::link(format!("/console/deposits/{}", deposit.id), &deposit.id),
        },
    ],
};

pub(super) async fn list(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let known = |state: DepositState| (state.as_str(), states::deposit(state).0);
    let (filter, states) = list::states(&ask, DepositState::ALL, known);
    let read = |page: Page<_>| views::deposits(&app, states, page);
    list::show(&visit, &ask, &DEPOSITS, vec![filter], read).await
}

pub(super) async fn show(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let page = page::of(&app, &visit, ask.id("id")?).await?;
    visit.page(&page)
}

/// Shows the name of a deposit's sender, on a page that the form itself is answered with: an address would be read again
/// without a line in the log.
pub(super) async fn unmask(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: DepositId = ask.id("id")?;
    let read = match visit.needed("reason") {
        Ok(reason) => {
            let read = deposit::unmask(&app, visit.reader(), id, reason.to_owned()).await;
            read.map_err(Problem::from)
        }
        Err(problem) => Err(problem),
    };
    match read {
        Ok(deposit) => visit.page(&page::unmasked(&app, &visit, &deposit).await?),
        Err(problem) => refused(&visit, page::of(&app, &visit, id).await?, "unmask", problem),
    }
}

pub(super) async fn pair(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let id: DepositId = ask.id("id")?;
    let question = async { will_match(&app, &visit, id, &decision(&visit)?).await };
    let act = async {
        let done = deposit::pair(&app, visit.caller()?, id, decision(&visit)?).await?;
        Ok(done.into())
    };
    decide(&app, &visit, id, "match", question, act).await
}

/// Has a decision about a deposit confirmed and done, from the deposit's page.
fn decide<'a>(
    app: &'a App,
    visit: &'a Visit,
    id: DepositId,
    act: &'static str,
    question: impl Future<Output = Result<Question, Problem>> + Send + 'a,
    done: impl Future<Output = Result<Done, Problem>> + Send + 'a,
) -> BoxFuture<'a, Result<Response, Problem>> {
    let of = (act, format!("/console/deposits/{id}"));
    asked(visit, of, question, done, page::of(app, visit, id))
}

/// What a form says that a deposit pays: an order that was chosen, or another by its id.
fn decision(visit: &Visit) -> Result<Decision, Problem> {
    let chosen = visit.maybe("other").or_else(|| visit.maybe("order_id"));
    let order = chosen.and_then(|id| id.parse::<OrderId>().ok());
    let rule = "is the id of an order";
    Ok(Decision {
        order: order.ok_or_else(|| Problem::field(&INVALID_FIELD, "order_id", rule))?,
        despite_amount: visit.said("despite_amount") == "yes",
        reason: visit.needed("reason")?.to_owned(),
    })
}

/// Exactly what a match will do.
async fn will_match(
    app: &App,
    visit: &Visit,
    id: DepositId,
    decision: &Decision,
) -> Result<Question, Problem> {
    let known = views::deposit(app, id).await?;
    let mut order = views::order(app, decision.order).await?;
    super::orders::titled(app, visit.lang(), [&mut order]);
    let frame = &visit.frame;
    let (paid, costs) = (known.movement.amount, order.amount);
    if paid != costs && !decision.despite_amount {
        let (deposit, order) = (id, order.id);
        let (deposited, amount) = (paid, costs);
        return Err(Refusal::DepositAmountDiffers {
            deposit,
            order,
            deposited,
            amount,
        }
        .into());
    }
    let (credits, customer) = (crate::web::grouped(order.credits.get()), &order.customer);
    let (paid_words, costs_words) = (won(frame, paid), won(frame, costs));
    let mut says = vec![match frame.lang {
        Lang::Korean => format!(
            "{paid_words} 입금을 고객 {customer}의 주문 ({}, {costs_words})에 연결합니다. 주문이 결제 완료되고 크레딧 {credits}개가 지급됩니다.",
            order.title
        ),
        Lang::English => format!(
            "The deposit of {paid_words} pays the order of customer {customer} ({}, {costs_words}). The order is completed and {credits} credits are granted.",
            order.title
        ),
    }];
    if paid != costs {
        let differs = frame.t(
            "입금액이 주문 금액과 다릅니다. 차액이 내 한도를 넘으면 다른 담당자의 승인을 기다립니다.",
            "The deposit is not what the order costs. Where the difference is above your limit, it waits for a second person.",
        );
        says.push(differs.to_owned());
    }
    says.push(why(frame, &decision.reason));
    let undone = frame.t("되돌릴 수 없습니다.", "This cannot be undone.");
    says.push(undone.to_owned());
    Ok(Question {
        title: ("주문에 연결", "Match to the order"),
        says,
    })
}

pub(super) async fn give_back(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: DepositId = ask.id("id")?;
    let question = async {
        let reason = visit.needed("reason")?.to_owned();
        let known = views::deposit(&app, id).await?;
        let frame = &visit.frame;
        let does = frame.t(
            "은행에서 이미 돌려보낸 입금으로 적습니다. 이 버튼은 돈을 보내지 않습니다. 주문과 크레딧은 바뀌지 않고, 되돌릴 수 없습니다.",
            "Writes down that the bank sent this money back. The button sends no money itself. Orders and credits stay as they are, and it cannot be undone.",
        );
        Ok(Question {
            title: ("돌려보냄으로 적기", "Write down that it was sent back"),
            says: vec![does.to_owned(), won(frame, known.movement.amount), reason],
        })
    };
    let act = async {
        let reason = visit.needed("reason")?.to_owned();
        let done = deposit::give_back(&app, visit.caller()?, id, reason).await?;
        Ok(done.into())
    };
    decide(&app, &visit, id, "return", question, act).await
}

pub(super) async fn repeat(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    tell_apart(&app, &visit, ask.id("id")?, ("repeat", Apart::Repeat(None))).await
}

pub(super) async fn new_money(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    tell_apart(&app, &visit, ask.id("id")?, ("new", Apart::New)).await
}

fn tell_apart<'a>(
    app: &'a App,
    visit: &'a Visit,
    id: DepositId,
    (name, apart): (&'static str, Apart),
) -> BoxFuture<'a, Result<Response, Problem>> {
    let question = async move {
        let (title, says) = page::apart_words(apart);
        let reason = visit.needed("reason")?.to_owned();
        let says = vec![visit.frame.word(says).to_owned(), reason];
        Ok(Question { title, says })
    };
    let act = async move {
        let reason = visit.needed("reason")?.to_owned();
        let done = deposit::tell_apart(app, visit.caller()?, id, apart, reason).await?;
        Ok(done.into())
    };
    decide(app, visit, id, name, question, act)
}
