//! A draft of the policy: checked, compared and published.

use chrono::{DateTime, Utc};
use domain::{
    actor::Actor,
    id::Entropy,
    policy::{Announcement, Fault, Policies, Policy, PublishedError},
};

use super::{announcement, take_up};
use crate::{
    access::Caller,
    app::{App, Shared, locked},
    flows::{self, FlowError},
    store::{
        Db, StoreError,
        policies::{self, Publication},
    },
};

/// Why a draft is not published.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    #[error("{}", in_lines(.0))]
    Faults(Vec<Fault>),
    #[error(transparent)]
    Published(#[from] PublishedError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn in_lines(faults: &[Fault]) -> String {
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// Everything that keeps a document from being published now: its own faults, else the fault beside the published
/// versions.
///
/// # Errors
/// When the published versions cannot be read.
pub async fn check(
    db: &Db,
    document: &str,
    notice_days: i64,
    now: DateTime<Utc>,
) -> Result<Result<Policy, Vec<Fault>>, StoreError> {
    let policy = match Policy::check(document) {
        Ok(policy) => policy,
        Err(faults) => return Ok(Err(faults)),
    };
    let stored = policies::all(db).await?;
    Ok(match policy.publishable(&stored, notice_days, now) {
        Ok(_) => Ok(policy),
        Err(error) => Err(vec![error.fault()]),
    })
}

/// The policy of a document, or the published version of this name. A document has more than one line. `field` is what
/// named it.
///
/// # Errors
/// Every fault of a document; no version of that name.
pub fn find(known: &Policies, field: &'static str, given: &str) -> flows::Result<Policy> {
    if given.contains('\n') {
        return Policy::check(given).map_err(|faults| bad(field, faults));
    }
    let version = known.get(given.trim());
    version.cloned().ok_or_else(|| {
        let known: Vec<&str> = known.all().iter().map(|it| it.version.as_str()).collect();
        let known = known.join(", ");
        FlowError::invalid(
            field,
            format!("is a document or a published version: {known}"),
        )
    })
}

/// What became of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub policy: Policy,
    /// What it takes away; none when it was published before.
    pub new: Option<Announcement>,
}

/// Publishes a draft: stores it with its event and its line of the audit log. The same document a second time changes
/// nothing. For tasks that are never cancelled.
///
/// # Errors
/// When a field breaks a rule, the draft does not go with a published version, or its notice is too short.
pub async fn publish_draft(
    db: &Db,
    document: &str,
    notice_days: i64,
    by: Actor,
    now: DateTime<Utc>,
    entropy: &mut dyn Entropy,
) -> Result<Published, DraftError> {
    let policy = Policy::check(document).map_err(DraftError::Faults)?;
    let mut new: Option<Announcement> = None;
    policies::publish(db, now, |stored| {
        new = policy.publishable(stored, notice_days, now)?;
        let announced = new.clone().into_iter();
        let publications = announced.map(|announced| Publication {
            announcement: (!stored.is_empty())
                .then(|| announcement(&policy, announced, by.clone(), now, entropy)),
            policy: policy.clone(),
        });
        Ok::<_, DraftError>(publications.collect())
    })
    .await?;
    Ok(Published { policy, new })
}

impl From<DraftError> for FlowError {
    fn from(error: DraftError) -> Self {
        match error {
            DraftError::Faults(faults) => bad("document", faults),
            DraftError::Published(error) => bad("document", vec![error.fault()]),
            DraftError::Store(error) => error.into(),
        }
    }
}

pub(super) const fn bad(field: &'static str, faults: Vec<Fault>) -> FlowError {
    FlowError::BadDocument { field, faults }
}

/// Publishes a draft that a client sent. This gateway knows it at once, the others within seconds.
pub async fn publish_here(
    app: &Shared,
    caller: Caller,
    document: String,
) -> flows::Result<Published> {
    let here = app.clone();
    app.detached(async move {
        let (notice_days, now, mut ids) = (here.policy_notice_days, here.now(), Ids(&here));
        let by = Actor::Key(caller.key);
        let published = publish_draft(&here.db, &document, notice_days, by, now, &mut ids).await?;
        take_up(&here).await?;
        Ok(published)
    })
    .await
}

/// The random bits of the gateway, locked for each draw.
pub(super) struct Ids<'a>(pub(super) &'a App);

impl Entropy for Ids<'_> {
    fn bits(&mut self) -> u128 {
        locked(&self.0.entropy).bits()
    }
}
