//! The auditor: evaluates the invariants over what is stored, and names the rows that break them.
//!
//! It shares nothing with the code that wrote the rows. It has its own statements, its own reading of JSON columns
//! and its own hashes, so that a mistake in the books cannot hide itself. Everything is read in one transaction that
//! sees one instant, while a gateway goes on writing. The ledger, the journal and the rows recorded in it are read
//! page by page, so memory does not grow with them.

mod calendar;
mod check;
mod contracts;
mod credits;
mod days_off;
mod disputes;
mod documents;
mod entry;
mod journal;
mod ledger;
mod look;
mod lows;
mod memberships;
mod money;
mod online;
mod paid_months;
mod parts;
mod place;
mod policies;
mod promised;
mod promotions;
mod receipts;
mod record;
mod removals;
mod rows;
mod tax_invoices;
mod terms;
mod thresholds;
mod windows;

use chrono::{DateTime, TimeDelta, Utc};

use super::{StoreError, db::Db};
pub use check::{Check, SHOWN_MAX, Violation};
pub use days_off::DaysOff;
pub use journal::Sealed;
use look::{Look, hash_of, hex, int, text};
pub use online::{Auditor, Done, Fault, KEPT_MAX, Progress, Stage, judged};

/// How far ahead of the auditor's clock a row may be dated, in minutes. Gateways' clocks differ a little, and rows
/// are written between reading the clock and the first read of the database.
const AHEAD_MINUTES: i64 = 5;
/// The minimum time for which the answer to an idempotency key is kept; older ones may be gone.
const ANSWERS_KEPT_DAYS: i64 = 30;
/// The clocks of gateways and of the program that seals differ a little: 5 minutes, in microseconds.
const CLOCKS_DIFFER: i64 = 5 * 60 * 1_000_000;

/// Evaluates every invariant at one instant. All checks come back in a fixed order, including those that hold. `now`
/// decides only what is dated in the future, and which answers may have been forgotten. `off` are the public holidays
/// that the gateways know, for the periods that depend on them.
pub async fn audit(db: &Db, now: DateTime<Utc>, off: &DaysOff) -> Result<Vec<Check>, StoreError> {
    evaluate(db, now, off, None).await
}

/// The same, and also whether everything that was there when a seal was made is still there unchanged.
pub async fn audit_since(
    db: &Db,
    now: DateTime<Utc>,
    off: &DaysOff,
    sealed: &Sealed,
) -> Result<Vec<Check>, StoreError> {
    evaluate(db, now, off, Some(sealed)).await
}

async fn evaluate(
    db: &Db,
    now: DateTime<Utc>,
    off: &DaysOff,
    sealed: Option<&Sealed>,
) -> Result<Vec<Check>, StoreError> {
    let mut held = db.reader().await?;
    let mut look = Look::begin(&mut held).await?;
    let horizon = horizon(now);
    let pruned_before = (now - TimeDelta::days(ANSWERS_KEPT_DAYS)).timestamp_micros();
    let mut checks = of_rows(&mut look, horizon, off).await?;
    let (chained, kept, mut sums) = journal::run(&mut look, sealed, pruned_before).await?;
    let recorded = rows::run(&mut look, &mut sums, pruned_before).await?;
    checks.extend([chained, recorded, sums.into_check()]);
    checks.extend(of_sums(&mut look).await?);
    checks.extend(sealed.map(|_| kept));
    look.end().await?;
    Ok(checks)
}

/// The instant after which nothing may be dated.
fn horizon(now: DateTime<Utc>) -> i64 {
    (now + TimeDelta::minutes(AHEAD_MINUTES)).timestamp_micros()
}

/// What the rows say of each other, without the journal.
async fn of_rows(
    look: &mut Look<'_>,
    horizon: i64,
    off: &DaysOff,
) -> Result<Vec<Check>, StoreError> {
    let stated = credits::SETS
        .iter()
        .chain(&memberships::SETS)
        .chain(&money::SETS)
        .chain(&policies::SETS)
        .chain(&paid_months::SETS)
        .chain(&promotions::SETS)
        .chain(&disputes::SETS)
        .chain(&receipts::SETS)
        .chain(&record::SETS)
        .chain(&removals::SETS)
        .chain(&tax_invoices::SETS)
        .chain(&terms::SETS)
        .chain(&thresholds::SETS)
        .chain(&windows::SETS);
    let mut checks = check::run(look, stated, horizon).await?;
    look.by_keys().await?;
    checks.extend(ledger::run(look).await?);
    checks.push(documents::answers(look).await?);
    checks.push(documents::movements(look).await?);
    let (whole, mut versions) = terms::policies(look).await?;
    checks.push(whole);
    checks.push(contracts::whole(look, &mut versions).await?);
    checks.push(contracts::followed(look).await?);
    checks.push(terms::validity(look, &versions).await?);
    checks.push(memberships::due(look).await?);
    checks.push(memberships::apart(look).await?);
    checks.push(paid_months::prices(look).await?);
    checks.push(terms::expiry(look, &versions, off).await?);
    checks.push(terms::held_lots(look, &versions).await?);
    checks.push(windows::quotes(look, &versions, off).await?);
    checks.push(windows::dated_back(look).await?);
    checks.push(promotions::pinned(look).await?);
    checks.extend(thresholds::run(look).await?);
    Ok(checks)
}

/// Refunds and bonuses, worked out again.
async fn of_sums(look: &mut Look<'_>) -> Result<Vec<Check>, StoreError> {
    let mut checks = Vec::from(promised::run(look).await?);
    checks.push(credits::bonuses(look).await?);
    Ok(checks)
}
