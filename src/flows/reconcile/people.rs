//! Comparisons and differences for people: shown, begun, closed.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    actor::Actor,
    calendar::seoul,
    effects::AuditAct,
    id::{DiscrepancyId, ReconciliationId},
    kind::ProviderId,
    reconcile::{CLOSED_REASON_MAX, Discrepancy, DiscrepancyState, Run, RunState, Source},
};

use super::{
    begin, carry_out, is_compared,
    standing::{DAYS_DEFAULT, standings},
};
use crate::{
    access::Caller,
    app::{App, Shared},
    flows::{
        FlowError, Result, audit_log, check_text,
        page::{Page, Paged},
    },
    store::{
        discrepancies::{self, Sought},
        reads::facts,
        reconciliations,
    },
};

/// Newest first.
pub async fn discrepancies(
    app: &App,
    sought: &Sought,
    page: Page<DiscrepancyId>,
) -> Result<Paged<Discrepancy>> {
    let found = discrepancies::list(&app.db, sought, &page.and_one()).await?;
    Ok(page.cut(found, |it| it.id))
}

pub async fn discrepancy(app: &App, id: DiscrepancyId) -> Result<Discrepancy> {
    let found = discrepancies::by_id(&app.db, id).await?;
    found.ok_or(FlowError::NotFound("discrepancy"))
}

/// How many differences of the day and source of a comparison are open.
pub async fn open_of_day(app: &App, run: &Run) -> Result<u64> {
    Ok(discrepancies::count_of_day(&app.db, run).await?)
}

/// Closes one, with the reason of whoever decides. One that is not open any more stays as it is.
pub async fn close(
    app: &App,
    caller: Caller,
    id: DiscrepancyId,
    reason: String,
) -> Result<Discrepancy> {
    check_text("reason", &reason, CLOSED_REASON_MAX)?;
    let known = discrepancy(app, id).await?;
    if known.state != DiscrepancyState::Open {
        return Ok(known);
    }
    let act = audit_log::line(app, &caller, AuditAct::DiscrepancyClose, id, reason);
    let db = app.db.clone();
    app.detached(async move { Ok(discrepancies::close(&db, &[act]).await?) })
        .await?;
    discrepancy(app, id).await
}

/// Most differences that one decision closes: what a person looks through on two pages of the desk.
pub const CLOSED_AT_ONCE_MAX: usize = 100;

/// Closes some with one reason, each with a line of the audit log. Those that are not open any more stay as they are. Returns how many
/// were closed.
///
/// # Errors
/// There are none or too many, one of them does not exist, or the reason is no plain text. Then none is closed.
pub async fn close_all(
    app: &App,
    caller: Caller,
    ids: Vec<DiscrepancyId>,
    reason: String,
) -> Result<usize> {
    check_text("reason", &reason, CLOSED_REASON_MAX)?;
    if ids.is_empty() || ids.len() > CLOSED_AT_ONCE_MAX {
        return Err(FlowError::invalid(
            "ids",
            "is a list of 1 to 100 discrepancies",
        ));
    }
    for id in &ids {
        discrepancy(app, *id).await?;
    }
    let act = |id: &DiscrepancyId| {
        audit_log::line(app, &caller, AuditAct::DiscrepancyClose, id, reason.clone())
    };
    let acts: Vec<_> = ids.iter().map(act).collect();
    let db = app.db.clone();
    app.detached(async move { Ok(discrepancies::close(&db, &acts).await?) })
        .await
}

/// Newest first; of one provider and in one state where these are given.
pub async fn runs(
    app: &App,
    provider: Option<ProviderId>,
    state: Option<RunState>,
    page: Page<ReconciliationId>,
) -> Result<Paged<Run>> {
    let found = reconciliations::list(&app.db, provider.as_ref(), state, &page.and_one()).await?;
    Ok(page.cut(found, |run| run.id))
}

pub async fn run(app: &App, id: ReconciliationId) -> Result<Run> {
    let found = reconciliations::by_id(&app.db, id).await?;
    found.ok_or(FlowError::NotFound("reconciliation"))
}

/// The comparison of a day that goes on.
pub async fn running(app: &App, provider: &ProviderId, day: NaiveDate) -> Result<Option<Run>> {
    Ok(reconciliations::running(&app.db, provider, day).await?)
}

/// Begins the comparison of a provider's day, and answers at once. While one goes on, that one is the answer, and `true`.
pub async fn start(
    app: &Shared,
    caller: Caller,
    provider: ProviderId,
    source: Source,
    day: NaiveDate,
) -> Result<(Run, bool)> {
    let here = app.clone();
    app.detached(async move {
        let by = Actor::Key(caller.key);
        let Some(holding) = begin(&here, &provider, source, day, by).await? else {
            let running = reconciliations::running(&here.db, &provider, day).await?;
            // It may have ended just now, or be a comparison with another source, which keeps the day.
            let running = running.filter(|run| run.source == source);
            return Ok((running.ok_or(FlowError::StillRunning)?, true));
        };
        let run = holding.run().clone();
        let detail = format!("{source} of {} on {day}", provider.as_str());
        let act = audit_log::line(
            &here,
            &caller,
            AuditAct::ReconciliationStart,
            run.id,
            detail,
        );
        crate::store::audit_log::add(&here.db, &act).await?;
        let work = async move {
            if let Err(error) = Box::pin(carry_out(holding)).await {
                tracing::warn!(%error, "A comparison with a provider's list did not end");
            }
        };
        here.tasks.spawn(work);
        Ok((run, false))
    })
    .await
}

/// What metrics say: the open differences by provider and kind, how long ago a comparison of each provider finished, and how many
/// won of the last 30 days nothing explains.
#[derive(Debug, Default)]
pub struct Totals {
    pub open: Vec<(String, String, i64)>,
    /// By provider, the seconds since.
    pub ages: Vec<(String, i64)>,
    /// By provider and source, in won without signs.
    pub unexplained: Vec<(String, Source, u64)>,
}

/// See [`Totals`]. Providers that the schedule never compares are left out. Of one that was not compared although a day was due, the
/// age counts from the first order: an alert must not wait for a first comparison that never ends.
///
/// # Errors
/// The database does not answer.
pub async fn totals(app: &App) -> Result<Totals> {
    let (now, first) = (app.now(), facts::first_order_at(&app.db).await?);
    let mut totals = Totals {
        open: discrepancies::open(&app.db).await?,
        ages: Vec::new(),
        unexplained: Vec::new(),
    };
    let from = NaiveDate::MIN;
    for provider in app.registry.all() {
        let (id, days) = (provider.id(), app.reconcile.of(&provider.id()));
        if !is_compared(provider.as_ref()) || days.days_back() == 0 {
            continue;
        }
        let is_due = |at: &DateTime<Utc>| days.last_due(seoul(*at).date_naive(), now).is_some();
        let finished = reconciliations::last_finished(&app.db, &id, from).await?;
        if let Some(at) = finished.or(first.filter(is_due)) {
            let seconds = (now - at).num_seconds().max(0);
            totals.ages.push((id.as_str().to_owned(), seconds));
        }
    }
    for it in standings(app, DAYS_DEFAULT).await?.of {
        if it.compared > 0 {
            let won = it.tally.unexplained_won();
            let of = (it.provider.as_str().to_owned(), it.source, won);
            totals.unexplained.push(of);
        }
    }
    Ok(totals)
}
