//! The audit log: who did what, and why.

use axum::response::{IntoResponse as _, Response};
use domain::id::ActId;
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    error::{INVALID_FIELD, Problem},
    extract::ApiRequest,
    view::{At, List, ok},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::audit_log::{self, ACT_CHARS_MAX, StoredAuditRecord},
};

/// One line of the audit log.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "AuditLine")]
pub(super) struct ActView {
    id: ActId,
    /// Who: the id of an API key, `provider:…` or `worker`.
    by: String,
    /// What, e.g. `deposit.unmask`.
    act: String,
    /// What it was done to, by its id.
    subject: String,
    /// The reason that was given, and the facts.
    detail: String,
    at: At,
}

impl From<StoredAuditRecord> for ActView {
    fn from(act: StoredAuditRecord) -> Self {
        Self {
            id: act.id,
            by: act.by,
            act: act.act,
            subject: act.subject,
            detail: act.detail,
            at: At(act.at),
        }
    }
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let act = ask.query("act");
    if act.is_some_and(|act| !(1..=ACT_CHARS_MAX).contains(&act.chars().count())) {
        let rule = format!("has 1 to {ACT_CHARS_MAX} characters");
        return Err(Problem::field(&INVALID_FIELD, "act", rule));
    }
    let page = audit_log::list(&app, act, ask.page()?).await?;
    Ok(ok(List::of(page, ActView::from)).into_response())
}
