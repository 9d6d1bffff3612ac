//! All parts of a running gateway, assembled once and shared.

use std::{
    collections::HashSet,
    future::Future,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};
use domain::{
    command::{Answer, Command, Reply, WrongAnswer},
    id::{Entropy, OrderId},
    kind::ProviderId,
    rulebook::Rulebook,
};
use providers::{provider::Provider, registry::Registry, signature::ReturnUrls};
use secrecy::SecretString;
use tokio::time::{Instant, timeout_at};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::Instrument as _;

use crate::{
    access::Limits,
    clock::Clock,
    flows::{FlowError, Result, pace::Pace},
    rules::Rules,
    store::{db::Db, writer::Writer},
    telemetry::Metrics,
};

/// A gateway. Cheap to share.
pub type Shared = Arc<App>;

pub struct App {
    pub db: Db,
    pub writer: Writer,
    /// The writer's own tasks. They end last, after every task that may still ask for a change.
    pub writers: TaskTracker,
    /// What [`App::rules`] reads.
    pub known: Arc<Rules>,
    /// Days of notice of a major change of the policy.
    pub policy_notice_days: i64,
    /// Whether publishing the policy by the API takes a second person.
    pub policy_second_person: bool,
    /// The notices of versions of the policy.
    pub policy_notices: crate::flows::walks::Walks,
    /// The notices of credits that end soon.
    pub notices: crate::flows::looks::Looks,
    /// When the days of each provider are compared with the books.
    pub reconcile: domain::reconcile::SweepSchedule,
    /// The fees that were agreed with providers.
    pub fees: domain::settlement::AgreedFees,
    /// The auditor beside this gateway.
    pub auditing: crate::flows::auditor::Auditing,
    /// What seals the journal once a day.
    pub sealing: crate::signing::Sealing,
    /// Held by the one simulation of a policy that a gateway carries out at a time.
    pub simulating: tokio::sync::Semaphore,
    pub registry: Registry,
    pub urls: ReturnUrls,
    pub clock: Arc<dyn Clock>,
    pub entropy: Mutex<Box<dyn Entropy>>,
    pub metrics: Numbers,
    /// The limit of requests by API key, where there is one.
    pub pace: Option<Pace>,
    /// The amount that a role may handle without a second person.
    pub limits: Limits,
    pub keys: crate::flows::keys::Seen,
    /// Where operators sign in at the desk.
    pub door: crate::flows::operators::Door,
    /// Signs statements.
    pub statement_key: Option<crate::signing::Secret>,
    /// The last result of `flows::ready`, and when it was found.
    pub found_ready: tokio::sync::Mutex<Option<(std::time::Instant, Result<(), String>)>>,
    /// The figures that the desk showed last.
    pub figures: crate::flows::figures::kept::Kept,
    /// Configured name of our own bank account, if there is one.
    pub bank_account: Option<String>,
    /// Origins a buyer may be sent back to. When empty, any loopback origin (development).
    pub return_origins: Vec<String>,
    /// The pages that may show a customer's own page in a frame, as sources of a content security policy.
    pub frame_ancestors: String,
    /// Who sells, for pages of buyers.
    pub seller: crate::config::SellerSettings,
    /// Orders that a request of this process is talking to a provider about.
    pub busy: Mutex<HashSet<OrderId>>,
    /// The quantity recently kept of webhooks that nobody signed.
    pub unsigned: Mutex<crate::flows::unsigned::Quotas>,
    /// Delivering events to the seller's endpoints.
    pub outgoing: crate::flows::outgoing::Outgoing,
    /// Everything spawned; shutdown waits for it.
    pub tasks: TaskTracker,
    pub stop: CancellationToken,
}

/// The metrics of this gateway, and who may read them.
#[derive(Debug)]
pub struct Numbers {
    pub of_process: Metrics,
    /// Whether they have an address of their own.
    pub elsewhere: bool,
    /// The key that a reader has to present. `None` when there is none.
    pub key: Option<SecretString>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").finish_non_exhaustive()
    }
}

/// The value behind a lock. A thread that panicked with it left nothing half done.
pub(crate) fn locked<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

impl App {
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The rules that are known now. A piece of work takes them once.
    pub fn rules(&self) -> Arc<Rulebook> {
        self.known.known()
    }

    /// A new id: `app.id(OrderId::new)`.
    pub fn id<T>(&self, make: impl FnOnce(DateTime<Utc>, &mut dyn Entropy) -> T) -> T {
        make(self.now(), locked(&self.entropy).as_mut())
    }

    /// The provider of this id.
    ///
    /// # Errors
    /// [`FlowError::NoProvider`] where none is configured.
    pub fn provider(&self, id: &ProviderId) -> Result<&Arc<dyn Provider>> {
        let known = self.registry.get(id);
        known.ok_or_else(|| FlowError::NoProvider(id.clone()))
    }

    /// Asks the books for a change, waits until it is committed, and gives the answer of the kind that the change gives.
    pub async fn submit<A: TryFrom<Answer>>(&self, command: Command<A>) -> Result<Reply<A>> {
        let reply = self.writer.submit(command).await?;
        reply.of().map_err(|_| WrongAnswer.into())
    }

    /// The same for a change whose answer does not matter.
    pub async fn apply<A>(&self, command: Command<A>) -> Result<()> {
        self.writer.submit(command).await?;
        Ok(())
    }

    /// Ends a gateway that has to stop, within `limit`. Running work may take four fifths of it. Then the writer
    /// carries out the waiting changes, and then the database closes. Returns whether everything ended in time.
    pub async fn end(&self, limit: Duration) -> bool {
        let started = Instant::now();
        self.stop.cancel();
        self.tasks.close();
        let ended = timeout_at(started + limit * 4 / 5, self.tasks.wait()).await;
        self.writer.close();
        self.writers.close();
        let written = timeout_at(started + limit, self.writers.wait()).await;
        // A connection that does not answer must not delay the end.
        let closed = timeout_at(started + limit, self.db.close()).await;
        ended.is_ok() && written.is_ok() && closed.is_ok()
    }

    /// Runs work that must not be cut short when its client goes away. The caller waits for it, and dropping the caller
    /// drops only the wait.
    pub async fn detached<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T>> + Send + 'static,
    ) -> Result<T> {
        match self.tasks.spawn(work.in_current_span()).await {
            Ok(done) => done,
            Err(broken) => Err(FlowError::Failed(format!("a task broke: {broken}"))),
        }
    }
}

/// Keeps two requests of one process from talking to a provider about one order at once. It is held until the work
/// ends, whether or not anybody still waits for it.
#[derive(Debug)]
pub struct Busy {
    app: Shared,
    order: OrderId,
}

impl Busy {
    /// # Errors
    /// [`FlowError::StillRunning`] when another request has the order.
    pub fn enter(app: &Shared, order: OrderId) -> Result<Self> {
        if !locked(&app.busy).insert(order) {
            return Err(FlowError::StillRunning);
        }
        let app = app.clone();
        Ok(Self { app, order })
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        locked(&self.app.busy).remove(&self.order);
    }
}
