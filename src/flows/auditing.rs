//! The auditor beside a running gateway: a slice of the books at a time, by the pace that the settings give, on whichever
//! gateway comes first. It writes down what it found; it changes nothing that it looks at.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    event::{AuditFinding, Event, EventRecord},
    finding::{AuditPass, Finding, FindingState, PassState},
    id::{AuditPassId, EventId, FindingId},
};
use futures_util::future::BoxFuture;

use super::{
    FlowError, Result,
    page::{Page, Paged},
};
use crate::{
    app::{App, Shared},
    store::{
        audit::{Done, Fault, Progress},
        audit_passes::{self, Evaluated},
    },
};

/// How long a slice is a gateway's own: longer than the largest customer takes.
const LEASE: TimeDelta = TimeDelta::minutes(10);
/// The pause between two passes. A small shop is through in seconds, and a row is kept of each pass.
const REST: TimeDelta = TimeDelta::minutes(10);
/// How often it is looked whether a slice is due, at most.
const LOOKED_EVERY: Duration = Duration::from_secs(5);
/// The least pause: so many rows a second are meant as no pause.
const PAUSE_MIN: Duration = Duration::from_millis(1);

/// What a step did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A slice was evaluated, and others follow.
    Slice,
    /// The last one of a pass.
    Over,
    /// Nothing was due, or another gateway was at it.
    Nothing,
}

/// Whether slices wait for their time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    Kept,
    /// For whoever wants to know now.
    Ignored,
}

/// Evaluates the next slice, if one is due.
pub async fn step(app: &Shared, pace: Pace) -> Result<Step> {
    let here = app.clone();
    app.detached(async move { boxed(&here, pace).await }).await
}

fn boxed(app: &App, pace: Pace) -> BoxFuture<'_, Result<Step>> {
    Box::pin(evaluate(app, pace))
}

async fn evaluate(app: &App, pace: Pace) -> Result<Step> {
    let now = app.now();
    let due = match pace {
        Pace::Kept => now,
        Pace::Ignored => DateTime::<Utc>::MAX_UTC,
    };
    let holder = app.id(AuditPassId::new).to_string();
    let claimed = audit_passes::claim(&app.db, &holder, (now, due), now + LEASE).await?;
    let Some(pass) = claimed else {
        return begin(app, pace).await;
    };
    let progress: Progress = serde_json::from_str(&pass.progress)
        .map_err(|error| FlowError::Failed(format!("pass {} cannot go on: {error}", pass.id)))?;
    let auditing = &app.auditing;
    let slice = auditing
        .auditor
        .slice(&app.db, progress, now, &auditing.off);
    let done = slice.await?;
    let next_at = match (&done.next, pace) {
        (None, _) | (_, Pace::Ignored) => now,
        (Some(_), Pace::Kept) => now + auditing.time_of(done.rows),
    };
    if !written(app, &pass, &done, next_at).await? {
        tracing::warn!(pass = %pass.id, "A slice of the audit took longer than its lease, and another gateway has it");
        return Ok(Step::Nothing);
    }
    metrics::counter!("audit_slices_total").increment(1);
    metrics::counter!("audit_rows_total").increment(done.rows);
    for fault in &done.faults {
        tracing::error!(
            invariant = fault.kind,
            subject = fault.subject,
            "The books break an invariant: {}",
            fault.detail
        );
    }
    if done.next.is_some() {
        return Ok(Step::Slice);
    }
    metrics::counter!("audit_passes_total").increment(1);
    tracing::info!(pass = %pass.id, rows = pass.rows, found = pass.found, "A pass of the audit is over");
    Ok(Step::Over)
}

