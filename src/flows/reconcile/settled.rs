//! The comparison of what a provider settles of one day: ask where it reports, compare what is kept, ask about what is not
//! explained, compare again.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, TimeDelta};
use domain::{
    id::OrderId,
    reconcile::{Compared, DiscrepancyKind, Facts, Found, Run},
    settlement::{Line, Row, compare, matched, nothing_settled},
};

use super::{
    holding::{Ended, Holding},
    kept::keep,
    listed::midnight,
    swept::{ask, told, unsure},
};
use crate::{
    app::App,
    flows::settlements::keep_reported,
    store::{
        reads::facts,
        settlements::{self, Match},
    },
};

/// Compares the day. Returns what could not be asked, where it is not the whole.
pub(super) async fn settled(holding: &mut Holding) -> Result<Option<String>, Ended> {
    let (app, run) = (holding.app.clone(), holding.run().clone());
    let provider = app.provider(&run.provider)?;
    let by_file = provider.settlements().is_none();
    if let Some(reports) = provider.settlements() {
        // A movement around midnight may be reported on either day.
        let days = (run.day - Days::new(1), run.day + Days::new(1));
        match holding.during(reports.settlements(days.0, days.1)).await? {
            Ok(rows) => keep_reported(&app, &run.provider, rows).await?,
            Err(error) => return Ok(Some(error.to_string())),
        }
    }
    holding.renew().await?;
    let first = Sides::read(&app, &run).await?;
    let compared = first.compare(&app, &run, by_file);
    told(holding, &compared);
    let mut unasked = None;
    // What a line says of its own fee no look-up changes.
    let of_movements = |found: &Found| {
        !matches!(found.kind, DiscrepancyKind::Fee | DiscrepancyKind::Vat)
            && !found.payment_key.is_empty()
    };
    let named = unsure(&compared, of_movements);
    let asked = Box::pin(ask(holding, &named, &mut unasked)).await?;
    let (sides, compared) = if asked {
        let sides = Sides::read(&app, &run).await?;
        let compared = sides.compare(&app, &run, by_file);
        (sides, compared)
    } else {
        (first, compared)
    };
    told(holding, &compared);
    holding.renew().await?;
    settlements::match_rows(&app.db, &sides.matches(&run)).await?;
    let open = keep(&app, holding.run(), &compared.found, unasked.is_none()).await?;
    holding.held.run.tally.open = open;
    Ok(unasked)
}

/// What is kept of a provider's settlement of a day, and what the books have of it.
struct Sides {
    rows: Vec<Row>,
    facts: BTreeMap<OrderId, Facts>,
}

impl Sides {
    async fn read(app: &App, run: &Run) -> Result<Self, Ended> {
        let (db, provider) = (&app.db, &run.provider);
        let sold = settlements::sold(db, provider, run.day).await?;
        let from = midnight(run.day);
        let mut orders = facts::moved(db, provider, (from, from + TimeDelta::days(1))).await?;
        orders.extend(sold.iter().filter_map(|row| row.line.order()));
        let unnamed = sold.iter().filter(|row| row.line.order().is_none());
        let keys: BTreeSet<&str> = unnamed.map(|row| row.line.payment_key.as_str()).collect();
        let keys: Vec<&str> = keys.into_iter().filter(|key| !key.is_empty()).collect();
        orders.extend(facts::of_keys(db, provider, &keys).await?);
        let facts = facts::of(db, provider, &orders).await?;
        let rows = whole(app, run, sold, &facts).await?;
        Ok(Self { rows, facts })
    }

    /// Where the provider's files have nothing of the day, that is one difference.
    fn compare(&self, app: &App, run: &Run, by_file: bool) -> Compared {
        let lines: Vec<Line> = self.rows.iter().map(|row| row.line.clone()).collect();
        let compared = compare(run.day, &lines, &self.facts, app.fees.of(&run.provider));
        let nothing = by_file && lines.iter().all(|line| line.sold_on != run.day);
        if nothing {
            nothing_settled(run.day, compared)
        } else {
            compared
        }
    }

    /// What the books have of each row of the day.
    fn matches(&self, run: &Run) -> Vec<Match> {
        let of_day = self.rows.iter().filter(|row| row.line.sold_on == run.day);
        let found = of_day.filter_map(|row| {
            let it = matched(&row.line, &self.facts);
            let known = (row.order, row.payment, row.refund);
            let now = (it.order, it.payment, it.refund);
            (now != known).then_some((row.id, now.0, now.1, now.2))
        });
        found.collect()
    }
}

/// The rows of the day with every other row of the same payments, whatever day it is of.
async fn whole(
    app: &App,
    run: &Run,
    sold: Vec<Row>,
    facts: &BTreeMap<OrderId, Facts>,
) -> Result<Vec<Row>, Ended> {
    let mut keys: BTreeSet<&str> = sold
        .iter()
        .map(|row| row.line.payment_key.as_str())
        .collect();
    let booked = facts.values().filter_map(|facts| facts.payment.as_ref());
    keys.extend(booked.map(|booked| booked.key.as_str()));
    keys.remove("");
    let keys: Vec<&str> = keys.into_iter().collect();
    let orders: Vec<String> = facts.keys().map(OrderId::to_string).collect();
    let orders: Vec<&str> = orders.iter().map(String::as_str).collect();
    let of_payments = settlements::of_payments(&app.db, &run.provider, &keys).await?;
    let of_orders = settlements::of_order(&app.db, &run.provider, &orders).await?;
    let all = sold.iter().cloned().chain(of_payments).chain(of_orders);
    let each: BTreeMap<_, Row> = all.map(|row| (row.id, row)).collect();
    Ok(each.into_values().collect())
}
