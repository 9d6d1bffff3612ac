//! Batches: a task takes commands from the queue and carries each batch by lock, load, apply, save, commit; repeated
//! where others were in the way.

use std::{collections::BTreeSet, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use domain::{
    books::{Books, Needs},
    canary,
    command::{Command, Reply},
    id::Entropy,
    refusal::Refusal,
};
use futures_util::FutureExt as _;
use tokio::sync::{Mutex, Notify, mpsc};
use tokio_util::sync::CancellationToken;
use tracing::{error, warn};

use super::{QueuedCommand, Watchers, WriteError};
use crate::{
    clock::Clock,
    crash,
    rules::Rules,
    store::{
        Db, StoreError, Trouble, Tx, books,
        engine::Engine,
        journal::draft::{Chain, Draft},
        rows::hold_accounts,
        save,
    },
};

/// How often a batch is tried when others are in the way. Each round another writer succeeded, so no more rounds are
/// needed than there are gateways on one database.
const ROUNDS_MAX: u32 = 8;
/// Wait after the first round that met a deadlock or a lost race, milliseconds; it grows with each round.
const PAUSE_MS: u64 = 2;

pub(super) async fn work(
    asks: Arc<Mutex<mpsc::Receiver<QueuedCommand>>>,
    mut carrier: Carrier,
    batch_max: usize,
    closing: CancellationToken,
) {
    let mut batch = Vec::with_capacity(batch_max);
    loop {
        // The lock is released as soon as a batch is taken, so that another writer can take the next.
        if take(&mut *asks.lock().await, &mut batch, batch_max, &closing).await == 0 {
            return;
        }
        carry(&mut carrier, &mut batch).await;
    }
}

/// Takes the waiting commands; none when the queue is closed and empty.
async fn take(
    asks: &mut mpsc::Receiver<QueuedCommand>,
    batch: &mut Vec<QueuedCommand>,
    batch_max: usize,
    closing: &CancellationToken,
) -> usize {
    tokio::select! {
        biased;
        taken = asks.recv_many(batch, batch_max) => return taken,
        () = closing.cancelled() => {}
    }
    asks.close();
    asks.recv_many(batch, batch_max).await
}

/// Carries a batch. When something in it is at fault, its commands are carried one by one, so that a poisoned command
/// harms only itself. When the database is out of reach all fail at once: trying each would only make the queue wait
/// longer.
async fn carry(carrier: &mut Carrier, batch: &mut Vec<QueuedCommand>) {
    let (commands, answers): (Vec<Command>, Vec<_>) =
        batch.drain(..).map(|ask| (ask.command, ask.answer)).unzip();
    let results = match carrier.carry(&commands).await {
        Ok(results) => results
            .into_iter()
            .map(|result| result.map_err(WriteError::from))
            .collect(),
        Err(WriteError::Failed(_) | WriteError::Locked(_)) if commands.len() > 1 => {
            one_by_one(carrier, &commands).await
        }
        Err(failure) => vec![Err(failure); commands.len()],
    };
    for (answer, result) in answers.into_iter().zip(results) {
        // A caller that is gone has dropped its end: the change stays.
        let _ = answer.send(result);
    }
}

/// Carries each command alone, so that those that are not at fault are carried. Customers that turn out to be locked
/// by others are not waited for again.
async fn one_by_one(carrier: &mut Carrier, commands: &[Command]) -> Vec<Result<Reply, WriteError>> {
    let mut results = Vec::with_capacity(commands.len());
    let mut locked = BTreeSet::new();
    for command in commands {
        let mut needs = Needs::default();
        command.needs(&mut needs);
        let customers = needs.locks();
        if !locked.is_disjoint(&customers) {
            results.push(Err(WriteError::Locked("a customer is locked".to_owned())));
            continue;
        }
        let alone = carrier.carry(std::slice::from_ref(command)).await;
        if matches!(alone, Err(WriteError::Locked(_))) {
            locked.extend(customers);
        }
        results.push(match alone {
            Ok(mut one) => one.pop().map_or(Err(WriteError::Stopped), |result| {
                result.map_err(WriteError::from)
            }),
            Err(failure) => Err(failure),
        });
    }
    results
}

/// The state of a writer task.
pub(super) struct Carrier {
    pub(super) db: Db,
    pub(super) rules: Arc<Rules>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) entropy: Box<dyn Entropy>,
    /// The writer's own chain of the journal; none before its first commit, and after one whose outcome is not known.
    pub(super) chain: Option<Chain>,
    pub(super) promised: Arc<Notify>,
    pub(super) watchers: Watchers,
    pub(super) emitted: Arc<Notify>,
}

type Results = Vec<Result<Reply, Refusal>>;

