//! Settlements from the command line: files taken in, days compared, money on the account matched.

use std::{
    collections::BTreeSet,
    io::Read as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use domain::{actor::Actor, calendar::seoul, kind::ProviderId, reconcile::Source};
use providers::{
    bank::statement,
    settlements::{self as files, Form},
};

use super::{
    days::{self, Span},
    reconcile::{each, provider},
    serve,
};
use crate::{
    app::Shared,
    config::Settings,
    flows::settlements::{self, Imported, Sent, Way, What},
    store::Db,
};

#[derive(Debug, Args)]
pub(super) struct Settlements {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Takes in a provider's settlement file (CSV, xlsx, xls), and compares each of its days. The same file a second time changes
    /// nothing.
    Import(Box<Import>),
    /// Compares what a provider pays out of a day's sales with the books; one with reports is asked first.
    Compare(Box<Compare>),
    /// Takes in the statement of the seller's account, and compares what arrived from a provider with what it pays out.
    Statement(Box<Statement>),
}

#[derive(Debug, Args)]
struct Import {
    /// The file as the provider's console gives it.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Whose it is: `kakaopay`, `naverpay` or `toss`.
    #[arg(long, value_parser = provider)]
    provider: ProviderId,
    /// Which heading means what (TOML), where the built-in form does not fit.
    #[arg(long, value_name = "FILE")]
    form: Option<PathBuf>,
    /// Only takes it in, and compares nothing.
    #[arg(long)]
    only_keep: bool,
    /// Who vouches for the file; kept with it.
    #[arg(long, env = "USER", default_value = "operator")]
    by: String,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Debug, Args)]
struct Compare {
    #[arg(long, value_parser = provider)]
    provider: ProviderId,
    #[command(flatten)]
    days: Span,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Debug, Args)]
struct Statement {
    /// The statement as the bank exports it: CSV with a header row in Korean or English.
    #[arg(value_name = "CSV")]
    file: PathBuf,
    #[arg(long, value_parser = provider)]
    provider: ProviderId,
    /// By which names the provider pays (TOML), where the built-in form does not know them.
    #[arg(long, value_name = "FILE")]
    form: Option<PathBuf>,
    #[arg(long, env = "USER", default_value = "operator")]
    by: String,
    #[command(flatten)]
    settings: Settings,
}

/// Rows that could not be read and are printed: a screen.
const UNREAD_SHOWN_MAX: usize = 40;

pub(super) async fn run(asked: Settlements) -> anyhow::Result<ExitCode> {
    match asked.act {
        Act::Import(asked) => Box::pin(import(*asked)).await,
        Act::Compare(asked) => Box::pin(compare(*asked)).await,
        Act::Statement(asked) => Box::pin(money(*asked)).await,
    }
}

async fn import(asked: Import) -> anyhow::Result<ExitCode> {
    let form = form(&asked.provider, asked.form.as_deref())?;
    let file = || asked.file.display().to_string();
    let bytes = read(&asked.file, files::BYTES_MAX).with_context(file)?;
    let app = Box::pin(open(asked.settings)).await?;
    let by = Actor::Import(asked.by);
    let sent = Sent {
        what: What::Settlement,
        way: Way::Machine,
        provider: asked.provider.clone(),
        name: named(&asked.file),
        bytes: bytes.into(),
        form: Some(form),
    };
    let done = async {
        let taken = settlements::take_in(&app, &by, sent)
            .await
            .with_context(file)?;
        told(&taken);
        let code = if asked.only_keep {
            0
        } else {
            over(&app, asked.provider, Source::Settlements, &taken.days).await?
        };
        anyhow::Ok(code.max(u8::from(!taken.unread.is_empty())))
    };
    let code = Box::pin(done).await;
    app.end(serve::STOP_WITHIN).await;
    Ok(ExitCode::from(code?))
}

async fn compare(asked: Compare) -> anyhow::Result<ExitCode> {
    let app = Box::pin(open(asked.settings)).await?;
    let done = async {
        let days = asked.days.days(seoul(app.now()).date_naive())?;
        each(&app, &[asked.provider], Source::Settlements, &days).await
    };
    let code = Box::pin(done).await;
    app.end(serve::STOP_WITHIN).await;
    Ok(ExitCode::from(code?))
}

async fn money(asked: Statement) -> anyhow::Result<ExitCode> {
    let form = form(&asked.provider, asked.form.as_deref())?;
    let file = || asked.file.display().to_string();
    let bytes = read(&asked.file, statement::BYTES_MAX).with_context(file)?;
    let app = Box::pin(open(asked.settings)).await?;
    let by = Actor::Import(asked.by);
    let sent = Sent {
        what: What::Statement,
        way: Way::Machine,
        provider: asked.provider.clone(),
        name: named(&asked.file),
        bytes: bytes.into(),
        form: Some(form),
    };
    let done = async {
        let taken = settlements::take_in(&app, &by, sent)
            .await
            .with_context(file)?;
        told(&taken);
        let due = settlements::due(&app, &asked.provider, &taken.days).await?;
        over(&app, asked.provider, Source::Statement, &due).await
    };
    let code = Box::pin(done).await;
    app.end(serve::STOP_WITHIN).await;
    Ok(ExitCode::from(code?))
}

/// Compares those days of a file that are over, and names the others; the worst exit code.
async fn over(
    app: &Shared,
    provider: ProviderId,
    source: Source,
    of_file: &BTreeSet<NaiveDate>,
) -> anyhow::Result<u8> {
    days::check_number(of_file)?;
    let today = seoul(app.now()).date_naive();
    let (over, later): (BTreeSet<NaiveDate>, BTreeSet<NaiveDate>) =
        of_file.iter().copied().partition(|day| *day < today);
    for day in later {
        say!("{day} is not over yet: compare it later");
    }
    each(app, &[provider], source, &over).await
}

fn told(taken: &Imported) {
    if taken.before {
        say!("this content was imported before, as {}", taken.import.id);
    }
    let (kept, unread) = (taken.kept, taken.unread.len());
    say!(
        "{}: {} new rows, {} known, {unread} could not be read",
        taken.import.id,
        kept.added,
        kept.known
    );
    for (line, why) in taken.unread.iter().take(UNREAD_SHOWN_MAX) {
        say!("{line:>6}  {}: {}", why.field, why.rule);
    }
}

fn form(provider: &ProviderId, file: Option<&Path>) -> anyhow::Result<Form> {
    match file {
        Some(file) => {
            let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
            Ok(Form::read(&text)?)
        }
        None => Form::of(provider)
            .with_context(|| format!("{provider} has no built-in form: give one with --form")),
    }
}

async fn open(settings: Settings) -> anyhow::Result<Shared> {
    let db = Db::open_beside(&settings.database).await?;
    serve::ensure_migrated(&db).await?;
    serve::compose(settings, db).await
}

fn named(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// One byte more than the limit, so that whoever reads it sees that it is too much.
fn read(file: &Path, bytes_max: usize) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX);
    std::fs::File::open(file)?
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}
