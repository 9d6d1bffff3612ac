//! Comparisons of providers' lists with the books, and the differences that they found.

use chrono::NaiveDate;
use domain::{
    id::{DiscrepancyId, OrderId, PaymentId, ReconciliationId, RefundId},
    kind::ProviderId,
    money::Won,
    reconcile::{Discrepancy, DiscrepancyKind, DiscrepancyState, Movement, Run, RunState},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    error::{INVALID_FIELD, Problem},
    request::ApiRequest,
    response::{Answered, accepted, ok},
    view::{At, List, view},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::reconcile::{self, Sought},
};

view! {
    /// A difference between what a provider lists of a day and the books.
    pub(super) struct DiscrepancyView("Discrepancy") of (it: Discrepancy; found = it.found) {
        id: DiscrepancyId,
        provider: ProviderId,
        /// The day of Seoul that was compared.
        day: NaiveDate,
        kind: DiscrepancyKind = found.kind,
        movement: Movement = found.movement,
        state: DiscrepancyState,
        /// The provider's name of the movement, or the id of our payment or refund that it does not list.
        row_key: String = found.row_key,
        /// The provider's name of the payment.
        payment_key: String = found.payment_key,
        /// The order as the provider repeats it.
        order_ref: String = found.order_ref,
        order_id: Option<OrderId> = found.order,
        payment_id: Option<PaymentId> = found.payment,
        refund_id: Option<RefundId> = found.refund,
        /// Won, as the provider lists it.
        their_amount: Option<Won> = found.theirs,
        /// Won, as the books have it.
        our_amount: Option<Won> = found.ours,
        /// The comparison that saw it last.
        reconciliation_id: ReconciliationId = it.run,
        found_at: At = At(it.found_at),
        /// When a comparison last found it.
        seen_at: At = At(it.seen_at),
        closed_at: Option<At> = it.closed_at.map(At),
        /// Who closed it: an API key's id, or `worker` where both sides agree.
        closed_by: Option<String> = it.closed_by.map(String::from),
        reason: Option<String>,
    }
}

view! {
    /// A comparison of what a provider lists of a day with the books.
    pub(super) struct ReconciliationView("Reconciliation")
    of (run: Run; parts = run.tally.explained_parts(); tally = run.tally) {
        id: ReconciliationId,
        provider: ProviderId,
        /// The day of Seoul.
        day: NaiveDate,
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

/// A provider by its name, where the query has one.
fn provider(ask: &ApiRequest) -> Result<Option<ProviderId>, Problem> {
    let named = ask.query("provider").map(|name| name.to_owned().try_into());
    named.transpose().map_err(|_| {
        Problem::field(&INVALID_FIELD, "provider", "is the short name of a provider")
    })
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let sought = Sought {
        state: ask.word("state", DiscrepancyState::ALL, DiscrepancyState::as_str)?,
        kind: ask.word("type", DiscrepancyKind::ALL, DiscrepancyKind::as_str)?,
        provider: provider(&ask)?,
    };
    let page = reconcile::discrepancies(&app, &sought, ask.page()?).await?;
    Ok(ok(&List::of(page, DiscrepancyView::of)))
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let it = reconcile::discrepancy(&app, ask.id("id")?).await?;
    Ok(ok(&DiscrepancyView::of(it)))
}

/// Why a difference needs nothing any more.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DiscrepancyClose")]
pub(super) struct Close {
    /// At most 150 characters. Kept in the audit log.
    #[schemars(length(min = 1, max = domain::reconcile::CLOSED_REASON_MAX))]
    reason: String,
}

pub(super) async fn close(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let Close { reason } = ask.json()?;
    let it = reconcile::close(&app, caller, id, reason).await?;
    Ok(ok(&DiscrepancyView::of(it)))
}

pub(super) async fn runs(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let state = ask.word("state", RunState::ALL, RunState::as_str)?;
    let page = reconcile::runs(&app, provider(&ask)?, state, ask.page()?).await?;
    Ok(ok(&List::of(page, ReconciliationView::of)))
}

pub(super) async fn run(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
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
}

pub(super) async fn start(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let Wanted { provider, date } = ask.json()?;
    let (run, before) = reconcile::start(&app, caller, provider, date).await?;
    Ok(accepted(&ReconciliationView::of(run)).replayed(before))
}
