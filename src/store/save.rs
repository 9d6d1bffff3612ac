//! Writes the changes of the books: one set of rows per kind of thing. Exactly as many rows must be written as there
//! are.

mod sets;

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use domain::{
    books::{AnsweredKey, Changes},
    effects::NewJob,
    id::CustomerId,
    kinds,
    ledger::{Entry, points_due},
    order::OrderState,
};

use super::{
    StoreError, Tx,
    books::Locked,
    columns::Rows,
    engine::Engine,
    feed,
    journal::draft::{Chain, Draft},
    query::Arg,
    rows::{self, Stored},
    sql::statements,
};
use sets::{Shared, known_and_new, of, put, rows_of};

statements! {
    /// Finished jobs take with them the parked jobs of the same kind and subject, and the parked jobs of subjects
    /// that are settled: nothing is left for a person to check.
    FINISH_JOBS =
        "DELETE FROM jobs WHERE id IN ( \
             SELECT done.id FROM jobs AS done WHERE done.id = ANY($1) \
             UNION ALL SELECT parked.id FROM jobs AS done \
                 JOIN jobs AS parked ON parked.subject = done.subject AND parked.kind = done.kind \
                 WHERE done.id = ANY($1) AND parked.state = 'parked' \
             UNION ALL SELECT parked.id FROM jobs AS parked \
                 WHERE parked.state = 'parked' AND parked.subject = ANY($2))";
    /// The lots and customers of the batch are written by then: their sum is what the ledger has available at the
    /// customer's last entry.
    ADD_POINTS =
        "INSERT INTO balance_points (customer_id, seq, available, posted_at) \
         SELECT customers.id, customers.seq, (SELECT CAST(COALESCE(SUM(lots.remaining), 0) AS BIGINT) FROM lots \
             WHERE lots.customer_id = customers.id AND lots.has_remaining = 1), $2 \
         FROM customers WHERE customers.id = ANY($1)";
}

/// Writes the changes of a batch whose customers are locked, and records them in the journal. Others see nothing
/// before the commit. After it the returned chain is the writer's.
pub async fn save(
    tx: &mut Tx,
    locked: &Locked,
    changes: &Changes,
    mut draft: Draft,
) -> Result<Chain, StoreError> {
    if let Some((table, customer)) = changes.of_unlocked(|id| locked.has(id)) {
        // Deposits, which may belong to nobody yet, were themselves locked when they were read.
        let customer = customer.clone();
        return Err(StoreError::Unlocked { table, customer });
    }
    let engine = tx.engine();
    // One set of rows is made at a time; the lock only satisfies the compiler.
    let shared = Mutex::new(&mut draft);
    let shared = &shared;
    macro_rules! every_kind {
        ($($kind:ident: $key:ty => $row:ty [$($owner:ident)?],)+) => {
            [$(&|| known_and_new(engine, shared, &changes.$kind, |row| row.id.to_string()),)+]
        };
    }
    put(tx, &kinds!(every_kind)).await?;
    put(
        tx,
        &[
            &|| entries(engine, shared, &changes.entries),
            &|| of(engine, shared, &changes.received),
            &|| idempotency_keys(engine, shared, &changes.idempotency_keys),
        ],
    )
    .await?;
    add_points(tx, &changes.entries).await?;
    finish_jobs(tx, changes).await?;
    let events = feed::numbered(tx, &changes.events).await?;
    put(
        tx,
        &[
            &|| {
                let once = once_each(&changes.jobs);
                rows_of(engine, shared, &rows::JOBS, once.iter(), rows::write_job)
            },
            &|| {
                rows_of(
                    engine,
                    shared,
                    &rows::EVENTS,
                    events.iter(),
                    rows::write_event,
                )
            },
            &|| of(engine, shared, &changes.audit_log),
        ],
    )
    .await?;
    draft.write(tx).await
}

