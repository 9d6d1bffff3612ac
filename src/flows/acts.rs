//! The audit log, for whoever watches over those who act.

use domain::id::ActId;

use super::{
    FlowError,
    page::{Page, Paged},
};
use crate::{app::App, store::reads};

pub use crate::store::reads::StoredAct;

/// Longest name of an act: ours have under 30 characters.
pub const ACT_CHARS_MAX: usize = 40;

/// Who did what, newest first; all, or one act.
pub async fn list(
    app: &App,
    act: Option<&str>,
    page: Page<ActId>,
) -> Result<Paged<StoredAct>, FlowError> {
    let found = match act {
        None => reads::acts(&app.db, &page.and_one()).await?,
        Some(act) => reads::acts_of(&app.db, act, &page.and_one()).await?,
    };
    Ok(page.cut(found, |act| act.id))
}