async fn written(app: &App, pass: &AuditPass, done: &Done, next_at: DateTime<Utc>) -> Result<bool> {
    let now = app.now();
    let next = done.next.as_ref().map(|next| {
        let text = serde_json::to_string(next).map_err(|error| {
            FlowError::Failed(format!("pass {} cannot be written: {error}", pass.id))
        })?;
        Ok::<_, FlowError>((next.stage.as_str(), next.place(), text))
    });
    let slice = Evaluated {
        pass,
        next: next.transpose()?,
        rows: done.rows,
        faults: &done.faults,
        cut: &done.cut,
        next_at,
    };
    let finding = |fault: &Fault| Finding {
        id: app.id(FindingId::new),
        kind: fault.kind.to_owned(),
        subject: fault.subject.clone(),
        customer: fault.customer.clone(),
        detail: fault.detail.clone(),
        first_seen_at: now,
        last_seen_at: now,
        pass: pass.id,
        cleared_at: None,
    };
    let event = |it: &Finding| EventRecord {
        id: app.id(EventId::new),
        event: Event::AuditFinding(AuditFinding {
            finding_id: it.id,
            invariant: it.kind.clone(),
            subject: it.subject.clone(),
            customer: it.customer.clone(),
            detail: it.detail.clone(),
        }),
        at: now,
    };
    Ok(audit_passes::save(&app.db, slice, now, finding, event).await?)
}

/// Begins a pass where none runs and the last one is long enough ago.
async fn begin(app: &App, pace: Pace) -> Result<Step> {
    let now = app.now();
    let (running, last) = audit_passes::passes(&app.db).await?;
    let rests = last.and_then(|last| last.finished_at);
    let rests = rests.is_some_and(|at| pace == Pace::Kept && now < at + REST);
    if running.is_some() || rests {
        return Ok(Step::Nothing);
    }
    let id = app.id(AuditPassId::new);
    // Of the same bits as any id, which nobody can foresee.
    let key = app.id(AuditPassId::new).to_string();
    let progress = Progress::begin(&app.db, key, now).await?;
    let text = serde_json::to_string(&progress)
        .map_err(|error| FlowError::Failed(format!("pass {id} cannot be written: {error}")))?;
    let pass = AuditPass {
        id,
        state: PassState::Running,
        started_at: now,
        finished_at: None,
        stage: progress.stage.as_str().to_owned(),
        place: progress.place(),
        progress: text,
        slices: 0,
        rows: 0,
        found: 0,
        next_at: now,
        holder: String::new(),
        leased_until: now,
    };
    let begun = audit_passes::start(&app.db, &pass).await?;
    Ok(if begun { Step::Slice } else { Step::Nothing })
}

/// How long the worker waits after a step.
pub async fn pause(app: &App, done: Step) -> Result<Duration> {
    if done == Step::Nothing {
        return Ok(LOOKED_EVERY);
    }
    let (running, _) = audit_passes::passes(&app.db).await?;
    let until = running.map_or(REST, |pass| pass.next_at - app.now());
    let pause = until.to_std().unwrap_or(PAUSE_MIN);
    Ok(pause.clamp(PAUSE_MIN, LOOKED_EVERY))
}

/// How far the auditor is: the pass that runs, the last one that is over, and the open findings by invariant.
#[derive(Debug)]
pub struct Standing {
    pub running: Option<AuditPass>,
    pub last: Option<AuditPass>,
    pub open: Vec<(String, i64)>,
}

impl Standing {
    /// Since when what is stored is known to be whole or named as a finding: every row was evaluated after it.
    pub fn since(&self) -> Option<DateTime<Utc>> {
        let last = self.last.as_ref().map(|pass| pass.started_at);
        last.or_else(|| self.running.as_ref().map(|pass| pass.started_at))
    }
}

pub async fn standing(app: &App) -> Result<Standing> {
    let (running, last) = audit_passes::passes(&app.db).await?;
    Ok(Standing {
        running,
        last,
        open: audit_passes::open(&app.db).await?,
    })
}

/// Newest first; of one invariant and in one state, where these are given.
pub async fn findings(
    app: &App,
    (kind, state): (Option<&str>, Option<FindingState>),
    page: Page<FindingId>,
) -> Result<Paged<Finding>> {
    let of = (
        kind.unwrap_or_default(),
        state.map_or("", FindingState::as_str),
    );
    let found = audit_passes::list(&app.db, of, &page.and_one()).await?;
    Ok(page.cut(found, |it| it.id))
}

pub async fn finding(app: &App, id: FindingId) -> Result<Finding> {
    let found = audit_passes::by_id(&app.db, id).await?;
    found.ok_or(FlowError::NotFound("finding"))
}
