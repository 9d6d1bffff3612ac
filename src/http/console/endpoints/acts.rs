//! What is done with an endpoint: enabled, disabled, tested, taken back to a point, given another secret, deleted.

use axum::response::Response;
use domain::{
    endpoint::{Endpoint, EndpointState},
    id::EndpointId,
};
use secrecy::ExposeSecret as _;

use super::{page::of, path, words::words};
use crate::{
    app::{App, Shared},
    flows::endpoints,
    http::{
        console::thing::{Done, Question, asked, done, instant, why},
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{Words, list::Cell, secret::Secret, thing::Fact},
};

pub(in crate::http::console) async fn enable(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: EndpointId = ask.id("id")?;
    let act = turned(&app, &visit, id, EndpointState::Enabled);
    let on = ("enable", path(id, ""));
    done(&visit, on, act, of(&app, &visit, id)).await
}

pub(in crate::http::console) async fn disable(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: EndpointId = ask.id("id")?;
    let act = turned(&app, &visit, id, EndpointState::Disabled);
    let on = ("disable", path(id, ""));
    done(&visit, on, act, of(&app, &visit, id)).await
}

pub(in crate::http::console) async fn delete(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: EndpointId = ask.id("id")?;
    let question = async {
        visit.needed("reason")?;
        question(&app, &visit, (id, "delete"), Vec::new()).await
    };
    let act = turned(&app, &visit, id, EndpointState::Deleted);
    let on = ("delete", path(id, ""));
    asked(&visit, on, question, act, of(&app, &visit, id)).await
}

/// The form says why, except where it has the endpoint enabled.
async fn turned(
    app: &App,
    visit: &Visit,
    id: EndpointId,
    to: EndpointState,
) -> Result<Done, Problem> {
    let reason = match to {
        EndpointState::Enabled => None,
        EndpointState::Disabled | EndpointState::Deleted => {
            Some(visit.needed("reason")?.to_owned())
        }
    };
    let turned = endpoints::turn(app, visit.caller()?, id, to, reason).await?;
    Ok(turned.into())
}

pub(in crate::http::console) async fn test(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: EndpointId = ask.id("id")?;
    let act = async { Ok(endpoints::test(&app, visit.caller()?, id).await?.into()) };
    let on = ("test", path(id, ""));
    done(&visit, on, act, of(&app, &visit, id)).await
}

pub(in crate::http::console) async fn replay(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: EndpointId = ask.id("id")?;
    let question = async {
        let since = visit.frame.at(&instant(&visit, "from")?);
        let since = format!("{}: {since}", visit.frame.t("언제부터", "From"));
        question(&app, &visit, (id, "replay"), vec![since]).await
    };
    let act = async {
        endpoints::replay(&app, visit.reader(), id, instant(&visit, "from")?).await?;
        Ok(Done::Here)
    };
    let on = ("replay", path(id, ""));
    asked(&visit, on, question, act, of(&app, &visit, id)).await
}

/// The question before an act that cannot be undone.
async fn question(
    app: &App,
    visit: &Visit,
    (id, act): (EndpointId, &str),
    more: Vec<String>,
) -> Result<Question, Problem> {
    let known = endpoints::show(app, id).await?.endpoint;
    let ((title, says), frame) = (words(act), &visit.frame);
    let mut all = vec![format!("{}: {}", frame.t("주소", "Address"), known.url)];
    all.extend(visit.maybe("reason").map(|reason| why(frame, reason)));
    all.extend(more);
    all.push(frame.word(says).to_owned());
    Ok(Question::new(title, all))
}

pub(in crate::http::console) async fn rotate(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: EndpointId = ask.id("id")?;
    let question = async {
        let says = overlaps(&app, &visit, id).await?;
        question(&app, &visit, (id, "rotate"), says).await
    };
    let act = async {
        let rotated = endpoints::rotate(&app, visit.caller()?, id, hours(&visit)?).await?;
        let title = ("새 서명 키", "New secret");
        Ok(shown(&app, &visit, title, &rotated.answer))
    };
    let on = ("rotate", path(id, ""));
    asked(&visit, on, question, act, of(&app, &visit, id)).await
}

fn hours(visit: &Visit) -> Result<i64, Problem> {
    let wrong = |_| {
        Problem::field(
            &INVALID_FIELD,
            "overlap_hours",
            "is a whole number of hours",
        )
    };
    visit.said("overlap_hours").trim().parse().map_err(wrong)
}

/// What becomes of the secrets before: two at most sign at a time.
async fn overlaps(app: &App, visit: &Visit, id: EndpointId) -> Result<Vec<String>, Problem> {
    let (hours, frame) = (hours(visit)?, &visit.frame);
    let mut says = vec![format!(
        "{}: {hours}{}",
        frame.t("전 키로도 서명하는 시간", "The secret before signs too for"),
        frame.t("시간", " hours")
    )];
    let known = endpoints::show(app, id).await?.endpoint;
    if let Some(until) = known.previous_until.filter(|until| *until > app.now()) {
        says.push(format!(
            "{} ({})",
            frame.t(
                "얼마 전에도 키를 바꾸어 그 전 키가 아직 함께 서명하고 있습니다. 지금 다시 바꾸면 그 전 키는 바로 쓸 수 없습니다. 받는 쪽이 아직 그 키를 쓴다면 이벤트를 거절하게 됩니다",
                "The secret was replaced a short time ago, and the one before still signs too. Replaced again now, that one ends at once: a receiver that still uses it refuses what it gets",
            ),
            frame.until(&until)
        ));
    }
    Ok(says)
}

/// The page of a secret. One that is deleted, or was made under another signing key, has none to show.
pub(super) fn shown(app: &App, visit: &Visit, title: Words, endpoint: &Endpoint) -> Done {
    let Some(secret) = endpoints::secret(app, endpoint) else {
        return Done::There(path(endpoint.id, ""), "done");
    };
    Done::Shown(Box::new(Secret {
        frame: visit.frame.clone(),
        title,
        secrets: vec![(("서명 키", "Secret"), secret.expose_secret().to_owned())],
        says: Vec::new(),
        facts: vec![
            Fact {
                words: ("주소", "Address"),
                cell: Cell::shown(&endpoint.url),
            },
            Fact {
                words: ("전 서명 키의 끝", "The secret before signs until"),
                cell: Cell::maybe_until(endpoint.previous_until),
            },
        ],
        to: path(endpoint.id, ""),
    }))
}