/// Notes what is available to those customers of whom a point is due. Of most batches that is nobody.
async fn add_points(tx: &mut Tx, entries: &[Entry]) -> Result<(), StoreError> {
    let due = points_due(entries);
    let Some(last) = entries.last().filter(|_| !due.is_empty()) else {
        return Ok(());
    };
    let given = u64::try_from(due.len()).unwrap_or(u64::MAX);
    // All entries of a batch have its instant.
    let posted_at = Arg::Int(last.at.timestamp_micros());
    let args = vec![Arg::Set(tx.set(due)), posted_at];
    let written = tx.conn().run(&ADD_POINTS, args).await?;
    if written == given {
        return Ok(());
    }
    Err(StoreError::Miscounted {
        table: "balance_points",
        given,
        written,
    })
}

/// By id, and parked ones by subject. A missing job was finished by another worker after its lease ran out: that is
/// no error.
async fn finish_jobs(tx: &mut Tx, changes: &Changes) -> Result<(), StoreError> {
    let settled = settled(changes);
    if changes.finished.is_empty() && settled.is_empty() {
        return Ok(());
    }
    let args = vec![
        Arg::Set(tx.set(&changes.finished)),
        Arg::Set(tx.set(settled)),
    ];
    tx.conn().run(&FINISH_JOBS, args).await?;
    Ok(())
}

/// Subjects that ended by a report of a provider, a bank, or a person who transferred the money. Abandoned orders are
/// not among them: a parked look-up of one may still find money.
fn settled(changes: &Changes) -> Vec<String> {
    let orders = changes.orders.iter().filter(|order| match order.state {
        OrderState::Completed | OrderState::Mismatched => true,
        OrderState::Open
        | OrderState::Confirming
        | OrderState::AwaitingDeposit
        | OrderState::Failed
        | OrderState::Cancelled
        | OrderState::Expired => false,
    });
    let refunds = changes
        .refunds
        .iter()
        .filter(|refund| !refund.state.is_open());
    let contradictions = changes
        .contradictions
        .iter()
        .filter(|known| !known.state.is_open());
    orders
        .map(|order| order.id.to_string())
        .chain(contradictions.map(|known| known.id.to_string()))
        .chain(refunds.map(|refund| refund.id.to_string()))
        .collect()
}

/// Each job at most once, at the earliest time asked for: a statement cannot
/// write the same row twice.
fn once_each(jobs: &[NewJob]) -> Vec<NewJob> {
    let mut places = HashMap::with_capacity(jobs.len());
    let mut once: Vec<NewJob> = Vec::with_capacity(jobs.len());
    for job in jobs {
        let place = *places.entry(job.job).or_insert(once.len());
        match once.get_mut(place) {
            Some(earlier) => earlier.run_at = earlier.run_at.min(job.run_at),
            None => once.push(job.clone()),
        }
    }
    once
}

fn idempotency_keys(
    engine: Engine,
    draft: &Shared<'_>,
    idempotency_keys: &[AnsweredKey],
) -> Vec<Rows> {
    rows_of(
        engine,
        draft,
        &rows::IDEMPOTENCY_KEYS,
        idempotency_keys.iter(),
        rows::write_answered,
    )
}

/// Only the last of a customer's entries is recorded: its hash covers those before it.
fn entries(engine: Engine, draft: &Shared<'_>, entries: &[Entry]) -> Vec<Rows> {
    if entries.is_empty() {
        return Vec::new();
    }
    let last: HashMap<&CustomerId, i64> = entries
        .iter()
        .map(|entry| (&entry.customer, entry.seq))
        .collect();
    let mut draft = draft.lock().unwrap_or_else(PoisonError::into_inner);
    let mut rows = Rows::new(engine, Entry::table(), entries.len());
    for entry in entries {
        if last.get(&entry.customer) == Some(&entry.seq) {
            rows.recorded(&mut draft, |row| entry.write(row));
        } else {
            rows.row(|row| entry.write(row));
        }
    }
    vec![rows]
}
