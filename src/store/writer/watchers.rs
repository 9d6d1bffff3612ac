//! Who waits for changes of a customer: a stream is woken after the commit that added entries, and by the look that
//! covers other gateways on the same database. Nothing is held for one that waits but its place here.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use domain::id::CustomerId;
use tokio::sync::watch;

/// Open streams of one process: a quarter of the connections that it serves, so that streams never keep others out.
pub const STREAMS_MAX: usize = 1024;
/// Open streams of one customer: a console in a few windows and a few services.
pub const STREAMS_OF_CUSTOMER_MAX: usize = 8;

/// Why no more may wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooMany {
    /// As many as a process may have, or a customer.
    InAll,
    OfCustomer,
}

/// The customers that are waited for.
#[derive(Debug, Clone, Default)]
pub struct Watchers(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    /// So that a commit asks for no lock while nobody waits.
    open: AtomicUsize,
    by: Mutex<HashMap<CustomerId, Watched>>,
}

#[derive(Debug)]
struct Watched {
    streams: usize,
    /// The number of the last entry that is known of.
    last: watch::Sender<i64>,
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, HashMap<CustomerId, Watched>> {
        self.by.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watchers {
    /// Takes a place, which is given back when it is dropped.
    ///
    /// # Errors
    /// [`TooMany`] when all places are taken.
    pub fn watch(&self, customer: &CustomerId) -> Result<Watch, TooMany> {
        let mut by = self.0.lock();
        if self.0.open.load(Ordering::Acquire) >= STREAMS_MAX {
            return Err(TooMany::InAll);
        }
        let watched = by.entry(customer.clone()).or_insert_with(|| Watched {
            streams: 0,
            last: watch::Sender::new(0),
        });
        if watched.streams >= STREAMS_OF_CUSTOMER_MAX {
            return Err(TooMany::OfCustomer);
        }
        watched.streams += 1;
        self.0.open.fetch_add(1, Ordering::AcqRel);
        Ok(Watch {
            customer: customer.clone(),
            last: watched.last.subscribe(),
            of: self.clone(),
        })
    }

    /// How many wait.
    pub fn open(&self) -> usize {
        self.0.open.load(Ordering::Acquire)
    }

    /// The customers that are waited for.
    pub fn customers(&self) -> Vec<CustomerId> {
        if self.open() == 0 {
            return Vec::new();
        }
        self.0.lock().keys().cloned().collect()
    }

    /// Wakes who waits for these customers, where a number is higher than what is known. Called after the commit.
    pub fn wake<'a>(&self, entries: impl IntoIterator<Item = (&'a CustomerId, i64)>) {
        if self.open() == 0 {
            return;
        }
        let by = self.0.lock();
        for (customer, seq) in entries {
            if let Some(watched) = by.get(customer) {
                watched.last.send_if_modified(|last| {
                    let news = seq > *last;
                    *last = seq.max(*last);
                    news
                });
            }
        }
    }
}

/// A place among those who wait.
#[derive(Debug)]
pub struct Watch {
    customer: CustomerId,
    last: watch::Receiver<i64>,
    of: Watchers,
}

impl Watch {
    /// Waits for entries that came since the last call. Those that come while nobody waits are not missed.
    pub async fn changed(&mut self) {
        // The sender lives as long as this place.
        let _lives = self.last.changed().await;
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let mut by = self.of.0.lock();
        if let Some(watched) = by.get_mut(&self.customer) {
            watched.streams -= 1;
            if watched.streams == 0 {
                by.remove(&self.customer);
            }
        }
        self.of.0.open.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
#[path = "watchers_tests.rs"]
mod tests;
