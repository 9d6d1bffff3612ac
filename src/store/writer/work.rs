//! The task that takes commands from the queue and has them carried out in batches.

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    books::Needs,
    command::{Command, Reply},
};
use tokio::sync::{Mutex, mpsc};
use tokio_util::sync::CancellationToken;

use super::{
    QueuedCommand, WriteError,
    batch::{Carrier, Failure},
};

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
        Err(Failure::Content(_) | Failure::Locked(_)) if commands.len() > 1 => {
            one_by_one(carrier, &commands).await
        }
        Err(failure) => vec![Err(WriteError::from(failure)); commands.len()],
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
        if matches!(alone, Err(Failure::Locked(_))) {
            locked.extend(customers);
        }
        results.push(match alone {
            Ok(mut one) => one.pop().map_or(Err(WriteError::Stopped), |result| {
                result.map_err(WriteError::from)
            }),
            Err(failure) => Err(failure.into()),
        });
    }
    results
}
