//! A debt that a customer is let off.

use axum::response::Response;
use domain::{
    books::debts::WaiveDebt, customer::Customer, id::CustomerId, money::Credits, statement::Lang,
};

use super::{
    super::thing::{Question, credits_of, is_sure, why},
    acts::{self, NEXT, REASON},
};
use crate::{
    app::Shared,
    flows::{accounts, views},
    http::{
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        visit::Visit,
    },
    web::{
        self,
        console::{
            Frame, Words,
            thing::{Act, Field, Input},
        },
    },
};

const WAIVE: Words = ("부족분 면제", "Waive the debt");

pub(in super::super) async fn form(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    acts::show(&app, &visit, &ask, |_| waiving(&visit.frame)).await
}

fn waiving(frame: &Frame) -> Act {
    Act::new("waive", frame.path.clone(), WAIVE, NEXT)
        .says(frame.t(
            "결제가 취소되었는데 이미 쓴 크레딧을 갚지 않아도 되게 합니다.",
            "The customer need not make up for credits that were used before their payment was taken back.",
        ))
        .field(Field::new(
            "credits",
            ("크레딧 (비우면 전부)", "Credits; the whole debt where it is empty"),
            Input::Number,
        ))
        .field(Field::reason(REASON, accounts::REASON_MAX))
}

pub(in super::super) async fn waive(
    app: Shared,
    mut visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let customer: CustomerId = ask.id("customer")?;
    let debt = views::balance(&app, &customer, None).await?.debt;
    if visit.maybe("credits").is_none() && !is_sure(&visit) {
        // What is owed now: the question names it, and more than that is not waived by its answer.
        visit.form.retain(|(name, _)| name != "credits");
        visit.form.push(("credits".to_owned(), debt.to_string()));
    }
    let visit = visit;
    let change = || {
        Ok::<_, Problem>(WaiveDebt {
            customer: customer.clone(),
            credits: Some(credits(&visit)?),
            reason: visit.needed("reason")?.to_owned(),
        })
    };
    let question = async {
        let (frame, change) = (&visit.frame, change()?);
        let waived = web::grouped(credits(&visit)?.get());
        let owed = web::grouped(debt.get());
        let does = match frame.lang {
            Lang::Korean => format!(
                "고객 {customer}의 부족분 {owed}개 가운데 {waived}개를 면제합니다. 바로 처리되고 되돌릴 수 없습니다."
            ),
            Lang::English => format!(
                "Of the {owed} credits that customer {customer} owes, {waived} are waived. It is done at once, and cannot be undone."
            ),
        };
        Ok(Question {
            title: WAIVE,
            says: vec![does, why(frame, &change.reason)],
        })
    };
    let act = async {
        Ok(accounts::waive(&app, visit.caller()?, change()?)
            .await?
            .into())
    };
    let form = |_: &Customer| waiving(&visit.frame);
    acts::confirmed(&app, &visit, ("waive", &customer), question, act, form).await
}

fn credits(visit: &Visit) -> Result<Credits, Problem> {
    credits_of(visit)?.ok_or_else(|| Problem::field(&INVALID_FIELD, "credits", "is missing"))
}
