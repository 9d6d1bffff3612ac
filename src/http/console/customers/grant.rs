//! Credits that support gives a customer without a payment.

use axum::response::Response;
use domain::{
    approval::LimitedAct, books::customers::GrantCredits, customer::Customer, id::CustomerId,
    kind::Kind, money::Credits, statement::Lang,
};

use super::{
    super::thing::{Question, credits_of, why},
    acts::{self, NEXT},
};
use crate::{
    app::{App, Shared},
    flows::{
        credits::{self, GRANT_REASON_MAX},
        desk, views,
    },
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
            words,
        },
    },
};

/// The kinds of credits that are given without a payment.
const KINDS: [Kind; 2] = [Kind::Promotional, Kind::Membership];
/// Digits of the largest number, with commas.
const DIGITS: usize = 20;

const GRANT: Words = ("크레딧 지급", "Grant credits");

pub(in super::super) async fn form(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    acts::show(&app, &visit, &ask, |_| granting(&app, &visit.frame)).await
}

fn granting(app: &App, frame: &Frame) -> Act {
    let kind = |kind: Kind| {
        let name = frame.word(words::kind(kind));
        let text = match desk::would_end(app, kind) {
            Some(at) => format!("{name} ({})", frame.until(&at)),
            None => name.to_owned(),
        };
        (kind.as_str().to_owned(), text)
    };
    let kinds = Input::Choice(KINDS.into_iter().map(kind).collect());
    Act::new("grant", frame.path.clone(), GRANT, NEXT)
        .says(frame.t(
            "결제 없이 크레딧을 줍니다. 언제까지 쓸 수 있는지는 정책이 종류에 따라 정하고, 돈으로 환불되지 않습니다.",
            "Gives credits without a payment. The policy says by their kind how long they live, and they are never paid out.",
        ))
        .field(Field::new("kind", ("종류", "Kind"), kinds).with(Kind::Promotional))
        .field(Field::new("credits", ("크레딧", "Credits"), Input::Text(DIGITS)))
        .field(Field::reason(
            ("사유 (고객의 내역과 기록에 남습니다)", "Reason, kept with the credits and in the log"),
            GRANT_REASON_MAX,
        ))
}

pub(in super::super) async fn grant(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let customer: CustomerId = ask.id("customer")?;
    let question = async {
        let change = wanted(&visit, &customer)?;
        let known = views::customer(&app, &customer).await?;
        will_grant(&app, &visit, &known, &change).await
    };
    let act = async {
        let change = wanted(&visit, &customer)?;
        Ok(credits::grant(&app, visit.caller()?, change).await?.into())
    };
    let form = |_: &Customer| granting(&app, &visit.frame);
    acts::confirmed(&app, &visit, ("grant", &customer), question, act, form).await
}

/// What the form of a grant says.
fn wanted(visit: &Visit, customer: &CustomerId) -> Result<GrantCredits, Problem> {
    let kind = visit.said("kind").parse::<Kind>().ok();
    let kind = kind.filter(|kind| KINDS.contains(kind));
    let rule = "is promotional or membership";
    Ok(GrantCredits {
        customer: customer.clone(),
        kind: kind.ok_or_else(|| Problem::field(&INVALID_FIELD, "kind", rule))?,
        credits: needed_credits(visit)?,
        bonus_of: None,
        reason: visit.needed("reason")?.to_owned(),
    })
}

fn needed_credits(visit: &Visit) -> Result<Credits, Problem> {
    let credits = credits_of(visit)?.filter(|credits| !credits.is_zero());
    credits.ok_or_else(|| Problem::field(&INVALID_FIELD, "credits", "is a whole number, 1 or more"))
}

async fn will_grant(
    app: &App,
    visit: &Visit,
    customer: &Customer,
    change: &GrantCredits,
) -> Result<Question, Problem> {
    let frame = &visit.frame;
    let (id, kind) = (&customer.id, frame.word(words::kind(change.kind)));
    let credits = web::grouped(change.credits.get());
    let mut says = vec![match frame.lang {
        Lang::Korean => format!("고객 {id}에게 {kind} 크레딧 {credits}개를 지급합니다."),
        Lang::English => format!("Customer {id} gets {credits} {kind} credits."),
    }];
    if let Some(at) = desk::would_end(app, change.kind) {
        says.push(match frame.lang {
            Lang::Korean => format!("사용 기한: {}", frame.until(&at)),
            Lang::English => format!("Usable until: {}", frame.until(&at)),
        });
    }
    let debt = views::balance(app, id, None).await?.debt;
    if !debt.is_zero() {
        let owed = web::grouped(debt.get());
        says.push(match frame.lang {
            Lang::Korean => format!("먼저 부족분 {owed}개를 갚는 데 쓰입니다."),
            Lang::English => format!("They pay the debt of {owed} credits first."),
        });
    }
    says.push(why(frame, &change.reason));
    let asks = Question { title: GRANT, says };
    Ok(asks.limited(app, visit, LimitedAct::Grant, change.credits.get()))
}
