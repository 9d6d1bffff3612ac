//! Comparisons of providers' lists with the books: shown, and begun.

use chrono::NaiveDate;
use domain::{
    id::ReconciliationId,
    kind::ProviderId,
    reconcile::{Run, RunState, Source},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    discrepancies::provider,
    request::ApiRequest,
    response::{Answered, accepted, ok},
    view::{At, List, view},
};
use crate::{access::Caller, app::Shared, flows::reconcile};

view! {
    /// A comparison of what a provider lists of a day with the books.
    pub(super) struct ReconciliationView("Reconciliation")
    of (
        run: Run; parts = run.tally.explained_parts(); won_parts = run.tally.explained_won_parts(); tally = run.tally
    ) {
        id: ReconciliationId,
        provider: ProviderId,
        /// The day of Seoul.
        day: NaiveDate,
        /// What was compared.
        source: Source,
        state: RunState,
        /// `worker` for the schedule, `gateway` for the command line, else an API key's id.
        asked_by: String = run.asked_by.to_string(),
        started_at: At = At(run.started_at),
        finished_at: Option<At> = run.finished_at.map(At),
        /// Rows of the provider's, and rows of ours that it does not list.
        rows: u64 = tally.rows,
        explained: u64 = tally.explained,
        /// `explained` of `rows` in parts of 100,000, rounded down: 100000 is all of them.
        explained_parts: u64 = parts,
        /// Won of the rows, without signs.
        won: u64 = tally.won,
        explained_won: u64 = tally.explained_won,
        /// `explained_won` of `won` in parts of 100,000, rounded down.
        explained_won_parts: u64 = won_parts,
        /// Rows of other systems on the same merchant account, which are not compared.
        foreign: u64 = tally.foreign,
        /// Look-ups at the provider that it took.
        asked: u64 = tally.asked,
        /// Differences of that day that are open after it.
        open: u64 = tally.open,
        /// Why it failed, or what could not be asked.
        error: Option<String>,
    }
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let state = ask.word("state", RunState::ALL, RunState::as_str)?;
    let page = reconcile::runs(&app, provider(&ask)?, state, ask.page()?).await?;
    Ok(ok(&List::of(page, ReconciliationView::of)))
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let run = reconcile::run(&app, ask.id("id")?).await?;
    Ok(ok(&ReconciliationView::of(run)))
}

/// What to compare.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ReconciliationWanted")]
pub(super) struct Wanted {
    provider: ProviderId,
    /// A day of Seoul that is over: `2026-04-08`.
    date: NaiveDate,
    /// What is compared: `movements` when left out. Of `settlements` it is the day of the sales, of `statement` that of the payout.
    source: Option<Source>,
}

pub(super) async fn start(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let Wanted {
        provider,
        date,
        source,
    } = ask.json()?;
    let source = source.unwrap_or(Source::Movements);
    let (run, before) = reconcile::start(&app, caller, provider, source, date).await?;
    Ok(accepted(&ReconciliationView::of(run)).replayed(before))
}
