//! The drill of a restore: a backup is worth what was restored from it. A copy is migrated, compared with a seal and
//! audited, and each step says how long it took. The database that gateways serve from is never touched.

mod copy;
mod steps;

use std::{path::PathBuf, process::ExitCode};

use chrono::{DateTime, FixedOffset, Utc};
use clap::Args;
use domain::calendar::rfc3339_seoul;

use self::steps::Steps;
use super::{exit, offline::instant, seal};
use crate::{
    clock::{Clock as _, SystemClock},
    config::{Database, Holidays},
    store::{
        Db,
        audit::{self, Check, Sealed},
        journal::{self, Head},
    },
};

#[derive(Debug, Args)]
pub(super) struct Drill {
    /// What was restored: `sqlite:FILE` of a backup, which is copied first and stays as it is, or `postgres://…` of a
    /// scratch database into which a dump was restored.
    #[arg(long, value_name = "URL")]
    copy: String,
    /// A seal: what was there when it was made must be in the copy as it was.
    #[arg(long, value_name = "FILE", requires = "seal_public_key")]
    seal: Option<PathBuf>,
    /// File of the public key of who makes seals.
    #[arg(long, value_name = "FILE", requires = "seal")]
    seal_public_key: Option<PathBuf>,
    #[command(flatten)]
    holidays: Holidays,
    /// The instant at which the books are looked at (RFC 3339); now, when left out.
    #[arg(long, value_parser = instant)]
    at: Option<DateTime<FixedOffset>>,
    /// The database that gateways serve from. The drill refuses to run on it, and only reads which one it is.
    #[command(flatten)]
    database: Database,
}

/// Runs every step that can be run and prints them; exit code 1 when one failed.
///
/// # Errors
/// A seal or holidays that cannot be read: nothing was tried then.
pub(super) async fn run(asked: &Drill) -> anyhow::Result<ExitCode> {
    let sealed = asked.seal.as_ref().zip(asked.seal_public_key.as_ref());
    let sealed = sealed
        .map(|(file, key)| seal::read(file, key))
        .transpose()?;
    let off = audit::DaysOff::parse(&asked.holidays.text()?).map_err(anyhow::Error::msg)?;
    let now = asked
        .at
        .map_or_else(|| SystemClock::new().now(), |at| at.with_timezone(&Utc));
    let mut steps = Steps::default();
    let Some(copy) = steps.run("restore", copy::find(asked)).await else {
        return Ok(exit(steps.print()));
    };
    if let Some(db) = steps.run("migrate", migrate(&copy.url)).await {
        steps.run("newest row", reach(&db, now)).await;
        if let Some(sealed) = &sealed {
            steps.run("seal", reaches_seal(&db, sealed)).await;
        }
        steps
            .run("audit", audited(&db, now, &off, sealed.as_ref()))
            .await;
        db.close().await;
    }
    Ok(exit(steps.print()))
}

/// Brings the copy to this version. What is returned reads it as `audit` reads the live one.
async fn migrate(url: &str) -> anyhow::Result<(Db, String)> {
    let db = Db::open_copy(url).await?;
    let missing = db.migrations_missing().await?;
    db.migrate().await?;
    db.close().await;
    let read = Db::open_read_only(url).await?;
    Ok((read, format!("{missing} migrations were missing")))
}

/// How old what was restored is: what a restore of this backup would lose.
async fn reach(db: &Db, now: DateTime<Utc>) -> anyhow::Result<((), String)> {
    let newest = db.written_until().await?;
    let newest = newest.and_then(DateTime::from_timestamp_micros);
    let newest = newest.ok_or_else(|| anyhow::anyhow!("nothing was ever written in it"))?;
    let seconds = (now - newest).num_seconds();
    Ok(((), format!("{}, {seconds} s ago", rfc3339_seoul(newest))))
}

/// Whether every chain has come at least as far as when the seal was made. The audit then compares the blocks.
async fn reaches_seal(db: &Db, sealed: &Sealed) -> anyhow::Result<((), String)> {
    let heads = journal::heads(db).await?;
    let blocks = |of: &Head| {
        heads
            .iter()
            .find(|head| head.chain == of.chain)
            .map_or(0, |head| head.blocks)
    };
    for head in &sealed.heads {
        let (chain, there) = (head.chain, blocks(head));
        anyhow::ensure!(
            there >= head.blocks,
            "the copy is older than the seal: chain {chain} has {there} blocks and the seal {}",
            head.blocks
        );
    }
    Ok(((), format!("{} chains reach the seal", sealed.heads.len())))
}

async fn audited(
    db: &Db,
    now: DateTime<Utc>,
    off: &audit::DaysOff,
    sealed: Option<&Sealed>,
) -> anyhow::Result<((), String)> {
    let checks = match sealed {
        Some(sealed) => audit::audit_since(db, now, off, sealed).await?,
        None => audit::audit(db, now, off).await?,
    };
    let broken: Vec<&Check> = checks.iter().filter(|check| !check.holds()).collect();
    anyhow::ensure!(broken.is_empty(), "{}", named(&broken));
    Ok(((), format!("{} invariants hold", checks.len())))
}

/// Every broken check with the rows that break it, a line each.
fn named(broken: &[&Check]) -> String {
    let mut lines = vec![format!("{} invariants are broken", broken.len())];
    for check in broken {
        lines.push(format!("  {}: {}", check.name, check.statement));
        let rows = check.broken.iter();
        lines.extend(rows.map(|row| format!("    {}: {}", row.id, row.detail)));
    }
    lines.join("\n")
}
