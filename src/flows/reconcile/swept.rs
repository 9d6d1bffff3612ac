//! The comparison of one day: list, compare, ask about what is not explained, compare again, store.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    event::{DiscrepancyFound, Event, EventRecord},
    id::{DiscrepancyId, EventId, OrderId},
    reconcile::{
        Compared, Discrepancy, DiscrepancyState, Facts, Found, Listed, Run, Tally, compare,
    },
};

use super::{
    holding::{Ended, Holding, LOOKS_APART},
    listed::{self, OfDay},
};
use crate::{
    app::App,
    flows::{Settled, payment},
    store::{discrepancies, reads::facts},
};

/// Why a difference is closed by itself.
const AGREES: &str = "both sides agree by now";

/// Compares the day. Returns what could not be asked, where it is not the whole.
pub(super) async fn swept(holding: &mut Holding) -> Result<Option<String>, Ended> {
    let OfDay { rows, unknown } = match listed::of_day(holding).await? {
        Ok(of_day) => of_day,
        Err(error) => return Ok(Some(error.to_string())),
    };
    holding.renew().await?;
    let (app, day) = (holding.app.clone(), holding.run().day);
    let known = books(holding, &rows).await?;
    let first = compare(day, &rows, &known);
    told(holding, &first);
    let mut unasked = unknown;
    let asked = Box::pin(ask(holding, &first, &mut unasked)).await?;
    let compared = if asked {
        let known = books(holding, &rows).await?;
        compare(day, &rows, &known)
    } else {
        first
    };
    told(holding, &compared);
    holding.renew().await?;
    let open = store(&app, holding.run(), &compared.found, unasked.is_none()).await?;
    holding.held.run.tally.open = open;
    Ok(unasked)
}

/// Says how far it has come.
fn told(holding: &mut Holding, compared: &Compared) {
    let asked = holding.run().tally.asked;
    holding.held.run.tally = Tally::of(compared, asked);
}

/// What the books have of the orders that are listed, and of those that moved on that day.
async fn books(holding: &Holding, rows: &[Listed]) -> Result<BTreeMap<OrderId, Facts>, Ended> {
    let (app, run) = (&holding.app, holding.run());
    let mut orders: BTreeSet<OrderId> = rows.iter().filter_map(Listed::order).collect();
    if app.provider(&run.provider)?.movements().is_some() {
        let from = listed::midnight(run.day);
        let time = (from, from + chrono::TimeDelta::days(1));
        orders.extend(facts::moved(&app.db, &run.provider, time).await?);
    }
    Ok(facts::of(&app.db, &orders).await?)
}

/// Has the provider asked about every order with a difference, and the books follow. Returns whether anything was asked.
async fn ask(
    holding: &mut Holding,
    compared: &Compared,
    unasked: &mut Option<String>,
) -> Result<bool, Ended> {
    let app = holding.app.clone();
    let named = compared
        .found
        .iter()
        .filter_map(|found| Some((found.order?, found.payment_key.as_str())));
    let named: BTreeSet<(OrderId, &str)> = named.collect();
    for (order, key) in &named {
        holding.renew().await?;
        let settled = holding.during(payment::settle_listed(&app, *order, key));
        match Box::pin(settled).await?? {
            Settled::Done | Settled::Ended => {}
            Settled::Later(why) | Settled::Stuck(why) => {
                *unasked = Some(format!("{order}: {}", why.note));
            }
        }
        holding.held.run.tally.asked += 1;
        tokio::time::sleep(LOOKS_APART).await;
    }
    Ok(!named.is_empty())
}

/// Stores what differs, and closes what agrees by now where the day was compared as a whole. Returns how many are open.
async fn store(app: &App, run: &Run, found: &[Found], whole: bool) -> Result<u64, Ended> {
    let now = app.now();
    let made = |found: &Found| Discrepancy {
        id: app.id(DiscrepancyId::new),
        provider: run.provider.clone(),
        day: run.day,
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
    let known = discrepancies::open_of_day(&app.db, &run.provider, run.day).await?;
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
        kind: found.kind,
        movement: found.movement,
        order_ref: found.order_ref,
        order_id: found.order,
        their_amount: found.theirs,
        our_amount: found.ours,
    }
}
