//! Publishing: the configured policies are compared with those published before, and new ones are stored whole.

use chrono::{DateTime, Utc};
use domain::{
    actor::Actor,
    effects::{AuditAct, AuditRecord},
    event::{Event, EventRecord, PolicyPublished},
    id::{ActId, Entropy, EventId},
    policy::{Policies, Policy, PublishedError, Stored},
    rulebook::Rulebook,
};

use crate::store::{
    Db, StoreError,
    policies::{self, Publication},
};

/// Why a gateway cannot know under which terms it sells.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    #[error(transparent)]
    Published(#[from] PublishedError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Stores the new versions, and returns the rules with every version that was ever published. The built-in policy is
/// for a database that has none: a command that runs without the seller's own policies must not put it into force
/// beside them.
///
/// # Errors
/// When a published version was edited, or a new one takes something away without notice.
pub async fn publish(
    db: &Db,
    rules: Rulebook,
    built_in: bool,
    notice_days: i64,
    now: DateTime<Utc>,
    entropy: &mut dyn Entropy,
) -> Result<Rulebook, PublishError> {
    let stored = policies::all(db).await?;
    let is_first = stored.is_empty();
    let known = known(&rules, built_in, &stored)?;
    let publications: Vec<Publication<'_>> = known
        .unpublished(&stored, notice_days)?
        .into_iter()
        .map(|(policy, cuts)| Publication {
            policy,
            announcement: (!is_first).then(|| announcement(policy, &cuts, now, entropy)),
        })
        .collect();
    if publications.is_empty() {
        return Ok(Rulebook {
            policies: known,
            ..rules
        });
    }
    policies::publish(db, &publications, now).await?;
    // Another gateway may have been first with other documents. The stored versions count.
    let stored = policies::all(db).await?;
    Ok(Rulebook {
        policies: self::known(&rules, built_in, &stored)?,
        ..rules
    })
}

/// The configured and the published versions.
fn known(rules: &Rulebook, built_in: bool, stored: &[Stored]) -> Result<Policies, PublishedError> {
    if built_in && !stored.is_empty() {
        return Policies::published(stored);
    }
    rules.policies.clone().with_published(stored)
}

/// The result that [`publish`] would have, without storing anything.
///
/// # Errors
/// The same.
pub async fn look(
    db: &Db,
    rules: Rulebook,
    built_in: bool,
    notice_days: i64,
) -> Result<Rulebook, PublishError> {
    let stored = policies::all(db).await?;
    let policies = known(&rules, built_in, &stored)?;
    policies.unpublished(&stored, notice_days)?;
    Ok(Rulebook { policies, ..rules })
}

fn announcement(
    policy: &Policy,
    cuts: &[String],
    now: DateTime<Utc>,
    entropy: &mut dyn Entropy,
) -> (EventRecord, AuditRecord) {
    let is_major = policy.change == domain::policy::Change::Major || !cuts.is_empty();
    let event = EventRecord {
        id: EventId::new(now, entropy),
        event: Event::PolicyPublished(PolicyPublished {
            version: policy.version.clone(),
            hash: policy.hash.clone(),
            major: is_major,
            cuts: cuts.to_owned(),
            published_at: policy.published_at,
            effective_at: policy.effective_at,
        }),
        at: now,
    };
    let act = AuditRecord {
        id: ActId::new(now, entropy),
        by: Actor::Gateway,
        act: AuditAct::PolicyPublish,
        subject: policy.version.clone(),
        detail: format!("SHA-256 {}", policy.hash),
        at: now,
    };
    (event, act)
}
