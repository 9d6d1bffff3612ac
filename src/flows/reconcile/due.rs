//! Which days are compared now, by the schedule.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::{
    actor::Actor,
    calendar::seoul,
    kind::ProviderId,
    reconcile::{Source, SweepDays},
    settlement::ARRIVES_WITHIN_DAYS,
};

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

/// Compares every day that is due, newest first. Safe to run on any number of gateways at once: a day is compared by one.
///
/// # Errors
/// The books cannot be read. What is left is next time.
pub async fn sweep(app: &Shared) -> Result<()> {
    let Some(first) = facts::first_order_at(&app.db).await? else {
        return Ok(());
    };
    take_up_left(app).await?;
    let first = seoul(first).date_naive();
    for Asked {
        provider,
        source,
        schedule,
        first,
    } in asked(app, first).await?
    {
        for day in due(app, &provider, (source, &schedule), first).await? {
            if app.stop.is_cancelled() {
                return Ok(());
            }
            let done = compare(app, &provider, source, day, Actor::Worker);
            if let Some(run) = Box::pin(done).await? {
                tracing::info!(%provider, %day, %source, rows = run.tally.rows, open = run.tally.open,
                    error = run.error, "Compared {} of {day}: explained {}", provider.as_str(), run.tally.explained_percent());
            }
        }
    }
    Ok(())
}

/// Takes up every comparison whose gateway stopped, whatever its source and whoever asked for it: it keeps its day from all others.
async fn take_up_left(app: &Shared) -> Result<()> {
    for run in reconciliations::left(&app.db, app.now()).await? {
        if app.stop.is_cancelled() {
            return Ok(());
        }
        let done = compare(app, &run.provider, run.source, run.day, run.asked_by);
        if let Err(error) = Box::pin(done).await {
            tracing::warn!(provider = %run.provider, day = %run.day, source = %run.source, %error,
                "A comparison that was left is not taken up");
        }
    }
    Ok(())
}

/// What is compared by the schedule.
struct Asked {
    provider: ProviderId,
    source: Source,
    schedule: SweepDays,
    /// No day before it is compared.
    first: NaiveDate,
}

/// What is asked of each provider, and when. What comes in files is compared when a person imports one, and by the schedule as well, so
/// that a file that never comes and a payout that never arrives are found. That begins with the first day that was imported: a seller
/// who imports none is not asked for any.
async fn asked(app: &Shared, first: NaiveDate) -> Result<Vec<Asked>> {
    let mut asked = Vec::new();
    for provider in app.registry.all() {
        if !is_compared(provider.as_ref()) {
            continue;
        }
        let id = provider.id();
        let days = app.reconcile.of(&id);
        let mut ask = |source, schedule, from: NaiveDate| {
            asked.push(Asked {
                provider: id.clone(),
                source,
                schedule,
                first: from.max(first),
            });
        };
        ask(Source::Movements, days.clone(), first);
        if provider.settlements().is_some() {
            ask(
                Source::Settlements,
                days.not_before(SETTLED_AFTER_DAYS),
                first,
            );
        } else if let Some(from) = settlements::first_sold(&app.db, &id).await? {
            ask(Source::Settlements, days.not_before(FILE_AFTER_DAYS), from);
        }
        if let Some(from) = settlements::first_arrived(&app.db, &id).await? {
            ask(Source::Statement, days.not_before(ARRIVES_AFTER_DAYS), from);
        }
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
