//! What a comparison found, as the command line prints it.

use domain::{
    contradiction::ContradictionKind,
    money::Won,
    reconcile::{Discrepancy, DiscrepancyState, Run, RunState, Tally},
};

use crate::{
    app::Shared,
    flows::{
        page::Page,
        reconcile::{self, Sought},
    },
};

/// Most differences of a comparison that are printed: a screen or two. The API lists them all.
const SHOWN_MAX: i64 = 100;

/// The table of what is open, the rows that wait, and the line that says how much is explained.
pub(super) async fn summary(app: &Shared, run: &Run) -> anyhow::Result<()> {
    table(app, run).await?;
    tell_waiting(run);
    let tally = run.tally;
    let explained = match run.state {
        RunState::Finished => explained(&tally),
        RunState::Failed | RunState::Running => "not compared as a whole".to_owned(),
    };
    say!(
        "{} of {} on {}: {} rows, {} of other systems, {} look-ups, {} open, {} wait; {explained}",
        run.source,
        run.provider.as_str(),
        run.day,
        tally.rows,
        tally.foreign,
        tally.asked,
        tally.open,
        run.explained.waits().rows
    );
    if let Some(error) = &run.error {
        say!("not all could be asked: {error}");
    }
    Ok(())
}

/// `explained 100.000 %, 100.000 % of the won`.
pub(super) fn explained(tally: &Tally) -> String {
    let (rows, won) = (tally.explained_percent(), tally.explained_won_percent());
    format!("explained {rows}, {won} of the won")
}

/// What of the day is open with this source, the newest first.
async fn table(app: &Shared, run: &Run) -> anyhow::Result<()> {
    let sought = Sought {
        state: Some(DiscrepancyState::Open),
        kind: None,
        provider: Some(run.provider.clone()),
        source: Some(run.source),
        day: Some(run.day),
    };
    let first = Page {
        limit: SHOWN_MAX,
        after: None,
    };
    let open = reconcile::discrepancies(app, &sought, first).await?;
    if open.items.is_empty() {
        return Ok(());
    }
    say!(
        "{:14} {:9} {:>14} {:>14}  order or row",
        "type",
        "movement",
        "theirs",
        "ours"
    );
    for it in &open.items {
        line(it);
    }
    if open.next.is_some() {
        let all = reconcile::open_of_day(app, run).await?;
        let shown = u64::try_from(open.items.len()).unwrap_or(u64::MAX);
        let rest = all.saturating_sub(shown);
        say!("{rest} more: GET /v1/discrepancies lists all of the day");
    }
    Ok(())
}

fn line(it: &Discrepancy) {
    let won = |amount: Option<Won>| amount.map_or_else(|| "-".to_owned(), |it| it.to_string());
    let (found, theirs, ours) = (&it.found, won(it.found.theirs), won(it.found.ours));
    let (kind, movement) = (found.kind.as_str(), found.movement.as_str());
    say!(
        "{kind:14} {movement:9} {theirs:>14} {ours:>14}  {} {}",
        found.order_ref,
        found.row_key
    );
}

/// What is explained and not over: each row with what it waits for.
fn tell_waiting(run: &Run) {
    let waits = run.explained.waits();
    if waits.rows == 0 {
        return;
    }
    for it in &run.explained.waiting {
        let id = it.contradiction.map(|id| id.to_string());
        let id = id.or_else(|| it.refund.map(|id| id.to_string()));
        let kind = it.kind.map_or(it.by.as_str(), ContradictionKind::as_str);
        let (movement, id) = (it.movement.as_str(), id.unwrap_or_default());
        let (amount, row) = (it.amount, &it.row_key);
        say!("waits: {kind} {movement} {amount} won  {id} {row}");
    }
    let rest = waits
        .rows
        .saturating_sub(u64::try_from(run.explained.waiting.len()).unwrap_or(0));
    if rest > 0 {
        say!("waits: {rest} rows more");
    }
}
