//! Comparing a provider's day with the books from the command line.

use std::{
    io::{IsTerminal as _, Write as _},
    process::ExitCode,
    time::Duration,
};

use chrono::NaiveDate;
use clap::Args;
use domain::{
    actor::Actor,
    contradiction::ContradictionKind,
    kind::ProviderId,
    reconcile::{Discrepancy, DiscrepancyState, Run, RunState, Source},
};

use super::serve;
use crate::{
    app::Shared,
    config::Settings,
    flows::{
        page::Page,
        reconcile::{self, Sought},
    },
    store::Db,
};

#[derive(Debug, Args)]
pub(super) struct Reconcile {
    /// Whose day: `toss`, `naverpay`, `kakaopay` or `portone`.
    #[arg(long, value_parser = provider)]
    provider: ProviderId,
    /// A day of Seoul that is over: 2026-04-08.
    #[arg(long, value_parser = day)]
    date: NaiveDate,
    #[command(flatten)]
    settings: Settings,
}

pub(super) fn provider(text: &str) -> Result<ProviderId, String> {
    ProviderId::try_from(text.to_owned()).map_err(|error| error.to_string())
}

pub(super) fn day(text: &str) -> Result<NaiveDate, String> {
    let day = text.parse();
    day.map_err(|error| format!("is a day like 2026-04-08: {error}"))
}

/// Exit code when something is not explained.
const DIFFERS: u8 = 1;
/// Exit code when the provider could not be asked, or somebody else is at that day.
const NOT_ASKED: u8 = 2;
/// How often the terminal says how far it has come.
const TOLD_EVERY: Duration = Duration::from_millis(500);
/// Most differences that are printed: a screen or two. The API lists them all.
const SHOWN_MAX: i64 = 100;

pub(super) async fn run(asked: Reconcile) -> anyhow::Result<ExitCode> {
    let db = Db::open_beside(&asked.settings.database).await?;
    serve::ensure_migrated(&db).await?;
    let app = serve::compose(asked.settings, db).await?;
    let code = Box::pin(compared(
        &app,
        &asked.provider,
        Source::Movements,
        asked.date,
    ))
    .await;
    app.end(serve::STOP_WITHIN).await;
    Ok(ExitCode::from(code?))
}

/// Compares a day, prints what differs, and returns the exit code.
pub(super) async fn compared(
    app: &Shared,
    provider: &ProviderId,
    source: Source,
    day: NaiveDate,
) -> anyhow::Result<u8> {
    let work = reconcile::compare(app, provider, source, day, Actor::Gateway);
    if let Some(run) = Box::pin(watched(app, provider, day, work)).await? {
        return summary(app, &run).await;
    }
    say!("another gateway compares this day just now");
    Ok(NOT_ASKED)
}

/// Waits, and says on a terminal how far it has come.
async fn watched<T>(
    app: &Shared,
    provider: &ProviderId,
    day: NaiveDate,
    work: impl Future<Output = T>,
) -> T {
    let mut work = std::pin::pin!(work);
    let terminal = std::io::stderr().is_terminal();
    loop {
        if let Ok(done) = tokio::time::timeout(TOLD_EVERY, &mut work).await {
            if terminal {
                let _gone = write!(std::io::stderr(), "\r\x1b[K");
            }
            return done;
        }
        if terminal && let Ok(Some(run)) = reconcile::running(app, provider, day).await {
            let tally = run.tally;
            let _gone = write!(
                std::io::stderr(),
                "\r\x1b[K{day}: {} rows, {} explained, {} look-ups",
                tally.rows,
                tally.explained,
                tally.asked
            );
        }
    }
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

async fn summary(app: &Shared, run: &Run) -> anyhow::Result<u8> {
    let sought = Sought {
        state: Some(DiscrepancyState::Open),
        provider: Some(run.provider.clone()),
        source: Some(run.source),
        ..Sought::default()
    };
    let first = Page {
        limit: SHOWN_MAX,
        after: None,
    };
    let open = reconcile::discrepancies(app, &sought, first).await?;
    let of_day: Vec<&Discrepancy> = open.items.iter().filter(|it| it.day == run.day).collect();
    if !of_day.is_empty() {
        say!(
            "{:14} {:9} {:>14} {:>14}  order or row",
            "type",
            "movement",
            "theirs",
            "ours"
        );
    }
    for it in of_day {
        let won = |amount: Option<domain::money::Won>| {
            amount.map_or_else(|| "-".to_owned(), |amount| amount.to_string())
        };
        let (found, theirs, ours) = (&it.found, won(it.found.theirs), won(it.found.ours));
        let (kind, movement) = (found.kind.as_str(), found.movement.as_str());
        say!(
            "{kind:14} {movement:9} {theirs:>14} {ours:>14}  {} {}",
            found.order_ref,
            found.row_key
        );
    }
    tell_waiting(run);
    let tally = run.tally;
    say!(
        "{} of {} on {}: {} rows, {} of other systems, {} look-ups, {} open, {} wait; explained {}, {} of the won",
        run.source,
        run.provider.as_str(),
        run.day,
        tally.rows,
        tally.foreign,
        tally.asked,
        tally.open,
        run.explained.waits().rows,
        tally.explained_percent(),
        tally.explained_won_percent()
    );
    if let Some(error) = &run.error {
        say!("not all could be asked: {error}");
    }
    Ok(match (run.state, tally.open) {
        (RunState::Failed | RunState::Running, _) => NOT_ASKED,
        (RunState::Finished, 0) => 0,
        (RunState::Finished, _) => DIFFERS,
    })
}
