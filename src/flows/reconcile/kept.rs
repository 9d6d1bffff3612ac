//! What a comparison found, as it is stored.

use domain::{
    event::{DiscrepancyFound, Event, EventRecord},
    id::{DiscrepancyId, EventId},
    reconcile::{Discrepancy, DiscrepancyState, Found, Run},
};

use super::holding::Ended;
use crate::{app::App, store::discrepancies};

/// Why a difference is closed by itself.
const AGREES: &str = "both sides agree by now";

/// Stores what differs, and closes what agrees by now where the day was compared as a whole. Returns how many are open.
pub(super) async fn keep(app: &App, run: &Run, found: &[Found], whole: bool) -> Result<u64, Ended> {
    let now = app.now();
    let made = |found: &Found| Discrepancy {
        id: app.id(DiscrepancyId::new),
        provider: run.provider.clone(),
        day: run.day,
        source: run.source,
        found: found.clone(),
        state: DiscrepancyState::Open,
        run: run.id,
        found_at: now,
        seen_at: now,
        closed_at: None,
        closed_by: None,
        reason: None,
    };
    let event = |it: &Discrepancy| EventRecord {
        id: app.id(EventId::new),
        event: Event::DiscrepancyFound(body(it)),
        at: now,
    };
    discrepancies::found(&app.db, run, found, now, made, event).await?;
    let known = discrepancies::open_of_day(&app.db, run).await?;
    let (still, gone): (Vec<_>, Vec<_>) = known.into_iter().partition(|it| it.run == run.id);
    let mut open = still.len();
    if whole {
        let gone: Vec<DiscrepancyId> = gone.iter().map(|it| it.id).collect();
        discrepancies::agree(&app.db, &gone, run, AGREES, now).await?;
    } else {
        open += gone.len();
    }
    Ok(u64::try_from(open).unwrap_or(u64::MAX))
}

fn body(it: &Discrepancy) -> DiscrepancyFound {
    let found = it.found.clone();
    DiscrepancyFound {
        discrepancy_id: it.id,
        provider: it.provider.clone(),
        day: it.day,
        source: it.source,
        kind: found.kind,
        movement: found.movement,
        order_ref: found.order_ref,
        order_id: found.order,
        their_amount: found.theirs,
        our_amount: found.ours,
    }
}
