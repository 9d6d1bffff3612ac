//! One simulated provider: its books, its settings, and what all simulators share.

use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::Clock;
use super::faults::{FaultKind, FaultPlaces, Faults, Operation};
use super::outbox::{Outbox, OutgoingWebhook, Post, Queue};
use super::rng::Rng;
use super::sold::Sold;

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

    /// Answers one API call. The work runs apart from the connection: a client that hangs up does not stop it.
    pub(crate) async fn apart<W>(&self, work: W) -> Response
    where
        W: Future<Output = Response> + Send + 'static,
    {
        let work = self.tracker.spawn(work);
        work.await
            .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
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
                withheld: Vec::new(),
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

    /// One try of a webhook to the gateway.
    pub(crate) fn post(
        &self,
        headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
        timeout: Duration,
    ) -> Post {
        Post {
            url: format!("{}/webhooks/{}", self.gateway_base, S::NAME),
            headers,
            body,
            timeout,
        }
    }

    pub(crate) fn queue(&self, feed: usize) -> Option<&Queue> {
        self.queues.get(feed)
    }

    /// Whether this fault happens now, at an operation of this provider.
    pub(crate) fn happens(&self, operation: Operation, kind: FaultKind) -> bool {
        self.faults().draw(S::NAME, operation, kind).is_some()
    }

    /// Waits where the fault of a slow answer happens.
    pub(crate) async fn wait(&self, operation: Operation) {
        let drawn = self.faults().draw(S::NAME, operation, FaultKind::Delay);
        if let Some(delay) = drawn {
            tokio::select! {
                () = self.stop.cancelled() => {}
                () = tokio::time::sleep(delay) => {}
            }
        }
    }
}

/// The books of one provider, and what they need beside its own state.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Books<S> {
    pub(crate) rng: Rng,
    pub(crate) outbox: Outbox,
    pub(crate) own: S,
    /// What is kept back from payouts, or paid out again, and moves nothing at a payment.
    #[serde(default)]
    pub(crate) withheld: Vec<Sold>,
}

impl<S> Deref for Books<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.own
    }
}

impl<S> DerefMut for Books<S> {
    fn deref_mut(&mut self) -> &mut S {
        &mut self.own
    }
}

/// The books, locked. A guard that may have changed them is noticed.
pub(crate) struct BooksGuard<'a, S> {
    books: MutexGuard<'a, Books<S>>,
    changed: &'a AtomicBool,
}

impl<S> Deref for BooksGuard<'_, S> {
    type Target = Books<S>;

    fn deref(&self) -> &Books<S> {
        &self.books
    }
}

impl<S> DerefMut for BooksGuard<'_, S> {
    fn deref_mut(&mut self) -> &mut Books<S> {
        self.changed.store(true, Ordering::Relaxed);
        &mut self.books
    }
}

/// The state of one provider.
pub(crate) trait ProviderState:
    Default + Serialize + DeserializeOwned + Send + Sized + 'static
{
    /// Its name in paths, books and faults.
    const NAME: &'static str;
    /// Its lines in the list of routes.
    const ROUTES: &'static [&'static str];
    /// The kinds of webhooks that it sends.
    const FEEDS: &'static [Feed<Self>] = &[];
    /// Whether something happens in it by itself when time passes.
    const TICKS: bool = false;
    /// Where the faults find what they change in its answers.
    const PLACES: FaultPlaces;
    type Settings: Send + Sync + 'static;

    /// Whether a fault can happen at this provider, where it can happen at this operation at all.
    fn can(kind: FaultKind, operation: Operation) -> bool;

    /// Its part of `GET /sandbox/books`.
    fn view(&self, now: DateTime<Utc>) -> Value;

    /// Prepares the state of a simulator that has ended: none of its work is running any more.
    fn resume(&mut self) {}

    /// What happens by itself until now.
    fn tick(_: &Arc<Simulator<Self>>) {}
}

/// One kind of webhooks: how they are sent, and what counts as accepted.
pub(crate) struct Feed<S: ProviderState> {
    /// Minutes before each retry.
    pub(crate) retry_minutes: &'static [u32],
    /// Whether it continues at the last interval until it is answered.
    pub(crate) endless: bool,
    /// Whether any 2xx is accepted; otherwise exactly 200.
    pub(crate) any_2xx: bool,
    /// Writes one try, given the number of retries before it. `None` where it cannot be signed.
    pub(crate) post: fn(&Simulator<S>, &OutgoingWebhook, usize) -> Option<Post>,
}
