//! Freezing a customer's account, and opening it again.

use axum::response::Response;
use domain::{
    books::freezing::{FreezeCustomer, UnfreezeCustomer},
    id::CustomerId,
};
use futures_util::future::BoxFuture;

use super::{
    super::thing::{Done, Question, why},
    acts::{self, NEXT, REASON},
};
use crate::{
    app::{App, Shared},
    flows::accounts::{self, REASON_MAX},
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::console::{
        Words,
        thing::{Act, Field},
    },
};

/// An act on an account: its name, what it is called, and what it does.
type Standing = (&'static str, Words, Words);

const FREEZE: Standing = (
    "freeze",
    ("동결", "Freeze"),
    (
        "크레딧 사용, 구매, 지급이 모두 막힙니다. 이미 예약된 사용과 진행 중인 환불은 계속되고, 멤버십의 달은 건너뜁니다. 언제든 다시 풀 수 있습니다.",
        "Nothing is used, bought or granted. What was set aside may still be used, refunds go on, and months of memberships are skipped. It can be opened again at any time.",
    ),
);
const UNFREEZE: Standing = (
    "unfreeze",
    ("동결 해제", "Unfreeze"),
    (
        "다시 쓰고 사고 받을 수 있습니다. 동결된 동안 건너뛴 멤버십의 달은 지급되지 않습니다.",
        "The customer can use, buy and be given credits again. Months of memberships that were skipped meanwhile stay skipped.",
    ),
);

fn form(visit: &Visit, (id, title, says): Standing) -> Act {
    let frame = &visit.frame;
    Act::new(id, frame.path.clone(), title, NEXT)
        .says(frame.word(says))
        .field(Field::reason(REASON, REASON_MAX))
}

pub(in super::super) async fn freeze_form(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    acts::show(&app, &visit, &ask, |_| form(&visit, FREEZE)).await
}

pub(in super::super) async fn unfreeze_form(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    acts::show(&app, &visit, &ask, |_| form(&visit, UNFREEZE)).await
}

/// Has one of the two confirmed and done.
fn change<'a>(
    app: &'a App,
    visit: &'a Visit,
    customer: &'a CustomerId,
    standing: Standing,
    done: impl Future<Output = Result<Done, Problem>> + Send + 'a,
) -> BoxFuture<'a, Result<Response, Problem>> {
    let (id, title, does) = standing;
    let question = async move {
        let frame = &visit.frame;
        let whose = frame.t("고객", "Customer");
        let whose = format!("{whose} {customer}: {}", frame.word(title));
        let because = why(frame, visit.needed("reason")?);
        let says = vec![whose, frame.word(does).to_owned(), because];
        Ok(Question { title, says })
    };
    let again = move |_: &_| form(visit, standing);
    acts::confirmed(app, visit, (id, customer), question, done, again)
}

pub(in super::super) async fn freeze(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let customer: CustomerId = ask.id("customer")?;
    let act = async {
        let freeze = FreezeCustomer {
            customer: customer.clone(),
            reason: visit.needed("reason")?.to_owned(),
        };
        Ok(accounts::freeze(&app, visit.caller()?, freeze)
            .await?
            .into())
    };
    change(&app, &visit, &customer, FREEZE, act).await
}

pub(in super::super) async fn unfreeze(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let customer: CustomerId = ask.id("customer")?;
    let act = async {
        let unfreeze = UnfreezeCustomer {
            customer: customer.clone(),
            reason: visit.needed("reason")?.to_owned(),
        };
        Ok(accounts::unfreeze(&app, visit.caller()?, unfreeze)
            .await?
            .into())
    };
    change(&app, &visit, &customer, UNFREEZE, act).await
}
