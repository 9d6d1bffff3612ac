//! Contracts from the command line: checked without a database, and published.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use domain::{
    actor::Actor,
    calendar::rfc3339_seoul,
    command::Command,
    contract::{Agreement, DOCUMENT_BYTES_MAX},
    rulebook::Rulebook,
};

use super::serve;
use crate::{
    config::{Documents, Settings},
    flows::contracts,
    store::Db,
};

#[derive(Debug, Args)]
pub(super) struct Contracts {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Checks a document, and names the first field that breaks a rule.
    Check {
        /// The contract (TOML).
        file: PathBuf,
        #[command(flatten)]
        documents: Documents,
    },
    /// Publishes a contract. The same document a second time changes nothing.
    Publish {
        /// The contract (TOML).
        file: PathBuf,
        /// Who vouches for it; kept with the contract.
        #[arg(long, env = "USER", default_value = "operator")]
        by: String,
        #[command(flatten)]
        settings: Box<Settings>,
    },
}

pub(super) async fn run(asked: Contracts) -> anyhow::Result<()> {
    match asked.act {
        Act::Check { file, documents } => {
            let agreement = read(&documents.rulebook()?, &file)?;
            say!(
                "{} of {} with {} is a contract: SHA-256 {}",
                agreement.name,
                agreement.reference,
                agreement.customer,
                agreement.hash()
            );
        }
        Act::Publish { file, by, settings } => {
            let document = text(&file)?;
            let db = Db::open_beside(&settings.database).await?;
            serve::ensure_migrated(&db).await?;
            let app = serve::compose(*settings, db).await?;
            let by = Actor::Import(by);
            let published =
                contracts::publish(&app, &document, |change| Command::new(change, by)).await;
            app.end(serve::STOP_WITHIN).await;
            let contract = published?.answer;
            let from = rfc3339_seoul(contract.effective_at);
            say!("{} is in effect from {from}", contract.id);
        }
    }
    Ok(())
}

/// Reads and checks a contract.
pub(super) fn read(rules: &Rulebook, file: &Path) -> anyhow::Result<Agreement> {
    let document = text(file)?;
    contracts::read(rules, &document).map_err(anyhow::Error::msg)
}

fn text(file: &Path) -> anyhow::Result<String> {
    let name = || file.display().to_string();
    let length = std::fs::metadata(file).with_context(name)?.len();
    anyhow::ensure!(
        usize::try_from(length).is_ok_and(|length| length <= DOCUMENT_BYTES_MAX),
        "{} has more than {DOCUMENT_BYTES_MAX} bytes",
        name()
    );
    std::fs::read_to_string(file).with_context(name)
}
