//! One simulated provider: its books, its settings, and what all simulators share.

mod books;
mod state;

use std::ops::Deref;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub(crate) use self::books::{Books, BooksGuard};
pub(crate) use self::state::{Feed, ProviderState};
use super::Clock;
use super::faults::{Faults, Kind, Operation};
use super::outbox::{Outbox, Post, Queue};
use super::rng::Rng;

/// Sends one webhook and returns the status of the answer, or `None` if there was none.
pub type Outlet =
    Arc<dyn Fn(Post) -> std::pin::Pin<Box<dyn Future<Output = Option<u16>> + Send>> + Send + Sync>;

/// What all simulators share. It knows none of them.
pub(crate) struct Core {
    /// Where a browser reaches the sandbox, without a slash at the end.
    pub(crate) public_base: String,
    /// The address for webhooks, without a slash at the end.
    pub(crate) gateway_base: String,
    pub(crate) seed: u64,
    /// How long one minute of a retry schedule lasts.
    pub(crate) webhook_minute: Duration,
    pub(crate) clock: Clock,
    pub(crate) tracker: TaskTracker,
    pub(crate) stop: CancellationToken,
    pub(crate) outlet: Outlet,
    /// Whether any books differ from the last written state, where they are kept.
    pub(crate) changed: AtomicBool,
    pub(crate) faults: Mutex<Faults>,
}

impl Core {
    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One simulated provider.
pub(crate) struct Simulator<S: ProviderState> {
    core: Arc<Core>,
    pub(crate) settings: S::Settings,
    books: Mutex<Books<S>>,
    /// One for each feed.
    queues: Vec<Queue>,
}

impl<S: ProviderState> Deref for Simulator<S> {
    type Target = Core;

    fn deref(&self) -> &Core {
        &self.core
    }
}

impl<S: ProviderState> Simulator<S> {
    /// With the books that were kept, if there are any.
    pub(crate) fn new(
        core: &Arc<Core>,
        settings: S::Settings,
        kept: Option<Value>,
    ) -> serde_json::Result<Arc<Self>> {
        let books = if let Some(kept) = kept {
            let mut books: Books<S> = serde_json::from_value(kept)?;
            books.own.resume();
            books.outbox.resume();
            books
        } else {
            let started = core.now().timestamp_micros().cast_unsigned();
            // Providers that start at once give different names.
            let mix = |seed: u64, byte: u8| seed.rotate_left(8) ^ u64::from(byte);
            Books {
                rng: Rng::new(S::NAME.bytes().fold(core.seed ^ started, mix)),
                outbox: Outbox::default(),
                own: S::default(),
            }
        };
        core.faults().add(S::NAME, S::can, core.seed);
        Ok(Arc::new(Self {
            core: Arc::clone(core),
            settings,
            books: Mutex::new(books),
            queues: S::FEEDS.iter().map(|_| Queue::default()).collect(),
        }))
    }

    /// The books, locked. Every change is complete before a guard is dropped, so a poisoned lock still guards sound
    /// books.
    pub(crate) fn books(&self) -> BooksGuard<'_, S> {
        BooksGuard {
            books: self.books.lock().unwrap_or_else(PoisonError::into_inner),
            changed: &self.core.changed,
        }
    }

    pub(crate) fn queue(&self, feed: usize) -> Option<&Queue> {
        self.queues.get(feed)
    }

    /// Whether this fault happens now, at an operation of this provider.
    pub(crate) fn happens(&self, operation: Operation, kind: Kind) -> bool {
        self.faults().draw(S::NAME, operation, kind).is_some()
    }

    /// Waits where the fault of a slow answer happens.
    pub(crate) async fn wait(&self, operation: Operation) {
        let drawn = self.faults().draw(S::NAME, operation, Kind::Delay);
        if let Some(delay) = drawn {
            tokio::select! {
                () = self.stop.cancelled() => {}
                () = tokio::time::sleep(delay) => {}
            }
        }
    }
}
