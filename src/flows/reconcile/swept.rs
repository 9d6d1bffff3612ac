//! The comparison of one day: list, compare, ask about what is not explained, compare again, store.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    id::OrderId,
    reconcile::{Compared, Explained, Facts, Found, Listed, Tally, compare},
};

use super::{
    holding::{Ended, Holding, LOOKS_APART},
    kept::keep,
    listed::{self, OfDay},
};
use crate::{
    flows::{Settled, payment},
    store::reads::facts,
};

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
    let asked = Box::pin(ask(holding, &unsure(&first, |_| true), &mut unasked)).await?;
    let compared = if asked {
        let known = books(holding, &rows).await?;
        compare(day, &rows, &known)
    } else {
        first
    };
    told(holding, &compared);
    holding.renew().await?;
    let open = keep(&app, holding.run(), &compared.found, unasked.is_none()).await?;
    holding.held.run.tally.open = open;
    Ok(unasked)
}

/// Says how far it has come.
pub(super) fn told(holding: &mut Holding, compared: &Compared) {
    let asked = holding.run().tally.asked;
    holding.held.run.tally = Tally::of(compared, asked);
    holding.held.run.explained = Explained::of(compared);
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
    Ok(facts::of(&app.db, &run.provider, &orders).await?)
}

/// The payments to ask about, each with its order: those that differ as `of` says, and those with a row that waits, because the
/// provider may agree by now.
pub(super) fn unsure(
    compared: &Compared,
    of: impl Fn(&Found) -> bool,
) -> BTreeSet<(OrderId, String)> {
    let found = compared.found.iter().filter(|found| of(found));
    let differs = found.filter_map(|found| Some((found.order?, found.payment_key.clone())));
    let waits = compared.waiting();
    let waits = waits.filter_map(|row| Some((row.order?, row.payment_key.clone())));
    differs.chain(waits).collect()
}

/// Has the provider asked about each of these payments while it answers, and the books follow. That it knows none by that name is an
/// answer: the row stays a difference. Returns whether the books may have changed.
pub(super) async fn ask(
    holding: &mut Holding,
    named: &BTreeSet<(OrderId, String)>,
    unasked: &mut Option<String>,
) -> Result<bool, Ended> {
    let (app, provider) = (holding.app.clone(), holding.run().provider.clone());
    let named = holding.in_turn(named);
    for (nth, (order, key)) in named.iter().enumerate() {
        if let Some(why) = holding.silence.ends(named.len() - nth, unasked.as_deref()) {
            // Where the provider was silent before, that was said.
            if nth > 0 {
                *unasked = Some(why);
            }
            return Ok(nth > 0);
        }
        holding.renew().await?;
        let settled = payment::settle_listed(&app, &provider, *order, key);
        let Some(settled) = Box::pin(holding.during(settled)).await?? else {
            continue;
        };
        holding.silence.note(settled.as_ref().err());
        match settled {
            Ok(Settled::Done | Settled::Ended) => {}
            Ok(Settled::Later(why) | Settled::Stuck(why)) => {
                *unasked = Some(format!("{order}: {}", why.note));
            }
            Err(error) => *unasked = Some(format!("{order}: {error}")),
        }
        holding.held.run.tally.asked += 1;
        tokio::time::sleep(LOOKS_APART).await;
    }
    Ok(!named.is_empty())
}
