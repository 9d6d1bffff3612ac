//! The test's server for an adapter, and the requests it received.

use std::time::Duration;

use domain::payment::Snapshot;
use providers::{error::ProviderError, provider::Provider};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, Request, ResponseTemplate,
    matchers::{method, path},
};

use super::{Act, Call, Subject};
use crate::support::now;

/// The result of a call. A session is reported as no snapshot.
pub(super) type Told = Result<Option<Snapshot>, ProviderError>;

pub(super) async fn perform(subject: &Subject, adapter: &dyn Provider, act: Act) -> Told {
    match act {
        Act::Begin => adapter.begin(&subject.opened, now()).await.map(|_| None),
        Act::Confirm => {
            let told = adapter.confirm(&subject.begun, &subject.callback).await;
            told.map(Some)
        }
        Act::Lookup => adapter.lookup(&subject.payment).await.map(Some),
        Act::Refund => adapter.refund(&subject.refund).await.map(Some),
    }
}

/// A provider that answers one call with `template`, and the other requests of that call as documented.
pub(super) async fn server(call: &Call, template: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method(call.verb))
        .and(path(&call.path))
        .respond_with(template)
        .mount(&server)
        .await;
    for (verb, at, answer) in &call.around {
        Mock::given(method(*verb))
            .and(path(at))
            .respond_with(ResponseTemplate::new(200).set_body_json(answer))
            .mount(&server)
            .await;
    }
    server
}

pub(super) fn well(call: &Call) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(&call.answer)
}

/// The result of a call when the provider answers it with `template`.
pub(super) async fn answered(
    subject: &Subject,
    act: Act,
    call: &Call,
    template: ResponseTemplate,
) -> Told {
    let server = server(call, template).await;
    let adapter = subject.adapter(&server.uri());
    perform(subject, &*adapter, act).await
}

/// The requests that arrived for one call.
pub(super) async fn sent(server: &MockServer, call: &Call) -> Vec<Request> {
    let received = server.received_requests().await.expect("recording");
    received
        .into_iter()
        .filter(|it| it.method.as_str() == call.verb && it.url.path() == call.path)
        .collect()
}

/// A field of a body, which is JSON or a form.
pub(super) fn field(request: &Request, name: &str) -> Option<String> {
    if let Ok(body) = serde_json::from_slice::<Value>(&request.body) {
        return match body.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            other => Some(other.to_string()),
        };
    }
    url::form_urlencoded::parse(&request.body)
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.into_owned())
}

/// Answers from which nothing may be concluded: slow, broken, HTML, empty, cut, of another form.
pub(super) fn silences(call: &Call) -> Vec<(&'static str, ResponseTemplate)> {
    let answer = |status| ResponseTemplate::new(status);
    let html = "<html><body>점검 중입니다</body></html>";
    let long = vec![b' '; 1024 * 1024 + 1];
    let whole = call.answer.to_string();
    let cut: String = whole.chars().take(whole.chars().count() / 2).collect();
    // Where an object without fields is the documented answer, it is one.
    let bare = (call.answer != json!({}))
        .then(|| ("200 without fields", answer(200).set_body_json(json!({}))));
    let silences = vec![
        ("late", well(call).set_delay(Duration::from_secs(5))),
        (
            "500 with the answer",
            answer(500).set_body_json(&call.answer),
        ),
        ("502 without a body", answer(502)),
        ("503 in HTML", answer(503).set_body_string(html)),
        ("400 in HTML", answer(400).set_body_string(html)),
        ("404 without a body", answer(404)),
        ("409 without a body", answer(409)),
        ("400 without a code", answer(400).set_body_json(json!({}))),
        ("200 in HTML", answer(200).set_body_string(html)),
        ("200 without a body", answer(200)),
        ("200 with a list", answer(200).set_body_json(json!([]))),
        ("200 with null", answer(200).set_body_json(json!(null))),
        ("200 cut in half", answer(200).set_body_string(cut)),
        ("200 without an end", answer(200).set_body_bytes(long)),
        (
            "a redirect",
            answer(307).insert_header("Location", "https://elsewhere.example/"),
        ),
    ];
    silences.into_iter().chain(bare).collect()
}
