//! The audit log: who did what, and why.

use domain::{
    effects::{AuditAct, AuditRecord},
    id::ActId,
};

use super::{
    request::ApiRequest,
    response::{Answered, ok},
    view::{At, List, view},
};
use crate::{access::Caller, app::Shared, flows::audit_log};

view! {
    /// One line of the audit log.
    pub(super) struct ActView("AuditLine") of (record: AuditRecord) {
        id: ActId,
        /// Who: the id of an API key, `provider:…`, `worker`, `gateway`, or `import:…` with the name of who imported a list.
        by: String = record.by.to_string(),
        act: AuditAct,
        /// What it was done to, by its id.
        subject: String,
        /// The reason that was given, and the facts.
        detail: String,
        at: At = At(record.at),
    }
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let act = ask.word("act", AuditAct::ALL, AuditAct::as_str)?;
    let page = audit_log::list(&app, act, ask.page()?).await?;
    Ok(ok(&List::of(page, ActView::of)))
}
