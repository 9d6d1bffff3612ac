//! The command line: commands for engineers, and their output.

/// Writes a line to standard output, of the form that `println!` takes.
macro_rules! say {
    ($($line:tt)+) => { $crate::cli::write_line(format_args!($($line)+)) };
}

mod accounts;
mod check;
mod contracts;
mod days;
mod dev;
mod dev_clock;
mod drill;
mod export;
mod health;
mod import;
mod keys;
mod manual;
mod mcp;
mod offline;
mod operators;
mod policy;
mod reconcile;
mod retention;
mod seal;
mod serve;
mod settlements;
mod statement;

use std::{io::Write as _, process::ExitCode};

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use domain::id::OrderId;

use crate::{
    config::{self, Database, Settings},
    telemetry::{self, LogFormat, traces::Collector},
};

/// Sells prepaid AI credits for won through Korean payment providers, and gives money back for those not used.
#[derive(Debug, Parser)]
#[command(name = "credit-gateway", version, max_term_width = 100)]
pub struct Cli {
    /// Settings file (TOML). Flags and environment stand above it.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<std::path::PathBuf>,
    #[arg(
        long,
        global = true,
        value_enum,
        env = "CREDIT_GATEWAY_LOG",
        default_value = "text"
    )]
    log: LogFormat,
    /// What is logged, in the form that `tracing` gives it: `info`, `warn`, `info,request=off`.
    #[arg(long, global = true, env = "RUST_LOG", default_value = LOG_FILTER)]
    log_filter: String,
    #[command(flatten)]
    traces: config::TraceSettings,
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Everything in one process: gateway, simulated providers, sample catalogue, demo keys.
    Dev(Box<dev::Dev>),
    /// Runs the gateway.
    Serve(Box<Settings>),
    /// Brings the database up to this version.
    Migrate(Database),
    /// Checks settings, documents, provider keys and database, and names what is wrong.
    Check(Box<Settings>),
    /// Makes, lists and revokes API keys.
    Key(keys::Keys),
    /// Adds, lists, disables and resets the people who sign in at the desk (`/console`).
    Operator(operators::Operators),
    /// Keys that encrypt the accounts that refunds go to: makes them, and moves all accounts under the first.
    Accounts(accounts::Accounts),
    /// Checks and publishes enterprise contracts.
    Contract(contracts::Contracts),
    /// Says until when credits bought then could be used and refunded, and why.
    Terms(offline::TermsOf),
    /// Checks, compares, simulates and publishes versions of the credits policy.
    Policy(Box<policy::PolicyCommand>),
    /// Finds out from the provider what became of an order's payment.
    Sync {
        order: OrderId,
        #[command(flatten)]
        settings: Box<Settings>,
    },
    /// Compares what providers list of days with the books; exit code 1 when something differs, 2 when not all could be asked.
    /// Of many comparisons it is the worst.
    Reconcile(Box<reconcile::Reconcile>),
    /// Takes in what providers pay out, and compares it with the books, down to the won; exit code 1 when something is not explained, 2
    /// when it could not be compared.
    Settlements(Box<settlements::Settlements>),
    /// Takes in the deposits of a bank statement (CSV). The same rows a second time change nothing.
    Import(Box<import::Import>),
    /// Writes entries, lots, spends or use to a file, as CSV or JSON, while a gateway runs or not.
    Export(Box<export::Export>),
    /// Evaluates every invariant over the database; exit code 1 when one is broken.
    Audit(offline::Audit),
    /// Signs where the journal has come to, so that `audit --seal` finds any rewrite of what was before.
    Seal(seal::MakeSeal),
    /// The drill of a restore: migrates a copy, audits it and compares it with a seal. Exit code 1 when it is not sound.
    Drill(Box<drill::Drill>),
    /// Makes the key that signs seals. Keep it where nobody who has the database can read it.
    SealKey(seal::SealKey),
    /// Statements of a customer's credits: makes them, verifies them without a database, makes the key that signs them.
    Statement(statement::Statements),
    /// Shows and removes personal data whose time is over.
    Retention(retention::RetentionCommand),
    /// Asks a gateway on this machine whether it is alive; exit code 1 when it is not.
    Health(health::Health),
    /// Prints what a shell needs to complete commands and flags.
    Completions(manual::Completions),
    /// Prints the manual page, or writes one for every command.
    Man(manual::Manual),
    /// Prints the API as an `OpenAPI` 3.1 document, as `/openapi.json` gives it.
    Openapi,
    /// Lets a language model help support, by the Model Context Protocol on standard input and output: it reads, asks
    /// for quotes, and asks for refunds that a person approves.
    Mcp(mcp::Mcp),
    /// Runs the simulated providers alone.
    Sandbox(dev::SandboxAlone),
}

