//! The audit log: who did what, and why.

use axum::response::{IntoResponse as _, Response};
use domain::{
    effects::{AuditAct, AuditRecord},
    id::ActId,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    error::Problem,
    request::ApiRequest,
    response::ok,
    view::{At, List},
};
use crate::{access::Caller, app::Shared, flows::audit_log};

/// One line of the audit log.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "AuditLine")]
pub(super) struct ActView {
    id: ActId,
    /// Who: the id of an API key, `provider:…`, `worker`, `gateway`, or `import:…` with the name of who imported a list.
    by: String,
    act: AuditAct,
    /// What it was done to, by its id.
    subject: String,
    /// The reason that was given, and the facts.
    detail: String,
    at: At,
}

impl From<AuditRecord> for ActView {
    fn from(act: AuditRecord) -> Self {
        Self {
            id: act.id,
            by: act.by.to_string(),
            act: act.act,
            subject: act.subject,
            detail: act.detail,
            at: At(act.at),
        }
    }
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let act = ask.word("act", AuditAct::ALL, AuditAct::as_str)?;
    let page = audit_log::list(&app, act, ask.page()?).await?;
    Ok(ok(List::of(page, ActView::from)).into_response())
}
