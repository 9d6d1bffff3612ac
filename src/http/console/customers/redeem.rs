//! The credits of a code, which support redeems for a customer.

use axum::response::Response;
use domain::{
    campaign::{CODE_TYPED_MAX, PromotionCode},
    customer::Customer,
    id::CustomerId,
    statement::Lang,
};

use super::{
    super::thing::Question,
    acts::{self, NEXT},
};
use crate::{
    app::Shared,
    flows::campaigns,
    http::{
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{
        Frame, Words,
        thing::{Act, Field, Input},
    },
};

const REDEEM: Words = ("프로모션 코드 등록", "Redeem a code");

pub(in super::super) async fn form(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    acts::show(&app, &visit, &ask, |_| redeeming(&visit.frame)).await
}

fn redeeming(frame: &Frame) -> Act {
    Act::new("redeem", frame.path.clone(), REDEEM, NEXT)
        .says(frame.t(
            "고객이 알려 준 코드의 크레딧을 줍니다. 대소문자, 빈칸, 하이픈은 상관없습니다.",
            "Gives the credits of a code that the customer has. Case, spaces and hyphens do not count.",
        ))
        .field(Field::new("code", ("코드", "Code"), Input::Text(CODE_TYPED_MAX)))
}

pub(in super::super) async fn redeem(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let customer: CustomerId = ask.id("customer")?;
    let code = || {
        let code = visit.needed("code")?.parse::<PromotionCode>();
        code.map_err(|error| Problem::field(&INVALID_FIELD, "code", error.to_string()))
    };
    let question = async {
        let (frame, code) = (&visit.frame, code()?);
        let code = code.as_str();
        let does = match frame.lang {
            Lang::Korean => format!(
                "코드 {code}의 크레딧을 고객 {customer}에게 지급합니다. 고객이 직접 등록한 것과 같고, 되돌릴 수 없습니다."
            ),
            Lang::English => format!(
                "Customer {customer} gets the credits of the code {code}, as if the customer had redeemed it. It cannot be undone."
            ),
        };
        Ok(Question {
            title: REDEEM,
            says: vec![does],
        })
    };
    let act = async {
        let done = campaigns::redeem(&app, visit.caller()?, customer.clone(), code()?).await?;
        Ok(done.into())
    };
    let form = |_: &Customer| redeeming(&visit.frame);
    acts::confirmed(&app, &visit, ("redeem", &customer), question, act, form).await
}
