//! Jobs, events and audit lines that commit with a change.

use chrono::{DateTime, Utc};

use super::Books;
use crate::{
    actor::Actor,
    effects::{AuditAct, AuditRecord, Job, NewJob},
    event::{Event, EventRecord},
    id::{ActId, EventId, JobId},
};

impl Books<'_> {
    pub(super) fn job(&mut self, job: Job, run_at: DateTime<Utc>) {
        // The id is drawn in any case, so that ids do not depend on how commands were batched.
        let id = JobId::new(self.now, self.entropy);
        let waiting = self
            .added
            .jobs
            .iter_mut()
            .find(|waiting| waiting.job == job);
        if let Some(waiting) = waiting {
            waiting.run_at = waiting.run_at.min(run_at);
            return;
        }
        self.added.jobs.push(NewJob {
            id,
            job,
            run_at,
            created_at: self.now,
        });
    }

    pub(super) fn event(&mut self, event: Event) {
        self.added.events.push(EventRecord {
            id: EventId::new(self.now, self.entropy),
            event,
            at: self.now,
        });
    }

    pub(super) fn act(
        &mut self,
        by: &Actor,
        act: AuditAct,
        subject: String,
        detail: impl Into<String>,
    ) {
        let id = ActId::new(self.now, self.entropy);
        self.added.audit_log.push(AuditRecord {
            id,
            by: by.clone(),
            act,
            subject,
            detail: detail.into(),
            at: self.now,
        });
    }
}
