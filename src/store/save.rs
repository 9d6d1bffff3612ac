//! Writes the changes of the books: one set of rows per kind of thing. Exactly as many rows must be written as there
//! are.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use domain::{
    books::{AnsweredKey, Changes},
    effects::NewJob,
    id::CustomerId,
    kinds,
    ledger::Entry,
    order::OrderState,
};
use futures_util::future::join;

use super::{
    StoreError, Tx,
    books::Locked,
    columns::Rows,
    engine::Engine,
    journal::draft::{Chain, Draft},
    query::Arg,
    rows::{self, Stored},
    sql::statements,
    table::Table,
};

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
            [$(
                &|| known(engine, shared, &changes.$kind, |row| row.id.to_string()),
                &|| new(engine, shared, &changes.$kind, |row| row.id.to_string()),
            )+]
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
    finish_jobs(tx, changes).await?;
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
                    changes.events.iter(),
                    rows::write_event,
                )
            },
            &|| of(engine, shared, &changes.audit_log),
        ],
    )
    .await?;
    draft.write(tx).await
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

/// Makes the rows of one kind of thing; `None` when there are none.
type Make<'a> = &'a (dyn Fn() -> Option<Rows> + Sync);

/// Writes sets of rows in their order. While the database writes one, the next is made.
async fn put(tx: &mut Tx, sets: &[Make<'_>]) -> Result<(), StoreError> {
    let mut made = sets.iter().filter_map(|make| make());
    let mut next = made.next();
    while let Some(rows) = next {
        // The first is polled first: the statement is sent before the next rows are made.
        let (written, following) = join(tx.conn().insert(rows), async { made.next() }).await;
        written?;
        next = following;
    }
    Ok(())
}

/// The draft, as the makers of rows share it.
type Shared<'a> = Mutex<&'a mut Draft>;

fn of<T: Stored>(engine: Engine, draft: &Shared<'_>, things: &[T]) -> Option<Rows> {
    rows_of(engine, draft, T::table(), things.iter(), T::write)
}

/// Rows that are new, or that may not exist yet.
fn new<T: Stored>(
    engine: Engine,
    draft: &Shared<'_>,
    things: &[T],
    id: impl Fn(&T) -> String,
) -> Option<Rows> {
    let new = these(draft, things, id, false);
    rows_of(engine, draft, T::table(), new.into_iter(), T::write)
}

/// New values of existing rows.
fn known<T: Stored>(
    engine: Engine,
    draft: &Shared<'_>,
    things: &[T],
    id: impl Fn(&T) -> String,
) -> Option<Rows> {
    let known = these(draft, things, id, true);
    if known.is_empty() {
        return None;
    }
    let rows = Rows::known(engine, T::table(), known.len());
    Some(written(draft, rows, known.into_iter(), T::write))
}

/// The existing rows, or the others. A row that was loaded exists; a customer's is made before it is locked.
fn these<'t, T: Stored>(
    draft: &Shared<'_>,
    things: &'t [T],
    id: impl Fn(&T) -> String,
    there: bool,
) -> Vec<&'t T> {
    let draft = draft.lock().unwrap_or_else(PoisonError::into_inner);
    let recorded = T::table().letter.is_some();
    let is_there = |thing: &&T| !recorded || draft.knows(&id(thing));
    things
        .iter()
        .filter(|thing| is_there(thing) == there)
        .collect()
}

fn rows_of<'a, T: 'a>(
    engine: Engine,
    draft: &Shared<'_>,
    table: &'static Table,
    things: impl ExactSizeIterator<Item = &'a T>,
    write: impl Fn(&T, &mut Rows),
) -> Option<Rows> {
    if things.len() == 0 {
        return None;
    }
    let rows = Rows::new(engine, table, things.len());
    Some(written(draft, rows, things, write))
}

fn written<'a, T: 'a>(
    draft: &Shared<'_>,
    mut rows: Rows,
    things: impl Iterator<Item = &'a T>,
    write: impl Fn(&T, &mut Rows),
) -> Rows {
    let mut draft = draft.lock().unwrap_or_else(PoisonError::into_inner);
    for thing in things {
        rows.recorded(&mut draft, |row| write(thing, row));
    }
    rows
}

fn idempotency_keys(
    engine: Engine,
    draft: &Shared<'_>,
    idempotency_keys: &[AnsweredKey],
) -> Option<Rows> {
    rows_of(
        engine,
        draft,
        &rows::IDEMPOTENCY_KEYS,
        idempotency_keys.iter(),
        rows::write_answered,
    )
}

/// Only the last of a customer's entries is recorded: its hash covers those before it.
fn entries(engine: Engine, draft: &Shared<'_>, entries: &[Entry]) -> Option<Rows> {
    if entries.is_empty() {
        return None;
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
    Some(rows)
}
