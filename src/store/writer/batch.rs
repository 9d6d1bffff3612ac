//! One batch: lock, load, apply, save, commit; repeated where others were in the way.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use domain::{
    books::{Books, Needs},
    canary,
    command::{Command, Reply},
    id::Entropy,
    refusal::Refusal,
    rulebook::Rulebook,
};
use futures_util::FutureExt as _;
use tokio::sync::Notify;
use tracing::{error, warn};

use crate::{
    clock::Clock,
    crash,
    store::{
        Db, StoreError, Trouble, Tx, books,
        engine::Engine,
        journal::draft::{Chain, Draft},
        save,
    },
};

/// How often a batch is tried when others are in the way. Each round another writer succeeded, so no more rounds are
/// needed than there are gateways on one database.
const ROUNDS_MAX: u32 = 8;
/// Wait after the first round that met a deadlock or a lost race, milliseconds; it grows with each round.
const PAUSE_MS: u64 = 2;

/// The state of a writer task.
pub(super) struct Carrier {
    pub(super) db: Db,
    pub(super) rules: Arc<Rulebook>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) entropy: Box<dyn Entropy>,
    /// The writer's own chain of the journal; none before its first commit, and after one whose outcome is not known.
    pub(super) chain: Option<Chain>,
    pub(super) promised: Arc<Notify>,
}

/// Why a batch was not carried. None of it was written, unless in doubt.
#[derive(Debug)]
pub(super) enum Failure {
    /// Something in the batch is at fault.
    Content(String),
    /// The database is out of reach.
    Outage(String),
    /// Others hold the row of a customer.
    Locked(String),
    /// The commit was sent, its outcome is not known.
    InDoubt(String),
}

type Results = Vec<Result<Reply, Refusal>>;

impl Carrier {
    /// Carries commands in one transaction; answers in their order.
    pub(super) async fn carry(&mut self, commands: &[Command]) -> Result<Results, Failure> {
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
                return Err(Failure::Content(
                    "the books met a bug; the log has it".to_owned(),
                ));
            };
            let trouble = match attempt {
                Ok(results) => return Ok(results),
                Err(StoreError::CommitInDoubt(cause)) => {
                    self.chain = None;
                    error!(commands = commands.len(), %cause, "A commit was sent and its outcome is not known");
                    return Err(Failure::InDoubt(
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
                    return Err(Failure::Content(trouble.to_string()));
                }
                Trouble::Locked => {
                    warn!(commands = commands.len(), cause = %trouble, "A lock was not to be had in time");
                    let why = trouble.to_string();
                    return Err(match self.db.engine() {
                        Engine::Postgres => Failure::Locked(why),
                        // SQLite's only lock is the whole file's.
                        Engine::Sqlite => Failure::Outage(why),
                    });
                }
                Trouble::Outage => {
                    error!(commands = commands.len(), cause = %trouble, "The database cannot be reached or written");
                    return Err(Failure::Outage(trouble.to_string()));
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
            let mut books = Books::new(&self.rules, facts, now, self.entropy.as_mut());
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
        let draft = Draft::begin(&mut tx, self.chain.as_ref(), now, places).await?;
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
