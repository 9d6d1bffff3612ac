//! Group commit: the only way to change anything. Commands queue here. A writer task takes the waiting ones, carries
//! them in one transaction and answers after the commit. A caller that goes away drops its wait for the answer, never
//! a transaction.

mod batch;
mod watchers;

use std::{fmt, sync::Arc};

use domain::{
    command::{Command, Reply},
    id::Entropy,
    refusal::Refusal,
};
use tokio::sync::{Mutex, Notify, mpsc, oneshot};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{Db, engine::Engine};
use crate::{clock::Clock, rules::Rules};
use batch::{Carrier, work};
pub use watchers::{STREAMS_MAX, STREAMS_OF_CUSTOMER_MAX, TooMany, Watch, Watchers};

/// Most commands in one transaction, ever. Larger batches make everyone wait longer for the slowest.
pub const BATCH_MAX: usize = 128;

/// The same on PostgreSQL, whose two writers have a batch in flight each: see [`Settings::of`].
const PG_BATCH_MAX: usize = 80;

/// Most commands that wait. At the rate of a small machine these are answered within a second or two. It is better to
/// reject a caller beyond them than to let it time out.
pub const QUEUE_MAX: usize = 8192;

/// How the writer works.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Most commands in one transaction, from 1 to [`BATCH_MAX`].
    pub batch_max: usize,
    /// Writer tasks that take from the one queue. SQLite has one connection that writes, so more gain nothing there.
    pub writers: usize,
}

impl Settings {
    /// The settings that suit an engine. Callers that wait for their answers come back together. So a share of them
    /// should be read and answered while the others are written. Of the 256 callers of the bench, that share is half
    /// on SQLite and a third on PostgreSQL. PostgreSQL can work on one batch while it waits for its disk with
    /// another. With two batches of 128 in flight there, no caller was left to be read: mints were a twelfth fewer,
    /// spends a seventh.
    pub const fn of(engine: Engine) -> Self {
        match engine {
            Engine::Postgres => Self {
                batch_max: PG_BATCH_MAX,
                writers: 2,
            },
            Engine::Sqlite => Self {
                batch_max: BATCH_MAX,
                writers: 1,
            },
        }
    }
}

/// Why a command has no answer from the books.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// The rules refuse it. Nothing changed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Too many commands wait. Nothing changed; try again later.
    #[error("{QUEUE_MAX} commands wait already")]
    Busy,
    /// The database cannot be reached or written. Nothing changed; try again later.
    #[error("the database cannot be reached or written: {0}")]
    Outage(String),
    /// Others hold the row of a customer that the command is about. Nothing changed; try again later.
    #[error("a customer is locked: {0}")]
    Locked(String),
    /// The database rejected the change as wrong. Nothing changed.
    #[error("the change could not be written: {0}")]
    Failed(String),
    /// The commit was sent and its outcome is not known: the same request under the same idempotency key shows it.
    #[error("the change may or may not have been written: {0}")]
    InDoubt(String),
    /// The gateway is stopping. Nothing changed.
    #[error("the gateway is stopping")]
    Stopped,
}

/// A handle to the writer. Cheap to clone; the tasks end after [`Writer::close`], or when the last handle is dropped,
/// once the queue is empty.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<QueuedCommand>,
    promised: Arc<Notify>,
    watchers: Watchers,
    emitted: Arc<Notify>,
    closing: CancellationToken,
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer")
            .field("waiting", &self.waiting())
            .finish_non_exhaustive()
    }
}

/// A command and the channel for its answer.
struct QueuedCommand {
    command: Command,
    answer: oneshot::Sender<Result<Reply, WriteError>>,
}

impl Writer {
    /// Starts the writer tasks. `entropy` is called once for each.
    pub fn start(
        db: &Db,
        rules: &Arc<Rules>,
        clock: &Arc<dyn Clock>,
        mut entropy: impl FnMut() -> Box<dyn Entropy>,
        settings: Settings,
        tracker: &TaskTracker,
    ) -> Self {
        let (queue, asks) = mpsc::channel(QUEUE_MAX);
        let asks = Arc::new(Mutex::new(asks));
        let promised = Arc::new(Notify::new());
        let watchers = Watchers::default();
        let emitted = Arc::new(Notify::new());
        let closing = CancellationToken::new();
        for _ in 0..settings.writers.max(1) {
            let carrier = Carrier {
                db: db.clone(),
                rules: rules.clone(),
                clock: clock.clone(),
                entropy: entropy(),
                chain: None,
                promised: promised.clone(),
                watchers: watchers.clone(),
                emitted: emitted.clone(),
            };
            let batch_max = settings.batch_max.clamp(1, BATCH_MAX);
            tracker.spawn(work(asks.clone(), carrier, batch_max, closing.clone()));
        }
        Self {
            queue,
            promised,
            watchers,
            emitted,
            closing,
        }
    }

    /// Has one command written. The future may be dropped at any time: the command is then still carried out.
    pub async fn submit<A>(&self, command: Command<A>) -> Result<Reply, WriteError> {
        let (answer, answered) = oneshot::channel();
        self.queue
            .try_send(QueuedCommand {
                command: command.erased(),
                answer,
            })
            .map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => WriteError::Busy,
                mpsc::error::TrySendError::Closed(_) => WriteError::Stopped,
            })?;
        answered
            .await
            .unwrap_or_else(|_| Err(WriteError::InDoubt("the writer ended".to_owned())))
    }

    /// Takes no more commands. Those that wait are still carried out, then the tasks end.
    pub fn close(&self) {
        self.closing.cancel();
    }

    /// How many commands wait.
    pub fn waiting(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }

    /// Notified after each commit that queued jobs, so that the outbox need not poll for jobs of this process.
    pub fn promised(&self) -> Arc<Notify> {
        self.promised.clone()
    }

    /// Those who wait for changes of a customer. They are woken after each commit.
    pub const fn watchers(&self) -> &Watchers {
        &self.watchers
    }

    /// Notified after each commit that wrote events, so that the feed need not be polled for events of this process.
    pub fn emitted(&self) -> Arc<Notify> {
        self.emitted.clone()
    }
}
