//! Personal data whose time is over: shown, and removed when that is confirmed.

use std::{
    io::{IsTerminal as _, Write as _},
    process::ExitCode,
};

use chrono::{DateTime, FixedOffset, Utc};
use clap::{Args, Subcommand};

use super::{exit, offline::instant, serve};
use crate::{
    clock::{Clock as _, SystemClock},
    config::Database,
    entropy::SystemEntropy,
    flows::retention::{self, Asked, Done, Mode},
    store::{Db, retention::rewrite},
};

#[derive(Debug, Args)]
pub(super) struct RetentionCommand {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Counts the rows whose personal data is over its time (docs/retention.md), and removes the data with --confirm.
    Run(Removing),
}

#[derive(Debug, Args)]
struct Removing {
    /// Only counts. It is what happens without --confirm as well.
    #[arg(long, conflicts_with_all = ["confirm", "rewrite"])]
    dry_run: bool,
    /// Removes. Gateways may run meanwhile; a run that was stopped is begun again.
    #[arg(long)]
    confirm: bool,
    /// The instant at which times are over (RFC 3339); now, when left out, and not later than that with --confirm.
    #[arg(long, value_parser = instant)]
    as_of: Option<DateTime<FixedOffset>>,
    /// Then writes the tables anew, so that no earlier byte stays in their files. Stop the gateways first: everything waits
    /// for it.
    #[arg(long, requires = "confirm")]
    rewrite: bool,
    #[command(flatten)]
    database: Database,
}

/// Exit code 1 when a row is not as it was recorded.
pub(super) async fn run(command: RetentionCommand) -> anyhow::Result<ExitCode> {
    let Act::Run(asked) = command.act;
    let clock = SystemClock::new();
    let as_of = asked.as_of.map(|at| at.with_timezone(&Utc));
    let as_of = as_of.unwrap_or_else(|| clock.now());
    let mode = if asked.confirm {
        Mode::Remove
    } else {
        Mode::Look
    };
    anyhow::ensure!(
        mode == Mode::Look || as_of <= clock.now(),
        "--as-of is in the future: nothing is removed before its time"
    );
    let db = match mode {
        Mode::Look => Db::open_read_only(&asked.database).await?,
        Mode::Remove => Db::open_beside(&asked.database).await?,
    };
    serve::ensure_migrated(&db).await?;
    let shown = std::io::stderr().is_terminal();
    let progress = |done: &Done| {
        if shown {
            let (removal, rows, of) = (done.rule.removal, done.rows, done.looked_at);
            let _nobody_reads = write!(std::io::stderr(), "\r{removal}: {rows} of {of} rows");
        }
    };
    let all = retention::run(
        &db,
        Asked { as_of, mode },
        &clock,
        &mut SystemEntropy::new(),
        progress,
    )
    .await?;
    if shown {
        let _nobody_reads = writeln!(std::io::stderr());
    }
    let sound = all.iter().all(|done| done.unlike.is_empty());
    summary(&all, mode);
    if asked.rewrite {
        rewrite(&db).await?;
        say!(
            "the tables were written anew; the database's own logs and backups have earlier bytes until they go"
        );
    }
    db.close().await;
    Ok(exit(sound))
}

fn summary(all: &[Done], mode: Mode) {
    for done in all {
        let columns: Vec<&str> = done.rule.names().collect();
        let (table, columns) = (done.rule.table, columns.join(", "));
        say!(
            "{:>10}  {}: {table} ({columns})",
            done.rows,
            done.rule.removal
        );
        for id in &done.unlike {
            say!(
                "            {table} {id} is not as the journal recorded it, and was left alone: see `audit`"
            );
        }
        if done.held > 0 {
            say!(
                "            {} more were held by others: run it again",
                done.held
            );
        }
    }
    let rows: u64 = all.iter().map(|done| done.rows).sum();
    match mode {
        Mode::Look => say!("{rows} rows would be emptied of personal data: --confirm does it"),
        Mode::Remove => say!("{rows} rows were emptied of personal data"),
    }
}
