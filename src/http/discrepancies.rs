//! What providers' lists and the books do not agree on.

use chrono::NaiveDate;
use domain::{
    id::{DiscrepancyId, OrderId, PaymentId, ReconciliationId, RefundId},
    kind::ProviderId,
    money::Won,
    reconcile::{Discrepancy, DiscrepancyKind, DiscrepancyState, Movement, Source},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    error::{INVALID_FIELD, Problem},
    request::ApiRequest,
    response::{Answered, ok},
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
        /// What was compared: a list of movements, settlements, or the statement of the seller's account.
        source: Source,
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

/// A provider by its name, where the query has one.
pub(super) fn provider(ask: &ApiRequest) -> Result<Option<ProviderId>, Problem> {
    let named = ask.query("provider").map(|name| name.to_owned().try_into());
    named.transpose().map_err(|_| {
        Problem::field(
            &INVALID_FIELD,
            "provider",
            "is the short name of a provider",
        )
    })
}

/// A day of Seoul, where the query has one.
pub(super) fn day(ask: &ApiRequest) -> Result<Option<NaiveDate>, Problem> {
    let day = ask.query("day").map(str::parse).transpose();
    day.map_err(|_| Problem::field(&INVALID_FIELD, "day", "is a day such as 2026-04-08"))
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let sought = Sought {
        state: ask.word("state", DiscrepancyState::ALL, DiscrepancyState::as_str)?,
        kind: ask.word("type", DiscrepancyKind::ALL, DiscrepancyKind::as_str)?,
        provider: provider(&ask)?,
        source: ask.word("source", Source::ALL, Source::as_str)?,
        day: day(&ask)?,
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

/// Which differences need nothing any more, and why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DiscrepanciesClose")]
pub(super) struct CloseAll {
    /// At most 100.
    #[schemars(length(min = 1, max = reconcile::CLOSED_AT_ONCE_MAX))]
    ids: Vec<DiscrepancyId>,
    /// At most 150 characters. Kept in the audit log, once for each.
    #[schemars(length(min = 1, max = domain::reconcile::CLOSED_REASON_MAX))]
    reason: String,
}

/// How many were closed.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "DiscrepanciesClosed")]
pub(super) struct ClosedView {
    closed: usize,
}

pub(super) async fn close_all(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let CloseAll { ids, reason } = ask.json()?;
    let closed = reconcile::close_all(&app, caller, ids, reason).await?;
    Ok(ok(&ClosedView { closed }))
}
