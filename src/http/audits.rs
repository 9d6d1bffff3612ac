//! What the auditor beside the gateways found, and how far it is.

use domain::{
    finding::{AuditPass, Finding, FindingState, PassState},
    id::{AuditPassId, FindingId},
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    request::ApiRequest,
    response::{Answered, ok},
    view::{At, List, view},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::auditing::{self, Standing},
};

view! {
    /// A pass of the auditor through everything that is stored.
    #[derive(Debug)]
    pub(super) struct PassView("AuditPass") of (pass: AuditPass) {
        id: AuditPassId,
        state: PassState,
        started_at: At = At(pass.started_at),
        finished_at: Option<At> = pass.finished_at.map(At),
        /// What the next slice is of.
        stage: String,
        /// What the next slice begins after: an id, or a table or a chain of the journal.
        place: String,
        slices: i64,
        /// Rows that were read.
        rows: i64,
        /// Broken rows that its slices named.
        found: i64,
    }
}

/// Open findings of one invariant.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "FindingsOfInvariant")]
pub(super) struct OfInvariant {
    /// By the name that `credit-gateway audit` gives it.
    invariant: String,
    findings: i64,
}

/// How far the auditor is.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Audit")]
pub(super) struct AuditView {
    /// The pass that goes on; null between two.
    running: Option<PassView>,
    /// The last one that is over; null before the first.
    last: Option<PassView>,
    /// Every row was evaluated since; null before the first pass. Until a pass is over, when it began.
    since: Option<At>,
    open: Vec<OfInvariant>,
}

impl AuditView {
    fn of(standing: Standing) -> Self {
        let since = standing.since().map(At);
        let Standing {
            running,
            last,
            open,
        } = standing;
        let of = |(invariant, findings)| OfInvariant {
            invariant,
            findings,
        };
        Self {
            running: running.map(PassView::of),
            last: last.map(PassView::of),
            since,
            open: open.into_iter().map(of).collect(),
        }
    }
}

view! {
    /// A row that breaks an invariant, since the auditor saw it first and until a whole pass sees it no more.
    pub(super) struct FindingView("Finding") of (it: Finding; state = it.state()) {
        id: FindingId,
        state: FindingState = state,
        /// The invariant, by the name that `credit-gateway audit` gives it.
        invariant: String = it.kind,
        /// The row: its id, or the customer and the number of an entry.
        subject: String,
        /// Whose it is, where that is known.
        customer_id: Option<String> = it.customer,
        /// Ids, words and numbers only.
        detail: String,
        first_seen_at: At = At(it.first_seen_at),
        last_seen_at: At = At(it.last_seen_at),
        cleared_at: Option<At> = it.cleared_at.map(At),
    }
}

pub(super) async fn standing(app: Shared, _: Caller, _: ApiRequest) -> Answered {
    Ok(ok(&AuditView::of(auditing::standing(&app).await?)))
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let state = ask.word("state", FindingState::ALL, FindingState::as_str)?;
    let of = (ask.query("invariant"), state);
    let page = auditing::findings(&app, of, ask.page()?).await?;
    Ok(ok(&List::of(page, FindingView::of)))
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let it = auditing::finding(&app, ask.id("id")?).await?;
    Ok(ok(&FindingView::of(it)))
}
