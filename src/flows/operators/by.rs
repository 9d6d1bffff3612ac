//! Who did something to an operator, as the audit log has it.

use chrono::{DateTime, Utc};
use domain::{
    actor::Actor,
    effects::{AuditAct, AuditRecord},
    id::{ActId, Entropy},
};

/// Who does something to an operator, and when: its line of the audit log, before it is known what of.
#[derive(Debug, Clone)]
pub struct By {
    id: ActId,
    actor: Actor,
    pub(super) at: DateTime<Utc>,
}

impl By {
    /// The person at the machine, who has no name here.
    pub fn machine(now: DateTime<Utc>, entropy: &mut dyn Entropy) -> Self {
        Self {
            id: ActId::new(now, entropy),
            actor: Actor::Gateway,
            at: now,
        }
    }

    pub(super) const fn of(actor: Actor, id: ActId, at: DateTime<Utc>) -> Self {
        Self { id, actor, at }
    }

    pub(super) fn line(
        self,
        act: AuditAct,
        subject: &str,
        detail: impl Into<String>,
    ) -> AuditRecord {
        AuditRecord {
            id: self.id,
            by: self.actor,
            act,
            subject: subject.to_owned(),
            detail: detail.into(),
            at: self.at,
        }
    }
}
