//! API keys from the command line.

use clap::{Args, Subcommand};
use domain::{calendar::rfc3339_seoul, id::KeyId};

use crate::{
    access::Role,
    clock::{Clock as _, SystemClock},
    config::Database,
    entropy::SystemEntropy,
    flows::{self, operators},
    store::{Db, PAGE_MAX, Page, keys},
};

#[derive(Debug, Args)]
pub(super) struct Keys {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Makes a key and shows it once.
    Create {
        /// checkout, service, support, assistant or admin.
        #[arg(long)]
        role: Role,
        /// What it is for, in your words.
        #[arg(long, default_value = "")]
        name: String,
        #[command(flatten)]
        database: Database,
    },
    /// Lists keys without their secrets.
    List {
        #[command(flatten)]
        database: Database,
    },
    /// Ends a key within seconds, on every gateway.
    Revoke {
        id: KeyId,
        #[command(flatten)]
        database: Database,
    },
}

pub(super) async fn run(keys: Keys) -> anyhow::Result<()> {
    let clock = SystemClock::new();
    match keys.act {
        Act::Create {
            role,
            name,
            database,
        } => {
            let db = Db::open_beside(&database).await?;
            let made =
                flows::keys::make(&db, role, &name, clock.now(), &mut SystemEntropy::new()).await?;
            say!("{}", made.key);
        }
        Act::List { database } => {
            let db = Db::open_read_only(&database).await?;
            for key in keys::list(&db, &Page::first(PAGE_MAX)).await? {
                let ended = key
                    .revoked_at
                    .map_or_else(String::new, |at| format!("revoked {}", rfc3339_seoul(at)));
                say!(
                    "{}  {:9}  {}  {} {ended}",
                    key.id,
                    key.role,
                    rfc3339_seoul(key.created_at),
                    key.name
                );
            }
        }
        Act::Revoke { id, database } => {
            let db = Db::open_beside(&database).await?;
            anyhow::ensure!(
                !operators::list(&db)
                    .await?
                    .iter()
                    .any(|operator| operator.id == id),
                "{id} is an operator: use `operator disable`, which leaves an admin and is on record"
            );
            if keys::revoke(&db, id, clock.now(), None).await? {
                say!("{id} is revoked");
            } else {
                anyhow::bail!("no key {id} that is not revoked already");
            }
        }
    }
    Ok(())
}
