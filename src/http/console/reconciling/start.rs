//! A comparison that a person begins at the desk. Its page shows how far it is.

use axum::response::Response;
use chrono::NaiveDate;
use domain::{
    kind::ProviderId,
    reconcile::{Run, Source},
};
use futures_util::future::BoxFuture;

use super::said;
use crate::{
    app::{App, Shared},
    flows::reconcile,
    http::{
        console::thing::{Done, done},
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{
        Words,
        thing::{Act, Field, Input, Thing},
        words,
    },
};

pub(super) const NEW: &str = "/console/reconciliations/new";
pub(super) const TITLE: Words = ("하루 대사하기", "Compare a day");
const TO: &str = "/console/reconciliations";
/// The name of the act on its page.
const ID: &str = "compare";

/// What comparing does, a sentence each.
const SAYS: [Words; 2] = [
    (
        "고른 결제사의 하루를 지금 장부와 대사합니다. 설명되지 않는 거래는 결제사에 다시 조회하고, 확인된 결과는 장부에 적힙니다.",
        "Compares the day of the provider with the books now. What is not explained is looked up there, and the books follow what it says.",
    ),
    (
        "같은 날을 이미 대사하고 있으면 그 대사를 보여 줍니다.",
        "While a comparison of that day goes on, that one is shown.",
    ),
];

pub(in crate::http::console) async fn form(
    app: Shared,
    visit: Visit,
    _: ApiRequest,
) -> Result<Response, Problem> {
    let page = page(&app, &visit);
    visit.thing(page)
}

fn page(app: &App, visit: &Visit) -> Thing {
    let frame = &visit.frame;
    let mut page = Thing::new(frame, frame.word(TITLE));
    page.back = Some((TO.to_owned(), ("대사 기록", "Comparisons")));
    let providers = reconcile::compared(app).into_iter().map(|id| {
        let known = words::provider(id.as_str());
        let name = known.map_or(id.as_str(), |known| frame.word(known));
        (id.as_str().to_owned(), name.to_owned())
    });
    let sources = Source::ALL.iter().map(|it| {
        let name = frame.word(said::source(*it));
        (it.as_str().to_owned(), name.to_owned())
    });
    let mut act = Act::new(ID, TO.to_owned(), TITLE, ("대사하기", "Compare"));
    for sentence in SAYS {
        act = act.says(frame.word(sentence));
    }
    let act = act
        .field(Field::new(
            "provider",
            ("결제사", "Provider"),
            Input::Select(providers.collect()),
        ))
        .field(Field::new(
            "source",
            ("대사 대상", "Compared"),
            Input::Select(sources.collect()),
        ))
        .field(Field::new(
            "date",
            ("거래일 (지난 날)", "Day, one that is over"),
            Input::Day,
        ));
    page.acts.push(act);
    page
}

/// Compares the day of a comparison once more.
pub(super) fn again(run: &Run) -> Act {
    let button = ("다시 대사하기", "Compare again");
    Act::new("again", TO.to_owned(), button, button)
        .hidden("provider", run.provider.as_str())
        .hidden("source", run.source)
        .hidden("date", run.day)
}

pub(in crate::http::console) async fn start(
    app: Shared,
    visit: Visit,
    _: ApiRequest,
) -> Result<Response, Problem> {
    started(&app, &visit).await
}

fn started<'a>(app: &'a Shared, visit: &'a Visit) -> BoxFuture<'a, Result<Response, Problem>> {
    let act = async move {
        let (provider, source, day) = wanted(visit)?;
        let begun = reconcile::start(app, visit.caller()?, provider, source, day);
        let (run, before) = Box::pin(begun).await?;
        let word = if before { "goes_on" } else { "begun" };
        Ok(Done::There(format!("{TO}/{}", run.id), word))
    };
    let form = async move { Ok(page(app, visit)) };
    done(visit, (ID, NEW.to_owned()), act, form)
}

fn wanted(visit: &Visit) -> Result<(ProviderId, Source, NaiveDate), Problem> {
    let wrong = |field, rule: &str| Problem::field(&INVALID_FIELD, field, rule);
    let provider = visit.needed("provider")?.to_owned().try_into();
    let provider = provider.map_err(|_| wrong("provider", "is the short name of a provider"))?;
    let source = visit.needed("source")?.parse();
    let source = source.map_err(|_| wrong("source", "is one of the list"))?;
    let day = visit.needed("date")?.parse();
    let day = day.map_err(|_| wrong("date", "is a day such as 2026-04-08"))?;
    Ok((provider, source, day))
}
