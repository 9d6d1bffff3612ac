//! The store on both engines: written data equals read data, and no update can be lost.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod cancel;
mod discrepancies;
mod feed;
mod figures;
mod history;
mod idempotency_keys;
mod jobs;
mod load;
mod locked;
mod memberships;
mod opening;
mod operators;
mod promotions;
mod reads;
mod roles;
mod rows;
mod samples;
mod schema;
mod searches;
mod settlements;
mod snapshot;
mod webhooks;
mod writer;

use credit_gateway::{
    sealing::Keyring,
    store::{
        Db, StoreError, Timeline, books,
        journal::Draft,
        reads::{EntryFilter, entries},
        save,
    },
};
use domain::{
    actor::Actor,
    books::{Changes, Facts, Needs},
    id::CustomerId,
    ledger::Entry,
};
use kit::{
    database::{TestDatabase, account_keys, databases},
    postgres,
};
use sqlx::Executor as _;

/// A person with an API key.
pub(crate) fn person(n: u64) -> Actor {
    Actor::Key(samples::key_id(n))
}

/// Writes changes as the writer does, customers and all.
pub(crate) async fn write(db: &Db, changes: &Changes) -> Result<(), StoreError> {
    let customers: std::collections::BTreeSet<_> =
        changes.customers.iter().map(|row| row.id.clone()).collect();
    let ids: Vec<_> = customers.iter().cloned().collect();
    books::make_customers(db, &ids, samples::at(0)).await?;
    let keys = Keyring::of(&account_keys()).unwrap();
    let mut tx = db.clone().with_keys(keys).begin().await?;
    let mut locked = books::lock(
        &mut tx,
        &Needs {
            customers,
            ..Needs::default()
        },
    )
    .await?;
    let draft = Draft::begin(&mut tx, None, samples::at(0), locked.take_places()).await?;
    let draft = draft.sealing(&tx, 1);
    save::save(&mut tx, &locked, changes, draft).await?;
    tx.commit().await
}

/// Loads as the writer does, at `now`, and releases the locks.
pub(crate) async fn look(db: &Db, needs: &Needs, now: i64) -> Result<Facts, StoreError> {
    let mut tx = db.begin().await?;
    let mut locked = books::lock(&mut tx, needs).await?;
    let facts = books::load(&mut tx, &mut locked, needs, samples::at(now)).await;
    tx.rollback().await?;
    facts
}

/// The entries of a customer's ledger after a number, without what was available.
pub(crate) async fn chain(db: &Db, customer: &CustomerId, after: i64, limit: i64) -> Vec<Entry> {
    let all = EntryFilter::default();
    let page = Timeline { after, limit };
    let walked = entries(db, customer, &all, page).await.unwrap();
    let entries = walked.entries.into_iter();
    entries.map(|booked| booked.entry).collect()
}

/// Runs any SQL, like a person at a database's own prompt.
pub(crate) async fn prompt(db: &Db, sql: &'static str) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await.unwrap();
    match &mut tx {
        credit_gateway::store::Tx::Postgres(tx) => tx.execute(sql).await.map(drop),
        credit_gateway::store::Tx::Sqlite(tx) => tx.execute(sql).await.map(drop),
    }?;
    tx.commit().await.unwrap();
    Ok(())
}
