//! Which days are compared now, by the schedule.

use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::{
    actor::Actor,
    calendar::seoul,
    kind::ProviderId,
    reconcile::{Run, Source, SweepDays},
    settlement::ARRIVES_WITHIN_DAYS,
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
        settlements,
    },
};

/// After how many minutes a comparison is tried again that failed: most outages of providers are over by then, and each try asks
/// for the whole list.
const AGAIN_AFTER_MINUTES: i64 = 30;

/// Settlements are not compared before so many days: a provider has a row from the day after the sale on, and what is given back
/// on that day as well.
const SETTLED_AFTER_DAYS: u64 = 2;

/// A payout is not missed on the account before so many days: `domain::settlement::ARRIVES_WITHIN_DAYS` and one, whose statement is
/// imported then.
const ARRIVES_AFTER_DAYS: u64 = ARRIVES_WITHIN_DAYS.unsigned_abs() + 1;

/// Files of settlements come from people, most of whom import once a week: a day is not missed before.
const FILE_AFTER_DAYS: u64 = 7;

/// Compares every day that is due: the providers side by side, the days of each one after another, the newest first. So a provider
/// that does not answer keeps no other waiting, and its error ends its own days alone. Safe to run on any number of gateways at
/// once: a day is compared by one.
///
/// # Errors
/// It cannot be read since when something is sold, or what was left. The rest is next time.
pub async fn sweep(app: &Shared) -> Result<()> {
    let Some(first) = facts::first_order_at(&app.db).await? else {
        return Ok(());
    };
    let first = seoul(first).date_naive();
    let left = reconciliations::left(&app.db, app.now()).await?;
    let providers = app.registry.all();
    let compared = providers.filter(|provider| is_compared(provider.as_ref()));
    let each = compared.map(|provider| Box::pin(of_provider(app, provider, &left, first)));
    join_all(each).await;
    Ok(())
}

/// Compares what is due of one provider. The first error ends it, until next time.
async fn of_provider(app: &Shared, provider: &Arc<dyn Provider>, left: &[Run], first: NaiveDate) {
    if let Err(error) = Box::pin(all_due(app, provider, left, first)).await {
        let provider = provider.id();
        tracing::warn!(%provider, %error,
            "The days of {} could not all be compared and are next time", provider.as_str());
    }
}

async fn all_due(
    app: &Shared,
    provider: &Arc<dyn Provider>,
    left: &[Run],
    first: NaiveDate,
) -> Result<()> {
    let id = provider.id();
    // Each keeps its day from all others, whatever its source and whoever asked for it: its gateway stopped.
    for run in left.iter().filter(|run| run.provider == id) {
        if app.stop.is_cancelled() {
            return Ok(());
        }
        let done = compare(app, &id, run.source, run.day, run.asked_by.clone());
        Box::pin(done).await?;
    }
    for asked in asked(app, provider.as_ref(), first).await? {
        Box::pin(days(app, &id, &asked)).await?;
    }
    Ok(())
}

/// Compares the days of a provider that are due, with one source.
async fn days(app: &Shared, provider: &ProviderId, asked: &Asked) -> Result<()> {
    let source = asked.source;
    for day in due(app, provider, (source, &asked.schedule), asked.first).await? {
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

/// A source that is compared by the schedule.
struct Asked {
    source: Source,
    schedule: SweepDays,
    /// No day before it is compared.
    first: NaiveDate,
}

/// What is asked of a provider, and when. What comes in files is compared when a person imports one, and by the schedule as well, so
/// that a file that never comes and a payout that never arrives are found. That begins with the first day that was imported: a seller
/// who imports none is not asked for any.
async fn asked(app: &Shared, provider: &dyn Provider, first: NaiveDate) -> Result<Vec<Asked>> {
    let id = provider.id();
    let days = app.reconcile.of(&id);
    let ask = |source, schedule, from: NaiveDate| Asked {
        source,
        schedule,
        first: from.max(first),
    };
    let mut asked = vec![ask(Source::Movements, days.clone(), first)];
    if provider.settlements().is_some() {
        let later = days.not_before(SETTLED_AFTER_DAYS);
        asked.push(ask(Source::Settlements, later, first));
    } else if let Some(from) = settlements::first_sold(&app.db, &id).await? {
        let later = days.not_before(FILE_AFTER_DAYS);
        asked.push(ask(Source::Settlements, later, from));
    }
    if let Some(from) = settlements::first_arrived(&app.db, &id).await? {
        let later = days.not_before(ARRIVES_AFTER_DAYS);
        asked.push(ask(Source::Statement, later, from));
    }
    Ok(asked)
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
