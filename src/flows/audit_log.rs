//! The audit log, for people who check the acts of others.

use std::fmt::Display;

use domain::{
    actor::Actor,
    effects::{AuditAct, AuditRecord},
    id::ActId,
};

use super::{
    Result,
    page::{Page, Paged},
};
use crate::{access::Caller, app::App, store::reads};

/// The line for what a caller does now.
pub(super) fn line(
    app: &App,
    caller: &Caller,
    act: AuditAct,
    subject: impl Display,
    detail: String,
) -> AuditRecord {
    AuditRecord {
        id: app.id(ActId::new),
        by: Actor::Key(caller.key),
        act,
        subject: subject.to_string(),
        detail,
        at: app.now(),
    }
}

/// Acts with their callers, newest first; all, or one kind of act.
pub async fn list(
    app: &App,
    act: Option<AuditAct>,
    page: Page<ActId>,
) -> Result<Paged<AuditRecord>> {
    let found = match act {
        None => reads::audit_log(&app.db, &page.and_one()).await?,
        Some(act) => reads::acts_of(&app.db, act, &page.and_one()).await?,
    };
    Ok(page.cut(found, |act| act.id))
}
