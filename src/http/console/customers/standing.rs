//! Freezing a customer's account, and opening it again.

use axum::response::Response;
use domain::{
    books::freezing::{FreezeCustomer, UnfreezeCustomer},
    customer::Customer,
    id::CustomerId,
    statement::Lang,
};

use super::{
    super::thing::Question,
    acts::{self, NEXT, REASON},
    credits::reason,
};
use crate::{
    app::Shared,
    flows::accounts::{self, REASON_MAX},
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::console::{
        Frame, Words,
        thing::{Act, Field},
    },
};

const FREEZE: Words = ("동결", "Freeze");
const UNFREEZE: Words = ("동결 해제", "Unfreeze");

/// What a frozen account cannot do, and what goes on.
const FROZEN: Words = (
    "크레딧 사용, 구매, 지급이 모두 막힙니다. 이미 예약된 사용과 진행 중인 환불은 계속되고, 멤버십의 달은 건너뜁니다. 언제든 다시 풀 수 있습니다.",
    "Nothing is used, bought or granted. What was set aside may still be used, refunds go on, and months of memberships are skipped. It can be opened again at any time.",
);
const OPENED: Words = (
    "다시 쓰고 사고 받을 수 있습니다. 동결된 동안 건너뛴 멤버십의 달은 지급되지 않습니다.",
    "The customer can use, buy and be given credits again. Months of memberships that were skipped meanwhile stay skipped.",
);

fn form(frame: &Frame, id: &'static str, (title, says): (Words, Words)) -> Act {
    Act::new(id, frame.path.clone(), title, NEXT)
        .says(frame.word(says))
        .field(Field::reason(REASON, REASON_MAX))
}

pub(in super::super) async fn freeze_form(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let form = |_: &Customer| form(&visit.frame, "freeze", (FREEZE, FROZEN));
    acts::show(&app, &visit, &ask, form).await
}

pub(in super::super) async fn unfreeze_form(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let form = |_: &Customer| form(&visit.frame, "unfreeze", (UNFREEZE, OPENED));
    acts::show(&app, &visit, &ask, form).await
}

fn question(
    visit: &Visit,
    customer: &CustomerId,
    (title, says): (Words, Words),
) -> Result<Question, Problem> {
    let frame = &visit.frame;
    let whose = match frame.lang {
        Lang::Korean => format!("고객 {customer}: {}", frame.word(title)),
        Lang::English => format!("Customer {customer}: {}", frame.word(title)),
    };
    let why = reason(frame, visit.needed("reason")?);
    let says = vec![whose, frame.word(says).to_owned(), why];
    Ok(Question { title, says })
}

pub(in super::super) async fn freeze(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let customer: CustomerId = ask.id("customer")?;
    let question = async { question(&visit, &customer, (FREEZE, FROZEN)) };
    let act = async {
        let change = FreezeCustomer {
            customer: customer.clone(),
            reason: visit.needed("reason")?.to_owned(),
        };
        Ok(accounts::freeze(&app, visit.caller()?, change)
            .await?
            .into())
    };
    let form = |_: &Customer| form(&visit.frame, "freeze", (FREEZE, FROZEN));
    acts::confirmed(&app, &visit, ("freeze", &customer), question, act, form).await
}

pub(in super::super) async fn unfreeze(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let customer: CustomerId = ask.id("customer")?;
    let question = async { question(&visit, &customer, (UNFREEZE, OPENED)) };
    let act = async {
        let change = UnfreezeCustomer {
            customer: customer.clone(),
            reason: visit.needed("reason")?.to_owned(),
        };
        Ok(accounts::unfreeze(&app, visit.caller()?, change)
            .await?
            .into())
    };
    let form = |_: &Customer| form(&visit.frame, "unfreeze", (UNFREEZE, OPENED));
    acts::confirmed(&app, &visit, ("unfreeze", &customer), question, act, form).await
}
