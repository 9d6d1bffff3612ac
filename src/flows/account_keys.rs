//! Accounts that refunds go to and numbers of cash receipts, and the keys they are encrypted under: counted, and moved to the first key. A key may
//! be taken away once nothing is under it.

use std::{collections::BTreeMap, time::Duration};

use domain::{
    actor::Actor,
    books::anew::{RowWithAccount, StoreAnew},
    command::Command,
};
use futures_util::future::join_all;

use super::Result;
use crate::store::{
    Db, WriteError, Writer,
    sealed::{Holder, Holding, page},
};

/// How often a row is tried that others are at work on, or while the file is written by others.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(200);

/// How many accounts are stored under each key, by its id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    pub under: BTreeMap<String, u64>,
    /// Written before accounts were encrypted.
    pub in_clear: u64,
}

impl Counts {
    fn add(&mut self, holding: &Holding) {
        for under in &holding.under {
            match under {
                Some(key) => *self.under.entry(key.clone()).or_default() += 1,
                None => self.in_clear += 1,
            }
        }
    }

    /// Accounts under keys that are not among these, by key.
    pub fn missing(&self, db: &Db) -> Vec<(&str, u64)> {
        let known = |key: &str| db.keys().ids().any(|id| id == key);
        let under = self.under.iter().map(|(key, count)| (key.as_str(), *count));
        under.filter(|(key, _)| !known(key)).collect()
    }
}

/// Counts all accounts.
pub async fn count(db: &Db) -> Result<Counts> {
    let mut counts = Counts::default();
    for holder in Holder::ALL {
        let mut after = String::new();
        loop {
            let rows = page(db, holder, &after).await?;
            for row in &rows {
                counts.add(row);
            }
            let Some(last) = rows.last() else { break };
            after.clone_from(&last.id);
        }
    }
    Ok(counts)
}

/// Encrypts every account that is not under the first key anew, page by page, and calls `progress` with how many rows
/// are done after each page. Ended midway, it goes on with what is left when it is called again. Accounts whose key is
/// missing stay as they are.
pub async fn rotate(db: &Db, writer: &Writer, mut progress: impl FnMut(u64)) -> Result<u64> {
    let mut done = 0;
    for holder in Holder::ALL {
        let mut after = String::new();
        loop {
            let rows = page(db, holder, &after).await?;
            let Some(last) = rows.last() else { break };
            after.clone_from(&last.id);
            let due = rows.iter().filter(|row| is_due(db, row));
            let due = due.filter_map(|row| Some((row, row.row?)));
            let moved = join_all(due.map(|(row, anew)| store_anew(writer, row, anew))).await;
            for one in moved {
                one?;
                done += 1;
            }
            progress(done);
        }
    }
    Ok(done)
}

/// Whether a row holds an account that is not under the first key, and none that cannot be read.
fn is_due(db: &Db, row: &Holding) -> bool {
    let first = db.keys().ids().next();
    let readable = |key: &Option<String>| {
        let key = key.as_deref();
        key.is_none_or(|key| db.keys().ids().any(|id| id == key))
    };
    row.under.iter().all(readable) && row.under.iter().any(|key| key.as_deref() != first)
}

async fn store_anew(writer: &Writer, row: &Holding, anew: RowWithAccount) -> Result<()> {
    let mut tried = 1;
    loop {
        let change = StoreAnew {
            customer: row.customer.clone(),
            row: anew,
        };
        match writer.submit(Command::new(change, Actor::Gateway)).await {
            Ok(_) => return Ok(()),
            Err(WriteError::Locked(_) | WriteError::Outage(_) | WriteError::Busy)
                if tried < TRIES =>
            {
                tried += 1;
                tokio::time::sleep(PAUSE).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
}
