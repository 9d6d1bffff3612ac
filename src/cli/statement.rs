//! Statements from the command line: of any length, connected with a seal where one is given, and verified without any
//! database.

mod verify;

use std::{
    fs::OpenOptions,
    io::{BufWriter, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Context as _;
use chrono::{DateTime, FixedOffset};
use clap::{Args, Subcommand};
use domain::{id::CustomerId, statement::Lang};

use super::{
    offline::instant,
    seal::{self, new_pair},
};
use crate::{
    clock::{Clock as _, SystemClock},
    config::{Database, StatementSettings},
    flows::{
        FlowError,
        statement::{self, Asked, Making},
    },
    signing::STATEMENT,
    store::{Db, reads},
};

#[derive(Debug, Args)]
pub(super) struct Statements {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Makes the key that signs statements. Its text is the setting; the public one is for whoever verifies.
    Key {
        /// File for the secret key, which must not exist. The public key is written beside it, with `.pub` at the end.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Makes a statement of any length.
    Make(Box<Make>),
    /// Verifies a statement and names the first thing that does not agree; exit code 1 when there is one.
    Verify(verify::Verify),
}

#[derive(Debug, Args)]
struct Make {
    #[arg(long)]
    customer: CustomerId,
    /// The beginning of the period (RFC 3339).
    #[arg(long, value_parser = instant)]
    from: DateTime<FixedOffset>,
    /// Its end, exclusive (RFC 3339); not in the future.
    #[arg(long, value_parser = instant)]
    until: DateTime<FixedOffset>,
    /// The language of its words: ko or en.
    #[arg(long, default_value_t = Lang::Korean)]
    lang: Lang,
    /// File for the statement, which must not exist.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// A seal: the blocks of the journal that connect the statement with it are added.
    #[arg(long, value_name = "FILE", requires = "seal_public_key")]
    seal: Option<PathBuf>,
    /// File of the public key of who makes seals.
    #[arg(long, value_name = "FILE", requires = "seal")]
    seal_public_key: Option<PathBuf>,
    #[command(flatten)]
    statement: StatementSettings,
    #[command(flatten)]
    database: Database,
}

pub(super) async fn run(statements: Statements) -> anyhow::Result<ExitCode> {
    match statements.act {
        Act::Key { out } => new_pair(STATEMENT, &out)?,
        Act::Make(asked) => make(&asked).await?,
        Act::Verify(asked) => return verify::run(&asked),
    }
    Ok(ExitCode::SUCCESS)
}

async fn make(asked: &Make) -> anyhow::Result<()> {
    let key = asked.statement.key()?;
    let sealed = match asked.seal.as_ref().zip(asked.seal_public_key.as_ref()) {
        Some((file, key)) => Some(seal::read(file, key)?.heads),
        None => None,
    };
    let db = Db::open_read_only(&asked.database)
        .await
        .context("the database cannot be read")?;
    anyhow::ensure!(
        reads::customer(&db, &asked.customer).await?.is_some(),
        "no customer {} is known",
        asked.customer
    );
    let period = Asked {
        customer: asked.customer.clone(),
        from: asked.from.to_utc(),
        until: asked.until.to_utc(),
        lang: asked.lang,
    };
    let making = Making {
        at: SystemClock::new().now(),
        key: key.as_ref(),
        sealed: sealed.as_deref(),
        limits: None,
    };
    let mut options = OpenOptions::new();
    let opened = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&asked.out);
    let file = opened.with_context(|| format!("{} cannot be made", asked.out.display()))?;
    let mut file = BufWriter::new(file);
    let written = statement::write(&db, &period, making, &mut |piece| {
        file.write_all(piece.as_bytes())
            .map_err(|error| FlowError::Failed(format!("{}: {error}", asked.out.display())))
    })
    .await;
    if let Err(error) = written {
        // Half a statement is none.
        let _best_effort = std::fs::remove_file(&asked.out);
        return Err(error.into());
    }
    file.into_inner()?.sync_all()?;
    match &key {
        Some(_) => say!("{} is made and signed", asked.out.display()),
        None => say!(
            "{} is made and not signed: there is no statement_key",
            asked.out.display()
        ),
    }
    Ok(())
}
