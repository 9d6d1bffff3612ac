//! Commands that need no running gateway.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use chrono::{DateTime, FixedOffset, Utc};
use clap::Args;
use domain::{calendar::rfc3339_seoul, terms};

use super::{contracts, exit, seal};
use crate::{
    clock::{Clock as _, SystemClock},
    config::{Database, Documents, Holidays},
    store::{self, Db},
};

#[derive(Debug, Args)]
pub(super) struct TermsOf {
    #[arg(long)]
    product: String,
    #[arg(long, default_value_t = 1)]
    quantity: i64,
    /// A contract (TOML), whose products are meant.
    #[arg(long, value_name = "FILE")]
    contract: Option<PathBuf>,
    /// When it is bought (RFC 3339); now, when left out.
    #[arg(long, value_parser = instant)]
    at: Option<DateTime<FixedOffset>>,
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    documents: Documents,
}

pub(super) fn instant(text: &str) -> Result<DateTime<FixedOffset>, String> {
    let rule = |error| format!("is an instant like 2026-02-28T10:00:00+09:00: {error}");
    DateTime::parse_from_rfc3339(text).map_err(rule)
}

pub(super) fn terms(asked: &TermsOf) -> anyhow::Result<()> {
    let rules = asked.documents.rulebook()?;
    let at = asked
        .at
        .map_or_else(|| SystemClock::new().now(), |at| at.with_timezone(&Utc));
    let agreement = asked
        .contract
        .as_deref()
        .map(|file| contracts::read(&rules, file));
    let agreement = agreement.transpose()?;
    let (product, quantity) = (&asked.product, asked.quantity);
    let (policy, offer) = if let Some(agreement) = &agreement {
        let base = rules.policies.get(&agreement.policy);
        let terms = agreement.terms(&agreement.reference, base.context("no such policy")?);
        (terms, agreement.offer(product, quantity)?)
    } else {
        let policy = rules.policies.current(at);
        let offer = rules.catalogue.offer(product, quantity, policy)?;
        (policy.clone(), offer)
    };
    let terms = terms::terms(&offer, &policy, &rules.holidays, at)?;
    if asked.json {
        say!("{}", serde_json::to_string_pretty(&terms)?);
        return Ok(());
    }
    say!(
        "{} for {} won, bought {}",
        offer.title,
        terms.amount,
        rfc3339_seoul(terms.from)
    );
    let why = &terms.why;
    for (end, at, why) in [
        ("usable before", terms.expires_at, &why.expires_at),
        (
            "refund by right before",
            terms.refund_by_right_until,
            &why.refund_by_right_until,
        ),
        (
            "refund by support before",
            terms.refund_through_support_until,
            &why.refund_through_support_until,
        ),
    ] {
        say!("  {end:28}{}", rfc3339_seoul(at));
        say!("    {why}");
    }
    Ok(())
}

pub(super) async fn migrate(database: &Database) -> anyhow::Result<()> {
    let db = Db::open(database).await?;
    db.migrate().await?;
    say!("the database is at this version");
    db.close().await;
    Ok(())
}

#[derive(Debug, Args)]
pub(super) struct Audit {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    holidays: Holidays,
    #[arg(long)]
    json: bool,
    /// The instant at which the books are looked at (RFC 3339); now, when left out. For a `dev` whose clock was moved.
    #[arg(long, value_parser = instant)]
    at: Option<DateTime<FixedOffset>>,
    /// A seal: what was there when it was made must be there as it was.
    #[arg(long, value_name = "FILE", requires = "seal_public_key")]
    seal: Option<PathBuf>,
    /// File of the public key of who makes seals.
    #[arg(long, value_name = "FILE", requires = "seal")]
    seal_public_key: Option<PathBuf>,
}

pub(super) async fn audit(asked: &Audit) -> anyhow::Result<ExitCode> {
    let db = Db::open_read_only(&asked.database)
        .await
        .context("the database cannot be read")?;
    let now = asked
        .at
        .map_or_else(|| SystemClock::new().now(), |at| at.with_timezone(&Utc));
    let off = store::audit::DaysOff::parse(&asked.holidays.text()?).map_err(anyhow::Error::msg)?;
    let checks = match asked.seal.as_ref().zip(asked.seal_public_key.as_ref()) {
        Some((file, key)) => {
            store::audit::audit_since(&db, now, &off, &seal::read(file, key)?).await?
        }
        None => store::audit::audit(&db, now, &off).await?,
    };
    let broken = checks.iter().filter(|check| check.count > 0).count();
    if asked.json {
        say!("{}", serde_json::to_string_pretty(&checks)?);
    } else {
        for check in &checks {
            let mark = if check.count == 0 { "holds " } else { "BROKEN" };
            say!("{mark}  {}: {}", check.name, check.statement);
            for violation in &check.broken {
                say!("          {}: {}", violation.id, violation.detail);
            }
        }
        match broken {
            0 => say!("all {} invariants hold", checks.len()),
            _ => say!("{broken} of {} invariants are broken", checks.len()),
        }
    }
    Ok(exit(broken == 0))
}
