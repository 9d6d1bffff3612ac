//! A customer's balance as it changes: a message for each posting, named by the number of its last entry, so that whoever
//! was away goes on from there and misses nothing. Entries are read when somebody was woken; between two reads a stream
//! holds no connection of the database, and a slow reader only delays its own next read.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use chrono::{DateTime, Utc};
use domain::{
    id::{CustomerId, LotId, PostingId},
    ledger::{Act, Entry},
    statement::{Change, standing::Standing},
};

use super::{FlowError, Result};
use crate::{
    app::{App, Shared},
    store::{
        Timeline,
        reads::{self, statement as stored},
        writer::{STREAMS_MAX, STREAMS_OF_CUSTOMER_MAX, TooMany, Watch},
    },
};

/// How often the database is asked for changes by other gateways, and so how late a stream may show them. All that is
/// waited for is asked for by one statement.
pub const LOOKED_EVERY: Duration = Duration::from_secs(2);
/// How often a stream without changes says that it lives: more often than proxies close what is silent (30 s and more).
pub const HEARTBEAT: Duration = Duration::from_secs(15);
/// Entries that are read at one time, and so the messages that wait for a slow reader.
const READ_AT_ONCE: i64 = 100;
/// How far back a stream goes: the balance there is worked out from the present. Older entries are read as a list.
pub const BACK_MAX: i64 = 100_000;
/// Customers that one look asks about.
const LOOKED_AT_ONCE: usize = 500;

/// The balance after a posting; without an act the balance when the stream was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceChange {
    /// Number of the last entry that it counts.
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub act: Option<Act>,
    /// The payment, lot, spend, hold, refund or customer that it belongs to.
    pub reference: Option<String>,
    /// What it changed of the available credits.
    pub credits: i64,
    /// Spendable at that instant. What lapsed holds set aside is counted once it is posted.
    pub available: i64,
    pub held: i64,
    pub debt: i64,
}

/// What a stream has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    Change(BalanceChange),
    /// Nothing for a while.
    Quiet,
}

/// An open stream.
#[derive(Debug)]
pub struct Changes {
    app: Shared,
    customer: CustomerId,
    watch: Watch,
    heartbeat: Duration,
    /// Number of the last entry that was read.
    place: i64,
    standing: Standing,
    ends: BTreeMap<LotId, DateTime<Utc>>,
    ready: VecDeque<BalanceChange>,
    /// A posting whose last entry may not be read yet.
    open: Option<(PostingId, BalanceChange)>,
    /// Whether there may be entries that were not read.
    behind: bool,
}

/// Opens a stream, from the present or after an entry.
///
/// # Errors
/// [`FlowError::TooManyStreams`]; [`FlowError::Invalid`] for a place that the ledger does not have.
pub async fn open(
    app: &Shared,
    customer: &CustomerId,
    after: Option<i64>,
    heartbeat: Duration,
) -> Result<Changes> {
    // Before the ledger is read, so that no change falls between.
    let watch = app.writer.watchers().watch(customer).map_err(refused)?;
    let found = stored::ledger(&app.db, customer).await?;
    let mut changes = Changes {
        app: app.clone(),
        customer: customer.clone(),
        watch,
        heartbeat,
        place: 0,
        standing: Standing::default(),
        ends: BTreeMap::new(),
        ready: VecDeque::new(),
        open: None,
        behind: true,
    };
    let latest = found.as_ref().map_or(0, |ledger| ledger.seq);
    if let Some(after) = after {
        check_place(after, latest)?;
    }
    if let Some(mut ledger) = found {
        if let Some(after) = after {
            ledger = ledger.back_to(&app.db, customer, after).await?;
        }
        changes.place = ledger.seq;
        changes.standing = ledger.standing;
        let ends = ledger.lots.iter().map(|lot| (lot.id, lot.expires_at));
        changes.ends = ends.collect();
    }
    if after.is_none() {
        let now = changes.after(changes.place, app.now());
        changes.ready.push_back(now);
    }
    Ok(changes)
}

