//! Writes what the books changed: a set of rows per kind of thing, of which exactly as many must be written as there are.

use std::collections::HashMap;

use domain::{books::Changes, id::CustomerId, order::OrderState, promise::NewJob};

use futures_util::future::join;

use super::{
    StoreError, Tx,
    books::Locked,
    columns::Rows,
    db::Engine,
    query::Arg,
    rows::{self, Stored},
    sql::statements,
    table::Table,
};

statements! {
    /// With the jobs that are done goes what was parked of the same, and what was parked of subjects that are settled:
    /// there is nothing left for a person to look at.
    FINISH_JOBS =
        "DELETE FROM jobs WHERE id IN ( \
             SELECT done.id FROM jobs AS done WHERE done.id = ANY($1) \
             UNION ALL SELECT parked.id FROM jobs AS done \
                 JOIN jobs AS parked ON parked.subject = done.subject AND parked.kind = done.kind \
                 WHERE done.id = ANY($1) AND parked.state = 'parked' \
             UNION ALL SELECT parked.id FROM jobs AS parked \
                 WHERE parked.state = 'parked' AND parked.subject = ANY($2))";
}

/// Whether there is nothing to write.
pub fn is_empty(changes: &Changes) -> bool {
    let Changes {
        customers,
        orders,
        payments,
        lots,
        spends,
        holds,
        quotes,
        refunds,
        deposits,
        entries,
        received,
        claims,
        jobs,
        events,
        acts,
        finished,
    } = changes;
    customers.is_empty()
        && orders.is_empty()
        && payments.is_empty()
        && lots.is_empty()
        && spends.is_empty()
        && holds.is_empty()
        && quotes.is_empty()
        && refunds.is_empty()
        && deposits.is_empty()
        && entries.is_empty()
        && received.is_empty()
        && claims.is_empty()
        && jobs.is_empty()
        && events.is_empty()
        && acts.is_empty()
        && finished.is_empty()
}

/// Writes the changes of a batch whose customers are locked. Nothing is visible to others before the commit.
pub async fn save(tx: &mut Tx, locked: &Locked, changes: &Changes) -> Result<(), StoreError> {
    guard(locked, changes)?;
    let engine = tx.engine();
    put(
        tx,
        &[
            &|| of(engine, &changes.customers),
            &|| of(engine, &changes.orders),
            &|| of(engine, &changes.payments),
            &|| of(engine, &changes.lots),
            &|| of(engine, &changes.spends),
            &|| of(engine, &changes.holds),
            &|| of(engine, &changes.quotes),
            &|| of(engine, &changes.refunds),
            &|| of(engine, &changes.deposits),
            &|| of(engine, &changes.entries),
            &|| of(engine, &changes.received),
            &|| of(engine, &changes.claims),
        ],
    )
    .await?;
    finish_jobs(tx, changes).await?;
    put(
        tx,
        &[
            &|| of(engine, &once_each(&changes.jobs)),
            &|| rows_of(engine, &rows::EVENTS, &changes.events, rows::write_event),
            &|| rows_of(engine, &rows::ACTS, &changes.acts, rows::write_act),
        ],
    )
    .await
}

/// By id, and parked ones by subject. One that is gone was finished by another worker after its lease ran out: that is
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

/// What came to an end on a provider's or a bank's word, or a person's who transferred the money. Orders that were given
/// up are not among them: a parked look-up of one may still find money.
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
    orders
        .map(|order| order.id.to_string())
        .chain(refunds.map(|refund| refund.id.to_string()))
        .collect()
}

/// At most one new job of a kind and subject, at the earliest time asked for: a statement cannot
/// write the same row twice.
fn once_each(jobs: &[NewJob]) -> Vec<NewJob> {
    let mut places = HashMap::with_capacity(jobs.len());
    let mut once: Vec<NewJob> = Vec::with_capacity(jobs.len());
    for job in jobs {
        let place = *places.entry((job.kind, &job.subject)).or_insert(once.len());
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
        // The first is polled first: the statement is on its way before the next rows are made.
        let (written, following) = join(tx.conn().insert(rows), async { made.next() }).await;
        written?;
        next = following;
    }
    Ok(())
}

fn of<T: Stored>(engine: Engine, things: &[T]) -> Option<Rows> {
    rows_of(engine, T::table(), things, T::write)
}

fn rows_of<T>(
    engine: Engine,
    table: &'static Table,
    things: &[T],
    write: impl Fn(&T, &mut Rows),
) -> Option<Rows> {
    if things.is_empty() {
        return None;
    }
    let mut rows = Rows::new(engine, table, things.len());
    for thing in things {
        rows.row(|row| write(thing, row));
    }
    Some(rows)
}

/// Every row that is written belongs to a customer whose lock is held. Deposits, which may belong to
/// nobody yet, were locked themselves when they were read.
fn guard(locked: &Locked, changes: &Changes) -> Result<(), StoreError> {
    let owned = [
        first_stranger(
            locked,
            "customers",
            changes.customers.iter().map(|row| &row.id),
        ),
        first_stranger(
            locked,
            "orders",
            changes.orders.iter().map(|row| &row.customer),
        ),
        first_stranger(
            locked,
            "payments",
            changes.payments.iter().map(|row| &row.customer),
        ),
        first_stranger(locked, "lots", changes.lots.iter().map(|row| &row.customer)),
        first_stranger(
            locked,
            "spends",
            changes.spends.iter().map(|row| &row.customer_id),
        ),
        first_stranger(
            locked,
            "holds",
            changes.holds.iter().map(|row| &row.customer_id),
        ),
        first_stranger(
            locked,
            "quotes",
            changes.quotes.iter().map(|row| &row.customer_id),
        ),
        first_stranger(
            locked,
            "refunds",
            changes.refunds.iter().map(|row| &row.customer),
        ),
        first_stranger(
            locked,
            "entries",
            changes.entries.iter().map(|row| &row.customer),
        ),
    ];
    match owned.into_iter().flatten().next() {
        Some((table, customer)) => Err(StoreError::Unlocked { table, customer }),
        None => Ok(()),
    }
}

fn first_stranger<'a>(
    locked: &Locked,
    table: &'static str,
    mut owners: impl Iterator<Item = &'a CustomerId>,
) -> Option<(&'static str, CustomerId)> {
    owners
        .find(|owner| !locked.has(owner))
        .map(|owner| (table, owner.clone()))
}
