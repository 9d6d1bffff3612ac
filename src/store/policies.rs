//! Published policies: every document whole, stored once and never changed.

use chrono::{DateTime, Utc};
use domain::{
    effects::AuditRecord,
    event::EventRecord,
    policy::{Policy, Stored},
};

use super::{
    Db, StoreError, Tx,
    columns::Rows,
    engine::Row,
    journal::draft::Draft,
    rows::{self, NumberedEvent, Stored as _},
    sql::statements,
};

statements! {
    ALL = "SELECT version, hash, document FROM policies WHERE version > '' ORDER BY version";
    NAMES = "SELECT version, hash FROM policies WHERE version > '' ORDER BY version";
}

/// A version to store, with the event and audit line for it.
#[derive(Debug)]
pub struct Publication {
    pub policy: Policy,
    /// None for the first version of a new database, which changes nothing for anybody.
    pub announcement: Option<(EventRecord, AuditRecord)>,
}

/// Every stored version.
pub async fn all(db: &Db) -> Result<Vec<Stored>, StoreError> {
    let rows = db.rows(&ALL, Vec::new()).await?;
    rows.iter().map(read).collect()
}

/// The name and the hash of every stored version, without the documents.
pub async fn names(db: &Db) -> Result<Vec<(String, String)>, StoreError> {
    let rows = db.rows(&NAMES, Vec::new()).await?;
    rows.iter()
        .map(|row| Ok((text(row, 0)?, text(row, 1)?)))
        .collect()
}

/// Stores the versions that `decide` gives, with their events and audit lines in the same commit. It sees every stored
/// version, and no other gateway can store one meanwhile. Returns every version that is stored then. For tasks that are
/// never cancelled.
pub async fn publish<E: From<StoreError>>(
    db: &Db,
    now: DateTime<Utc>,
    decide: impl FnOnce(&[Stored]) -> Result<Vec<Publication>, E>,
) -> Result<Vec<Stored>, E> {
    let mut tx = db.begin().await?;
    // It locks the common chain, so versions published by another gateway are seen from here on.
    let mut draft = Draft::common(&mut tx, now).await?;
    let mut stored = self::stored(&mut tx).await?;
    let publications = match decide(&stored) {
        Ok(publications) if !publications.is_empty() => publications,
        nothing => {
            tx.rollback().await?;
            return nothing.map(|_| stored);
        }
    };
    for publication in publications {
        write(&mut tx, &mut draft, &publication, now).await?;
        let Policy {
            version,
            hash,
            document,
            ..
        } = publication.policy;
        stored.push(Stored {
            version,
            hash,
            document,
        });
    }
    draft.write(&mut tx).await?;
    tx.commit().await?;
    Ok(stored)
}

/// Every stored version, as a transaction sees them.
pub(super) async fn stored(tx: &mut Tx) -> Result<Vec<Stored>, StoreError> {
    let rows = tx.conn().all(&ALL, Vec::new()).await?;
    rows.iter().map(read).collect()
}

pub(super) async fn write(
    tx: &mut Tx,
    draft: &mut Draft,
    Publication {
        policy,
        announcement,
    }: &Publication,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut added = Rows::new(tx.engine(), &rows::POLICIES, 1);
    added.recorded(draft, |row| rows::write_policy(policy, now, row));
    tx.conn().insert(added).await?;
    let Some((event, act)) = announcement else {
        return Ok(());
    };
    let mut events = Rows::new(tx.engine(), &rows::EVENTS, 1);
    let (record, seq) = (event, None); // of no customer
    let event = NumberedEvent { record, seq };
    events.recorded(draft, |row| rows::write_event(&event, row));
    tx.conn().insert(events).await?;
    let mut audit_log = Rows::new(tx.engine(), &rows::AUDIT_LOG, 1);
    audit_log.recorded(draft, |row| act.write(row));
    tx.conn().insert(audit_log).await
}

fn text(row: &Row, at: usize) -> Result<String, StoreError> {
    Ok(row.text(at)?.unwrap_or_default().to_owned())
}

fn read(row: &Row) -> Result<Stored, StoreError> {
    Ok(Stored {
        version: text(row, 0)?,
        hash: text(row, 1)?,
        document: text(row, 2)?,
    })
}
