//! Published versions as people look at them: what each announced, how it stands, and who published it.

use std::collections::HashMap;

use domain::{
    actor::Actor,
    effects::AuditAct,
    policy::{Announcement, Diff, Policies, Policy, PolicyState},
};

use crate::{
    app::App,
    flows::Result,
    store::{PAGE_MAX, Page, reads},
};

/// A published version.
#[derive(Debug, Clone)]
pub struct Version {
    pub policy: Policy,
    pub state: PolicyState,
    /// Against the version before it.
    pub announced: Announcement,
    /// Who published it; none where the log has no line of it: it is the first, or one of a configured file that was
    /// there before anything.
    pub by: Option<Actor>,
}

/// Every version, the last to take effect first.
pub async fn versions(app: &App) -> Result<Vec<Version>> {
    let page = Page::first(PAGE_MAX);
    let acts = reads::acts_of(&app.db, AuditAct::PolicyPublish, &page).await?;
    let acts = acts.into_iter().map(|act| (act.subject, act.by));
    let mut by: HashMap<String, Actor> = acts.collect();
    let (rules, now) = (app.rules(), app.now());
    let known = &rules.policies;
    let versions = known.all().iter().rev().map(|policy| Version {
        state: known.state(policy, now),
        announced: known.announced(policy),
        by: by.remove(&policy.version),
        policy: policy.clone(),
    });
    Ok(versions.collect())
}

/// What a draft changes against the version that it would follow. None where it would be the first, or does not go with the
/// published ones.
pub fn compared(known: &Policies, draft: &Policy, notice_days: i64) -> Option<Diff> {
    let with = known.with(draft.clone()).ok()?;
    let old = with.before(&draft.version)?;
    Some(Diff::between(old, draft, notice_days))
}
