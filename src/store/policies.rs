//! Published policies: every document whole, stored once and never changed.

use chrono::{DateTime, Utc};
use domain::{
    effects::AuditRecord,
    event::EventRecord,
    policy::{Policy, Stored},
};

use super::{
    Db, StoreError,
    columns::Rows,
    engine::Row,
    journal::draft::Draft,
    rows::{self, NumberedEvent, Stored as _},
    sql::statements,
};

statements! {
    ALL = "SELECT version, hash, document FROM policies WHERE version > '' ORDER BY version";
}

/// A version to store, with the event and audit line for it.
#[derive(Debug)]
pub struct Publication<'p> {
    pub policy: &'p Policy,
    /// None for the first version of a new database, which changes nothing for anybody.
    pub announcement: Option<(EventRecord, AuditRecord)>,
}

/// Every stored version.
pub async fn all(db: &Db) -> Result<Vec<Stored>, StoreError> {
    let rows = db.rows(&ALL, Vec::new()).await?;
    rows.iter().map(read).collect()
}

/// Stores the versions that are not stored yet, with their events and audit lines in the same commit. For tasks that
/// are never cancelled.
pub async fn publish(
    db: &Db,
    publications: &[Publication<'_>],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    // It locks the common chain, so versions published by another gateway are seen from here on.
    let mut draft = Draft::common(&mut tx, now).await?;
    let stored = tx.conn().all(&ALL, Vec::new()).await?;
    let stored: Vec<Stored> = stored.iter().map(read).collect::<Result<_, _>>()?;
    let is_new = |policy: &Policy| !stored.iter().any(|kept| kept.version == policy.version);
    for Publication {
        policy,
        announcement,
    } in publications.iter().filter(|it| is_new(it.policy))
    {
        let mut added = Rows::new(tx.engine(), &rows::POLICIES, 1);
        added.recorded(&mut draft, |row| rows::write_policy(policy, now, row));
        tx.conn().insert(added).await?;
        let Some((event, act)) = announcement else {
            continue;
        };
        let mut events = Rows::new(tx.engine(), &rows::EVENTS, 1);
        let (record, seq) = (event, None); // of no customer
        let event = NumberedEvent { record, seq };
        events.recorded(&mut draft, |row| rows::write_event(&event, row));
        tx.conn().insert(events).await?;
        let mut audit_log = Rows::new(tx.engine(), &rows::AUDIT_LOG, 1);
        audit_log.recorded(&mut draft, |row| act.write(row));
        tx.conn().insert(audit_log).await?;
    }
    draft.write(&mut tx).await?;
    tx.commit().await
}

fn read(row: &Row) -> Result<Stored, StoreError> {
    let text = |at| Ok::<_, StoreError>(row.text(at)?.unwrap_or_default().to_owned());
    Ok(Stored {
        version: text(0)?,
        hash: text(1)?,
        document: text(2)?,
    })
}
