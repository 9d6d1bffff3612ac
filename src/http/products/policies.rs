//! Versions of the credits policy.

use axum::response::{IntoResponse as _, Response};
use domain::policy::{Change, Policy};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    app::App,
    http::{
        error::{NOT_FOUND, Problem},
        request::ApiRequest,
        response::ok,
        view::At,
    },
};

/// Every version of the policy, the first to take effect first.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Policies")]
pub(in crate::http) struct Versions {
    policies: Vec<Listed>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PolicyVersion")]
struct Listed {
    version: String,
    title: String,
    source: String,
    change: Change,
    /// SHA-256 of the document.
    hash: String,
    published_at: At,
    effective_at: At,
    /// Whether orders opened now are under it.
    current: bool,
}

pub(in crate::http) fn policies(app: &App) -> Response {
    let current = &app.rules.policies.current(app.now()).version;
    let policies = app.rules.policies.all().iter().map(|policy| Listed {
        version: policy.version.clone(),
        title: policy.title.clone(),
        source: policy.source.clone(),
        change: policy.change,
        hash: policy.hash.clone(),
        published_at: At(policy.published_at),
        effective_at: At(policy.effective_at),
        current: policy.version == *current,
    });
    ok(Versions {
        policies: policies.collect(),
    })
    .into_response()
}

pub(in crate::http) fn policy(app: &App, ask: &ApiRequest) -> Result<Response, Problem> {
    let version = ask.param("version");
    let found: Option<&Policy> = app.rules.policies.get(version);
    found
        .map(|policy| ok(policy).into_response())
        .ok_or_else(|| Problem::new(&NOT_FOUND, "no policy of that version"))
}
