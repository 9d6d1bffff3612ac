//! Reconciliation: a provider's list of one day against the books. What the books do not explain is asked about first, as every
//! other hint is (`flows::payment`), so that what was paid after all is completed or parked and what was cancelled is seen. What
//! then still differs is stored for people.
//!
//! What a provider says that it pays out is compared in the same way (`settled`), and what of it arrives on the seller's account
//! (`paid_out`): both are kept row by row first (`flows::settlements`).
//!
//! It runs beside everything else: of each provider one comparison after the other, a call at a time, with pauses between the
//! look-ups, and never with a connection of the database while a provider is asked.

mod due;
mod holding;
mod kept;
mod listed;
mod of_file;
mod paid_out;
mod people;
mod settled;
mod silence;
mod standing;
mod swept;

use chrono::NaiveDate;
use domain::{
    actor::Actor,
    calendar::seoul,
    id::ReconciliationId,
    kind::ProviderId,
    reconcile::{Explained, Run, RunState, Source, Tally},
};
use providers::provider::Provider;

use self::holding::Holding;
use super::{FlowError, Result};
use crate::{
    app::{App, Shared},
    store::reconciliations,
};

pub use crate::store::discrepancies::Sought;
pub use due::sweep;
pub use of_file::compare_file;
pub use people::{
    CLOSED_AT_ONCE_MAX, Totals, close, close_all, discrepancies, discrepancy, open_of_day, run,
    running, runs, start, totals,
};
pub use standing::{DAYS_DEFAULT, DAYS_MAX, Standing, Standings, standings};

/// Whether there is anything to compare: a list of movements, or look-ups of its own sessions. A bank's feed has neither: its
/// statements are imported.
fn is_compared(provider: &dyn Provider) -> bool {
    provider.movements().is_some() || provider.capabilities().lookups
}

/// The configured providers whose days can be compared.
pub fn compared(app: &App) -> Vec<ProviderId> {
    let all = app.registry.all();
    let compared = all.filter(|provider| is_compared(provider.as_ref()));
    compared.map(|provider| provider.id()).collect()
}

/// Begins the comparison of a provider's day, or takes up one whose gateway was killed; `None` while another goes on.
///
/// # Errors
/// The provider is not configured, cannot be compared, or the day is not over.
pub(super) async fn begin(
    app: &Shared,
    provider: &ProviderId,
    source: Source,
    day: NaiveDate,
    by: Actor,
) -> Result<Option<Holding>> {
    if !is_compared(app.provider(provider)?.as_ref()) {
        let rule = "has neither a list of movements nor look-ups: import a bank's statements";
        return Err(FlowError::invalid("provider", rule));
    }
    let now = app.now();
    if day >= seoul(now).date_naive() {
        let rule = "is a day of Seoul that is over";
        return Err(FlowError::invalid("date", rule));
    }
    let run = Run {
        id: app.id(ReconciliationId::new),
        provider: provider.clone(),
        day,
        source,
        state: RunState::Running,
        asked_by: by,
        started_at: now,
        leased_until: holding::lease(now),
        finished_at: None,
        tally: Tally::default(),
        explained: Explained::default(),
        error: None,
    };
    // Nobody else has this name.
    let holder = app.id(ReconciliationId::new).to_string();
    let held = reconciliations::begin(&app.db, run, holder).await?;
    Ok(held.map(|held| Holding::new(app.clone(), held)))
}

/// Compares a provider's day with a source now, and returns when it is done. `None` while another gateway is at it.
///
/// # Errors
/// As of `begin`, or the books cannot be read. That the provider could not be asked is a result, not an error.
pub async fn compare(
    app: &Shared,
    provider: &ProviderId,
    source: Source,
    day: NaiveDate,
    by: Actor,
) -> Result<Option<Run>> {
    match begin(app, provider, source, day, by).await? {
        Some(holding) => Box::pin(carry_out(holding)).await,
        None => Ok(None),
    }
}

/// Carries a comparison out. It is stored as failed where the provider could not be asked. `None` when somebody else took it up.
async fn carry_out(mut holding: Holding) -> Result<Option<Run>> {
    let done = match holding.run().source {
        Source::Movements => Box::pin(swept::swept(&mut holding)).await,
        Source::Settlements => Box::pin(settled::settled(&mut holding)).await,
        Source::Statement => Box::pin(paid_out::paid_out(&mut holding)).await,
    };
    let error = match done {
        Ok(None) => None,
        Ok(Some(why)) => Some(why),
        Err(holding::Ended::Lost) => return Ok(None),
        Err(holding::Ended::Stopped) => {
            holding.give_up().await?;
            return Err(FlowError::Stopping);
        }
        Err(holding::Ended::Failed(error)) => {
            holding.end(Some(error.to_string())).await?;
            return Err(error);
        }
    };
    holding.end(error).await
}

/// The day in Seoul.
fn today(app: &App) -> NaiveDate {
    seoul(app.now()).date_naive()
}
