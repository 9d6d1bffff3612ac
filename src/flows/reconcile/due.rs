//! Which days are compared now, by the schedule.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::{actor::Actor, calendar::seoul, kind::ProviderId};

use super::{compare, is_compared, today};
use crate::{
    app::Shared,
    flows::Result,
    store::{
        reads::facts,
        reconciliations::{self, DayRuns},
    },
};

/// After how many minutes a comparison is tried again that failed: most outages of providers are over by then, and each try asks
/// for the whole list.
const AGAIN_AFTER_MINUTES: i64 = 30;

/// Compares every day that is due, newest first. Safe to run on any number of gateways at once: a day is compared by one.
///
/// # Errors
/// The books cannot be read. What is left is next time.
pub async fn sweep(app: &Shared) -> Result<()> {
    let Some(first) = facts::first_order_at(&app.db).await? else {
        return Ok(());
    };
    let first = seoul(first).date_naive();
    let providers: Vec<ProviderId> = app
        .registry
        .all()
        .filter(|provider| is_compared(provider.as_ref()))
        .map(|provider| provider.id())
        .collect();
    for provider in providers {
        for day in due(app, &provider, first).await? {
            if app.stop.is_cancelled() {
                return Ok(());
            }
            if let Some(run) = Box::pin(compare(app, &provider, day, Actor::Worker)).await? {
                tracing::info!(%provider, %day, rows = run.tally.rows, open = run.tally.open,
                    error = run.error, "Compared {} of {day}: explained {}", provider.as_str(), run.tally.explained_percent());
            }
        }
    }
    Ok(())
}

/// The days of a provider that are due, newest first.
async fn due(app: &Shared, provider: &ProviderId, first: NaiveDate) -> Result<Vec<NaiveDate>> {
    let (now, schedule) = (app.now(), app.reconcile.of(provider));
    let oldest = today(app) - Days::new(schedule.days_back());
    let oldest = oldest.max(first);
    let known = reconciliations::days(&app.db, provider, oldest).await?;
    let days = std::iter::successors(today(app).pred_opt(), NaiveDate::pred_opt);
    let days = days.take_while(|day| *day >= oldest);
    let is_due = |day: &NaiveDate| {
        let known = known.iter().find(|known| known.day == *day);
        schedule
            .last_due(*day, now)
            .is_some_and(|due| wants(known, due, now))
    };
    Ok(days.filter(is_due).collect())
}

/// Whether a day is compared again that was due at `due`.
fn wants(known: Option<&DayRuns>, due: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    let Some(known) = known else { return true };
    let done = known.finished_from.is_some_and(|at| at >= due);
    let goes_on = known.leased_until.is_some_and(|until| now < until);
    let again = TimeDelta::minutes(AGAIN_AFTER_MINUTES);
    let just_failed = known.failed_at.is_some_and(|at| now < at + again);
    // One whose gateway was killed goes on, whoever asked for it.
    let left = known.leased_until.is_some() && !goes_on;
    left || !(done || goes_on || just_failed)
}