/// The default log filter.
const LOG_FILTER: &str = "info";

/// Runs the command of the command line.
pub async fn run() -> anyhow::Result<ExitCode> {
    let given = config::given(Cli::command()).map_err(anyhow::Error::msg)?;
    if given.act().as_deref() == Some(check::NAME) {
        let (matches, findings) = given.leniently(check::NAME);
        let cli = read(&matches)?;
        return match cli.act {
            Act::Check(settings) => check::run(&settings, findings).await,
            _ => anyhow::bail!("the command line reads as two commands"),
        };
    }
    let unknown = given.unknown_variables.join(", ");
    let cli = read(&given.strictly().map_err(anyhow::Error::msg)?)?;
    if !unknown.is_empty() && matches!(cli.act, Act::Serve(_)) {
        tracing::warn!("Variables that look like settings and are none: {unknown}");
    }
    match cli.act {
        Act::Dev(dev) => Box::pin(dev::run(*dev)).await?,
        Act::Serve(settings) => Box::pin(serve::run(*settings)).await?,
        Act::Migrate(database) => offline::migrate(&database).await?,
        Act::Check(settings) => return check::run(&settings, config::Findings::default()).await,
        Act::Key(keys) => keys::run(keys).await?,
        Act::Operator(asked) => operators::run(asked).await?,
        Act::Accounts(asked) => return accounts::run(asked).await,
        Act::Contract(asked) => contracts::run(asked).await?,
        Act::Terms(terms) => offline::terms(&terms)?,
        Act::Policy(command) => return policy::run(*command).await,
        Act::Sync { order, settings } => Box::pin(serve::sync(order, *settings)).await?,
        Act::Reconcile(asked) => return Ok(judged(Box::pin(reconcile::run(*asked)).await)),
        Act::Settlements(asked) => return Ok(judged(Box::pin(settlements::run(*asked)).await)),
        Act::Import(asked) => return Box::pin(import::run(*asked)).await,
        Act::Export(asked) => export::run(&asked).await?,
        Act::Audit(audit) => return offline::audit(&audit).await,
        Act::Seal(seal) => seal::make(&seal).await?,
        Act::Drill(asked) => return drill::run(&asked).await,
        Act::SealKey(key) => seal::make_key(&key)?,
        Act::Statement(statements) => return statement::run(statements).await,
        Act::Retention(asked) => return retention::run(asked).await,
        Act::Health(asked) => return Ok(health::run(&asked).await),
        Act::Completions(asked) => manual::completions(&asked, Cli::command()),
        Act::Man(asked) => manual::pages(&asked, Cli::command())?,
        Act::Openapi => say!("{}", crate::http::openapi_document().trim_end()),
        Act::Mcp(asked) => mcp::run(asked).await?,
        Act::Sandbox(sandbox) => dev::sandbox_alone(sandbox).await?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads the matches of `clap`, and starts logging.
fn read(matches: &clap::ArgMatches) -> anyhow::Result<Cli> {
    let cli = Cli::from_arg_matches(matches).unwrap_or_else(|error| error.exit());
    let filter = cli.log_filter.as_str();
    let filter = if filter.is_empty() {
        LOG_FILTER
    } else {
        filter
    };
    let one_in = cli.traces.traces_one_in;
    let collector = cli.traces.otlp_url.clone();
    let collector = collector.map(|url| Collector { url, one_in });
    telemetry::log(cli.log, filter, collector.as_ref()).map_err(anyhow::Error::msg)?;
    Ok(cli)
}

/// The end of a comparison. One that broke has found nothing, so its exit code is not that of a difference.
fn judged(done: anyhow::Result<ExitCode>) -> ExitCode {
    done.unwrap_or_else(|error| failed(&error, ExitCode::from(reconcile::NOT_ASKED)))
}

/// Says why a command failed, and returns its exit code.
pub fn failed(error: &anyhow::Error, code: ExitCode) -> ExitCode {
    let _nobody_reads = writeln!(std::io::stderr(), "error: {}", in_one_line(error));
    code
}

/// The error and its causes, without causes that the message before already contains.
fn in_one_line(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error
        .chain()
        .map(ToString::to_string)
        .filter(|cause| !cause.is_empty())
    {
        if text.contains(&cause) {
            continue;
        }
        if !text.is_empty() {
            text.push_str(": ");
        }
        text.push_str(&cause);
    }
    text
}

fn exit(good: bool) -> ExitCode {
    ExitCode::from(u8::from(!good))
}

/// A reader that has closed the pipe (`| head`) is no error.
fn write_line(line: std::fmt::Arguments<'_>) {
    let _reader_gone = writeln!(std::io::stdout(), "{line}");
}
