//! What is done with an endpoint: enabled, disabled, tested, taken back to a point, given another secret.

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
        console::thing::{Question, instant, is_sure, question, refused},
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{list::Cell, secret::Secret, thing::Fact},
};

/// The page after an act, or the page of before with why it was not done.
async fn answered<T>(
    app: &App,
    visit: &Visit,
    (id, act): (EndpointId, &'static str),
    done: Result<T, Problem>,
) -> Result<Response, Problem> {
    match done {
        Ok(_) => visit.go(&path(id, ""), "done"),
        Err(problem) => refused(visit, of(app, visit, id).await?, act, problem),
    }
}

pub(in crate::http::console) async fn enable(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let to = EndpointState::Enabled;
    let done = endpoints::turn(&app, visit.caller()?, id, to, None).await;
    answered(&app, &visit, (id, "enable"), done.map_err(Problem::from)).await
}

pub(in crate::http::console) async fn disable(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let done = match visit.needed("reason") {
        Ok(reason) => {
            let (to, reason) = (EndpointState::Disabled, Some(reason.to_owned()));
            let done = endpoints::turn(&app, visit.caller()?, id, to, reason).await;
            done.map_err(Problem::from)
        }
        Err(problem) => Err(problem),
    };
    answered(&app, &visit, (id, "disable"), done).await
}

pub(in crate::http::console) async fn test(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let done = endpoints::test(&app, visit.caller()?, id).await;
    answered(&app, &visit, (id, "test"), done.map_err(Problem::from)).await
}

pub(in crate::http::console) async fn replay(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: EndpointId = ask.id("id")?;
    let from = match instant(&visit, "from") {
        Ok(from) => from,
        Err(problem) => return refused(&visit, of(&app, &visit, id).await?, "replay", problem),
    };
    if !is_sure(&visit) {
        let known = endpoints::show(&app, id).await?.endpoint;
        let since = format!(
            "{}: {}",
            visit.frame.t("언제부터", "From"),
            visit.frame.at(&from)
        );
        return asked(&visit, &known, "replay", since);
    }
    let done = endpoints::replay(&app, visit.reader(), id, from).await;
    answered(&app, &visit, (id, "replay"), done.map_err(Problem::from)).await
}

/// The question before an act that cannot be undone.
fn asked(
    visit: &Visit,
    endpoint: &Endpoint,
    act: &'static str,
    more: String,
) -> Result<Response, Problem> {
    let ((title, says), frame) = (words(act), &visit.frame);
    let to = format!("{}: {}", frame.t("주소", "Address"), endpoint.url);
    let says = [to, more, frame.word(says).to_owned()];
    question(visit, Question::new(title, says), path(endpoint.id, ""))
}

pub(in crate::http::console) async fn rotate(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: EndpointId = ask.id("id")?;
    let done = match visit.said("overlap_hours").trim().parse::<i64>() {
        Ok(hours) if !is_sure(&visit) => {
            let known = endpoints::show(&app, id).await?.endpoint;
            let overlap = match visit.lang() {
                domain::statement::Lang::Korean => format!("전 키로도 서명하는 시간: {hours}시간"),
                domain::statement::Lang::English => {
                    format!("The secret before signs too for {hours} hours")
                }
            };
            return asked(&visit, &known, "rotate", overlap);
        }
        Ok(hours) => {
            let done = endpoints::rotate(&app, visit.caller()?, id, hours).await;
            done.map_err(Problem::from)
        }
        Err(_) => {
            let rule = "is a whole number of hours";
            Err(Problem::field(&INVALID_FIELD, "overlap_hours", rule))
        }
    };
    let endpoint = match done {
        Ok(done) => done.answer,
        Err(problem) => {
            return refused(&visit, of(&app, &visit, id).await?, "rotate", problem);
        }
    };
    // One that is deleted, or was made under another signing key, has none to show.
    let Some(secret) = endpoints::secret(&app, &endpoint) else {
        return visit.go(&path(id, ""), "done");
    };
    visit.page(&shown(&visit, &endpoint, secret.expose_secret()))
}

/// The only page that shows a secret: the answer to the form itself.
fn shown(visit: &Visit, endpoint: &Endpoint, secret: &str) -> Secret {
    Secret {
        frame: visit.frame.clone(),
        title: ("새 서명 키", "New secret"),
        secrets: vec![(("서명 키", "Secret"), secret.to_owned())],
        says: Vec::new(),
        facts: vec![
            Fact {
                words: ("주소", "Address"),
                cell: Cell::shown(&endpoint.url),
            },
            Fact {
                words: ("전 서명 키의 끝", "The secret before signs until"),
                cell: Cell::maybe_when(endpoint.previous_until),
            },
        ],
        to: path(endpoint.id, ""),
    }
}