impl Carrier {
    /// Carries commands in one transaction; answers in their order. When it fails, none of them was written, unless in
    /// doubt.
    async fn carry(&mut self, commands: &[Command]) -> Result<Results, WriteError> {
        let mut round = 1;
        loop {
            let attempt = AssertUnwindSafe(self.attempt(commands))
                .catch_unwind()
                .await;
            let Ok(attempt) = attempt else {
                // The panic's own message went to the panic hook. The transaction was rolled back when it was dropped.
                error!(
                    commands = commands.len(),
                    "The books met a bug of ours: the batch was rolled back"
                );
                return Err(WriteError::Failed(
                    "the books met a bug; the log has it".to_owned(),
                ));
            };
            let trouble = match attempt {
                Ok(results) => return Ok(results),
                Err(StoreError::CommitInDoubt(cause)) => {
                    self.chain = None;
                    error!(commands = commands.len(), %cause, "A commit was sent and its outcome is not known");
                    return Err(WriteError::InDoubt(
                        "the database did not answer the commit".to_owned(),
                    ));
                }
                Err(StoreError::MissingCustomers(ids)) => {
                    if let Err(trouble) =
                        books::make_customers(&self.db, &ids, self.clock.now()).await
                    {
                        trouble
                    } else if round < ROUNDS_MAX {
                        round += 1;
                        continue;
                    } else {
                        StoreError::MissingCustomers(ids)
                    }
                }
                Err(StoreError::Moved) => {
                    self.chain = None;
                    StoreError::Moved
                }
                Err(trouble) => trouble,
            };
            match trouble.trouble() {
                Trouble::Again if round < ROUNDS_MAX => {
                    tokio::time::sleep(Duration::from_millis(PAUSE_MS * u64::from(round))).await;
                    round += 1;
                }
                Trouble::Again | Trouble::Content => {
                    warn!(commands = commands.len(), round, cause = %trouble, "A batch could not be written");
                    return Err(WriteError::Failed(trouble.to_string()));
                }
                Trouble::Locked => {
                    warn!(commands = commands.len(), cause = %trouble, "A lock was not to be had in time");
                    let why = trouble.to_string();
                    return Err(match self.db.engine() {
                        Engine::Postgres => WriteError::Locked(why),
                        // SQLite's only lock is the whole file's.
                        Engine::Sqlite => WriteError::Outage(why),
                    });
                }
                Trouble::Outage => {
                    error!(commands = commands.len(), cause = %trouble, "The database cannot be reached or written");
                    return Err(WriteError::Outage(trouble.to_string()));
                }
            }
        }
    }

    async fn attempt(&mut self, commands: &[Command]) -> Result<Results, StoreError> {
        let mut needs = Needs::default();
        for command in commands {
            command.needs(&mut needs);
        }
        let mut tx = self.db.begin().await?;
        let mut locked = books::lock(&mut tx, &needs).await?;
        // Read under the locks, so that the instants of one customer's changes never go backwards.
        let now = self.clock.now();
        let facts = books::load(&mut tx, &mut locked, &needs, now).await?;

        let (results, changes) = {
            // Every command of a batch is judged by the same versions.
            let rules = self.rules.known();
            let mut books = Books::new(&rules, facts, now, self.entropy.as_mut());
            let results: Results = commands
                .iter()
                .map(|command| books.apply(command))
                .collect();
            (results, books.into_changes())
        };

        if changes.is_empty() {
            // Every command was refused or answered before, so no disk write is needed.
            tx.rollback().await?;
            return Ok(results);
        }
        let places = locked.take_places();
        let mut draft = Draft::begin(&mut tx, self.chain.as_ref(), now, places).await?;
        if hold_accounts(&changes) {
            draft = draft.sealing(&tx, self.entropy.bits());
        }
        let chain = save::save(&mut tx, &locked, &changes, draft)
            .await
            .map_err(|trouble| match trouble {
                // A change of a customer without a row was not refused, so now the row is made.
                StoreError::Unlocked { customer, .. } if locked.missing().contains(&customer) => {
                    StoreError::MissingCustomers(locked.missing().to_vec())
                }
                trouble => trouble,
            })?;
        canary!(AnsweredBeforeCommit, commit_behind(tx), commit(tx).await?);
        self.chain = Some(chain);
        crash::point("writer.after_commit");
        if !changes.jobs.is_empty() {
            self.promised.notify_one();
        }
        let entries = changes.entries.iter();
        self.watchers
            .wake(entries.map(|entry| (&entry.customer, entry.seq)));
        if !changes.events.is_empty() {
            self.emitted.notify_one();
        }
        Ok(results)
    }
}

async fn commit(tx: Tx) -> Result<(), StoreError> {
    crash::point("writer.before_commit");
    tx.commit().await
}

/// Commits when the answer has reached its client: the mistake that [`canary!`] seeds.
fn commit_behind(tx: Tx) {
    tokio::runtime::Handle::current().spawn(async move {
        tokio::time::sleep(Duration::from_millis(100)).await;
        if let Err(error) = commit(tx).await {
            tracing::error!(%error, "What was answered could not be committed");
        }
    });
}
