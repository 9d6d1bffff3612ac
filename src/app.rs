//! Everything a running gateway consists of, put together once and shared by all who work in it.

use std::{
    collections::HashSet,
    future::Future,
    sync::{Arc, Mutex},
};

use chrono::{DateTime, Utc};
use domain::{
    command::{Command, Reply},
    id::{Entropy, OrderId},
    rulebook::Rulebook,
};
use providers::{registry::Registry, signature::ReturnUrls};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    clock::Clock,
    flows::FlowError,
    store::{db::Db, writer::Writer},
    telemetry::Metrics,
};

/// A gateway. Cheap to share.
pub type Shared = Arc<App>;

pub struct App {
    pub db: Db,
    pub writer: Writer,
    /// The writer's own tasks: they end last, after everybody who may still ask for a change.
    pub writers: TaskTracker,
    pub rules: Arc<Rulebook>,
    pub registry: Registry,
    pub urls: ReturnUrls,
    pub clock: Arc<dyn Clock>,
    pub entropy: Mutex<Box<dyn Entropy>>,
    pub metrics: Metrics,
    pub keys: crate::flows::keys::Seen,
    /// Configured name of our own bank account, if there is one.
    pub bank_account: Option<String>,
    /// Origins a buyer may be sent back to; empty: any loopback origin (development).
    pub return_origins: Vec<String>,
    /// Orders whose session is being begun by a request of this process.
    pub beginning: Mutex<HashSet<OrderId>>,
    /// Everything spawned; shutdown waits for it.
    pub tasks: TaskTracker,
    pub stop: CancellationToken,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").finish_non_exhaustive()
    }
}

impl App {
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A new id: `app.id(OrderId::new)`.
    pub fn id<T>(&self, make: impl FnOnce(DateTime<Utc>, &mut dyn Entropy) -> T) -> T {
        let now = self.now();
        let mut entropy = self.entropy.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        make(now, entropy.as_mut())
    }

    /// Asks the books for a change and waits until it is committed.
    pub async fn submit(&self, command: Command) -> Result<Reply, FlowError> {
        Ok(self.writer.submit(command).await?)
    }

    /// Ends a gateway that was told to stop: whatever runs may end within `limit`, then the writer
    /// carries out what waits, then the database closes. Says whether everything ended in time.
    pub async fn end(&self, limit: std::time::Duration) -> bool {
        self.stop.cancel();
        self.tasks.close();
        let ended = tokio::time::timeout(limit, self.tasks.wait()).await.is_ok();
        self.writer.close();
        self.writers.close();
        let written = tokio::time::timeout(limit, self.writers.wait()).await.is_ok();
        self.db.close().await;
        ended && written
    }

    /// Runs work that must not be cut short when the client that asked for it goes away: the caller
    /// waits for it, and dropping the caller drops only the wait.
    pub async fn detached<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, FlowError>> + Send + 'static,
    ) -> Result<T, FlowError> {
        match self.tasks.spawn(work).await {
            Ok(done) => done,
            Err(broken) => Err(FlowError::Failed(format!("a task broke: {broken}"))),
        }
    }
}
