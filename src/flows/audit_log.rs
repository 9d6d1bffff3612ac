//! The audit log, for people who check the acts of others.

use domain::id::ActId;

use super::{
    FlowError,
    page::{Page, Paged},
};
use crate::{app::App, store::reads};

pub use crate::store::reads::StoredAuditRecord;

/// Longest name of an act. Ours have under 30 characters.
pub const ACT_CHARS_MAX: usize = 40;

/// Acts with their callers, newest first; all, or one kind of act.
pub async fn list(
    app: &App,
    act: Option<&str>,
    page: Page<ActId>,
) -> Result<Paged<StoredAuditRecord>, FlowError> {
    let found = match act {
        None => reads::audit_log(&app.db, &page.and_one()).await?,
        Some(act) => reads::acts_of(&app.db, act, &page.and_one()).await?,
    };
    Ok(page.cut(found, |act| act.id))
}
