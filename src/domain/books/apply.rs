//! Applies one command, whole or not at all, with the jobs, events and audit lines that commit with it.

use std::fmt::Display;

use chrono::{DateTime, Utc};

use super::{Books, rows::AnsweredKey};
use crate::{
    actor::Actor,
    canary,
    command::{Command, Reply},
    effects::{AuditAct, AuditRecord, Job, NewJob},
    event::{Event, EventRecord},
    id::{ActId, CustomerId, EventId, JobId},
    money::Credits,
    refusal::Refusal,
};

impl Books<'_> {
    /// Applies one command, whole or not at all. A command whose idempotency key was answered before changes nothing
    /// and returns the same answer.
    pub fn apply<A>(&mut self, command: &Command<A>) -> Result<Reply, Refusal> {
        let asked = command.idempotency_key.as_ref();
        let answered = asked.and_then(|key| self.idempotency_keys.get(&key.named()));
        let answered = canary!(KeyForgotten, None, answered);
        if let Some((idempotency_key, stored)) = asked.zip(answered) {
            if stored.idempotency_key.fingerprint != idempotency_key.fingerprint {
                return Err(Refusal::KeyReused);
            }
            let stored = stored.reply.clone();
            return Ok(Reply {
                replayed: true,
                // The present balance, because the client goes on with it.
                balance: self.balance_of_now(command.change.balance_of()),
                ..stored
            });
        }
        let mark = self.mark();
        // The credits of a lapsed hold are the customer's again from that instant on, whether or not a sweep has run.
        if let Some(customer) = command.change.balance_of() {
            self.lapse_holds(customer);
        }
        match self.carry_out(command, &mark) {
            Ok(answer) => {
                self.report_low(&mark);
                self.follow_receipts();
                let reply = Reply {
                    answer,
                    balance: self.balance_for(command.change.balance_of()),
                    replayed: false,
                };
                if let Some(idempotency_key) = command.idempotency_key.clone() {
                    let key = idempotency_key.named();
                    let stored = AnsweredKey {
                        idempotency_key,
                        reply: reply.clone(),
                        at: self.now,
                    };
                    self.added.idempotency_keys.push(stored.clone());
                    self.idempotency_keys.insert(key, stored);
                }
                self.added.finished.extend(command.finishes);
                self.rows.keep();
                Ok(reply)
            }
            Err(refusal) => {
                canary!(RefusedLeavesHalf, self.rows.keep(), self.take_back(&mark));
                Err(refusal)
            }
        }
    }

    /// The balance in the answer to a change. It is given only where the change asks for it, so that rows loaded for
    /// another command of the batch have no effect.
    fn balance_for(&self, customer: Option<&CustomerId>) -> Option<Credits> {
        let customer = customer?;
        let known = self.rows.balances.get(customer)?;
        // A hold whose time is over as it begins.
        let lapsed = self.lapsed_holds(customer).into_iter();
        let back = lapsed
            .flat_map(|hold| hold.parts)
            .filter(|part| self.now < part.expires_at);
        Some(back.fold(*known, |sum, part| sum.plus(part.credits).unwrap_or(sum)))
    }

    /// The balance in an answer that changes nothing. Lapsed holds are released for it and taken back: what they give
    /// back pays debts and goes with a purchase that went, before it is the customer's.
    fn balance_of_now(&mut self, customer: Option<&CustomerId>) -> Option<Credits> {
        let mark = self.mark();
        self.lapse_holds(customer?);
        let balance = self.balance_for(customer);
        self.take_back(&mark);
        balance
    }

    fn mark(&self) -> Mark {
        Mark {
            entries: self.added.entries.len(),
            received: self.added.received.len(),
            jobs: self.added.jobs.len(),
            events: self.added.events.len(),
            audit_log: self.added.audit_log.len(),
        }
    }

    pub(super) fn take_back(&mut self, mark: &Mark) {
        self.rows.take_back();
        self.added.entries.truncate(mark.entries);
        self.added.received.truncate(mark.received);
        self.added.jobs.truncate(mark.jobs);
        self.added.events.truncate(mark.events);
        self.added.audit_log.truncate(mark.audit_log);
    }
}

/// How long the lists were before a command, to cut them back if it is refused.
pub(super) struct Mark {
    pub(super) entries: usize,
    received: usize,
    jobs: usize,
    events: usize,
    pub(super) audit_log: usize,
}

impl Books<'_> {
    pub(super) fn job(&mut self, job: Job, run_at: DateTime<Utc>) {
        // The id is drawn in any case, so that ids do not depend on how commands were batched.
        let id = JobId::new(self.now, self.entropy);
        let mut jobs = self.added.jobs.iter_mut();
        if let Some(waiting) = jobs.find(|waiting| waiting.job == job) {
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
        subject: &dyn Display,
        detail: impl Into<String>,
    ) {
        let id = ActId::new(self.now, self.entropy);
        self.added.audit_log.push(AuditRecord {
            id,
            by: by.clone(),
            act,
            subject: subject.to_string(),
            detail: detail.into(),
            at: self.now,
        });
    }
}
