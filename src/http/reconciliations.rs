//! Comparisons of providers' lists with the books: shown, and begun.

use chrono::NaiveDate;
use domain::{
    contradiction::ContradictionKind,
    id::{ContradictionId, OrderId, ReconciliationId, RefundId},
    kind::ProviderId,
    money::Won,
    reconcile::{ExplainedBy, Movement, Part, Run, RunState, Source, Waiting},
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
    /// How many rows one kind of explanation has.
    pub(super) struct ExplainedByView("ExplainedRows") of (by: ExplainedBy, part: Part) {
        by: ExplainedBy = by,
        rows: u64 = part.rows,
        /// Without signs.
        won: u64 = part.won,
    }
}

view! {
    /// A row that is explained by something that is not over yet.
    pub(super) struct WaitingView("WaitingRow") of (row: Waiting) {
        by: ExplainedBy,
        movement: Movement,
        /// The provider's name of the movement.
        row_key: String,
        /// The provider's name of the payment.
        payment_key: String,
        order_id: Option<OrderId> = row.order,
        /// Won, as the provider lists it.
        amount: Won,
        contradiction_id: Option<ContradictionId> = row.contradiction,
        /// What the contradiction is about.
        contradiction_kind: Option<ContradictionKind> = row.kind,
        refund_id: Option<RefundId> = row.refund,
    }
}

view! {
    /// A comparison of what a provider lists of a day with the books.
    pub(super) struct ReconciliationView("Reconciliation")
    of (
        run: Run; parts = run.tally.explained_parts(); won_parts = run.tally.explained_won_parts(); tally = run.tally;
        explained_by = run.explained.by.iter().map(|(by, part)| ExplainedByView::of(*by, *part)).collect();
        waits = run.explained.waits().rows;
        waiting = run.explained.waiting.iter().cloned().map(WaitingView::of).collect()
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
        /// The explained rows by what explains them. Empty in comparisons of earlier versions.
        explained_by: Vec<ExplainedByView> = explained_by,
        /// Explained rows whose matter is not over: a contradiction waits for a person, or a refund is under way.
        waits: u64 = waits,
        /// The first of them, at most 50.
        waiting: Vec<WaitingView> = waiting,
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
