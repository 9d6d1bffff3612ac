//! The credits policy from the command line: a draft is checked, compared, simulated and published.

mod table;
mod text;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use chrono::{DateTime, FixedOffset, Utc};
use clap::{Args, Subcommand};
use domain::{
    actor::Actor,
    policy::{DOCUMENT_BYTES_MAX, Diff, Fault, Policies, Policy},
    rulebook::Rulebook,
    simulation::Simulation,
};

use super::{exit, offline::instant, serve};
use crate::{
    clock::{Clock as _, SystemClock},
    config::{Database, Documents},
    entropy::SystemEntropy,
    flows::policies::{self, DraftError, Published},
    store::Db,
};

#[derive(Debug, Args)]
pub(super) struct PolicyCommand {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Names everything that is wrong with a draft; exit code 1 when something is.
    Check {
        file: PathBuf,
        /// Prints the faults as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Says rule by rule what a version changes against another, and the notice that it needs.
    Diff {
        /// A file, or a published version.
        old: String,
        /// A file, or a published version.
        new: String,
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        beside: Beside,
    },
    /// Stores a version in the database. Running gateways take it up within seconds, and it applies from its effective
    /// instant on.
    Publish {
        file: PathBuf,
        #[command(flatten)]
        beside: Beside,
    },
    /// Says whose payments and how much money a draft touches. Nothing is written to the database.
    Simulate(Simulate),
}

#[derive(Debug, Args)]
struct Simulate {
    file: PathBuf,
    /// The instant at which payments are judged (RFC 3339); when the draft takes effect, or now where that is later, when
    /// left out.
    #[arg(long, value_parser = instant)]
    at: Option<DateTime<FixedOffset>>,
    #[arg(long)]
    json: bool,
    /// Writes a row for every payment into this file.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    #[command(flatten)]
    beside: Beside,
}

/// The published versions, and the configured documents.
#[derive(Debug, Args)]
struct Beside {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    documents: Documents,
}

impl Beside {
    /// The rules that a gateway with these documents knows.
    async fn rules(&self, db: &Db) -> anyhow::Result<Rulebook> {
        serve::ensure_migrated(db).await?;
        let documents = &self.documents;
        let (rules, days) = (documents.rulebook()?, documents.policy_notice_days);
        Ok(policies::look(db, rules, documents.is_built_in(), days).await?)
    }
}

pub(super) async fn run(command: PolicyCommand) -> anyhow::Result<ExitCode> {
    match command.act {
        Act::Check { file, json } => check(&file, json),
        Act::Diff {
            old,
            new,
            json,
            beside,
        } => diff([&old, &new], json, &beside).await,
        Act::Publish { file, beside } => publish(&file, &beside).await,
        Act::Simulate(asked) => simulate(&asked).await,
    }
}

/// A file that is much too large is not read.
fn read(file: &Path) -> anyhow::Result<String> {
    let named = || file.display().to_string();
    let bytes = std::fs::metadata(file).with_context(named)?.len();
    anyhow::ensure!(
        usize::try_from(bytes).is_ok_and(|bytes| bytes <= DOCUMENT_BYTES_MAX),
        "{}: has {bytes} bytes, a policy has at most {DOCUMENT_BYTES_MAX}",
        named()
    );
    std::fs::read_to_string(file).with_context(named)
}

fn check(file: &Path, json: bool) -> anyhow::Result<ExitCode> {
    let found = Policy::check(&read(file)?);
    if json {
        let faults = found.as_ref().err().map_or(&[][..], Vec::as_slice);
        say!("{}", serde_json::to_string_pretty(faults)?);
        return Ok(exit(found.is_ok()));
    }
    match &found {
        Ok(policy) => say!(
            "policy {} is sound, SHA-256 {}",
            policy.version,
            policy.hash
        ),
        Err(faults) => wrong(faults),
    }
    Ok(exit(found.is_ok()))
}

fn wrong(faults: &[Fault]) {
    for fault in faults {
        say!("WRONG  {fault}");
    }
}

/// The database is opened only for a version that is no file.
async fn diff(names: [&str; 2], json: bool, beside: &Beside) -> anyhow::Result<ExitCode> {
    let mut published: Option<Policies> = None;
    let mut versions = Vec::new();
    for name in names {
        let file = Path::new(name);
        if file.is_file() {
            match Policy::check(&read(file)?) {
                Ok(policy) => versions.push(policy),
                Err(faults) => {
                    say!("{name}:");
                    wrong(&faults);
                    return Ok(exit(false));
                }
            }
            continue;
        }
        if published.is_none() {
            let db = Db::open_read_only(&beside.database).await?;
            published = Some(beside.rules(&db).await?.policies);
            db.close().await;
        }
        let known = published.as_ref().and_then(|known| known.get(name));
        let known = known.with_context(|| format!("{name} is no file and no published version"))?;
        versions.push(known.clone());
    }
    let diff = Diff::between(
        &versions[0],
        &versions[1],
        beside.documents.policy_notice_days,
    );
    if json {
        say!("{}", serde_json::to_string_pretty(&diff)?);
    } else {
        text::diff(&diff);
    }
    Ok(ExitCode::SUCCESS)
}

async fn publish(file: &Path, beside: &Beside) -> anyhow::Result<ExitCode> {
    let document = read(file)?;
    let db = Db::open_beside(&beside.database).await?;
    serve::ensure_migrated(&db).await?;
    let (days, now) = (
        beside.documents.policy_notice_days,
        SystemClock::new().now(),
    );
    let mut ids = SystemEntropy::new();
    let done = policies::publish_draft(&db, &document, days, Actor::Gateway, now, &mut ids).await;
    db.close().await;
    match done {
        Ok(Published { policy, new }) => {
            text::published(&policy, new.as_ref());
            Ok(ExitCode::SUCCESS)
        }
        Err(DraftError::Faults(faults)) => {
            wrong(&faults);
            Ok(exit(false))
        }
        Err(DraftError::Published(error)) => {
            wrong(&[error.fault()]);
            Ok(exit(false))
        }
        Err(DraftError::Store(error)) => Err(error.into()),
    }
}

async fn simulate(asked: &Simulate) -> anyhow::Result<ExitCode> {
    let draft = match Policy::check(&read(&asked.file)?) {
        Ok(draft) => draft,
        Err(faults) => {
            wrong(&faults);
            return Ok(exit(false));
        }
    };
    let db = Db::open_read_only(&asked.beside.database).await?;
    let rules = asked.beside.rules(&db).await?;
    let days = asked.beside.documents.policy_notice_days;
    let at = asked.at.map(|at| at.with_timezone(&Utc));
    let simulation = Simulation::new(&rules, &draft, at, SystemClock::new().now(), days)?;
    let mut table = asked.csv.as_deref().map(table::Table::create).transpose()?;
    let report = policies::simulate(&db, simulation, |rows| {
        table.as_mut().map_or(Ok(()), |table| table.add(rows))
    })
    .await?;
    db.close().await;
    if let Some(table) = table {
        table.end()?;
    }
    if asked.json {
        say!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        text::report(&report);
    }
    Ok(ExitCode::SUCCESS)
}
