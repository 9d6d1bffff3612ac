//! The keys that accounts for refunds are encrypted under, from the command line.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Subcommand};
use secrecy::SecretString;
use tokio_util::task::TaskTracker;

use super::{exit, seal::write_new, serve};
use crate::{
    compose,
    config::{AccountSettings, Database},
    flows::account_keys::{self, Counts},
    sealing::{Keyring, key_text},
    store::Db,
};

#[derive(Debug, Args)]
pub(super) struct Accounts {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Makes a key, writes it to a file and prints its id.
    Key {
        /// File for the key, which must not exist. Its text is one of `CREDIT_GATEWAY_ACCOUNT_KEYS`.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Encrypts all accounts under the first key, beside a running gateway. Ended midway, it goes on where it was.
    Rotate {
        /// Says how many accounts are under which key, and changes nothing.
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        accounts: AccountSettings,
        #[command(flatten)]
        database: Database,
    },
}

pub(super) async fn run(asked: Accounts) -> anyhow::Result<ExitCode> {
    match asked.act {
        Act::Key { out } => {
            make_key(&out)?;
            Ok(exit(true))
        }
        Act::Rotate {
            dry_run,
            accounts,
            database,
        } => {
            let keys = accounts.keys().map_err(anyhow::Error::msg)?;
            anyhow::ensure!(keys.ids().next().is_some(), "account_keys: is not set");
            rotate(&database, keys, dry_run).await
        }
    }
}

fn make_key(out: &Path) -> anyhow::Result<()> {
    let mut bits = [0; 32];
    getrandom::fill(&mut bits).map_err(|error| anyhow::anyhow!("no random bits: {error}"))?;
    let text = SecretString::from(key_text(bits));
    let keys = Keyring::of(std::slice::from_ref(&text)).map_err(anyhow::Error::msg)?;
    write_new(out, 0o600, &format!("{}\n", key_text(bits)))?;
    for id in keys.ids() {
        say!("{id}");
    }
    Ok(())
}

/// Exit code 1 when an account is left that cannot be read.
async fn rotate(database: &Database, keys: Keyring, dry_run: bool) -> anyhow::Result<ExitCode> {
    let db = Db::open_beside(database).await?.with_keys(keys);
    serve::ensure_migrated(&db).await?;
    let before = account_keys::count(&db).await?;
    show(&db, &before);
    if !dry_run {
        let writers = TaskTracker::new();
        let writer = compose::writer_alone(&db, &writers)?;
        let done = account_keys::rotate(&db, &writer, |done| say!("{done} rows are done")).await;
        writer.close();
        writers.close();
        writers.wait().await;
        say!("{} rows are encrypted anew", done?);
        show(&db, &account_keys::count(&db).await?);
        say!("keep the other keys for 31 days: requests that are repeated are compared with them");
    }
    let readable = before.missing(&db).is_empty();
    db.close().await;
    Ok(exit(readable))
}

fn show(db: &Db, counts: &Counts) {
    for (number, id) in db.keys().ids().enumerate() {
        let count = counts.under.get(id).copied().unwrap_or_default();
        let role = if number == 0 { ", which encrypts" } else { "" };
        say!("{count:>8}  under key {id}{role}");
    }
    for (id, count) in counts.missing(db) {
        say!("{count:>8}  under key {id}, which is MISSING: they cannot be read");
    }
    say!("{:>8}  in clear text", counts.in_clear);
}