fn refused(many: TooMany) -> FlowError {
    FlowError::TooManyStreams(match many {
        TooMany::InAll => format!("this gateway has {STREAMS_MAX} streams open already"),
        TooMany::OfCustomer => {
            format!("this customer has {STREAMS_OF_CUSTOMER_MAX} streams open at this gateway")
        }
    })
}

fn check_place(after: i64, latest: i64) -> Result<()> {
    const FIELD: &str = "Last-Event-ID";
    if !(0..=latest).contains(&after) {
        let rule = format!("is the id of a message of this stream; the latest is {latest}");
        return Err(FlowError::invalid(FIELD, rule));
    }
    if latest - after > BACK_MAX {
        let rule = format!(
            "is more than {BACK_MAX} entries back: read the entries, and open the stream without it"
        );
        return Err(FlowError::invalid(FIELD, rule));
    }
    Ok(())
}

impl Changes {
    /// The next news. `None` when the gateway stops, and when the database cannot be read: the reader comes back and
    /// goes on after the last message that it has.
    pub async fn next(&mut self) -> Option<News> {
        loop {
            if let Some(change) = self.ready.pop_front() {
                return Some(News::Change(change));
            }
            if self.app.stop.is_cancelled() {
                return None;
            }
            if self.behind {
                if let Err(error) = self.read().await {
                    tracing::warn!(%error, "A stream of balances ends, because the ledger cannot be read");
                    return None;
                }
                continue;
            }
            tokio::select! {
                () = self.app.stop.cancelled() => return None,
                () = self.watch.changed() => self.behind = true,
                () = tokio::time::sleep(self.heartbeat) => return Some(News::Quiet),
            }
        }
    }

    /// Reads the next entries.
    async fn read(&mut self) -> Result<()> {
        let page = Timeline {
            after: self.place,
            limit: READ_AT_ONCE,
        };
        let entries = reads::entries_of(&self.app.db, &self.customer, page).await?;
        self.behind = i64::try_from(entries.len()) == Ok(READ_AT_ONCE);
        for entry in &entries {
            self.follow(entry).await?;
        }
        // A posting is committed whole, so where the entries end a posting does.
        if !self.behind {
            self.ready
                .extend(self.open.take().map(|(_, change)| change));
        }
        Ok(())
    }

    async fn follow(&mut self, entry: &Entry) -> Result<()> {
        if let Some(lot) = entry.lot
            && !self.ends.contains_key(&lot)
        {
            let found = reads::lot(&self.app.db, lot).await?;
            self.ends.extend(found.map(|found| (lot, found.expires_at)));
        }
        self.standing.follow(entry);
        self.place = entry.seq;
        let mut after = self.after(entry.seq, entry.at);
        after.act = Some(entry.act);
        after.reference = Some(entry.reference.clone());
        after.credits = Change::of(entry).available;
        match self.open.take() {
            Some((posting, before)) if posting == entry.posting => {
                after.credits = after.credits.saturating_add(before.credits);
            }
            before => self.ready.extend(before.map(|(_, change)| change)),
        }
        self.open = Some((entry.posting, after));
        Ok(())
    }

    fn after(&self, seq: i64, at: DateTime<Utc>) -> BalanceChange {
        BalanceChange {
            seq,
            at,
            act: None,
            reference: None,
            credits: 0,
            available: self.standing.live(at, &self.ends),
            held: self.standing.change.held,
            debt: self.standing.change.debt,
        }
    }
}

/// Looks for changes by other gateways of all customers that are waited for.
pub async fn look(app: &App) -> Result<()> {
    let watchers = app.writer.watchers();
    for customers in watchers.customers().chunks(LOOKED_AT_ONCE) {
        let found = stored::last_entries(&app.db, customers).await?;
        watchers.wake(found.iter().map(|(customer, seq)| (customer, *seq)));
    }
    Ok(())
}

#[cfg(test)]
#[path = "stream_tests.rs"]
mod tests;
