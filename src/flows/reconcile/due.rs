//! Which days are compared now, by the schedule.

use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::{
    actor::Actor,
    calendar::seoul,
    kind::ProviderId,
    reconcile::{Source, SweepDays},
};
use futures_util::future::join_all;
use providers::provider::Provider;

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

/// Settlements are not compared before so many days: a provider has a row from the day after the sale on, and what is given back
/// on that day as well.
const SETTLED_AFTER_DAYS: u64 = 2;

/// Compares every day that is due: the providers side by side, the days of each one after another, the newest first. So a provider
/// that does not answer keeps no other waiting, and its error ends its own days alone. Safe to run on any number of gateways at
/// once: a day is compared by one.
///
/// # Errors
/// It cannot be read since when something is sold. What is left is next time.
pub async fn sweep(app: &Shared) -> Result<()> {
    let Some(first) = facts::first_order_at(&app.db).await? else {
        return Ok(());
    };
    let first = seoul(first).date_naive();
    let asked = asked(app);
    let each = asked
        .iter()
        .map(|(provider, sources)| Box::pin(of_provider(app, provider, sources, first)));
    join_all(each).await;
    Ok(())
}

/// Compares what is due of one provider. The first error ends it, until next time.
async fn of_provider(
    app: &Shared,
    provider: &ProviderId,
    sources: &[(Source, SweepDays)],
    first: NaiveDate,
) {
    for (source, schedule) in sources {
        let compared = days(app, provider, (*source, schedule), first);
        if let Err(error) = Box::pin(compared).await {
            tracing::warn!(%provider, %source, %error,
                "The days of {} could not all be compared and are next time", provider.as_str());
            return;
        }
    }
}

/// Compares the days of a provider that are due, with one source.
async fn days(
    app: &Shared,
    provider: &ProviderId,
    (source, schedule): (Source, &SweepDays),
    first: NaiveDate,
) -> Result<()> {
    for day in due(app, provider, (source, schedule), first).await? {
        if app.stop.is_cancelled() {
            return Ok(());
        }
        let done = compare(app, provider, source, day, Actor::Worker);
        if let Some(run) = Box::pin(done).await? {
            tracing::info!(%provider, %day, %source, rows = run.tally.rows, open = run.tally.open,
                error = run.error, "Compared {} of {day}: explained {}", provider.as_str(), run.tally.explained_percent());
        }
    }
    Ok(())
}

/// What is compared of one provider, and when.
type Sources = Vec<(Source, SweepDays)>;

/// What is asked of each provider. Settlements that come in files are compared when a person imports one.
fn asked(app: &Shared) -> Vec<(ProviderId, Sources)> {
    let of = |provider: &Arc<dyn Provider>| {
        let days = app.reconcile.of(&provider.id());
        let mut sources = Vec::new();
        if is_compared(provider.as_ref()) {
            sources.push((Source::Movements, days.clone()));
        }
        if provider.settlements().is_some() {
            sources.push((Source::Settlements, days.not_before(SETTLED_AFTER_DAYS)));
        }
        (provider.id(), sources)
    };
    app.registry.all().map(of).collect()
}

/// The days of a provider that are due, newest first.
async fn due(
    app: &Shared,
    provider: &ProviderId,
    (source, schedule): (Source, &SweepDays),
    first: NaiveDate,
) -> Result<Vec<NaiveDate>> {
    let now = app.now();
    let oldest = today(app) - Days::new(schedule.days_back());
    let oldest = oldest.max(first);
    let known = reconciliations::days(&app.db, provider, source, oldest).await?;
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
