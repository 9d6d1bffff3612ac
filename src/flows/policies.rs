//! Publishing policies: those that are configured when a gateway starts, and drafts while gateways run. Every version is
//! stored whole. What a draft would change is found out by a simulation.

mod awaiting;
mod draft;
mod simulate;
mod take_up;
pub mod versions;

use chrono::{DateTime, Utc};
use domain::{
    actor::Actor,
    effects::{AuditAct, AuditRecord},
    event::{Event, EventRecord, PolicyPublished},
    id::{ActId, Entropy, EventId},
    policy::{Announcement, Policies, Policy, PublishedError, Stored},
    rulebook::Rulebook,
};

use crate::store::{
    Db, StoreError,
    policies::{self, Publication},
};
pub use awaiting::{Decided, Sent, decide, drafts, find_draft, send};
use draft::bad;
pub use draft::{DraftError, Published, check, find, publish_draft, publish_here};
pub use simulate::{SIMULATED_WITHIN, SimulateError, simulate, simulate_within};
pub use take_up::{TAKEN_UP_EVERY, take_up};

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
    let mut stored = policies::all(db).await?;
    let known = known(&rules, built_in, &stored)?;
    if !known.unpublished(&stored, notice_days)?.is_empty() {
        stored = policies::publish(db, now, |stored| {
            // Another gateway may have been first with other documents. The stored versions count.
            let known = self::known(&rules, built_in, stored)?;
            let new = known.unpublished(stored, notice_days)?.into_iter();
            let publications = new.map(|(policy, cuts)| Publication {
                policy: policy.clone(),
                announcement: (!stored.is_empty()).then(|| {
                    let major = policy.is_major(&cuts);
                    let announced = Announcement { major, cuts };
                    announcement(policy, announced, Actor::Gateway, now, entropy)
                }),
            });
            Ok::<_, PublishError>(publications.collect())
        })
        .await?;
    }
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
    Announcement { major, cuts }: Announcement,
    by: Actor,
    now: DateTime<Utc>,
    entropy: &mut dyn Entropy,
) -> (EventRecord, AuditRecord) {
    let event = EventRecord {
        id: EventId::new(now, entropy),
        event: Event::PolicyPublished(PolicyPublished {
            version: policy.version.clone(),
            hash: policy.hash.clone(),
            major,
            cuts,
            published_at: policy.published_at,
            effective_at: policy.effective_at,
        }),
        at: now,
    };
    let act = AuditRecord {
        id: ActId::new(now, entropy),
        by,
        act: AuditAct::PolicyPublish,
        subject: policy.version.clone(),
        detail: format!("SHA-256 {}", policy.hash),
        at: now,
    };
    (event, act)
}
