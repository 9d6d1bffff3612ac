//! Closing many differences with one reason: those of one provider, one source and one kind that are open. The question says how many.

use axum::response::Response;
use domain::{
    id::DiscrepancyId,
    reconcile::{CLOSED_REASON_MAX, DiscrepancyKind, DiscrepancyState, Source},
};
use futures_util::future::BoxFuture;

use crate::{
    app::{App, Shared},
    flows::{
        page::Page,
        reconcile::{self, CLOSED_AT_ONCE_MAX, Sought},
    },
    http::{
        console::{
            reconciling::{CLOSES, said},
            thing::{Done, Question, asked, why},
        },
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

const TITLE: Words = ("여러 건 닫기", "Close many");
const PATH: &str = "/console/discrepancies-close";

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
    page.back = Some((
        "/console/discrepancies".to_owned(),
        ("대사 차이", "Discrepancies"),
    ));
    let word = |words: Words| frame.word(words).to_owned();
    let providers = app.registry.all().map(|it| {
        let id = it.id();
        let known = words::provider(id.as_str());
        let name = known.map_or(id.as_str(), |known| frame.word(known));
        (id.as_str().to_owned(), name.to_owned())
    });
    let sources = Source::ALL.iter();
    let sources = sources.map(|it| (it.as_str().to_owned(), word(said::source(*it))));
    let kinds = DiscrepancyKind::ALL.iter();
    let kinds = kinds.map(|it| (it.as_str().to_owned(), word(said::kind(*it))));
    let act = Act::new(
        "close",
        PATH.to_owned(),
        TITLE,
        ("다음: 확인", "Next: check it"),
    )
    .says(word((
        "고른 결제사와 종류의 확인이 필요한 차이를 최근 것부터 한 번에 100건까지 닫습니다.",
        "Closes the open ones of the chosen provider and kind, the newest 100 at most.",
    )))
    .says(word(CLOSES))
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
        "type",
        ("무엇이 다른지", "What differs"),
        Input::Select(kinds.collect()),
    ))
    .field(Field::reason(("사유", "Reason"), CLOSED_REASON_MAX));
    page.acts.push(act);
    page
}

/// The open ones that the form means, the newest first.
async fn meant(app: &App, visit: &Visit) -> Result<Vec<DiscrepancyId>, Problem> {
    let wrong = |field, rule| Problem::field(&INVALID_FIELD, field, rule);
    let provider = visit.needed("provider")?.to_owned().try_into();
    let provider = provider.map_err(|_| wrong("provider", "is the short name of a provider"))?;
    let source = visit.needed("source")?.parse::<Source>();
    let kind = visit.needed("type")?.parse::<DiscrepancyKind>();
    let sought = Sought {
        state: Some(DiscrepancyState::Open),
        provider: Some(provider),
        source: Some(source.map_err(|_| wrong("source", "is one of the list"))?),
        kind: Some(kind.map_err(|_| wrong("type", "is one of the list"))?),
        day: None,
    };
    let page = Page {
        limit: i64::try_from(CLOSED_AT_ONCE_MAX).unwrap_or(i64::MAX),
        after: None,
    };
    let found = reconcile::discrepancies(app, &sought, page).await?;
    if found.items.is_empty() {
        return Err(wrong("type", "has none that is open"));
    }
    Ok(found.items.iter().map(|it| it.id).collect())
}

pub(in crate::http::console) async fn close(
    app: Shared,
    visit: Visit,
    _: ApiRequest,
) -> Result<Response, Problem> {
    closed(&app, &visit).await
}

fn closed<'a>(app: &'a App, visit: &'a Visit) -> BoxFuture<'a, Result<Response, Problem>> {
    let question = async move {
        let count = meant(app, visit).await?.len();
        let frame = &visit.frame;
        let many = match frame.t("ko", "en") {
            "ko" => format!("차이 {count}건을 닫습니다."),
            _ => format!("Closes {count} discrepancies."),
        };
        let says = vec![
            many,
            frame.word(CLOSES).to_owned(),
            why(frame, visit.needed("reason")?),
        ];
        Ok(Question { title: TITLE, says })
    };
    let done = async move {
        let reason = visit.needed("reason")?.to_owned();
        let ids = meant(app, visit).await?;
        reconcile::close_all(app, visit.caller()?, ids, reason).await?;
        Ok(Done::There("/console/discrepancies".to_owned(), "done"))
    };
    let again = async move { Ok(page(app, visit)) };
    asked(visit, ("close", PATH.to_owned()), question, done, again)
}
