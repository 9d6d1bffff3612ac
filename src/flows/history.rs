//! A customer's balance in its parts, ledger and use, for statements and exports: reads that do not pass the writer.

use chrono::{DateTime, Utc};
use domain::{
    id::{CustomerId, KeyId, LotId, SpendId},
    ledger::BookedEntry,
    lot::Lot,
    spend::Spend,
    usage::{Usage, UsageBy},
};

use super::{
    FlowError, Result,
    page::{EntryCursor, Page, Paged, UsageCursor},
    standing, views,
};
pub use crate::store::{
    Span,
    reads::{Breakdown, ByEnd, EntryFilter, SCANNED_MAX},
};
use crate::{
    app::App,
    store::{
        Db, Timeline,
        reads::{self, Groups},
    },
};

/// Most spends of one customer that a request has summed: about half a second of one connection that only reads.
pub const USAGE_SPENDS_MAX: i64 = 200_000;
/// No such limit, for who waits for as long as it takes.
pub const ALL_SPENDS: i64 = i64::MAX - 1;

/// The parts of the balance now, or at an instant, for the same instants as `views::balance`. A customer who is not
/// known has none.
pub async fn breakdown(
    app: &App,
    customer: &CustomerId,
    at: Option<DateTime<Utc>>,
) -> Result<Breakdown> {
    let now = app.now();
    let found = match at {
        Some(at) if at < now => reads::breakdown_at(&app.db, customer, at).await?,
        // At a future instant: the credits of today that would still be live then.
        at => {
            let at = at.unwrap_or(now);
            standing::breakdown(&app.db, &app.rules(), customer, at).await?
        }
    };
    Ok(found.unwrap_or_default())
}

/// A customer's ledger, oldest first. A page of those that a filter lets through may have fewer items than asked for,
/// or none, and still name a next one: at most [`SCANNED_MAX`] entries are looked at for it.
pub async fn entries(
    db: &Db,
    customer: &CustomerId,
    filter: &EntryFilter,
    page: Page<EntryCursor>,
) -> Result<Paged<BookedEntry>> {
    check(filter.span)?;
    let timeline = Timeline {
        after: page.after.map_or(0, |last| last.0),
        limit: page.and_one().limit,
    };
    let walked = reads::entries(db, customer, filter, timeline).await?;
    let mut cut = page.cut(walked.entries, |booked| EntryCursor(booked.entry.seq));
    if cut.next.is_none() {
        let looked = walked.looked_up_to.map(EntryCursor);
        cut.next = looked.map(|last| last.to_string());
    }
    Ok(cut)
}

/// Sums of a customer's spends, in the order in which the groups began. At most `spends_max` spends are read for it.
pub async fn usage(
    db: &Db,
    customer: &CustomerId,
    by: UsageBy,
    span: Span,
    spends_max: i64,
    page: Page<UsageCursor>,
) -> Result<Paged<Usage>> {
    check(span)?;
    let asked = Groups {
        by,
        span,
        after: page.after.map(|last| last.0),
        limit: page.and_one().limit,
        spends_max,
    };
    let found = reads::usage(db, customer, asked).await?;
    let groups = found.ok_or_else(|| {
        let rule = format!(
            "begins a time with more than {spends_max} spends: ask for a shorter one, or export them"
        );
        FlowError::invalid("from", rule)
    })?;
    Ok(page.cut(groups, |group| UsageCursor(group.first)))
}

/// A customer's spends that one API key asked for, newest first; all, or those under one of the seller's references. A page
/// may have fewer items than asked for, or none, and still name a next one: so many spends are looked at for it.
pub async fn spends_by_key(
    db: &Db,
    customer: &CustomerId,
    (key, reference): (KeyId, Option<&str>),
    page: Page<SpendId>,
) -> Result<Paged<Spend>> {
    views::check_reference(reference)?;
    let asked = (key, reference);
    let most = reads::SPENDS_LOOKED_AT_MAX;
    let looked = reads::spends_by_key(db, customer, asked, &page.and_one(), most).await?;
    let mut cut = page.cut(looked.spends, |spend| spend.id);
    if cut.next.is_none() {
        cut.next = looked.down_to.map(|last| last.to_string());
    }
    Ok(cut)
}

/// A customer's spends made within a time, oldest first.
pub async fn spends(
    db: &Db,
    customer: &CustomerId,
    span: Span,
    page: Page<SpendId>,
) -> Result<Paged<Spend>> {
    check(span)?;
    let spends = reads::spends_within(db, customer, span, &page.and_one()).await?;
    Ok(page.cut(spends, |spend| spend.id))
}

/// A customer's lots acquired within a time, oldest first.
pub async fn lots(
    db: &Db,
    customer: &CustomerId,
    span: Span,
    page: Page<LotId>,
) -> Result<Paged<Lot>> {
    check(span)?;
    let lots = reads::lots_within(db, customer, span, &page.and_one()).await?;
    Ok(page.cut(lots, |lot| lot.id))
}

fn check(span: Span) -> Result<()> {
    match (span.from, span.until) {
        (Some(from), Some(until)) if until <= from => Err(FlowError::invalid(
            "until",
            "is after `from`, and exclusive",
        )),
        _ => Ok(()),
    }
}
