//! The signed link to a customer's own page: made by an operator, on record, and shown once.

use axum::response::Response;
use domain::{id::CustomerId, statement::Lang};

use super::{
    super::thing::refused,
    acts::{self, REASON},
};
use crate::{
    app::{App, Shared},
    flows::{desk, my, views},
    http::{
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{
        Frame, Words,
        customer::Link,
        thing::{Act, Field, Input},
    },
};

const LINK: Words = ("고객 페이지 링크", "Link to the customer's page");
const MAKE: Words = ("링크 만들기", "Make the link");

/// How long a link may live, in seconds, the usual life first.
const LIVES: [(i64, Words); 3] = [
    (my::LINK_SECONDS, ("1시간", "An hour")),
    (600, ("10분", "Ten minutes")),
    (my::LINK_SECONDS_MAX, ("하루", "A day")),
];

pub(in super::super) async fn form(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    acts::show(&app, &visit, &ask, |_| making(&visit.frame)).await
}

fn making(frame: &Frame) -> Act {
    let lives = LIVES.map(|(seconds, words)| (seconds.to_string(), frame.word(words).to_owned()));
    let languages = [("ko", "한국어"), ("en", "English")];
    let languages = languages.map(|(word, name)| (word.to_owned(), name.to_owned()));
    Act::new("link", frame.path.clone(), LINK, MAKE)
        .says(frame.t(
            "고객이 로그인 없이 자기 페이지를 여는 링크를 만들어 한 번만 보여 줍니다. 링크가 있으면 누구나 잔액과 내역을 보고 주문을 열 수 있으니, 고객에게만 보내 주세요. 만든 사람과 사유가 기록에 남습니다.",
            "Makes a link by which the customer opens the own page without signing in, and shows it once. Whoever has it sees balance and history and can open orders: send it to the customer alone. Who made it, and why, stays in the log.",
        ))
        .field(Field::new("expires_in", ("유효 시간", "Valid for"), Input::Select(lives.to_vec())))
        .field(
            Field::new("language", ("페이지의 언어", "Language of the page"), Input::Select(languages.to_vec()))
                .with(frame.lang),
        )
        .field(Field::reason(REASON, desk::REASON_MAX))
}

/// Answers the form itself: an address to lead on to would have to hold the link.
pub(in super::super) async fn make(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let customer = views::customer(&app, &ask.id("customer")?).await?;
    match made(&app, &visit, &customer.id).await {
        Ok(page) => visit.page(&page),
        Err(problem) => {
            let page = acts::page(&visit, &customer, making(&visit.frame));
            refused(&visit, page, "link", problem)
        }
    }
}

async fn made(app: &App, visit: &Visit, customer: &CustomerId) -> Result<Link, Problem> {
    let seconds = visit.said("expires_in").parse::<i64>();
    let rule = "is a number of seconds";
    let seconds = seconds.map_err(|_| Problem::field(&INVALID_FIELD, "expires_in", rule))?;
    let reason = visit.needed("reason")?.to_owned();
    let made = desk::customer_link(app, &visit.reader(), customer, seconds, reason).await?;
    let (mut url, expires_at) = made;
    let lang = if visit.said("language") == Lang::English.as_str() {
        Lang::English
    } else {
        Lang::Korean
    };
    url.query_pairs_mut().append_pair("lang", lang.as_str());
    Ok(Link {
        customer: customer.to_string(),
        url: url.into(),
        expires_at,
        frame: visit.frame.clone(),
    })
}
