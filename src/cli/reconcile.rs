//! Comparing providers' days with the books from the command line.

mod shown;

use std::{
    collections::BTreeSet,
    io::{IsTerminal as _, Write as _},
    process::ExitCode,
    time::Duration,
};

use chrono::NaiveDate;
use clap::Args;
use domain::{
    actor::Actor,
    calendar::seoul,
    kind::ProviderId,
    reconcile::{Run, RunState, Source, Tally},
};

use super::{days::Span, serve};
use crate::{app::Shared, config::Settings, flows::reconcile, store::Db};

#[derive(Debug, Args)]
pub(super) struct Reconcile {
    /// Whose days: `toss`, `naverpay`, `kakaopay` or `portone`. Those of every configured provider when left out.
    #[arg(long, value_parser = provider)]
    provider: Option<ProviderId>,
    #[command(flatten)]
    days: Span,
    #[command(flatten)]
    settings: Settings,
}

pub(super) fn provider(text: &str) -> Result<ProviderId, String> {
    ProviderId::try_from(text.to_owned()).map_err(|error| error.to_string())
}

/// Exit code when something is not explained.
const DIFFERS: u8 = 1;
/// Exit code when the provider could not be asked, somebody else is at that day, or the command itself failed.
pub(super) const NOT_ASKED: u8 = 2;
/// How often the terminal says how far it has come.
const TOLD_EVERY: Duration = Duration::from_millis(500);

pub(super) async fn run(asked: Reconcile) -> anyhow::Result<ExitCode> {
    let db = Db::open_beside(&asked.settings.database).await?;
    serve::ensure_migrated(&db).await?;
    let app = serve::compose(asked.settings, db).await?;
    let done = async {
        let days = asked.days.days(seoul(app.now()).date_naive())?;
        let named = asked.provider.map(|provider| vec![provider]);
        let providers = named.unwrap_or_else(|| reconcile::compared(&app));
        each(&app, &providers, Source::Movements, &days).await
    };
    let code = Box::pin(done).await;
    app.end(serve::STOP_WITHIN).await;
    Ok(ExitCode::from(code?))
}

/// What many comparisons came to.
#[derive(Debug, Default)]
struct Sum {
    agreed: usize,
    differ: usize,
    failed: usize,
    /// Of those that finished.
    tally: Tally,
    waits: u64,
}

/// Compares day by day, each of every provider, and prints each. More than one end with a line about all of them. Returns the
/// worst exit code.
pub(super) async fn each(
    app: &Shared,
    providers: &[ProviderId],
    source: Source,
    days: &BTreeSet<NaiveDate>,
) -> anyhow::Result<u8> {
    let (mut sum, mut worst) = (Sum::default(), 0);
    for day in days {
        for provider in providers {
            let run = Box::pin(compared(app, provider, source, *day)).await?;
            let code = code(run.as_ref());
            match code {
                0 => sum.agreed += 1,
                DIFFERS => sum.differ += 1,
                _ => sum.failed += 1,
            }
            if let Some(run) = run.filter(|run| run.state == RunState::Finished) {
                sum.tally = sum.tally.plus(run.tally);
                sum.waits += run.explained.waits().rows;
            }
            worst = worst.max(code);
        }
    }
    if days.len() * providers.len() > 1 {
        total(&sum, days.len(), providers);
    }
    Ok(worst)
}

fn code(run: Option<&Run>) -> u8 {
    match run.map(|run| (run.state, run.tally.open)) {
        None | Some((RunState::Failed | RunState::Running, _)) => NOT_ASKED,
        Some((RunState::Finished, 0)) => 0,
        Some((RunState::Finished, _)) => DIFFERS,
    }
}

/// The line about all. That all is explained is not said where something was not compared.
fn total(sum: &Sum, days: usize, providers: &[ProviderId]) {
    let named: Vec<&str> = providers.iter().map(ProviderId::as_str).collect();
    let tally = sum.tally;
    let explained = if sum.failed == 0 {
        shown::explained(&tally)
    } else {
        "not all was compared".to_owned()
    };
    say!(
        "{days} days of {}: {} comparisons agree, {} differ, {} failed; {} rows, {} open, {} wait; {explained}",
        named.join(", "),
        sum.agreed,
        sum.differ,
        sum.failed,
        tally.rows,
        tally.open,
        sum.waits
    );
}

/// Compares a day, and prints what differs. `None` while another gateway is at it.
async fn compared(
    app: &Shared,
    provider: &ProviderId,
    source: Source,
    day: NaiveDate,
) -> anyhow::Result<Option<Run>> {
    let work = reconcile::compare(app, provider, source, day, Actor::Gateway);
    let run = Box::pin(watched(app, provider, day, work)).await?;
    match &run {
        Some(run) => shown::summary(app, run).await?,
        None => say!(
            "another gateway compares {day} of {} just now",
            provider.as_str()
        ),
    }
    Ok(run)
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
                "\r\x1b[K{} {day}: {} rows, {} explained, {} look-ups",
                provider.as_str(),
                tally.rows,
                tally.explained,
                tally.asked
            );
        }
    }
}
